/* What has to be known to read the measures of a part: rare values, events, gaps, who answered. */
#ifndef REPORT_PART_NOTES_H
#define REPORT_PART_NOTES_H

#include <stddef.h>

#include "trends/measure.h"

struct buffer;
struct part_text;
struct trend_summary;

/* Append the notes of a part, one or more lines each; nothing when there is nothing to note. */
void part_notes_put(const struct part_text *text, enum measure_part part, struct buffer *out);

/* The notes of one measure: its gaps, and what makes its trend doubtful. */
void part_notes_put_measure(const struct trend_summary *summary, enum measure measure,
                            size_t columns, struct buffer *out);

#endif
