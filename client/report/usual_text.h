/* What left its usual range, on the page for a terminal. */
#ifndef REPORT_USUAL_TEXT_H
#define REPORT_USUAL_TEXT_H

#include <stddef.h>

struct buffer;
struct summary_text_options;
struct trend_summary;

/* Append a line for each measure that is asked for and left its range, or that none did. */
void usual_text(const struct trend_summary *summary, const struct summary_text_options *options,
                size_t columns, struct buffer *out);

#endif
