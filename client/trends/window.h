/* The daily values of one measure over the last days: how many there are, and how they spread. */
#ifndef TRENDS_WINDOW_H
#define TRENDS_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trends/day.h"
#include "trends/series.h"

/* With n = 0 the five figures are 0 and mean nothing. */
struct trend_window {
    uint32_t n;                              /* days with a value … */
    uint32_t expected;                       /* … of so many */
    uint32_t days_by_role[ROLE_COUNT];       /* days to whose value this role contributed */
    uint32_t days_by_state[DAY_STATE_COUNT]; /* the rest of the expected days was not asked */
    bool enough;                             /* n reaches the rule's minimum, so the figures hold */
    double median;
    double min;
    double max;
    double q1;
    double q3;
    uint32_t days_from_4; /* with 4 or more, which says something of scales only, … */
    uint32_t days_from_7; /* … and with 7 or more */
};

/* The window of a measure over these answered and unanswered days. What only the caller knows,
 * expected and enough, is left 0. scratch holds as many numbers as there are answered days and is
 * overwritten. */
struct trend_window window_of_series(struct series answered, struct series unanswered,
                                     double *scratch);

#endif
