/* The days of a patient: own ones from the log where it is readable, published ones else; and the
 * publishing of those that changed. */
#ifndef JOURNAL_SUMMARIES_H
#define JOURNAL_SUMMARIES_H

#include <stddef.h>
#include <stdint.h>

#include "journal/journal.h"
#include "trends/history.h"

struct own_circle;

/* The days a device may see, turned around: on the arena. Days somebody else reduced are left out
 * when they are impossible. */
enum daybook_status journal_trend_history(struct journal *journal, size_t circle,
                                          struct arena *arena, struct history **out_history);

/* For journal/: append summary operations for the days that changed, the team's where this device
 * is the one to do so (turn.h), and another's than the patient's only while it listens: what was
 * not heard offline is no silence. Nothing to do is OK. */
enum daybook_status summaries_publish(struct own_circle *circle, bool listens);

#endif
