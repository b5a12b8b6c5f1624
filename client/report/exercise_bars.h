/* How many of the sessions that were logged in 28 days were done, by type, as bars. */
#ifndef REPORT_EXERCISE_BARS_H
#define REPORT_EXERCISE_BARS_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct trend_summary;

/* Append a line for each type that was logged, or is kept back. */
void exercise_bars_put(const struct trend_summary *summary, size_t columns, bool unicode,
                       struct buffer *out);

#endif
