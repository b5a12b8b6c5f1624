/* The Theil–Sen slope: the median of the slopes of all pairs of points, found without listing them.
 */
#ifndef TRENDS_THEIL_SEN_H
#define TRENDS_THEIL_SEN_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* Working memory for one slope after another. Lives in the arena it was made in. */
struct theil_sen;

/* Make working memory for up to that many points; NULL when the arena is exhausted. */
struct theil_sen *theil_sen_create(size_t capacity, struct arena *arena);

/* The slope per day of at least two points on ascending, distinct days (Theil 1950, Sen 1968); of
 * an even number of pairs the mean of the middle two. Takes O(n log n) on average, instead of the
 * n (n - 1) / 2 pairs, and the same answer always: chance only decides how soon.
 *
 * Values are taken to the millionth, or to 1e-12 of the largest where one is beyond a million, so
 * that slopes are compared as whole numbers and two that are equal on paper are equal here. */
double theil_sen_slope(struct theil_sen *work, const int32_t *days, const double *values,
                       size_t count);

#endif
