/* The few figures that rules take from a run of daily values. */
#ifndef FLAGS_SLICE_H
#define FLAGS_SLICE_H

#include <stddef.h>
#include <stdint.h>

#include "trends/series.h"

/* The figures of an empty slice are 0. */
double slice_median(struct series slice);
double slice_highest(struct series slice);
double slice_lowest(struct series slice);
double slice_sum(struct series slice);

/* How many values are at least, or at most, a limit. */
uint32_t slice_count_from(struct series slice, double limit);
uint32_t slice_count_to(struct series slice, double limit);

/* How many days before day the latest value of at least a limit came; 0 when there is none. */
int32_t slice_days_since(struct series slice, double limit, int32_t day);

/* Who reported: a bit 1 << role for each role. */
uint8_t slice_roles(struct series slice);

/* Its latest count points, or all it has. */
struct series slice_last(struct series slice, size_t count);

#endif
