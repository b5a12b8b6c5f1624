/* A patient's days turned around: for each measure its values over time. */
#ifndef TRENDS_HISTORY_H
#define TRENDS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "trends/day.h"
#include "trends/series.h"
#include "trends/sharing.h"

struct arena;

struct history {
    struct series answered[MEASURE_COUNT];
    struct series unanswered[MEASURE_COUNT]; /* asked, and not answered; or told by the week */
    const struct day *days;                  /* ascending and unique; borrowed */
    size_t day_count;
    struct sharing sharing; /* how much of each is told to whoever reads this; all daily at first */
};

/* Turn days around, which are possible, ascending and unique, in time linear in what they hold. The
 * history lives in the arena and borrows the days. NO_MEMORY: *out_history is untouched. */
enum daybook_status history_of_days(const struct day *days, size_t count, struct arena *arena,
                                    struct history **out_history);

/* The days from first to last, both included, as a range of history->days. */
const struct day *history_between(const struct history *history, int32_t first, int32_t last,
                                  size_t *out_count);

/* True when somebody paused everything for a time this day lies in. */
bool history_is_paused(const struct history *history, int32_t day);

#endif
