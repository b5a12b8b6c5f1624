/* Robust statistics over small series. */
#include "trends/statistics.h"

#include <assert.h>
#include <math.h>
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

size_t statistics_pairs(size_t count)
{
    return count < 2 ? 0 : count * (count - 1) / 2;
}

double statistics_theil_sen(const double *x, const double *y, size_t count, double *scratch)
{
    assert(count >= 2);
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            assert(x[j] != x[i]);
            scratch[pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
    }
    statistics_sort(scratch, pairs);
    return statistics_median(scratch, pairs);
}

static int64_t pair_score(const double *values, size_t count)
{
    int64_t score = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            score += sign_of(values[j] - values[i]);
        }
    }
    return score;
}

/* m(m-1)(2m+5), what m values in random order, or m equal values, contribute to the variance. */
static double variance_term(size_t m)
{
    return (double)m * ((double)m - 1.0) * (2.0 * (double)m + 5.0);
}

static double score_variance(const double *sorted, size_t count)
{
    double terms = variance_term(count);
    size_t start = 0;
    for (size_t i = 1; i <= count; i++) {
        if (i == count || sorted[i] > sorted[start]) {
            terms -= variance_term(i - start);
            start = i;
        }
    }
    return terms / 18.0;
}

struct mann_kendall statistics_mann_kendall(const double *values, size_t count, double *scratch)
{
    assert(count >= 2);
    memcpy(scratch, values, count * sizeof *values);
    statistics_sort(scratch, count);

    int64_t score = pair_score(values, count);
    double variance = score_variance(scratch, count);
    if (variance <= 0.0) {
        return (struct mann_kendall){.s = score, .z = 0.0, .p = 1.0};
    }
    double corrected = (double)score - sign_of((double)score);
    double z = corrected / sqrt(variance);
    return (struct mann_kendall){.s = score, .z = z, .p = erfc(fabs(z) / sqrt(2.0))};
}
