/* The trend summary of a patient, computed from days: own ones from the log where it is readable,
 * published ones else. */
#ifndef JOURNAL_SUMMARIES_H
#define JOURNAL_SUMMARIES_H

#include <stddef.h>
#include <stdint.h>

#include "journal/journal.h"
#include "trends/summary.h"

/* The summary as seen at the end of until_day. */
enum daybook_status journal_summarise(struct journal *journal, size_t circle, int32_t until_day,
                                      struct arena *arena, struct trend_summary **out_summary);

/* Append summary operations for the days that changed, where this device is the one to do so.
 * journal_step() does it before exchanging; nothing to do is OK. */
enum daybook_status journal_publish_summaries(struct journal *journal, size_t circle);

#endif
