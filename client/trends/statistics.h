/* Robust statistics over small series: medians, quantiles, Mann–Kendall test. */
#ifndef TRENDS_STATISTICS_H
#define TRENDS_STATISTICS_H

#include <stddef.h>
#include <stdint.h>

/* Sort ascending, in place. The values are finite. */
void statistics_sort(double *values, size_t count);

/* The quantile at fraction (0 to 1) of at least one value sorted ascending, by linear interpolation
 * between the neighbours of rank fraction * (count - 1): Hyndman and Fan's type 7. */
double statistics_quantile(const double *sorted, size_t count, double fraction);

/* The quantile at one half: the middle value, or the mean of the middle two. */
double statistics_median(const double *sorted, size_t count);

/* The Mann–Kendall test for a monotonic trend. */
struct mann_kendall {
    int64_t s; /* concordant minus discordant pairs */
    double z;  /* with continuity correction */
    double p;  /* two-sided, by the normal approximation */
};

/* Test at least two values in the order of time (Mann 1945, Kendall 1975):
 *     S   = sum over i < j of sign(y[j] - y[i])
 *     Var = [n(n-1)(2n+5) - sum over groups of t equal values of t(t-1)(2t+5)] / 18
 *     z   = (S - sign(S)) / sqrt(Var), p = 2 (1 - Phi(|z|)) = erfc(|z| / sqrt(2))
 * A variance of 0 (all equal) gives z = 0, p = 1. Takes O(n log n): S is the pairs that differ less
 * twice those a merge sort finds in the wrong order. scratch holds 2 * count numbers and is
 * overwritten. */
struct mann_kendall statistics_mann_kendall(const double *values, size_t count, double *scratch);

#endif
