/* Figures over a few daily values. */
#include "flags/slice.h"

#include <assert.h>

enum { SLICE_MEDIAN_MAX = 64 }; /* no rule takes the median of a longer window */

double slice_median(struct series slice)
{
    double sorted[SLICE_MEDIAN_MAX] = {0};
    assert(slice.count <= SLICE_MEDIAN_MAX);
    for (size_t i = 0; i < slice.count; i++) {
        double value = slice.points[i].value;
        size_t place = i;
        while (place > 0 && sorted[place - 1] > value) {
            sorted[place] = sorted[place - 1];
            place--;
        }
        sorted[place] = value;
    }
    if (slice.count == 0) {
        return 0;
    }
    return (sorted[(slice.count - 1) / 2] + sorted[slice.count / 2]) / 2;
}

double slice_highest(struct series slice)
{
    double highest = slice.count == 0 ? 0 : slice.points[0].value;
    for (size_t i = 1; i < slice.count; i++) {
        highest = slice.points[i].value > highest ? slice.points[i].value : highest;
    }
    return highest;
}

double slice_lowest(struct series slice)
{
    double lowest = slice.count == 0 ? 0 : slice.points[0].value;
    for (size_t i = 1; i < slice.count; i++) {
        lowest = slice.points[i].value < lowest ? slice.points[i].value : lowest;
    }
    return lowest;
}

double slice_sum(struct series slice)
{
    double sum = 0;
    for (size_t i = 0; i < slice.count; i++) {
        sum += slice.points[i].value;
    }
    return sum;
}

uint32_t slice_count_from(struct series slice, double limit)
{
    uint32_t count = 0;
    for (size_t i = 0; i < slice.count; i++) {
        count += slice.points[i].value >= limit;
    }
    return count;
}

uint32_t slice_count_to(struct series slice, double limit)
{
    uint32_t count = 0;
    for (size_t i = 0; i < slice.count; i++) {
        count += slice.points[i].value <= limit;
    }
    return count;
}

int32_t slice_days_since(struct series slice, double limit, int32_t day)
{
    for (size_t i = slice.count; i > 0; i--) {
        if (slice.points[i - 1].value >= limit) {
            return day - slice.points[i - 1].day;
        }
    }
    return 0;
}

uint8_t slice_roles(struct series slice)
{
    uint8_t roles = 0;
    for (size_t i = 0; i < slice.count; i++) {
        roles |= slice.points[i].roles;
    }
    return roles;
}

struct series slice_last(struct series slice, size_t count)
{
    if (slice.count > count) {
        slice.points += slice.count - count;
        slice.count = count;
    }
    return slice;
}
