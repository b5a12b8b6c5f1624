/* Robust statistics over small series. */
#include "trends/statistics.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static int sign_of(double value)
{
    return (value > 0.0) - (value < 0.0);
}

static int compare_values(const void *left, const void *right)
{
    return sign_of(*(const double *)left - *(const double *)right);
}

void statistics_sort(double *values, size_t count)
{
    assert(values != NULL || count == 0);
    if (count > 1) {
        qsort(values, count, sizeof *values, compare_values);
    }
}

double statistics_quantile(const double *sorted, size_t count, double fraction)
{
    assert(sorted != NULL && count > 0);
    assert(fraction >= 0.0 && fraction <= 1.0);
    double rank = fraction * (double)(count - 1);
    size_t below = (size_t)rank;
    if (below + 1 >= count) {
        return sorted[count - 1];
    }
    return sorted[below] + (rank - (double)below) * (sorted[below + 1] - sorted[below]);
}

double statistics_median(const double *sorted, size_t count)
{
    return statistics_quantile(sorted, count, 0.5);
}

/* Merge values[0..left) and values[left..count), each in order, into out. Returns how many pairs
 * were in the wrong order. */
static int64_t merge(const double *values, size_t left_count, size_t count, double *out)
{
    int64_t discordant = 0;
    size_t left = 0;
    size_t right = left_count;
    for (size_t i = 0; i < count; i++) {
        bool take_right = left == left_count || (right < count && values[right] < values[left]);
        if (take_right) {
            discordant += (int64_t)(left_count - left);
        }
        out[i] = take_right ? values[right++] : values[left++];
    }
    return discordant;
}

/* Sort by merging, in the room of both; *out_sorted is the one that ends up in order. Returns the
 * pairs that were in the wrong order. */
static int64_t count_discordant(double *values, double *spare, size_t count, double **out_sorted)
{
    int64_t discordant = 0;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t both = count - start < 2 * width ? count - start : 2 * width;
            size_t left = both < width ? both : width;
            discordant += merge(values + start, left, both, spare + start);
        }
        double *sorted = spare;
        spare = values;
        values = sorted;
    }
    *out_sorted = values;
    return discordant;
}

/* m(m-1)(2m+5), what m values in random order, or m equal values, contribute to the variance. */
static double variance_term(size_t m)
{
    return (double)m * ((double)m - 1.0) * (2.0 * (double)m + 5.0);
}

struct mann_kendall statistics_mann_kendall(const double *values, size_t count, double *scratch)
{
    assert(count >= 2);
    memcpy(scratch, values, count * sizeof *values);
    double *sorted = NULL;
    int64_t discordant = count_discordant(scratch, scratch + count, count, &sorted);

    int64_t differing = (int64_t)(count * (count - 1) / 2);
    double variance = variance_term(count);
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i == count || sorted[i] > sorted[start]) {
            size_t tied = i - start;
            differing -= (int64_t)(tied * (tied - 1) / 2);
            variance -= variance_term(tied);
            start = i;
        }
    }
    variance /= 18.0;

    int64_t score = differing - 2 * discordant;
    if (variance <= 0.0) {
        return (struct mann_kendall){.s = score, .z = 0.0, .p = 1.0};
    }
    double corrected = (double)score - sign_of((double)score);
    double z = corrected / sqrt(variance);
    return (struct mann_kendall){.s = score, .z = z, .p = erfc(fabs(z) / sqrt(2.0))};
}
