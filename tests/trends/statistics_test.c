/* Statistics against vectors worked out by hand. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trends/statistics.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void assert_near(double figure, double expected)
{
    if (!(fabs(figure - expected) < 1e-12)) {
        fail_msg("%.15f is not %.15f", figure, expected);
    }
}

static void the_median_of_an_even_count_is_the_mean_of_the_middle_two(void **state)
{
    (void)state;
    double values[] = {4.0, 1.0, 3.0, 2.0};
    statistics_sort(values, COUNT(values));
    assert_near(statistics_median(values, COUNT(values)), 2.5);
    assert_near(statistics_median(values, 3), 2.0);
}

static void quartiles_interpolate_between_neighbours(void **state)
{
    (void)state;
    const double values[] = {1.0, 2.0, 3.0, 4.0};
    assert_near(statistics_quantile(values, 4, 0.25), 1.75);
    assert_near(statistics_quantile(values, 4, 0.75), 3.25);
    const double five[] = {0.0, 10.0, 20.0, 30.0, 70.0};
    assert_near(statistics_quantile(five, 5, 0.25), 10.0);
    assert_near(statistics_quantile(five, 5, 0.9), 54.0);
}

static void every_quantile_of_one_value_is_that_value(void **state)
{
    (void)state;
    const double value = 7.5;
    assert_near(statistics_quantile(&value, 1, 0.0), 7.5);
    assert_near(statistics_quantile(&value, 1, 0.25), 7.5);
    assert_near(statistics_quantile(&value, 1, 1.0), 7.5);
}

/* S = 10, Var = 5 * 4 * 15 / 18, z = 9 / sqrt(Var). */
static void mann_kendall_of_a_rise_without_ties(void **state)
{
    (void)state;
    const double values[] = {1.0, 2.0, 3.0, 4.0, 5.0};
    double scratch[10];
    struct mann_kendall test = statistics_mann_kendall(values, 5, scratch);
    assert_int_equal(test.s, 10);
    assert_near(test.z, 9.0 / sqrt(300.0 / 18.0));
    assert_near(test.p, 0.027486336111510353);
}

/* S = 8, two groups of two: Var = (300 - 18 - 18) / 18. */
static void mann_kendall_takes_ties_out_of_the_variance(void **state)
{
    (void)state;
    const double values[] = {1.0, 1.0, 2.0, 2.0, 3.0};
    double scratch[10];
    struct mann_kendall test = statistics_mann_kendall(values, 5, scratch);
    assert_int_equal(test.s, 8);
    assert_near(test.z, 7.0 / sqrt(264.0 / 18.0));
}

static void mann_kendall_of_a_fall_mirrors_the_rise(void **state)
{
    (void)state;
    const double rise[] = {1.0, 1.0, 4.0, 2.0, 9.0, 7.0};
    const double fall[] = {7.0, 9.0, 2.0, 4.0, 1.0, 1.0};
    double scratch[12];
    struct mann_kendall up = statistics_mann_kendall(rise, 6, scratch);
    struct mann_kendall down = statistics_mann_kendall(fall, 6, scratch);
    assert_int_equal(up.s, -down.s);
    assert_near(up.z, -down.z);
    assert_near(up.p, down.p);
}

static void mann_kendall_of_equal_values_finds_nothing(void **state)
{
    (void)state;
    const double values[] = {4.0, 4.0, 4.0};
    double scratch[6];
    struct mann_kendall test = statistics_mann_kendall(values, 3, scratch);
    assert_int_equal(test.s, 0);
    assert_near(test.z, 0.0);
    assert_near(test.p, 1.0);
}

static void the_continuity_correction_makes_a_score_of_one_nothing(void **state)
{
    (void)state;
    const double values[] = {1.0, 2.0};
    double scratch[4];
    struct mann_kendall test = statistics_mann_kendall(values, 2, scratch);
    assert_int_equal(test.s, 1);
    assert_near(test.z, 0.0);
    assert_near(test.p, 1.0);
}

/* Pain of nine weeks, two of them without a value: 3 3 4 - 4 2 5 - 5. What was not logged
 * is left out, so seven values in the order of time.
 * Row by row, higher minus lower of those that follow: 3: 4 4 5 5 up, 2 down = +3; 3: the same =
 * +3; 4: 5 5 up, 2 down = +1; 4: 5 5 up, 2 down = +1; 2: +2; 5: 0. S = 10. Seven values 3 3 4 4 2 5
 * 5 hold three groups of two: Var = (7*6*19 - 3*18) / 18 = 744 / 18. z = 9 / sqrt(41.333…)
 * = 1.39988… */
static void mann_kendall_of_a_series_with_ties_and_gaps(void **state)
{
    (void)state;
    const double values[] = {3.0, 3.0, 4.0, 4.0, 2.0, 5.0, 5.0};
    double scratch[14];
    struct mann_kendall test = statistics_mann_kendall(values, 7, scratch);
    assert_int_equal(test.s, 10);
    assert_near(test.z, 9.0 / sqrt(744.0 / 18.0));
}

static uint64_t next_chance(uint64_t *chance)
{
    *chance = *chance * 6364136223846793005U + 1442695040888963407U;
    return *chance >> 33;
}

static int64_t score_of_every_pair(const double *values, size_t count)
{
    int64_t score = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            score += (values[j] > values[i]) - (values[j] < values[i]);
        }
    }
    return score;
}

static void the_score_is_that_of_looking_at_every_pair(void **state)
{
    (void)state;
    uint64_t chance = 20260823;
    for (size_t round = 0; round < 2000; round++) {
        double values[200];
        double scratch[400];
        size_t count = 2 + next_chance(&chance) % 199;
        uint64_t levels = 1 + next_chance(&chance) % 30;
        for (size_t i = 0; i < count; i++) {
            values[i] = (double)(next_chance(&chance) % levels) / 10.0;
        }
        struct mann_kendall test = statistics_mann_kendall(values, count, scratch);
        if (test.s != score_of_every_pair(values, count)) {
            fail_msg("round %zu: the score is %lld", round, (long long)test.s);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_an_even_count_is_the_mean_of_the_middle_two),
        cmocka_unit_test(quartiles_interpolate_between_neighbours),
        cmocka_unit_test(every_quantile_of_one_value_is_that_value),
        cmocka_unit_test(mann_kendall_of_a_rise_without_ties),
        cmocka_unit_test(mann_kendall_takes_ties_out_of_the_variance),
        cmocka_unit_test(mann_kendall_of_a_fall_mirrors_the_rise),
        cmocka_unit_test(mann_kendall_of_equal_values_finds_nothing),
        cmocka_unit_test(mann_kendall_of_a_series_with_ties_and_gaps),
        cmocka_unit_test(the_score_is_that_of_looking_at_every_pair),
        cmocka_unit_test(the_continuity_correction_makes_a_score_of_one_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
