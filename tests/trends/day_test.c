/* Which days could have come from entries. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "trends/journal_days.h"

/* Four entries: pain twice, a night on the mask, a session of exercise. */
static struct day ordinary_day(void)
{
    struct day day = {.day = day_of_date(2026, 6, 1), .entries = 4};
    day.entries_by_role[ROLE_PATIENT] = 3;
    day.entries_by_role[ROLE_CAREGIVER] = 1;
    day.measures[MEASURE_PAIN_WORST] =
        (struct day_value){.has = true, .roles = 3, .entries = 2, .value = 6.0};
    day.measures[MEASURE_NIV_HOURS] =
        (struct day_value){.has = true, .roles = 1, .entries = 1, .value = 7.5};
    day.exercises[EXERCISE_STRETCH] = (struct day_exercise){.logged = 1, .done = 1};
    return day;
}

static void an_ordinary_day_is_possible(void **state)
{
    (void)state;
    struct day day = ordinary_day();
    assert_true(day_is_possible(&day));
}

static void every_day_of_a_year_of_entries_is_possible(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct journal_lines lines = {0};
    size_t count = 0;
    journal_days_read(&lines, "year.ndjson", ROLE_PATIENT, arena);
    struct day *days = journal_days_build(&lines, arena, &count);
    for (size_t i = 0; i < count; i++) {
        assert_true(day_is_possible(&days[i]));
    }
    arena_free(arena);
}

static void values_out_of_range_or_not_numbers_are_impossible(void **state)
{
    (void)state;
    const double values[] = {10.5, -1.0, (double)INFINITY, (double)NAN, 1e308};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct day day = ordinary_day();
        day.measures[MEASURE_PAIN_WORST].value = values[i];
        assert_false(day_is_possible(&day));
    }
}

static void two_people_may_log_the_same_hours_but_one_entry_is_a_day_at_most(void **state)
{
    (void)state;
    struct day day = ordinary_day();
    day.measures[MEASURE_NIV_HOURS].value = 30.0;
    assert_false(day_is_possible(&day));
    day.measures[MEASURE_NIV_HOURS].entries = 2;
    assert_true(day_is_possible(&day));
}

static void a_value_needs_entries_and_somebody_who_reported(void **state)
{
    (void)state;
    struct day day = ordinary_day();
    day.measures[MEASURE_PAIN_WORST].entries = 0;
    assert_false(day_is_possible(&day));
    day = ordinary_day();
    day.measures[MEASURE_PAIN_WORST].roles = 0;
    assert_false(day_is_possible(&day));
    day = ordinary_day();
    day.measures[MEASURE_PAIN_WORST].roles = 1u << ROLE_COUNT;
    assert_false(day_is_possible(&day));
    day = ordinary_day();
    day.measures[MEASURE_PAIN_WORST].has = false;
    assert_false(day_is_possible(&day));
}

static void counts_must_fit_together(void **state)
{
    (void)state;
    struct day day = ordinary_day();
    day.entries = 5;
    assert_false(day_is_possible(&day));
    day = ordinary_day();
    day.exercises[EXERCISE_STRETCH].done = 2;
    assert_false(day_is_possible(&day));
    day = ordinary_day();
    day.falls = UINT32_MAX;
    day.near_falls = 5;
    assert_false(day_is_possible(&day));
    day = ordinary_day();
    day.measures[MEASURE_PAIN_WORST].entries = 5;
    assert_false(day_is_possible(&day));
}

static void a_day_outside_the_calendar_is_impossible(void **state)
{
    (void)state;
    struct day day = ordinary_day();
    day.day = INT32_MIN;
    assert_false(day_is_possible(&day));
    day.day = INT32_MAX;
    assert_false(day_is_possible(&day));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_ordinary_day_is_possible),
        cmocka_unit_test(every_day_of_a_year_of_entries_is_possible),
        cmocka_unit_test(values_out_of_range_or_not_numbers_are_impossible),
        cmocka_unit_test(two_people_may_log_the_same_hours_but_one_entry_is_a_day_at_most),
        cmocka_unit_test(a_value_needs_entries_and_somebody_who_reported),
        cmocka_unit_test(counts_must_fit_together),
        cmocka_unit_test(a_day_outside_the_calendar_is_impossible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
