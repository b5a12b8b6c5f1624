/* Weekly medians of one measure: what a trend is judged by, since single days depend on their
 * neighbours. */
#ifndef TRENDS_WEEK_H
#define TRENDS_WEEK_H

#include <stddef.h>
#include <stdint.h>

#include "trends/series.h"

enum { WEEK_DAYS = 7 };

/* An ISO week that holds enough daily values. */
struct trend_week {
    int32_t monday;
    uint32_t n;    /* days with a value */
    uint8_t roles; /* bit 1 << role for each role that reported */
    double median; /* of the daily values */
};

/* No more weeks than this lie in a series: the room week_collect() needs. */
size_t week_capacity(struct series series);

/* Collect the weeks that end on or before until and hold at least days_min answered values. Returns
 * how many there are, ascending in out_weeks, which has room for week_capacity() of them. */
size_t week_collect(struct series series, uint32_t days_min, int32_t until,
                    struct trend_week *out_weeks);

/* The same of weeks that were told as one figure each, with their last day: the points in the state
 * DAY_WEEKLY. They counted where they were told. */
size_t week_collect_told(struct series series, int32_t until, struct trend_week *out_weeks);

#endif
