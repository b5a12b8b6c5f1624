/* The Theil–Sen slope: worked out by hand, and against a list of every pair. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "trends/theil_sen.h"

enum { POINTS_MAX = 220 };

struct series {
    int32_t days[POINTS_MAX];
    double values[POINTS_MAX];
    size_t count;
};

/* rise / run, in millionths and days. */
struct pair {
    int64_t rise;
    int64_t run;
};

static double slope_of(const struct series *series)
{
    struct arena *arena = arena_create(0);
    struct theil_sen *work = theil_sen_create(series->count, arena);
    assert_non_null(work);
    double slope = theil_sen_slope(work, series->days, series->values, series->count);
    arena_free(arena);
    return slope;
}

static void assert_near(double figure, double expected)
{
    if (!(fabs(figure - expected) < 1e-12)) {
        fail_msg("%.15f is not %.15f", figure, expected);
    }
}

/* Slopes 1/7, 1/14, 4/21, 0, 3/14, 3/7; the middle two are 1/7 and 4/21. */
static void it_is_the_median_of_all_slopes(void **state)
{
    (void)state;
    const struct series series = {{0, 7, 14, 21}, {0.0, 1.0, 1.0, 4.0}, 4};
    assert_near(slope_of(&series), 1.0 / 6.0);
}

/* Weeks 0 1 2 - 4 5 of a whole number that ties: 3 3 4 - 4 5. Rises over weeks: 0/1 1/2 1/4 2/5,
 * 1/1 1/3 2/4, 0/2 1/3, 1/1. In order 0 0 1/4 1/3 1/3 | 2/5 1/2 1/2 1 1: the middle two of ten are
 * 1/3 and 2/5 a week, their mean 11/30 a week, over 7 days 11/210. */
static void ties_and_a_gap_by_hand(void **state)
{
    (void)state;
    const struct series series = {{0, 7, 14, 28, 35}, {3.0, 3.0, 4.0, 4.0, 5.0}, 5};
    assert_near(slope_of(&series), 11.0 / 210.0);
}

static void one_wild_value_is_not_followed(void **state)
{
    (void)state;
    const struct series series = {{0, 1, 2, 3, 4, 5}, {0.0, 2.0, 4.0, 6.0, 8.0, 1000.0}, 6};
    assert_near(slope_of(&series), 2.0);
}

static void two_points_make_a_line(void **state)
{
    (void)state;
    const struct series series = {{20000, 20010}, {71.3, 70.8}, 2};
    assert_near(slope_of(&series), -0.05);
}

static void equal_values_do_not_slope(void **state)
{
    (void)state;
    struct series series = {.count = POINTS_MAX};
    for (int32_t i = 0; i < POINTS_MAX; i++) {
        series.days[i] = 7 * i;
        series.values[i] = 4.0;
    }
    assert_near(slope_of(&series), 0.0);
}

static void values_far_beyond_a_million_keep_their_slope(void **state)
{
    (void)state;
    const struct series series = {{0, 1, 3}, {1e12, 2e12, 8e12}, 3};
    double slope = slope_of(&series);
    assert_true(fabs(slope / (7e12 / 3.0) - 1.0) < 1e-11);
}

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *a = left;
    const struct pair *b = right;
    int64_t difference = a->rise * b->run - b->rise * a->run;
    return (difference > 0) - (difference < 0);
}

static double slope_of_pair(struct pair pair)
{
    return (double)pair.rise / (double)pair.run;
}

static double slope_of_every_pair(const struct series *series)
{
    static struct pair pairs[POINTS_MAX * POINTS_MAX / 2];
    size_t count = 0;
    for (size_t i = 0; i < series->count; i++) {
        for (size_t j = i + 1; j < series->count; j++) {
            pairs[count++] = (struct pair){
                .rise = llround(series->values[j] * 1e6) - llround(series->values[i] * 1e6),
                .run = series->days[j] - series->days[i],
            };
        }
    }
    qsort(pairs, count, sizeof pairs[0], compare_pairs);
    double lower = slope_of_pair(pairs[(count - 1) / 2]);
    double upper = slope_of_pair(pairs[count / 2]);
    return (lower + (upper - lower) / 2.0) / 1e6;
}

static uint64_t next_chance(uint64_t *chance)
{
    *chance = *chance * 6364136223846793005U + 1442695040888963407U;
    return *chance >> 33;
}

/* Few levels give many ties, a wide step many gaps, a drift few equal slopes. */
static void make_series(uint64_t *chance, struct series *series)
{
    uint64_t levels = 1 + next_chance(chance) % (next_chance(chance) % 2 == 0 ? 12 : 100000);
    uint64_t step = 1 + next_chance(chance) % 14;
    double divisor = (double)(1 + next_chance(chance) % 20);
    double drift = ((double)(next_chance(chance) % 2001) - 1000.0) / 500.0;
    int32_t day = (int32_t)(next_chance(chance) % 40000) - 10000;
    series->count = 2 + next_chance(chance) % (POINTS_MAX - 1);
    for (size_t i = 0; i < series->count; i++) {
        day += 1 + (int32_t)(next_chance(chance) % step);
        series->days[i] = day;
        series->values[i] =
            ((double)(next_chance(chance) % levels) + floor(drift * (double)i)) / divisor;
    }
}

static void it_is_exactly_that_of_listing_every_pair(void **state)
{
    (void)state;
    uint64_t chance = 20260829;
    for (int round = 0; round < 1500; round++) {
        struct series series;
        make_series(&chance, &series);
        double slope = slope_of(&series);
        double expected = slope_of_every_pair(&series);
        if (slope < expected || slope > expected) {
            fail_msg("round %d, %zu points: %.17g, not %.17g", round, series.count, slope,
                     expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_the_median_of_all_slopes),
        cmocka_unit_test(ties_and_a_gap_by_hand),
        cmocka_unit_test(one_wild_value_is_not_followed),
        cmocka_unit_test(two_points_make_a_line),
        cmocka_unit_test(equal_values_do_not_slope),
        cmocka_unit_test(values_far_beyond_a_million_keep_their_slope),
        cmocka_unit_test(it_is_exactly_that_of_listing_every_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
