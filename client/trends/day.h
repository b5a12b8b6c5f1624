/* One local day of one patient, reduced to numbers: what a summary operation carries. */
#ifndef TRENDS_DAY_H
#define TRENDS_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/role.h"
#include "trends/exercise.h"
#include "trends/measure.h"

/* The reduced value of one measure. Without one (has is false) the rest is 0. */
struct day_value {
    bool has;
    uint8_t roles;    /* bit 1 << role for each enum role that reported */
    uint32_t entries; /* how many entries the value stands for */
    double value;
};

struct day_exercise {
    uint32_t logged; /* sessions, whatever became of them */
    uint32_t done;   /* sessions with the status done; partial is not done */
};

/* All zero but for the day number is a day on which nothing was logged. A day that somebody else
 * reduced is checked with day_is_possible() before anything is computed from it. */
struct day {
    int32_t day;      /* local days since 1970-01-01 */
    uint32_t entries; /* all kinds together */
    uint32_t entries_by_role[ROLE_COUNT];
    struct day_value measures[MEASURE_COUNT];
    struct day_exercise exercises[EXERCISE_TYPE_COUNT];
    uint32_t falls;
    uint32_t near_falls;
};

/* True when entries could have given these numbers: values in the range of their measure, counts
 * that fit together, a day within the years of base/timestamp.h. */
bool day_is_possible(const struct day *day);

/* Order by day number, for qsort() over struct day. */
int day_compare(const void *left, const void *right);

#endif
