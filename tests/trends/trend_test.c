/* The word a trend gets, and what it means to the person. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "trends/trend.h"

enum { WEEKS_MAX = 12 };

static struct trend trend_of(enum measure measure, const double *medians, size_t count)
{
    struct trend_week weeks[WEEKS_MAX] = {0};
    assert_true(count <= WEEKS_MAX);
    for (size_t i = 0; i < count; i++) {
        weeks[i] = (struct trend_week){
            .monday = 20604 + 7 * (int32_t)i,
            .n = 7,
            .median = medians[i],
        };
    }
    struct arena *arena = arena_create(0);
    struct trend_work *work = trend_work_create(count, arena);
    assert_non_null(work);
    struct trend trend = trend_of_weeks(measure_rule(measure), weeks, count, work);
    arena_free(arena);
    return trend;
}

static void one_week_has_no_trend(void **state)
{
    (void)state;
    struct trend trend = trend_of(MEASURE_PAIN_WORST, (const double[]){3}, 1);
    assert_false(trend.has);
    assert_int_equal(trend.weeks, 1);
    assert_int_equal(trend.word, TREND_INSUFFICIENT);
}

static void five_weeks_have_figures_but_no_word(void **state)
{
    (void)state;
    struct trend trend = trend_of(MEASURE_PAIN_WORST, (const double[]){1, 2, 3, 4, 5}, 5);
    assert_true(trend.has);
    assert_int_equal(trend.mk_s, 10);
    assert_true(trend.mk_p < 0.05);
    assert_int_equal(trend.word, TREND_INSUFFICIENT);
    assert_int_equal(trend.sense, TREND_NEUTRAL);
}

static void rising_pain_is_worse(void **state)
{
    (void)state;
    struct trend trend = trend_of(MEASURE_PAIN_WORST, (const double[]){1, 2, 3, 4, 5, 6}, 6);
    assert_int_equal(trend.word, TREND_RISING);
    assert_int_equal(trend.sense, TREND_WORSE);
    assert_true(trend.slope_per_month > 4.3 && trend.slope_per_month < 4.4);
}

static void falling_pain_is_better_and_falling_alsfrs_r_is_worse(void **state)
{
    (void)state;
    const double falling[] = {9, 8, 7, 6, 5, 4, 3};
    struct trend pain = trend_of(MEASURE_PAIN_WORST, falling, 7);
    struct trend alsfrs_r = trend_of(MEASURE_ALSFRS_R_TOTAL, falling, 7);
    assert_int_equal(pain.word, TREND_FALLING);
    assert_int_equal(pain.sense, TREND_BETTER);
    assert_int_equal(alsfrs_r.word, TREND_FALLING);
    assert_int_equal(alsfrs_r.sense, TREND_WORSE);
}

static void more_breathing_support_is_neither_better_nor_worse(void **state)
{
    (void)state;
    struct trend trend = trend_of(MEASURE_NIV_HOURS, (const double[]){1, 2, 3, 4, 5, 6}, 6);
    assert_int_equal(trend.word, TREND_RISING);
    assert_int_equal(trend.sense, TREND_NEUTRAL);
}

static void a_clear_test_decides_even_when_the_slope_is_zero(void **state)
{
    (void)state;
    const double values[] = {4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6};
    struct trend trend = trend_of(MEASURE_FATIGUE_SEVERITY, values, 12);
    assert_true(trend.slope_per_month == 0.0);
    assert_int_equal(trend.word, TREND_RISING);
}

static void a_small_slope_without_a_test_is_steady(void **state)
{
    (void)state;
    struct trend trend = trend_of(MEASURE_PAIN_WORST, (const double[]){3, 4, 3, 3, 4, 3}, 6);
    assert_int_equal(trend.word, TREND_STEADY);
}

static void a_large_slope_without_a_test_is_unclear(void **state)
{
    (void)state;
    struct trend trend = trend_of(MEASURE_PAIN_WORST, (const double[]){1, 6, 2, 5, 3, 8}, 6);
    assert_true(trend.mk_p >= 0.05);
    assert_int_equal(trend.word, TREND_UNCLEAR);
}

static void words_have_names(void **state)
{
    (void)state;
    assert_string_equal(trend_word_name(TREND_INSUFFICIENT), "insufficient");
    assert_string_equal(trend_word_name(TREND_RISING), "rising");
    assert_string_equal(trend_word_name(TREND_FALLING), "falling");
    assert_string_equal(trend_word_name(TREND_STEADY), "steady");
    assert_string_equal(trend_word_name(TREND_UNCLEAR), "unclear");
    assert_string_equal(trend_sense_name(TREND_NEUTRAL), "neutral");
    assert_string_equal(trend_sense_name(TREND_BETTER), "better");
    assert_string_equal(trend_sense_name(TREND_WORSE), "worse");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_week_has_no_trend),
        cmocka_unit_test(five_weeks_have_figures_but_no_word),
        cmocka_unit_test(rising_pain_is_worse),
        cmocka_unit_test(falling_pain_is_better_and_falling_alsfrs_r_is_worse),
        cmocka_unit_test(more_breathing_support_is_neither_better_nor_worse),
        cmocka_unit_test(a_clear_test_decides_even_when_the_slope_is_zero),
        cmocka_unit_test(a_small_slope_without_a_test_is_steady),
        cmocka_unit_test(a_large_slope_without_a_test_is_unclear),
        cmocka_unit_test(words_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
