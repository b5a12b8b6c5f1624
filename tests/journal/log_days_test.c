/* A day of the log is reduced once, and again when one of its entries changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/day_bytes.h"
#include "journal/log_days.h"
#include "journal/stage.h"
#include "journal/view_check.h"
#include "store/log_day_rows.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static struct log_day_list list(struct household *household, struct arena *arena)
{
    struct log_day_source source = {.circle = stage_circle(household, ANA), .arena = arena};
    struct log_day_list days;
    assert_int_equal(log_days_list(&source, &days), DAYBOOK_OK);
    return days;
}

/* How many days there are in the store that have to be reduced again. */
static size_t stale(struct household *household)
{
    const struct own_circle *circle = stage_circle(household, ANA);
    struct log_day_row *rows = NULL;
    size_t count = 0;
    size_t found = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(
        log_day_rows_list(circle->journal->database, circle->row.circle_no, arena, &rows, &count),
        DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        found += rows[i].body.data == NULL ? 1 : 0;
    }
    arena_free(arena);
    return found;
}

static double pain(const struct log_day_list *days, size_t index)
{
    return day_count(&days->days[index].team, MEASURE_PAIN_WORST);
}

static bool is_true(struct household *household)
{
    bool result = false;
    assert_int_equal(view_check(stage_circle(household, ANA), &result), DAYBOOK_OK);
    return result;
}

static struct id128 given_ten_days(struct household *household)
{
    struct id128 id = {{0}};
    for (int i = 0; i < 10; i++) {
        id = household_log(household, ANA, "pain", "worst", i);
        household->wall_ms += day_ms;
    }
    return id;
}

static void one_entry_costs_one_day(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    struct id128 id = given_ten_days(household);
    assert_int_equal(stale(household), 10);
    assert_int_equal(list(household, arena).count, 10);
    assert_int_equal(stale(household), 0);

    stage_amend(household, ANA, id, 8);
    assert_int_equal(stale(household), 1);
    const struct log_day_list amended = list(household, arena);
    assert_true(pain(&amended, 9) == 8.0);
    assert_true(pain(&amended, 3) == 3.0);
    assert_int_equal(stale(household), 0);
    assert_true(is_true(household));
    arena_free(arena);
}

static void a_day_of_which_nothing_is_left_goes(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    struct id128 id = given_ten_days(household);
    (void)list(household, arena);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    assert_int_equal(list(household, arena).count, 9);
    assert_true(is_true(household));
    arena_free(arena);
}

static void a_retracted_answer_is_told_as_such(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct arena *arena = arena_create(0);
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    (void)list(household, arena);
    assert_int_equal(
        journal_retract(household->journals[ANA], id, bytes_of_text("a mistake"), &complaint),
        DAYBOOK_OK);
    const struct log_day_list days = list(household, arena);
    const struct day_value *value = day_find(&days.days[0].team, MEASURE_PAIN_WORST);
    assert_non_null(value);
    assert_int_equal(value->state, DAY_RETRACTED);
    assert_int_equal(days.days[0].team.entries, 0);
    arena_free(arena);
}

/* Writes what an older or a damaged store would hold. */
static void put(struct household *household, int32_t day, uint64_t rules, const struct day *value)
{
    const struct own_circle *circle = stage_circle(household, ANA);
    struct buffer bytes = {0};
    day_bytes_write(value, &bytes);
    const struct log_day_row row = {.day = day, .rules = rules, .body = buffer_bytes(&bytes)};
    assert_int_equal(log_day_rows_put(circle->journal->database, circle->row.circle_no, &row),
                     DAYBOOK_OK);
    buffer_free(&bytes);
}

static void a_day_that_says_something_else_than_its_entries_is_found(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    (void)given_ten_days(household);
    const struct log_day_list days = list(household, arena);
    assert_true(is_true(household));
    put(household, days.days[0].team.day, day_bytes_rules(), &days.days[1].team);
    assert_false(is_true(household));
    arena_free(arena);
}

static void a_day_reduced_by_other_rules_is_reduced_again(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    (void)given_ten_days(household);
    const struct log_day_list days = list(household, arena);
    put(household, days.days[0].team.day, day_bytes_rules() + 1, &days.days[5].team);
    const struct log_day_list again = list(household, arena);
    assert_true(pain(&again, 0) == 0.0);
    assert_true(is_true(household));
    arena_free(arena);
}

static void any_number_reads_back_as_it_was_kept(void **state)
{
    (void)state;
    static const struct day_value values[] = {
        {.measure = MEASURE_WEIGHT, .value = 70.3, .entries = 1},
        {.measure = MEASURE_WEIGHT, .value = 64.123456, .entries = 2},
        {.measure = MEASURE_TEMPERATURE, .value = 0.1 + 37.2, .entries = 3},
        {.measure = MEASURE_ACTIVITY_STEPS, .value = 83886.07, .entries = 1},
        {.measure = MEASURE_ACTIVITY_STEPS, .value = 83886.08, .entries = 1},
        {.measure = MEASURE_PAIN_WORST, .value = 7.0, .entries = 254},
        {.measure = MEASURE_PAIN_WORST, .value = 7.0, .entries = 255},
        {.measure = MEASURE_PAIN_WORST, .entries = 70000, .state = DAY_SKIPPED},
    };
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct day_value value = values[i];
        value.roles = 1u << ROLE_CAREGIVER;
        const struct day day = {.day = 20000,
                                .entries = 70000,
                                .entries_by_role = {[ROLE_CAREGIVER] = 70000},
                                .values = &value,
                                .value_count = 1};
        struct buffer bytes = {0};
        struct day read;
        day_bytes_write(&day, &bytes);
        assert_true(day_bytes_read(buffer_bytes(&bytes), day.day, arena, &read));
        assert_int_equal(read.value_count, 1);
        assert_true(read.values->value == value.value);
        assert_int_equal(read.values->entries, value.entries);
        assert_int_equal(read.values->measure, value.measure);
        assert_int_equal(read.values->roles, value.roles);
        assert_int_equal(read.values->state, value.state);
        bytes.size--;
        assert_false(day_bytes_read(buffer_bytes(&bytes), day.day, arena, &read));
        buffer_free(&bytes);
    }
    arena_free(arena);
}

static void bytes_that_are_no_day_are_refused(void **state)
{
    (void)state;
    static const uint8_t zeros[64];
    struct arena *arena = arena_create(0);
    struct day day;
    for (size_t size = 0; size <= sizeof zeros; size++) {
        bool whole = size == 16; /* a day without values; one with, of no entry, cannot be */
        assert_int_equal(day_bytes_read((struct bytes){zeros, size}, 20000, arena, &day), whole);
    }
    assert_false(day_bytes_read((struct bytes){NULL, 0}, 20000, arena, &day));
    arena_free(arena);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        APART(one_entry_costs_one_day),
        APART(a_day_of_which_nothing_is_left_goes),
        APART(a_retracted_answer_is_told_as_such),
        APART(a_day_that_says_something_else_than_its_entries_is_found),
        APART(a_day_reduced_by_other_rules_is_reduced_again),
        cmocka_unit_test(any_number_reads_back_as_it_was_kept),
        cmocka_unit_test(bytes_that_are_no_day_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
