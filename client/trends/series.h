/* The daily values of one measure, over time. */
#ifndef TRENDS_SERIES_H
#define TRENDS_SERIES_H

#include <stddef.h>
#include <stdint.h>

struct series_point {
    int32_t day;
    uint32_t entries;
    uint8_t roles; /* bit 1 << role for each role that reported */
    uint8_t state; /* an enum day_state */
    double value;  /* 0 unless answered */
};

/* Ascending by day, at most one point a day. Borrowed. */
struct series {
    const struct series_point *points;
    size_t count;
};

/* The points from first to last, both included. */
struct series series_between(struct series series, int32_t first, int32_t last);

/* The points of the last length days that end with until. */
struct series series_last(struct series series, int32_t until, int32_t length);

/* The sum of the values: of counts. */
double series_sum(struct series series);

#endif
