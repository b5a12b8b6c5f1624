/* Reducing what the entries of a day said about one measure to one number. */
#include "trends/reading.h"

#include <assert.h>
#include <stdlib.h>

enum { APART_MS = 10 * 60 * 1000 };

/* By value, then by time: whatever order readings came in, they are added in this one. */
static int compare_readings(const void *left, const void *right)
{
    const struct reading *first = left;
    const struct reading *second = right;
    if (first->value < second->value || first->value > second->value) {
        return first->value > second->value ? 1 : -1;
    }
    return (first->at_ms > second->at_ms) - (first->at_ms < second->at_ms);
}

static double median_of(const struct reading *sorted, size_t count)
{
    double upper = sorted[count / 2].value;
    return count % 2 == 1 ? upper : (sorted[count / 2 - 1].value + upper) / 2.0;
}

static double sum_of(const struct reading *sorted, size_t count)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += sorted[i].value;
    }
    return sum;
}

/* The higher of two at the same moment comes later in the order. */
static double last_of(const struct reading *sorted, size_t count)
{
    const struct reading *last = &sorted[0];
    for (size_t i = 1; i < count; i++) {
        last = sorted[i].at_ms >= last->at_ms ? &sorted[i] : last;
    }
    return last->value;
}

/* The lowest level that two readings, far enough apart, both reached. */
static bool second_lowest_of(const struct reading *sorted, size_t count, double *out_value)
{
    int64_t first_ms = sorted[0].at_ms;
    int64_t last_ms = sorted[0].at_ms;
    for (size_t i = 1; i < count; i++) {
        first_ms = sorted[i].at_ms < first_ms ? sorted[i].at_ms : first_ms;
        last_ms = sorted[i].at_ms > last_ms ? sorted[i].at_ms : last_ms;
        if (last_ms - first_ms >= APART_MS) {
            *out_value = sorted[i].value;
            return true;
        }
    }
    return false;
}

bool reading_reduce(enum reduction reduction, struct reading *readings, size_t count,
                    double *out_value)
{
    assert(readings != NULL && count > 0);
    qsort(readings, count, sizeof *readings, compare_readings);
    switch (reduction) {
    case REDUCTION_HIGHEST:
        *out_value = readings[count - 1].value;
        return true;
    case REDUCTION_LOWEST:
        *out_value = readings[0].value;
        return true;
    case REDUCTION_SECOND_LOWEST:
        return second_lowest_of(readings, count, out_value);
    case REDUCTION_MEDIAN:
        *out_value = median_of(readings, count);
        return true;
    case REDUCTION_SUM:
        *out_value = sum_of(readings, count);
        return true;
    case REDUCTION_LAST:
        *out_value = last_of(readings, count);
        return true;
    case REDUCTION_PLANNED:
        break;
    }
    assert(false); /* No entry says what a plan says. */
    return false;
}
