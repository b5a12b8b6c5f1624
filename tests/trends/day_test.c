/* Which days could have come from entries. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "trends/journal_days.h"

enum { PAIN, NIV, LOGGED, DONE, VALUES };

/* Four entries: pain twice, a night on the mask, a session of exercise. */
static struct day ordinary_day(struct day_value values[static VALUES])
{
    const struct day_value ordinary[VALUES] = {
        [PAIN] = {.measure = MEASURE_PAIN_WORST, .roles = 3, .entries = 2, .value = 6.0},
        [NIV] = {.measure = MEASURE_NIV_HOURS, .roles = 1, .entries = 1, .value = 7.5},
        [LOGGED] = {.measure = MEASURE_EXERCISE_STRETCH_LOGGED,
                    .roles = 1,
                    .entries = 1,
                    .value = 1.0},
        [DONE] = {.measure = MEASURE_EXERCISE_STRETCH_DONE, .roles = 1, .entries = 1, .value = 1.0},
    };
    memcpy(values, ordinary, sizeof ordinary);
    struct day day = {
        .day = day_of_date(2026, 6, 1), .entries = 4, .values = values, .value_count = VALUES};
    day.entries_by_role[ROLE_PATIENT] = 3;
    day.entries_by_role[ROLE_CAREGIVER] = 1;
    return day;
}

static void an_ordinary_day_is_possible(void **state)
{
    (void)state;
    struct day_value values[VALUES];
    struct day day = ordinary_day(values);
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
    const double wrong[] = {10.5, -1.0, (double)INFINITY, (double)NAN, 1e308};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct day_value values[VALUES];
        struct day day = ordinary_day(values);
        values[PAIN].value = wrong[i];
        assert_false(day_is_possible(&day));
    }
}

static void two_people_may_log_the_same_hours_but_one_entry_is_a_day_at_most(void **state)
{
    (void)state;
    struct day_value values[VALUES];
    struct day day = ordinary_day(values);
    values[NIV].value = 30.0;
    assert_false(day_is_possible(&day));
    values[NIV].entries = 2;
    assert_true(day_is_possible(&day));
}

static void a_value_needs_entries_and_somebody_who_reported(void **state)
{
    (void)state;
    struct day_value values[VALUES];
    struct day day = ordinary_day(values);
    values[PAIN].entries = 0;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[PAIN].roles = 0;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[PAIN].roles = 1u << ROLE_COUNT;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[PAIN].state = DAY_SKIPPED;
    assert_false(day_is_possible(&day));
}

static void counts_must_fit_together(void **state)
{
    (void)state;
    struct day_value values[VALUES];
    struct day day = ordinary_day(values);
    day.entries = 5;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[DONE].entries = 2;
    values[DONE].value = 2.0;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[PAIN].entries = 5;
    assert_false(day_is_possible(&day));
}

static void values_are_in_order_each_once_and_of_measures_that_exist(void **state)
{
    (void)state;
    struct day_value values[VALUES];
    struct day day = ordinary_day(values);
    values[NIV].measure = MEASURE_PAIN_WORST;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[DONE].measure = MEASURE_COUNT;
    assert_false(day_is_possible(&day));
    day = ordinary_day(values);
    values[PAIN].state = DAY_STATE_COUNT;
    assert_false(day_is_possible(&day));
}

static void no_more_falls_and_sessions_than_entries(void **state)
{
    (void)state;
    const struct day_value values[] = {
        {.measure = MEASURE_FALLS, .roles = 1, .entries = 2, .value = 2.0},
        {.measure = MEASURE_NEAR_FALLS, .roles = 1, .entries = 1, .value = 1.0},
    };
    struct day day = {.day = day_of_date(2026, 6, 1), .entries = 3, .values = values};
    day.entries_by_role[ROLE_PATIENT] = 3;
    day.value_count = 2;
    assert_true(day_is_possible(&day));
    day.entries = 2;
    day.entries_by_role[ROLE_PATIENT] = 2;
    assert_false(day_is_possible(&day));
}

static void what_a_plan_says_needs_no_entries(void **state)
{
    (void)state;
    struct day_value value = {.measure = MEASURE_EXERCISE_STRETCH_PRESCRIBED, .value = 2.0};
    const struct day day = {.day = day_of_date(2026, 6, 1), .values = &value, .value_count = 1};
    assert_true(day_is_possible(&day));
    value.roles = 1;
    assert_false(day_is_possible(&day));
}

static void a_day_outside_the_calendar_is_impossible(void **state)
{
    (void)state;
    struct day_value values[VALUES];
    struct day day = ordinary_day(values);
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
        cmocka_unit_test(values_are_in_order_each_once_and_of_measures_that_exist),
        cmocka_unit_test(no_more_falls_and_sessions_than_entries),
        cmocka_unit_test(what_a_plan_says_needs_no_entries),
        cmocka_unit_test(a_day_outside_the_calendar_is_impossible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
