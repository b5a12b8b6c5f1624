/* Weekly medians of one measure: what a trend is judged by, since single days depend on their
 * neighbours. */
#ifndef TRENDS_WEEK_H
#define TRENDS_WEEK_H

#include <stddef.h>
#include <stdint.h>

#include "trends/day.h"

enum { WEEK_DAYS = 7 };

/* An ISO week that holds enough daily values. */
struct trend_week {
    int32_t monday;
    uint32_t n;    /* days with a value */
    uint8_t roles; /* bit 1 << role for each role that reported */
    double median; /* of the daily values */
};

/* No more weeks than this lie in ascending days: the room week_collect() needs. */
size_t week_capacity(const struct day *days, size_t count);

/* Collect the weeks that end on or before until and hold at least as many values as the measure's
 * rule wants, from days that are ascending and unique. Returns how many there are, ascending in
 * out_weeks, which has room for week_capacity() of them. */
size_t week_collect(enum measure measure, const struct day *days, size_t count, int32_t until,
                    struct trend_week *out_weeks);

#endif
