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

/* Slopes 1/7, 1/14, 4/21, 0, 3/14, 3/7; the middle two are 1/7 and 4/21. */
static void theil_sen_is_the_median_of_all_slopes(void **state)
{
    (void)state;
    const double x[] = {0.0, 7.0, 14.0, 21.0};
    const double y[] = {0.0, 1.0, 1.0, 4.0};
    double scratch[6];
    assert_int_equal(statistics_pairs(4), 6);
    assert_near(statistics_theil_sen(x, y, 4, scratch), 1.0 / 6.0);
}

static void theil_sen_does_not_follow_one_wild_value(void **state)
{
    (void)state;
    const double x[] = {0.0, 1.0, 2.0, 3.0, 4.0, 5.0};
    const double y[] = {0.0, 2.0, 4.0, 6.0, 8.0, 1000.0};
    double scratch[15];
    assert_near(statistics_theil_sen(x, y, 6, scratch), 2.0);
}

/* S = 10, Var = 5 * 4 * 15 / 18, z = 9 / sqrt(Var). */
static void mann_kendall_of_a_rise_without_ties(void **state)
{
    (void)state;
    const double values[] = {1.0, 2.0, 3.0, 4.0, 5.0};
    double scratch[5];
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
    double scratch[5];
    struct mann_kendall test = statistics_mann_kendall(values, 5, scratch);
    assert_int_equal(test.s, 8);
    assert_near(test.z, 7.0 / sqrt(264.0 / 18.0));
}

static void mann_kendall_of_a_fall_mirrors_the_rise(void **state)
{
    (void)state;
    const double rise[] = {1.0, 1.0, 4.0, 2.0, 9.0, 7.0};
    const double fall[] = {7.0, 9.0, 2.0, 4.0, 1.0, 1.0};
    double scratch[6];
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
    double scratch[3];
    struct mann_kendall test = statistics_mann_kendall(values, 3, scratch);
    assert_int_equal(test.s, 0);
    assert_near(test.z, 0.0);
    assert_near(test.p, 1.0);
}

static void the_continuity_correction_makes_a_score_of_one_nothing(void **state)
{
    (void)state;
    const double values[] = {1.0, 2.0};
    double scratch[2];
    struct mann_kendall test = statistics_mann_kendall(values, 2, scratch);
    assert_int_equal(test.s, 1);
    assert_near(test.z, 0.0);
    assert_near(test.p, 1.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_median_of_an_even_count_is_the_mean_of_the_middle_two),
        cmocka_unit_test(quartiles_interpolate_between_neighbours),
        cmocka_unit_test(every_quantile_of_one_value_is_that_value),
        cmocka_unit_test(theil_sen_is_the_median_of_all_slopes),
        cmocka_unit_test(theil_sen_does_not_follow_one_wild_value),
        cmocka_unit_test(mann_kendall_of_a_rise_without_ties),
        cmocka_unit_test(mann_kendall_takes_ties_out_of_the_variance),
        cmocka_unit_test(mann_kendall_of_a_fall_mirrors_the_rise),
        cmocka_unit_test(mann_kendall_of_equal_values_finds_nothing),
        cmocka_unit_test(the_continuity_correction_makes_a_score_of_one_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
