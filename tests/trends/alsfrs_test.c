/* The course of ALSFRS-R totals against figures worked out by hand. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "trends/alsfrs.h"

static struct alsfrs_course course_of(const int32_t *days, const double *totals, size_t count)
{
    struct alsfrs_course course;
    struct arena *arena = arena_create(0);
    assert_non_null(arena);
    assert_int_equal(alsfrs_course(days, totals, count, arena, &course), DAYBOOK_OK);
    arena_free(arena);
    return course;
}

static void assert_near(double figure, double expected)
{
    if (!(fabs(figure - expected) < 1e-9)) {
        fail_msg("%.12f is not %.12f", figure, expected);
    }
}

/* Totals 40 39 37 36 on days 0 30 60 90. The mean day is 45, the mean total 38.
 * Squares of days: 2025 + 225 + 225 + 2025 = 4500. Products: -45*2 -15*1 +15*-1 +45*-2 = -210.
 * Slope -210 / 4500 = -7/150 a day. Residuals: 2-2.1, 1-0.7, -1+0.7, -2+2.1 = -0.1 0.3 -0.3 0.1;
 * their squares 0.20, over 4 - 2 is 0.10. Slopes of pairs over 30 days: -1 -1.5 -4/3 -2 -1.5 -1,
 * in order -2 -1.5 -1.5 -4/3 -1 -1, middle two -1.5 and -4/3, so -17/12 / 30 a day. */
static void a_steady_loss_by_hand(void **state)
{
    (void)state;
    const int32_t days[] = {20000, 20030, 20060, 20090};
    const double totals[] = {40, 39, 37, 36};
    struct alsfrs_course course = course_of(days, totals, 4);
    assert_true(course.enough);
    assert_int_equal(course.assessments, 4);
    assert_int_equal(course.span_days, 90);
    assert_near(course.least_squares_per_month, -7.0 / 150.0 * 30.4375);
    assert_near(course.theil_sen_per_month, -17.0 / 360.0 * 30.4375);
    assert_near(course.residual_spread, sqrt(0.1));
}

static void two_assessments_or_too_short_a_time_are_not_enough(void **state)
{
    (void)state;
    const int32_t days[] = {20000, 20030, 20059};
    const int32_t two_days[] = {20000, 20365};
    const double totals[] = {40, 39, 37};
    assert_false(course_of(days, totals, 3).enough);
    assert_int_equal(course_of(days, totals, 3).span_days, 59);
    assert_false(course_of(two_days, totals, 2).enough);
    assert_int_equal(course_of(NULL, NULL, 0).assessments, 0);
}

static void sixty_days_are_enough(void **state)
{
    (void)state;
    const int32_t days[] = {20000, 20030, 20060};
    const double totals[] = {40, 40, 40};
    struct alsfrs_course course = course_of(days, totals, 3);
    assert_true(course.enough);
    assert_near(course.least_squares_per_month, 0.0);
    assert_near(course.residual_spread, 0.0);
}

/* 36 of 48 after 487 days, which are 16 months of 30.4375: 12 / 16. */
static void points_a_month_are_counted_from_the_first_symptom(void **state)
{
    (void)state;
    double points = -1.0;
    assert_true(alsfrs_delta_fs(36.0, 20487, 20000, &points));
    assert_near(points, 0.75);
    assert_false(alsfrs_delta_fs(36.0, 20000, 20000, &points));
    assert_near(points, 0.75);
}

static void bands_have_their_edges(void **state)
{
    (void)state;
    assert_string_equal(alsfrs_pace_name(alsfrs_pace(0.0)), "slow");
    assert_string_equal(alsfrs_pace_name(alsfrs_pace(0.499)), "slow");
    assert_string_equal(alsfrs_pace_name(alsfrs_pace(0.5)), "intermediate");
    assert_string_equal(alsfrs_pace_name(alsfrs_pace(1.0)), "intermediate");
    assert_string_equal(alsfrs_pace_name(alsfrs_pace(1.001)), "fast");
}

static void too_little_memory_is_told(void **state)
{
    (void)state;
    const int32_t days[] = {0, 30, 60};
    const double totals[] = {40, 39, 38};
    struct alsfrs_course course = {.assessments = 77};
    struct arena *arena = arena_create(64);
    assert_non_null(arena);
    assert_int_equal(alsfrs_course(days, totals, 3, arena, &course), DAYBOOK_NO_MEMORY);
    assert_int_equal(course.assessments, 77);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_steady_loss_by_hand),
        cmocka_unit_test(two_assessments_or_too_short_a_time_are_not_enough),
        cmocka_unit_test(sixty_days_are_enough),
        cmocka_unit_test(points_a_month_are_counted_from_the_first_symptom),
        cmocka_unit_test(bands_have_their_edges),
        cmocka_unit_test(too_little_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
