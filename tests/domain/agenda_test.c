/* Tests of what is asked on a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/agenda.h"
#include "domain/catalog.h"

enum { TODAY = 20000, DAILY_COUNT = 20, SCALE_SECONDS = 40 };

static struct agenda_question question_of(uint32_t period_days, uint32_t seconds)
{
    return (struct agenda_question){.period_days = period_days, .seconds = seconds, .open = true};
}

static void a_question_is_asked_once_a_period(void **state)
{
    (void)state;
    struct agenda_question question = question_of(7, 4);
    assert_true(agenda_is_due(&question, TODAY));
    agenda_note(&question.past, TODAY, true);
    assert_false(agenda_is_due(&question, TODAY));
    assert_false(agenda_is_due(&question, TODAY + 6));
    assert_true(agenda_is_due(&question, TODAY + 7));
    question.open = false;
    assert_false(agenda_is_due(&question, TODAY + 7));
}

static void one_left_out_is_asked_the_next_day_and_after_twice_weekly(void **state)
{
    (void)state;
    struct agenda_question question = question_of(30, 4);
    agenda_note(&question.past, TODAY, false);
    assert_false(agenda_is_due(&question, TODAY));
    assert_true(agenda_is_due(&question, TODAY + 1));
    agenda_note(&question.past, TODAY + 1, false);
    assert_false(agenda_is_due(&question, TODAY + 7));
    assert_true(agenda_is_due(&question, TODAY + 8));
    agenda_note(&question.past, TODAY + 8, false);
    assert_false(agenda_is_due(&question, TODAY + 14));
    assert_true(agenda_is_due(&question, TODAY + 15));
    /* One answer, and it is asked as before. */
    agenda_note(&question.past, TODAY + 15, true);
    assert_false(agenda_is_due(&question, TODAY + 44));
    assert_true(agenda_is_due(&question, TODAY + 45));
}

static void a_daily_question_left_out_twice_becomes_weekly(void **state)
{
    (void)state;
    struct agenda_question question = question_of(1, 4);
    agenda_note(&question.past, TODAY, false);
    agenda_note(&question.past, TODAY + 1, false);
    assert_false(agenda_is_due(&question, TODAY + 2));
    assert_true(agenda_is_due(&question, TODAY + 8));
}

static void left_out_and_answered_on_one_day_is_answered(void **state)
{
    (void)state;
    struct agenda_question question = question_of(1, 4);
    agenda_note(&question.past, TODAY, false);
    agenda_note(&question.past, TODAY, false);
    assert_int_equal(question.past.ignored, 1);
    agenda_note(&question.past, TODAY, true);
    assert_int_equal(question.past.ignored, 0);
}

static void no_day_asks_for_more_than_its_seconds(void **state)
{
    (void)state;
    struct agenda_question questions[DAILY_COUNT];
    for (size_t i = 0; i < DAILY_COUNT; i++) {
        questions[i] = question_of(1, 7);
    }
    struct agenda_sum sum = agenda_choose(questions, DAILY_COUNT, TODAY, AGENDA_SECONDS);
    assert_int_equal(sum.seconds, 56);
    assert_int_equal(sum.waiting, DAILY_COUNT - 8);
    for (size_t i = 0; i < DAILY_COUNT; i++) {
        assert_int_equal(questions[i].chosen, i < 8);
    }
}

/* Twenty daily questions of which eight fit, one weekly and one monthly scale: everything has its
 * turn within four days of being due. */
static void what_does_not_fit_has_its_turn_soon(void **state)
{
    (void)state;
    enum { COUNT = DAILY_COUNT + 2 };
    struct agenda_question questions[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        questions[i] = question_of(1, 7);
    }
    questions[DAILY_COUNT] = question_of(7, 6);
    questions[DAILY_COUNT + 1] = question_of(30, SCALE_SECONDS);
    int32_t last[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        last[i] = TODAY - (int32_t)questions[i].period_days;
    }
    for (int32_t day = TODAY; day < TODAY + 120; day++) {
        struct agenda_sum sum = agenda_choose(questions, COUNT, day, AGENDA_SECONDS);
        assert_true(sum.seconds <= AGENDA_SECONDS);
        for (size_t i = 0; i < COUNT; i++) {
            if (questions[i].chosen) {
                agenda_note(&questions[i].past, day, true);
                last[i] = day;
            }
            int32_t late = day - last[i] - (int32_t)questions[i].period_days;
            assert_true(late <= 4);
        }
    }
}

static void what_is_pinned_comes_first(void **state)
{
    (void)state;
    struct agenda_question questions[] = {question_of(1, 50), question_of(1, 50)};
    agenda_note(&questions[0].past, TODAY - 9, true);
    questions[1].pinned = true;
    struct agenda_sum sum = agenda_choose(questions, 2, TODAY, AGENDA_SECONDS);
    assert_true(questions[1].chosen);
    assert_false(questions[0].chosen);
    assert_int_equal(sum.waiting, 1);
}

static void the_daily_core_of_the_catalogue_takes_less_than_a_minute(void **state)
{
    (void)state;
    struct checkin_question asked;
    uint32_t seconds = 0;
    for (int place = 1; place <= CATALOG_CHECKIN_MAX && catalog_checkin(place, &asked); place++) {
        seconds += agenda_seconds(asked.field);
    }
    assert_int_equal(seconds, 29);
    assert_int_equal(agenda_period(CADENCE_EVENT), 0);
    assert_int_equal(agenda_period(CADENCE_MONTHLY), 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_is_asked_once_a_period),
        cmocka_unit_test(one_left_out_is_asked_the_next_day_and_after_twice_weekly),
        cmocka_unit_test(a_daily_question_left_out_twice_becomes_weekly),
        cmocka_unit_test(left_out_and_answered_on_one_day_is_answered),
        cmocka_unit_test(no_day_asks_for_more_than_its_seconds),
        cmocka_unit_test(what_does_not_fit_has_its_turn_soon),
        cmocka_unit_test(what_is_pinned_comes_first),
        cmocka_unit_test(the_daily_core_of_the_catalogue_takes_less_than_a_minute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
