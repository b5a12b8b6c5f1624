/* What somebody weighs on a day: one definition for the figures shown and for the rules. */
#ifndef TRENDS_WEIGHT_H
#define TRENDS_WEIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "trends/series.h"

/* The median of the latest 7 readings of 14 days, of two at least. Older readings have no part in
 * it: of somebody weighed once a week they would hide a fast loss for a month. */
enum { WEIGHT_DAYS = 14, WEIGHT_READINGS = 7, WEIGHT_NEEDED = 2 };

struct weight {
    bool known;        /* there are as many readings as it needs … */
    uint32_t readings; /* … that the median is taken of; never more than WEIGHT_READINGS */
    double kilograms;  /* 0 unless known */
    uint8_t roles;     /* who reported: bit 1 << role for each role */
};

/* The weight that the readings of WEIGHT_DAYS days give. */
struct weight weight_of(struct series readings);

#endif
