/* Tests of when somebody is reminded of a check-in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/plan.h"
#include "domain/reminder.h"

enum { TODAY = 20000, HOUR = 60 };

static struct value_pair text_pair(const char *name, const char *text)
{
    return (struct value_pair){bytes_of_text(name),
                               {.type = VALUE_TEXT, .as.text = bytes_of_text(text)}};
}

/* The terms of a plan that says so at which hour, and how often a check-in is made. */
static struct reminder_terms terms_of(const char *hour, const char *cadence)
{
    const struct value_pair watched[] = {text_pair("kind", "daily_checkin"),
                                         text_pair("cadence", cadence)};
    const struct value item = {.type = VALUE_MAP, .as.map = {watched, 2}};
    const struct value_pair said[] = {
        text_pair("remind_at", hour),
        {bytes_of_text("watch"), {.type = VALUE_LIST, .as.list = {&item, 1}}}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {said, 2}};
    const struct plan_version plan = {.fields = &fields};
    return reminder_of_plan(&plan);
}

static void without_a_plan_it_is_daily_in_the_evening(void **state)
{
    (void)state;
    struct reminder_terms terms = reminder_of_plan(NULL);
    assert_int_equal(terms.period_days, 1);
    assert_int_equal(terms.minute, 18 * HOUR);
    assert_false(reminder_is_time(&terms, 18 * HOUR - 1));
    assert_true(reminder_is_time(&terms, 18 * HOUR));
    assert_true(reminder_is_time(&terms, 21 * HOUR - 1));
    assert_false(reminder_is_time(&terms, 21 * HOUR));
}

static void a_plan_names_the_hour_and_how_often(void **state)
{
    (void)state;
    struct reminder_terms terms = terms_of("09:15", "weekly");
    assert_int_equal(terms.minute, 9 * HOUR + 15);
    assert_int_equal(terms.period_days, 7);
    assert_false(reminder_is_due(&terms, TODAY - 6, TODAY));
    assert_true(reminder_is_due(&terms, TODAY - 7, TODAY));
    terms = terms_of("nine", "event");
    assert_int_equal(terms.minute, 18 * HOUR);
    assert_false(reminder_is_due(&terms, TODAY - 100, TODAY));
}

static void no_plan_reminds_at_night(void **state)
{
    (void)state;
    static const char *const nights[] = {"00:00", "03:30", "07:59", "21:00", "23:59"};
    for (size_t i = 0; i < sizeof nights / sizeof nights[0]; i++) {
        struct reminder_terms terms = terms_of(nights[i], "daily");
        for (int32_t minute = 0; minute < 24 * HOUR; minute++) {
            bool by_day = minute >= 8 * HOUR && minute < 21 * HOUR;
            assert_true(by_day || !reminder_is_time(&terms, minute));
        }
        assert_true(reminder_is_time(&terms, 21 * HOUR - 1));
    }
}

static void what_is_left_out_twice_is_reminded_of_weekly(void **state)
{
    (void)state;
    const struct reminder_terms terms = reminder_of_plan(NULL);
    static const int32_t days[] = {1, 2, 9, 16, 23};
    size_t next = 0;
    for (int32_t since = 0; since <= 29; since++) {
        bool due = next < sizeof days / sizeof days[0] && days[next] == since;
        assert_int_equal(reminder_is_due(&terms, TODAY, TODAY + since), due);
        next += due;
    }
    assert_false(reminder_is_due(&terms, TODAY + 1, TODAY)); /* a clock that was set back */
}

static void a_choice_survives_the_store(void **state)
{
    (void)state;
    static const char *const words[] = {"off", "plan", "08:00", "18:30", "20:59"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct reminder_choice choice;
        assert_true(reminder_choice_read(bytes_of_text(words[i]), TODAY, &choice));
        struct reminder_choice read = reminder_choice_of(reminder_choice_number(&choice));
        assert_int_equal(read.mode, choice.mode);
        assert_int_equal(read.minute, choice.minute);
        assert_int_equal(read.day, choice.day);
    }
    assert_int_equal(reminder_choice_of(0).mode, REMINDER_BY_PLAN);
    assert_int_equal(reminder_choice_of(UINT64_MAX).mode, REMINDER_BY_PLAN);
}

static void an_hour_that_is_none_or_in_the_night_is_no_choice(void **state)
{
    (void)state;
    static const char *const words[] = {"", "on", "7", "07:59", "21:00", "24:00", "18:60", "18.30"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        struct reminder_choice choice = {.minute = 5};
        assert_false(reminder_choice_read(bytes_of_text(words[i]), TODAY, &choice));
        assert_int_equal(choice.minute, 5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_plan_it_is_daily_in_the_evening),
        cmocka_unit_test(a_plan_names_the_hour_and_how_often),
        cmocka_unit_test(no_plan_reminds_at_night),
        cmocka_unit_test(what_is_left_out_twice_is_reminded_of_weekly),
        cmocka_unit_test(a_choice_survives_the_store),
        cmocka_unit_test(an_hour_that_is_none_or_in_the_night_is_no_choice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
