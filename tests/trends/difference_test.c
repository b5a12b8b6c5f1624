/* What is different since a day: what counts as a change, and in which order it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trends/assessment.h"
#include "trends/difference.h"
#include "trends/made_days.h"

enum { SINCE = 1000, UNTIL = SINCE + 27 };

static struct made_days made;
static struct difference *found;
static size_t count;

static int set_up(void **state)
{
    (void)state;
    made = (struct made_days){.arena = arena_create(0)};
    found = NULL;
    count = 0;
    return made.arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(made.arena);
    return 0;
}

/* The same value on every day from first to last. */
static void put_days(int32_t first, int32_t last, enum measure measure, double value)
{
    for (int32_t day = first; day <= last; day++) {
        made_days_put(&made, day, measure, value);
    }
}

static void compare_until(int32_t until)
{
    const struct difference_span span = {SINCE, until};
    assert_int_equal(difference_list(made_days_history(&made), &span, made.arena, &found, &count),
                     DAYBOOK_OK);
}

static void a_median_that_moved_by_what_matters_is_told_with_its_days(void **state)
{
    (void)state;
    double change = measure_rule(MEASURE_PAIN_WORST)->change_min;
    put_days(SINCE - 28, SINCE - 1, MEASURE_PAIN_WORST, 3);
    put_days(SINCE, SINCE + 21, MEASURE_PAIN_WORST, 3 + change);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->kind, DIFFERENCE_MEDIAN);
    assert_int_equal(found->sense, TREND_WORSE);
    assert_true(found->before == 3 && found->now == 3 + change);
    assert_true(found->before_n == 28 && found->before_expected == 28);
    assert_true(found->now_n == 22 && found->now_expected == 28);
}

static void a_median_that_moved_by_less_is_not_told(void **state)
{
    (void)state;
    double change = measure_rule(MEASURE_PAIN_WORST)->change_min;
    put_days(SINCE - 28, SINCE - 1, MEASURE_PAIN_WORST, 3);
    put_days(SINCE, UNTIL, MEASURE_PAIN_WORST, 3 + change / 2);
    compare_until(UNTIL);
    assert_int_equal(count, 0);
}

static void days_before_the_two_windows_say_nothing(void **state)
{
    (void)state;
    put_days(SINCE - 60, SINCE - 29, MEASURE_PAIN_WORST, 9);
    put_days(SINCE - 28, SINCE - 1, MEASURE_PAIN_WORST, 3);
    put_days(SINCE, UNTIL + 30, MEASURE_PAIN_WORST, 3);
    compare_until(UNTIL);
    assert_int_equal(count, 0);
}

static void what_was_told_before_and_is_not_now_is_missing_and_comes_last(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_FATIGUE_SEVERITY, 3);
    put_days(SINCE - 28, SINCE - 1, MEASURE_PAIN_WORST, 3);
    put_days(SINCE, UNTIL, MEASURE_PAIN_WORST, 8);
    made_days_put(&made, SINCE, MEASURE_FATIGUE_SEVERITY, 3);
    compare_until(UNTIL);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].measure, MEASURE_PAIN_WORST);
    assert_int_equal(found[1].kind, DIFFERENCE_MISSING);
    assert_int_equal(found[1].measure, MEASURE_FATIGUE_SEVERITY);
    assert_int_equal(found[1].now_n, 1);
}

static void a_few_days_are_too_few_to_miss_or_compare_anything(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_PAIN_WORST, 3);
    put_days(SINCE, SINCE + 5, MEASURE_PAIN_WORST, 9);
    compare_until(SINCE + 5);
    assert_int_equal(count, 0);
}

static void events_are_counted_as_often_as_days_allow(void **state)
{
    (void)state;
    put_days(SINCE - 28, UNTIL, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE - 3, MEASURE_FALLS, 1);
    made_days_put(&made, SINCE + 1, MEASURE_FALLS, 2);
    made_days_put(&made, SINCE + 9, MEASURE_FALLS, 1);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->kind, DIFFERENCE_COUNT);
    assert_int_equal(found->sense, TREND_WORSE);
    assert_true(found->before == 1 && found->now == 3);
    assert_true(found->before_n == 28 && found->now_n == 28);
}

/* Who begins to tell does not do worse by it. */
static void more_events_on_as_many_more_days_are_no_bad_news(void **state)
{
    (void)state;
    put_days(SINCE - 7, UNTIL, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE - 3, MEASURE_FALLS, 1);
    made_days_put(&made, SINCE + 1, MEASURE_FALLS, 4);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->kind, DIFFERENCE_COVERAGE);
    made_days_put(&made, SINCE + 9, MEASURE_FALLS, 2);
    compare_until(UNTIL);
    assert_int_equal(found->measure, MEASURE_FALLS);
    assert_true(found->before_n == 7 && found->now_n == 28);
    assert_int_equal(found->sense, TREND_WORSE);
}

/* Nobody who stopped telling fell less for certain. */
static void fewer_events_on_fewer_days_are_no_good_news(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_MOOD_SCORE, 5);
    put_days(SINCE, SINCE + 13, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE - 3, MEASURE_FALLS, 3);
    compare_until(UNTIL);
    assert_int_equal(found->measure, MEASURE_FALLS);
    assert_int_equal(found->sense, TREND_NEUTRAL);
    put_days(SINCE + 14, UNTIL, MEASURE_MOOD_SCORE, 5);
    compare_until(UNTIL);
    assert_int_equal(found->sense, TREND_BETTER);
}

/* As often on each day that anybody told about: 26 on 23 days are not fewer than 33 on 28. */
static void as_many_events_on_each_day_with_entries_are_no_change(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_MOOD_SCORE, 5);
    put_days(SINCE, SINCE + 22, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE - 3, MEASURE_EXERCISE_SESSIONS, 33);
    made_days_put(&made, SINCE + 3, MEASURE_EXERCISE_SESSIONS, 26);
    compare_until(UNTIL);
    assert_int_equal(count, 0);
}

static void few_events_more_and_less_than_half_as_many_again_are_no_change(void **state)
{
    (void)state;
    put_days(SINCE - 28, UNTIL, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE - 3, MEASURE_SWALLOW_EVENTS, 1);
    made_days_put(&made, SINCE + 3, MEASURE_SWALLOW_EVENTS, 2); /* twice as many, but one more */
    made_days_put(&made, SINCE - 3, MEASURE_MEAL_LONG, 10);
    made_days_put(&made, SINCE + 3, MEASURE_MEAL_LONG, 14); /* four more, but not by half */
    compare_until(UNTIL);
    assert_int_equal(count, 0);
    made_days_put(&made, SINCE + 4, MEASURE_SWALLOW_EVENTS, 1);
    made_days_put(&made, SINCE + 4, MEASURE_MEAL_LONG, 1);
    compare_until(UNTIL);
    assert_int_equal(count, 2);
    assert_int_equal(difference_mark(found), EVIDENCE_PROPOSAL);
}

static void a_first_fall_is_news_and_a_month_without_one_is_none(void **state)
{
    (void)state;
    put_days(SINCE - 28, UNTIL, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE + 3, MEASURE_FALLS, 1);
    made_days_put(&made, SINCE - 3, MEASURE_FALLS_INJURY, 1);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->measure, MEASURE_FALLS);
    assert_int_equal(found->sense, TREND_WORSE);
}

static void events_of_few_days_with_entries_are_not_compared(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_MOOD_SCORE, 5);
    put_days(SINCE, SINCE + 5, MEASURE_MOOD_SCORE, 5);
    made_days_put(&made, SINCE + 3, MEASURE_SWALLOW_EVENTS, 6);
    compare_until(UNTIL);
    for (size_t i = 0; i < count; i++) {
        assert_int_not_equal(found[i].kind, DIFFERENCE_COUNT);
    }
}

static void skip_days(int32_t first, int32_t last, enum day_state day_state)
{
    for (int32_t day = first; day <= last; day++) {
        const struct day_value value = {.entries = 1,
                                        .measure = MEASURE_FATIGUE_SEVERITY,
                                        .roles = 1,
                                        .state = (uint8_t)day_state};
        made_days_put_value(&made, day, value);
    }
}

static void a_question_that_is_skipped_on_a_quarter_more_of_the_days_is_told(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_FATIGUE_SEVERITY, 3);
    put_days(SINCE, SINCE + 19, MEASURE_FATIGUE_SEVERITY, 3);
    skip_days(SINCE + 20, SINCE + 25, DAY_SKIPPED);
    put_days(SINCE - 28, UNTIL, MEASURE_MOOD_SCORE, 5);
    compare_until(UNTIL);
    assert_int_equal(count, 0); /* six of 28 days */
    skip_days(SINCE + 26, SINCE + 26, DAY_SKIPPED);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->kind, DIFFERENCE_STATE);
    assert_int_equal(found->state, DAY_SKIPPED);
    assert_int_equal(found->sense, TREND_NEUTRAL);
    assert_true(found->before == 0 && found->now == 7);
}

static void a_week_without_any_entry_is_told_of_the_days_and_not_of_each_measure(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE + 20, MEASURE_MOOD_SCORE, 5);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->kind, DIFFERENCE_COVERAGE);
    assert_true(found->before_n == 28 && found->now_n == 21);
}

static void a_rare_value_is_compared_with_the_one_before(void **state)
{
    (void)state;
    enum measure total = MEASURE_ALSFRS_R_TOTAL;
    made_days_put(&made, SINCE - 150, total, 44);
    made_days_put(&made, SINCE - 40, total, 41);
    made_days_put(&made, SINCE + 20, total, 35);
    compare_until(UNTIL);
    assert_int_equal(count, 1);
    assert_int_equal(found->kind, DIFFERENCE_LAST);
    assert_int_equal(found->sense, TREND_WORSE);
    assert_true(found->before == 41 && found->before_day == SINCE - 40);
    assert_true(found->now == 35 && found->now_day == SINCE + 20);
}

static void aids_that_came_and_went_are_told(void **state)
{
    (void)state;
    made_days_put(&made, SINCE - 300, MEASURE_AID_CANE_IN_USE, 1);
    made_days_put(&made, SINCE + 2, MEASURE_AID_CANE_IN_USE, 0);
    made_days_put(&made, SINCE + 2, MEASURE_AID_ROLLATOR_IN_USE, 1);
    made_days_put(&made, SINCE - 20, MEASURE_AID_RAMP_IN_USE, 1);
    made_days_put(&made, SINCE + 3, MEASURE_AID_RAMP_IN_USE, 1);
    compare_until(UNTIL);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].measure, MEASURE_AID_CANE_IN_USE);
    assert_int_equal(found[0].kind, DIFFERENCE_STOPPED);
    assert_int_equal(found[1].measure, MEASURE_AID_ROLLATOR_IN_USE);
    assert_int_equal(found[1].kind, DIFFERENCE_STARTED);
    assert_int_equal(found[1].now_day, SINCE + 2);
}

static void worse_comes_before_better_and_more_before_less(void **state)
{
    (void)state;
    put_days(SINCE - 28, SINCE - 1, MEASURE_PAIN_WORST, 5);
    put_days(SINCE, UNTIL, MEASURE_PAIN_WORST, 1);
    put_days(SINCE - 28, SINCE - 1, MEASURE_FATIGUE_SEVERITY, 3);
    put_days(SINCE, UNTIL, MEASURE_FATIGUE_SEVERITY, 6);
    put_days(SINCE - 28, SINCE - 1, MEASURE_MOOD_SCORE, 9);
    put_days(SINCE, UNTIL, MEASURE_MOOD_SCORE, 1);
    compare_until(UNTIL);
    assert_int_equal(count, 3);
    assert_int_equal(found[0].measure, MEASURE_MOOD_SCORE);
    assert_int_equal(found[1].measure, MEASURE_FATIGUE_SEVERITY);
    assert_int_equal(found[2].measure, MEASURE_PAIN_WORST);
}

static void an_assessment_is_complete_or_none(void **state)
{
    (void)state;
    struct alsfrs_assessment assessment = {0};
    for (unsigned item = 0; item < ALSFRS_ITEM_COUNT; item++) {
        made_days_put(&made, SINCE, (enum measure)(MEASURE_ALSFRS_R_Q1 + item), item % 5);
        if (item != 7) {
            made_days_put(&made, UNTIL, (enum measure)(MEASURE_ALSFRS_R_Q1 + item), 4);
        }
    }
    made_days_put(&made, SINCE, MEASURE_ALSFRS_R_GASTROSTOMY, 1);
    const struct history *history = made_days_history(&made);
    assert_true(assessment_latest(history, SINCE, UNTIL, &assessment));
    assert_true(assessment.day == SINCE && assessment.gastrostomy);
    assert_int_equal(assessment.scores[11], 1);
    assert_false(assessment_latest(history, SINCE + 1, UNTIL, &assessment));
}

int main(void)
{
#define WITH_DAYS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_DAYS(a_median_that_moved_by_what_matters_is_told_with_its_days),
        WITH_DAYS(a_median_that_moved_by_less_is_not_told),
        WITH_DAYS(days_before_the_two_windows_say_nothing),
        WITH_DAYS(what_was_told_before_and_is_not_now_is_missing_and_comes_last),
        WITH_DAYS(a_few_days_are_too_few_to_miss_or_compare_anything),
        WITH_DAYS(events_are_counted_as_often_as_days_allow),
        WITH_DAYS(more_events_on_as_many_more_days_are_no_bad_news),
        WITH_DAYS(fewer_events_on_fewer_days_are_no_good_news),
        WITH_DAYS(as_many_events_on_each_day_with_entries_are_no_change),
        WITH_DAYS(few_events_more_and_less_than_half_as_many_again_are_no_change),
        WITH_DAYS(a_first_fall_is_news_and_a_month_without_one_is_none),
        WITH_DAYS(events_of_few_days_with_entries_are_not_compared),
        WITH_DAYS(a_question_that_is_skipped_on_a_quarter_more_of_the_days_is_told),
        WITH_DAYS(a_week_without_any_entry_is_told_of_the_days_and_not_of_each_measure),
        WITH_DAYS(a_rare_value_is_compared_with_the_one_before),
        WITH_DAYS(aids_that_came_and_went_are_told),
        WITH_DAYS(worse_comes_before_better_and_more_before_less),
        WITH_DAYS(an_assessment_is_complete_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
