/* Tests of what happens between what rules find and what is told: once, not too often, to the
 * plan's limits, the same everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "flags/flag_history.h"
#include "flags/flag_text.h"
#include "trends/figures_eating.h"
#include "trends/sharing.h"

static void a_flag_is_raised_once_while_it_holds(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_PAIN_WORST, 5);
    const struct flag *flag = history_raised(60, FLAG_R18, NULL);
    assert_non_null(flag);
    assert_int_equal(history_told(60, FLAG_R18), 1);
    assert_int_equal(flag->since, HISTORY_FIRST_DAY + 3); /* the fourth value of seven days */
    char reference[FLAG_REFERENCE_SIZE];
    flags_reference(flag, reference);
    assert_string_equal(reference, "R18@2026-01-08");
}

static void a_review_soon_after_another_keeps_its_name(void **state)
{
    (void)state;
    history_put(5, MEASURE_COUGH_FLOW_BEST, 250);
    history_put_each(6, 7, MEASURE_COUGH_FLOW_BEST, 350);
    history_put(10, MEASURE_COUGH_FLOW_BEST, 250);
    assert_null(history_raised(9, FLAG_R11, NULL));
    assert_int_equal(history_raised(10, FLAG_R11, NULL)->since, HISTORY_FIRST_DAY + 5);
    assert_int_equal(history_told(10, FLAG_R11), 1);
}

static void a_review_long_after_another_is_a_new_one(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_OVERALL, 5);
    history_put(5, MEASURE_NEAR_FALLS, 3);
    history_put(40, MEASURE_NEAR_FALLS, 3);
    assert_null(history_raised(39, FLAG_R17, NULL));
    assert_int_equal(history_raised(40, FLAG_R17, NULL)->since, HISTORY_FIRST_DAY + 40);
    assert_int_equal(history_told(40, FLAG_R17), 2);
}

static void what_gets_more_urgent_is_told_at_once(void **state)
{
    (void)state;
    history_put_each(0, 40, MEASURE_PAIN_WORST, 5);
    history_put_each(41, 42, MEASURE_PAIN_WORST, 8);
    const struct flag *flag = history_raised(42, FLAG_R18, NULL);
    assert_int_equal(flag->tier, FLAG_TIER_REVIEW_HIGH);
    assert_int_equal(flag->since, HISTORY_FIRST_DAY + 42);
    assert_int_equal(history_told(42, FLAG_R18), 2);
}

static void a_second_urgent_event_is_news(void **state)
{
    (void)state;
    history_put_each(0, 40, MEASURE_OVERALL, 5);
    for (int32_t day = 20; day <= 25; day += 5) {
        history_put(day, MEASURE_FALLS, 1);
        history_put(day, MEASURE_FALLS_INJURY, 1);
    }
    assert_int_equal(history_raised(24, FLAG_R16, NULL)->since, HISTORY_FIRST_DAY + 20);
    assert_int_equal(history_raised(25, FLAG_R16, NULL)->since, HISTORY_FIRST_DAY + 25);
    assert_int_equal(history_raised(25, FLAG_R16, NULL)->tier, FLAG_TIER_URGENT);
}

static void what_is_left_after_an_urgent_flag_is_a_review(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_OVERALL, 5);
    history_put(20, MEASURE_FALLS, 2);
    history_put(20, MEASURE_FALLS_INJURY, 1);
    assert_int_equal(history_raised(33, FLAG_R16, NULL)->tier, FLAG_TIER_URGENT);
    const struct flag *flag = history_raised(34, FLAG_R16, NULL);
    assert_int_equal(flag->tier, FLAG_TIER_REVIEW_HIGH);
    assert_non_null(strstr((const char *)flag->text.data, "2 falls in 30 d"));
}

static void days_without_entries_clear_nothing(void **state)
{
    (void)state;
    history_put_each(0, 40, MEASURE_PAIN_WORST, 5);
    const struct flag *flag = history_raised(90, FLAG_R18, NULL);
    assert_non_null(flag);
    assert_int_equal(flag->observed_day,
                     HISTORY_FIRST_DAY + 43); /* the last window with four values */
}

static void more_than_three_reviews_in_a_week_are_one_digest(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    history_put_each(0, 40, MEASURE_OVERALL, 5);
    history_put(30, MEASURE_NEAR_FALLS, 3);
    history_put(31, MEASURE_SWALLOW_EVENTS, 3);
    history_put(32, MEASURE_AID_REDNESS_MIN, 40);
    size_t count = history_ask(36, NULL, &flags);
    for (size_t i = 0; i < count; i++) {
        assert_false(flags[i].has_digest);
    }
    history_put(36, MEASURE_COUGH_FLOW_BEST, 250);
    count = history_ask(36, NULL, &flags);
    size_t in_digest = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(!flags[i].has_digest || flags[i].digest_day == HISTORY_FIRST_DAY + 30);
        in_digest += flags[i].has_digest;
    }
    assert_int_equal(in_digest, 4);
}

static void urgent_flags_come_first_and_are_in_no_digest(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    history_put_each(0, 40, MEASURE_OVERALL, 5);
    history_put(30, MEASURE_NEAR_FALLS, 3);
    history_put(31, MEASURE_SWALLOW_EVENTS, 3);
    history_put(32, MEASURE_AID_REDNESS_MIN, 40);
    history_put(33, MEASURE_COUGH_FLOW_BEST, 250);
    history_put(30, MEASURE_LUNG_PACO2, 7);
    size_t count = history_ask(33, NULL, &flags);
    assert_true(count >= 5);
    assert_int_equal(flags[0].rule, FLAG_R06);
    assert_false(flags[0].has_digest);
    assert_true(flags[1].has_digest);
}

static void a_measure_that_is_kept_or_weekly_is_undetermined(void **state)
{
    (void)state;
    struct sharing sharing = {0};
    struct flag *flags = NULL;
    size_t found = 0;
    history_put_each(0, 30, MEASURE_PAIN_WORST, 8);
    for (unsigned level = SHARING_WEEKLY; level <= SHARING_WITHHELD; level++) {
        sharing.levels[MEASURE_PAIN_WORST] = (uint8_t)level;
        const struct flag_question question = {.history = made_days_history(&history_made),
                                               .until = HISTORY_FIRST_DAY + 30,
                                               .sharing = &sharing};
        size_t count = history_evaluate(&question, &flags);
        const struct flag *flag = history_find(flags, count, FLAG_R18, FLAG_UNDETERMINED, &found);
        assert_non_null(flag);
        assert_non_null(strstr((const char *)flag->text.data, "is not shared day by day"));
        assert_null(history_find(flags, count, FLAG_R18, FLAG_RAISED, &found));
    }
}

static void medians_wait_for_the_end_of_the_day_and_events_do_not(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    size_t found = 0;
    history_put_each(0, 20, MEASURE_PAIN_WORST, 2);
    history_put_each(21, 24, MEASURE_PAIN_WORST, 5);
    history_put(24, MEASURE_FALLS, 1);
    history_put(24, MEASURE_FALLS_INJURY, 1);
    struct flag_question question = {.history = made_days_history(&history_made),
                                     .until = HISTORY_FIRST_DAY + 24,
                                     .until_goes_on = true};
    size_t count = history_evaluate(&question, &flags);
    assert_null(history_find(flags, count, FLAG_R18, FLAG_RAISED, &found));
    assert_non_null(history_find(flags, count, FLAG_R16, FLAG_RAISED, &found));
    question.until_goes_on = false;
    count = history_evaluate(&question, &flags);
    assert_non_null(history_find(flags, count, FLAG_R18, FLAG_RAISED, &found));
}

static const struct flag *silence(int32_t until, int32_t received, double interval)
{
    struct flag *flags = NULL;
    size_t found = 0;
    const struct flag_question question = {.history = made_days_history(&history_made),
                                           .until = HISTORY_FIRST_DAY + until,
                                           .has_received = true,
                                           .last_received_day = HISTORY_FIRST_DAY + received,
                                           .received_interval_days = interval};
    size_t count = history_evaluate(&question, &flags);
    return history_find(flags, count, FLAG_R25, FLAG_RAISED, &found);
}

static void silence_is_noted_from_the_day_of_receipt(void **state)
{
    (void)state;
    history_put_each(0, 30, MEASURE_OVERALL, 5);
    assert_null(silence(37, 30, 1));
    assert_int_equal(silence(38, 30, 1)->tier, FLAG_TIER_INFO);
    assert_int_equal(silence(40, 30, 1)->since, HISTORY_FIRST_DAY + 38);
    assert_int_equal(silence(45, 30, 1)->tier, FLAG_TIER_REVIEW);
    assert_null(silence(45, 44, 1));
    assert_null(history_raised(60, FLAG_R25, NULL)); /* where the log is kept */
}

static void who_is_heard_of_rarely_is_missed_later(void **state)
{
    (void)state;
    history_put_each(0, 60, MEASURE_OVERALL, 5);
    assert_null(silence(72, 60, 6));
    assert_int_equal(silence(73, 60, 6)->tier, FLAG_TIER_INFO);
    assert_int_equal(silence(75, 60, 6)->tier, FLAG_TIER_REVIEW);
}

static void a_pause_is_no_silence_and_no_laziness(void **state)
{
    (void)state;
    history_put_each(0, 40, MEASURE_OVERALL, 5);
    history_put_each(0, 40, MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1);
    history_put_each(0, 40, MEASURE_EXERCISE_SESSIONS, 1);
    history_put_each(0, 40, MEASURE_EXERCISE_NOT_DONE_ILL, 1);
    assert_non_null(silence(60, 40, 1));
    assert_non_null(history_raised(40, FLAG_R20, NULL));
    history_put(20, MEASURE_PAUSED, 30);
    assert_null(silence(56, 40, 1)); /* 30 days from day 20 on, and seven */
    assert_non_null(silence(57, 40, 1));
    history_put(2, MEASURE_PAUSED, 5);
    assert_null(history_raised(40, FLAG_R20, NULL));
}

/* Numbers of a year, in the same order for the same seed. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void put_year(uint32_t seed)
{
    for (int32_t day = 0; day < 365; day++) {
        history_put(day, MEASURE_PAIN_WORST, next_random(&seed) % 9);
        history_put(day, MEASURE_SPO2_REST_SECOND_LOW, 92 + next_random(&seed) % 7);
        history_put(day, MEASURE_NIV_NIGHT_HOURS, next_random(&seed) % 9);
        history_put(day, MEASURE_SWALLOW_EVENTS, next_random(&seed) % 8 == 0);
        history_put(day, MEASURE_FALLS, next_random(&seed) % 20 == 0);
        history_put(day, MEASURE_WEIGHT, 70 - day / 60.0);
        if (day % 30 == 0) {
            int32_t lost = day / 20;
            history_put(day, MEASURE_ALSFRS_R_TOTAL, 44 - lost);
        }
    }
}

static void what_was_raised_stays_raised_in_hindsight(void **state)
{
    (void)state;
    put_year(7);
    struct flag *early = NULL;
    struct flag *late = NULL;
    size_t early_count = history_ask(200, NULL, &early);
    size_t late_count = history_ask(364, NULL, &late);
    for (size_t i = 0; i < early_count; i++) {
        size_t same = 0;
        for (size_t k = 0; k < late_count; k++) {
            same += late[k].state != FLAG_UNDETERMINED && late[k].rule == early[i].rule &&
                    late[k].since == early[i].since;
        }
        assert_int_equal(same, early[i].state == FLAG_UNDETERMINED ? same : 1);
    }
}

/* Weights that fall, of somebody who is weighed now and then. */
static void put_weights(uint32_t seed)
{
    for (int32_t day = 0; day < 120; day++) {
        if (next_random(&seed) % 4 == 0) {
            history_put(day, MEASURE_WEIGHT, 75 - day * 0.1 + next_random(&seed) % 10 / 10.0);
        }
    }
}

/* Fails the test unless the text says the weight shown for a day, between these words. */
static void expect_weight(const struct flag *flag, const char *before, int32_t day)
{
    const struct figures_question question = {.history = made_days_history(&history_made),
                                              .until = day};
    struct buffer said = {.limit_size = 100};
    buffer_append_text(&said, before);
    flag_text_write_number(figures_eating(&question).weight.median.value, &said);
    buffer_append_text(&said, " kg");
    uint8_t *end = buffer_extend(&said, 1); /* a zero */
    assert_non_null(end);
    assert_non_null(strstr((const char *)flag->text.data, (const char *)said.data));
    buffer_free(&said);
}

static void a_flag_and_the_figures_shown_speak_of_one_weight(void **state)
{
    (void)state;
    size_t compared = 0;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        history_made.count = 0;
        put_weights(seed);
        const struct flag *flag = history_raised(119, FLAG_R13, NULL);
        if (flag != NULL) {
            expect_weight(flag, "Weight ", flag->observed_day);
            expect_weight(flag, "in 28 d, from ", flag->observed_day - 28);
            compared++;
        }
    }
    assert_in_range(compared, 10, 20);
}

static void a_journal_without_days_raises_nothing(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    struct history empty = {.days = NULL};
    const struct flag_question question = {.history = &empty, .until = HISTORY_FIRST_DAY};
    assert_int_equal(history_evaluate(&question, &flags), 0);
}

static void memory_that_ends_is_no_flag(void **state)
{
    (void)state;
    put_year(3);
    const struct flag_question question = {.history = made_days_history(&history_made),
                                           .until = HISTORY_FIRST_DAY + 364};
    for (size_t limit = 1; limit < 200000; limit = limit * 3 / 2 + 1) {
        struct arena *small = arena_create(limit);
        struct flag *flags = NULL;
        size_t count = 12345;
        enum daybook_status status = flags_evaluate(&question, small, &flags, &count);
        assert_true(status == DAYBOOK_OK || (status == DAYBOOK_NO_MEMORY && count == 12345));
        arena_free(small);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, history_set_up, history_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_flag_is_raised_once_while_it_holds),
        TEST(a_review_soon_after_another_keeps_its_name),
        TEST(a_review_long_after_another_is_a_new_one),
        TEST(what_gets_more_urgent_is_told_at_once),
        TEST(a_second_urgent_event_is_news),
        TEST(what_is_left_after_an_urgent_flag_is_a_review),
        TEST(days_without_entries_clear_nothing),
        TEST(more_than_three_reviews_in_a_week_are_one_digest),
        TEST(urgent_flags_come_first_and_are_in_no_digest),
        TEST(a_measure_that_is_kept_or_weekly_is_undetermined),
        TEST(medians_wait_for_the_end_of_the_day_and_events_do_not),
        TEST(silence_is_noted_from_the_day_of_receipt),
        TEST(who_is_heard_of_rarely_is_missed_later),
        TEST(a_pause_is_no_silence_and_no_laziness),
        TEST(what_was_raised_stays_raised_in_hindsight),
        TEST(a_flag_and_the_figures_shown_speak_of_one_weight),
        TEST(a_journal_without_days_raises_nothing),
        TEST(memory_that_ends_is_no_flag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
