/* Days turned around, and what a history says of who answered and of what only looks better. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trends/caution.h"
#include "trends/made_days.h"
#include "trends/reporter.h"
#include "trends/summary.h"

enum { UNTIL = 20695 }; /* 2026-08-30, a Sunday */

static int set_up(void **state)
{
    struct made_days *made = test_calloc(1, sizeof *made);
    made->arena = arena_create(0);
    *state = made;
    return made->arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct made_days *made = *state;
    arena_free(made->arena);
    test_free(made);
    return 0;
}

static void put_by(struct made_days *made, int32_t days_ago, double value, enum role role)
{
    made_days_put_value(made, UNTIL - days_ago,
                        (struct day_value){.value = value,
                                           .entries = 1,
                                           .measure = MEASURE_PAIN_WORST,
                                           .roles = (uint8_t)(1u << role)});
}

static void answers_and_silence_are_series_of_their_own(void **state)
{
    struct made_days *made = *state;
    made_days_put(made, UNTIL, MEASURE_PAIN_WORST, 3.0);
    made_days_put(made, UNTIL - 2, MEASURE_PAIN_WORST, 5.0);
    made_days_put_value(
        made, UNTIL - 1,
        (struct day_value){
            .entries = 1, .measure = MEASURE_PAIN_WORST, .roles = 1, .state = DAY_SKIPPED});
    made_days_put(made, UNTIL - 1, MEASURE_WEIGHT, 70.0);
    const struct history *history = made_days_history(made);
    const struct series pain = history->answered[MEASURE_PAIN_WORST];
    assert_int_equal(history->day_count, 3);
    assert_int_equal(pain.count, 2);
    assert_true(pain.points[0].day == UNTIL - 2 && pain.points[0].value == 5.0);
    assert_int_equal(history->unanswered[MEASURE_PAIN_WORST].count, 1);
    assert_int_equal(history->unanswered[MEASURE_PAIN_WORST].points[0].state, DAY_SKIPPED);
    assert_int_equal(history->answered[MEASURE_WEIGHT].count, 1);
    assert_int_equal(history->answered[MEASURE_FALLS].count, 0);
}

static void a_piece_of_a_series_has_both_of_its_ends(void **state)
{
    struct made_days *made = *state;
    for (int32_t i = 0; i < 10; i++) {
        made_days_put(made, UNTIL - i, MEASURE_PAIN_WORST, i);
    }
    const struct series pain = made_days_history(made)->answered[MEASURE_PAIN_WORST];
    assert_int_equal(series_between(pain, UNTIL - 4, UNTIL - 2).count, 3);
    assert_int_equal(series_last(pain, UNTIL, 7).count, 7);
    assert_int_equal(series_last(pain, UNTIL - 8, 7).count, 2);
    assert_int_equal(series_between(pain, UNTIL + 1, INT32_MAX).count, 0);
    assert_int_equal(series_between(pain, INT32_MIN, INT32_MAX).count, 10);
    assert_int_equal(series_between(pain, UNTIL, UNTIL - 1).count, 0);
    assert_true(series_sum(series_last(pain, UNTIL, 3)) == 3.0);
}

static void a_pause_lasts_as_long_as_it_says_or_until_it_goes_on(void **state)
{
    struct made_days *made = *state;
    made_days_put(made, UNTIL - 20, MEASURE_PAUSED, 3.0);
    made_days_put(made, UNTIL - 10, MEASURE_PAUSED, 36500.0);
    made_days_put(made, UNTIL - 5, MEASURE_PAUSED, 0.0);
    const struct history *history = made_days_history(made);
    assert_false(history_is_paused(history, UNTIL - 21));
    assert_true(history_is_paused(history, UNTIL - 20));
    assert_true(history_is_paused(history, UNTIL - 18));
    assert_false(history_is_paused(history, UNTIL - 17));
    assert_true(history_is_paused(history, UNTIL - 6));
    assert_false(history_is_paused(history, UNTIL - 5));
}

static void a_window_counts_every_state_apart(void **state)
{
    struct made_days *made = *state;
    for (int32_t i = 0; i < DAY_RETRACTED + 1; i++) {
        struct day_value value = {
            .entries = 1, .measure = MEASURE_PAIN_WORST, .roles = 1, .state = (uint8_t)i};
        made_days_put_value(made, UNTIL - 2 * i, value);
    }
    struct trend_summary *summary = NULL;
    assert_int_equal(trends_summarise(made_days_history(made), UNTIL, made->arena, &summary),
                     DAYBOOK_OK);
    const struct trend_window *window = &summary->measures[MEASURE_PAIN_WORST].d28;
    assert_int_equal(window->n, 1);
    for (int i = 0; i < DAY_RETRACTED + 1; i++) {
        assert_int_equal(window->days_by_state[i], 1);
    }
    assert_int_equal(window->expected, 28); /* so 21 were not asked */
}

static void bad_days_of_a_scale_are_counted(void **state)
{
    struct made_days *made = *state;
    const double pains[] = {3.0, 4.0, 6.0, 7.0, 10.0};
    for (int32_t i = 0; i < 5; i++) {
        made_days_put(made, UNTIL - i, MEASURE_PAIN_WORST, pains[i]);
    }
    struct trend_summary *summary = NULL;
    assert_int_equal(trends_summarise(made_days_history(made), UNTIL, made->arena, &summary),
                     DAYBOOK_OK);
    assert_int_equal(summary->measures[MEASURE_PAIN_WORST].d7.days_from_4, 4);
    assert_int_equal(summary->measures[MEASURE_PAIN_WORST].d7.days_from_7, 2);
    assert_true(measure_is_scale(MEASURE_PAIN_WORST));
    assert_false(measure_is_scale(MEASURE_MOOD_SCORE)); /* 10 is best */
    assert_false(measure_is_scale(MEASURE_WEIGHT));
}

static void another_reporter_in_the_second_half_is_told(void **state)
{
    struct made_days *made = *state;
    for (int32_t i = 0; i < 28; i++) {
        put_by(made, i, 3.0, i >= 14 ? ROLE_PATIENT : ROLE_CAREGIVER);
    }
    const struct series pain = made_days_history(made)->answered[MEASURE_PAIN_WORST];
    struct reporter_shift shift = reporter_shift_of(pain, UNTIL, 28);
    assert_true(shift.shifted);
    assert_int_equal(shift.from, ROLE_PATIENT);
    assert_int_equal(shift.to, ROLE_CAREGIVER);
    assert_false(reporter_shift_of(pain, UNTIL, 14).shifted);
}

static void half_of_the_days_is_no_shift_yet_and_an_empty_half_tells_nothing(void **state)
{
    struct made_days *made = *state;
    for (int32_t i = 0; i < 28; i++) {
        put_by(made, i, 3.0, i >= 14 || i % 2 == 0 ? ROLE_PATIENT : ROLE_CAREGIVER);
    }
    const struct series pain = made_days_history(made)->answered[MEASURE_PAIN_WORST];
    assert_false(reporter_shift_of(pain, UNTIL, 28).shifted);
    assert_false(reporter_shift_of(series_last(pain, UNTIL, 14), UNTIL, 28).shifted);
}

static void walking_ended_by_the_score_or_by_a_chair_all_day_while_it_holds(void **state)
{
    struct made_days *made = *state;
    made_days_put(made, UNTIL - 90, MEASURE_ALSFRS_R_Q8, 1.0);
    made_days_put(made, UNTIL - 60, MEASURE_ALSFRS_R_Q8, 2.0);
    struct caution caution = caution_of(made_days_history(made), UNTIL);
    assert_int_equal(caution.walking, WALKING_GOES_ON);
    made_days_put(made, UNTIL - 30, MEASURE_ALSFRS_R_Q8, 1.0);
    made_days_put(made, UNTIL - 2, MEASURE_ALSFRS_R_Q8, 0.0);
    caution = caution_of(made_days_history(made), UNTIL);
    assert_int_equal(caution.walking, WALKING_SCORE);
    assert_int_equal(caution.walking_since, UNTIL - 30);
    made_days_put(made, UNTIL - 40, MEASURE_AID_POWER_WHEELCHAIR_HOURS, 8.0);
    caution = caution_of(made_days_history(made), UNTIL);
    assert_int_equal(caution.walking, WALKING_AID);
    assert_int_equal(caution.walking_since, UNTIL - 40);
    assert_int_equal(caution_of(made_days_history(made), UNTIL - 41).walking, WALKING_GOES_ON);
}

static void what_only_looks_better_is_not_called_so(void **state)
{
    struct made_days *made = *state;
    for (int32_t i = 0; i < 84; i++) {
        int32_t step = i / 14;
        made_days_put(made, UNTIL - i, MEASURE_SPO2_REST, 97.0 - step);
        made_days_put(made, UNTIL - i, MEASURE_PAIN_WORST, 1.0 + step);
    }
    struct trend_summary *summary = NULL;
    assert_int_equal(trends_summarise(made_days_history(made), UNTIL, made->arena, &summary),
                     DAYBOOK_OK);
    assert_int_equal(summary->measures[MEASURE_SPO2_REST].d84.sense, TREND_BETTER);
    assert_false(summary->measures[MEASURE_SPO2_REST].cautioned);
    made_days_put(made, UNTIL - 50, MEASURE_NIV_HOURS, 6.0);
    assert_int_equal(trends_summarise(made_days_history(made), UNTIL, made->arena, &summary),
                     DAYBOOK_OK);
    const struct measure_summary *spo2 = &summary->measures[MEASURE_SPO2_REST];
    assert_int_equal(spo2->d84.word, TREND_RISING);
    assert_int_equal(spo2->d84.sense, TREND_NEUTRAL);
    assert_true(spo2->cautioned);
    assert_int_equal(summary->caution.support_since, UNTIL - 50);
    assert_int_equal(summary->measures[MEASURE_PAIN_WORST].d84.sense, TREND_BETTER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answers_and_silence_are_series_of_their_own),
        TEST(a_piece_of_a_series_has_both_of_its_ends),
        TEST(a_pause_lasts_as_long_as_it_says_or_until_it_goes_on),
        TEST(a_window_counts_every_state_apart),
        TEST(bad_days_of_a_scale_are_counted),
        TEST(another_reporter_in_the_second_half_is_told),
        TEST(half_of_the_days_is_no_shift_yet_and_an_empty_half_tells_nothing),
        TEST(walking_ended_by_the_score_or_by_a_chair_all_day_while_it_holds),
        TEST(what_only_looks_better_is_not_called_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
