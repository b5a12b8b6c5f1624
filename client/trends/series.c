/* Cutting pieces out of a series. */
#include "trends/series.h"

/* How many points lie before a day. */
static size_t points_before(struct series series, int64_t day)
{
    size_t low = 0;
    size_t high = series.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (series.points[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct series series_between(struct series series, int32_t first, int32_t last)
{
    size_t start = points_before(series, first);
    size_t end = points_before(series, (int64_t)last + 1);
    if (end <= start) {
        return (struct series){0};
    }
    return (struct series){.points = series.points + start, .count = end - start};
}

struct series series_last(struct series series, int32_t until, int32_t length)
{
    int64_t first = (int64_t)until - length + 1;
    return series_between(series, first < INT32_MIN ? INT32_MIN : (int32_t)first, until);
}

double series_sum(struct series series)
{
    double sum = 0.0;
    for (size_t i = 0; i < series.count; i++) {
        sum += series.points[i].value;
    }
    return sum;
}
