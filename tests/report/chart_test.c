/* The charts of one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/chart.h"

enum { LAST_MONDAY = 20604 };

static void assert_weeks(enum measure measure, const struct trend_week *weeks, size_t count,
                         const char *expected)
{
    const struct chart_series series = {
        .rule = measure_rule(measure),
        .weeks = weeks,
        .week_count = count,
        .last_monday = LAST_MONDAY,
    };
    char text[CHART_TEXT_SIZE];
    chart_weeks(&series, true, text);
    assert_string_equal(text, expected);
}

static struct trend_week week(int32_t weeks_ago, double median)
{
    return (struct trend_week){
        .monday = LAST_MONDAY - WEEK_DAYS * weeks_ago, .n = 7, .median = median};
}

static void a_missing_week_is_a_dot(void **state)
{
    (void)state;
    const struct trend_week weeks[] = {week(11, 0), week(9, 5), week(2, 10), week(0, 3)};
    assert_weeks(MEASURE_PAIN_WORST, weeks, 4, "▁·▅······█·▃");
}

static void a_score_of_ten_keeps_its_whole_scale(void **state)
{
    (void)state;
    const struct trend_week weeks[] = {week(1, 1), week(0, 2)};
    assert_weeks(MEASURE_PAIN_WORST, weeks, 2, "··········▁▂");
}

static void a_small_loss_of_weight_is_not_blown_up(void **state)
{
    (void)state;
    const struct trend_week weeks[] = {week(1, 70.0), week(0, 69.9)};
    assert_weeks(MEASURE_WEIGHT, weeks, 2, "··········▅▄");
}

static void a_scale_stays_where_values_are_possible(void **state)
{
    (void)state;
    const struct trend_week weeks[] = {week(1, 100), week(0, 99)};
    assert_weeks(MEASURE_SPO2_REST, weeks, 2, "··········██");
}

static void only_the_latest_twelve_weeks_are_drawn_and_scaled(void **state)
{
    (void)state;
    const struct trend_week weeks[] = {week(12, 250), week(11, 70), week(0, 62), week(-1, 20)};
    assert_weeks(MEASURE_WEIGHT, weeks, 4, "█··········▁");
}

static void without_unicode_levels_and_gaps_are_ascii(void **state)
{
    (void)state;
    const struct trend_week weeks[] = {week(11, 9), week(0, 0)};
    const struct chart_series series = {
        .rule = measure_rule(MEASURE_PAIN_WORST),
        .weeks = weeks,
        .week_count = 2,
        .last_monday = LAST_MONDAY,
    };
    char text[CHART_TEXT_SIZE];
    chart_weeks(&series, false, text);
    assert_string_equal(text, "#.........._");
}

static void assert_bar(uint32_t part, uint32_t whole, const char *expected)
{
    char text[CHART_TEXT_SIZE];
    chart_bar(part, whole, false, text);
    assert_string_equal(text, expected);
}

static void a_bar_is_as_long_as_its_share(void **state)
{
    (void)state;
    assert_bar(0, 0, "..........");
    assert_bar(0, 7, "..........");
    assert_bar(1, 2, "#####.....");
    assert_bar(22, 25, "#########.");
    assert_bar(4, 4, "##########");
    assert_bar(UINT32_MAX, UINT32_MAX, "##########");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_missing_week_is_a_dot),
        cmocka_unit_test(a_score_of_ten_keeps_its_whole_scale),
        cmocka_unit_test(a_small_loss_of_weight_is_not_blown_up),
        cmocka_unit_test(a_scale_stays_where_values_are_possible),
        cmocka_unit_test(only_the_latest_twelve_weeks_are_drawn_and_scaled),
        cmocka_unit_test(without_unicode_levels_and_gaps_are_ascii),
        cmocka_unit_test(a_bar_is_as_long_as_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
