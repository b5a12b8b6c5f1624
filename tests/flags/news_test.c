/* Tests of what a raised flag does not hide: news is a flag of its own, once the last one had its
 * time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flags/flag_history.h"

/* Twelve items, two of which are given. */
static void put_assessment(int32_t day, double swallowing, double walking)
{
    for (unsigned item = MEASURE_ALSFRS_R_Q1; item <= MEASURE_ALSFRS_R_Q12; item++) {
        double score = item == MEASURE_ALSFRS_R_Q3   ? swallowing
                       : item == MEASURE_ALSFRS_R_Q8 ? walking
                                                     : 4;
        history_put(day, (enum measure)item, score);
    }
    history_put(day, MEASURE_ALSFRS_R_TOTAL, 40 + swallowing + walking);
}

static int32_t since(int32_t until, enum flag_rule rule)
{
    const struct flag *flag = history_raised(until, rule, NULL);
    assert_non_null(flag);
    return flag->since - HISTORY_FIRST_DAY;
}

static void a_further_item_is_news_though_the_first_one_is_still_raised(void **state)
{
    (void)state;
    put_assessment(0, 4, 4);
    put_assessment(31, 4, 3);
    put_assessment(240, 3, 3);
    assert_int_equal(since(239, FLAG_R22), 31);
    assert_int_equal(since(240, FLAG_R22), 240);
    assert_int_equal(history_told(240, FLAG_R22), 2);
    assert_non_null(
        strstr((const char *)history_raised(240, FLAG_R22, NULL)->text.data, "item 3 "));
}

static void what_did_not_change_is_no_news(void **state)
{
    (void)state;
    put_assessment(0, 4, 4);
    put_assessment(31, 4, 3);
    put_assessment(240, 4, 3);
    assert_int_equal(since(240, FLAG_R22), 31);
    assert_int_equal(history_told(240, FLAG_R22), 1);
}

static void points_lost_once_are_told_once(void **state)
{
    (void)state;
    for (int32_t day = 0; day <= 60; day += 20) {
        history_put(day, MEASURE_ALSFRS_R_TOTAL, day == 0 ? 40 : 35);
    }
    assert_int_equal(since(60, FLAG_R22), 20);
    assert_int_equal(history_told(60, FLAG_R22), 1);
    history_put(61, MEASURE_ALSFRS_R_TOTAL, 30);
    assert_int_equal(since(61, FLAG_R22), 61);
}

static void a_further_item_within_two_weeks_is_in_the_same_flag(void **state)
{
    (void)state;
    put_assessment(0, 4, 4);
    put_assessment(31, 4, 3);
    put_assessment(44, 3, 3);
    assert_int_equal(since(44, FLAG_R22), 31);
    assert_int_equal(history_raised(44, FLAG_R22, NULL)->observed_day, HISTORY_FIRST_DAY + 44);
}

static void an_urgent_event_is_news_after_three_days(void **state)
{
    (void)state;
    const int32_t days[] = {20, 22, 32};
    history_put_each(0, 40, MEASURE_OVERALL, 5);
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        history_put(days[i], MEASURE_FALLS, 1);
        history_put(days[i], MEASURE_FALLS_INJURY, 1);
    }
    assert_int_equal(since(22, FLAG_R16), 20);
    assert_int_equal(since(31, FLAG_R16), 20);
    assert_int_equal(since(32, FLAG_R16), 32);
    assert_int_equal(history_raised(32, FLAG_R16, NULL)->tier, FLAG_TIER_URGENT);
}

static void a_further_fall_is_news_after_two_weeks(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_OVERALL, 5);
    history_put(20, MEASURE_FALLS, 2);
    history_put(26, MEASURE_FALLS, 1);
    history_put(40, MEASURE_FALLS, 1);
    assert_int_equal(since(39, FLAG_R16), 20);
    assert_int_equal(history_raised(39, FLAG_R16, NULL)->observed_day, HISTORY_FIRST_DAY + 26);
    assert_int_equal(since(60, FLAG_R16), 40);
    assert_int_equal(history_told(60, FLAG_R16), 2);
}

static void another_sign_of_a_raised_rule_is_news(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_OVERALL, 5);
    history_put(10, MEASURE_COUGH_FLOW_BEST, 250);
    history_put_each(40, 41, MEASURE_SECRETIONS_CANNOT_CLEAR, 1);
    assert_int_equal(since(40, FLAG_R11), 10);
    assert_int_equal(since(60, FLAG_R11), 41);
    assert_int_equal(history_told(60, FLAG_R11), 2);
}

static void another_sign_that_comes_soon_waits_for_its_time(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_OVERALL, 5);
    history_put(10, MEASURE_COUGH_FLOW_BEST, 250);
    history_put_each(20, 24, MEASURE_SECRETIONS_CANNOT_CLEAR, 1);
    assert_int_equal(since(23, FLAG_R11), 10);
    assert_int_equal(since(24, FLAG_R11), 24);
    assert_int_equal(history_told(60, FLAG_R11), 2);
}

static void fever_counts_for_three_days_after_an_event(void **state)
{
    (void)state;
    history_put_each(0, 40, MEASURE_OVERALL, 5);
    history_put(20, MEASURE_SWALLOW_EVENTS, 1);
    history_put(24, MEASURE_TEMPERATURE, 39);
    assert_null(history_raised(24, FLAG_R12, NULL));
    history_put(23, MEASURE_TEMPERATURE, 38);
    assert_int_equal(history_raised(23, FLAG_R12, NULL)->tier, FLAG_TIER_URGENT);
}

static void a_fall_is_the_first_one_after_ninety_days(void **state)
{
    (void)state;
    history_put_each(0, 200, MEASURE_OVERALL, 5);
    history_put(10, MEASURE_FALLS, 1);
    history_put(100, MEASURE_FALLS, 1);
    assert_null(history_raised(100, FLAG_R16, NULL));
    history_put(191, MEASURE_FALLS, 1);
    assert_int_equal(since(191, FLAG_R16), 191);
}

static void a_pause_that_goes_on_is_no_silence(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    size_t found = 0;
    history_put_each(0, 30, MEASURE_OVERALL, 5);
    history_put(30, MEASURE_PAUSED, 36500);
    history_put(31, MEASURE_OVERALL, 5);
    struct flag_question question = {.history = made_days_history(&history_made),
                                     .until = HISTORY_FIRST_DAY + 100,
                                     .has_received = true,
                                     .last_received_day = HISTORY_FIRST_DAY + 31};
    size_t count = history_evaluate(&question, &flags);
    assert_null(history_find(flags, count, FLAG_R25, FLAG_RAISED, &found));
    history_put(50, MEASURE_PAUSED, 0);
    question.history = made_days_history(&history_made);
    count = history_evaluate(&question, &flags);
    assert_int_equal(history_find(flags, count, FLAG_R25, FLAG_RAISED, &found)->since,
                     HISTORY_FIRST_DAY + 49 + 15);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, history_set_up, history_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_further_item_is_news_though_the_first_one_is_still_raised),
        TEST(what_did_not_change_is_no_news),
        TEST(points_lost_once_are_told_once),
        TEST(a_further_item_within_two_weeks_is_in_the_same_flag),
        TEST(an_urgent_event_is_news_after_three_days),
        TEST(a_further_fall_is_news_after_two_weeks),
        TEST(another_sign_of_a_raised_rule_is_news),
        TEST(another_sign_that_comes_soon_waits_for_its_time),
        TEST(fever_counts_for_three_days_after_an_event),
        TEST(a_fall_is_the_first_one_after_ninety_days),
        TEST(a_pause_that_goes_on_is_no_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
