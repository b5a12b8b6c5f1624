/* Tests of what a plan asks of a day, and of pauses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "domain/pause.h"
#include "domain/plan_schedule.h"

enum { ITEM_FIELDS_MAX = 8 };

/* An item of a plan while a test writes it. */
struct item {
    struct value_pair pairs[ITEM_FIELDS_MAX];
    struct value value;
};

static struct value_pair *next_pair(struct item *item, const char *key)
{
    struct value_pair *pair = &item->pairs[item->value.as.map.count++];
    assert_true(item->value.as.map.count <= ITEM_FIELDS_MAX);
    item->value.type = VALUE_MAP;
    item->value.as.map.pairs = item->pairs;
    pair->key = bytes_of_text(key);
    return pair;
}

static void put_text(struct item *item, const char *key, const char *text)
{
    next_pair(item, key)->value =
        (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(text)};
}

static void put_number(struct item *item, const char *key, int64_t number)
{
    next_pair(item, key)->value = (struct value){.type = VALUE_INTEGER, .as.integer = number};
}

static void a_medicine_is_due_at_each_of_its_times(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    const struct value times[] = {{.type = VALUE_TEXT, .as.text = bytes_of_text("08:00")},
                                  {.type = VALUE_TEXT, .as.text = bytes_of_text("20:00")}};
    put_text(&item, "schedule", "times");
    assert_int_equal(plan_schedule_doses(&item.value, 10, 10), 1);
    next_pair(&item, "times")->value = (struct value){.type = VALUE_LIST, .as.list = {times, 2}};
    assert_int_equal(plan_schedule_doses(&item.value, 10, 10), 2);
    assert_int_equal(plan_schedule_doses(&item.value, 10, 9), 0);
}

static void a_medicine_is_not_due_before_its_start_and_after_its_stop(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    int32_t start = day_of_date(2026, 3, 2);
    put_text(&item, "schedule", "times");
    put_text(&item, "started", "2026-03-02");
    put_text(&item, "stopped", "2026-03-10");
    assert_int_equal(plan_schedule_doses(&item.value, start - 30, start - 1), 0);
    assert_int_equal(plan_schedule_doses(&item.value, start - 30, start), 1);
    assert_int_equal(plan_schedule_doses(&item.value, start - 30, start + 7), 1);
    assert_int_equal(plan_schedule_doses(&item.value, start - 30, start + 8), 0);
}

static void what_is_taken_as_needed_is_never_due(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    put_text(&item, "schedule", "prn");
    assert_int_equal(plan_schedule_doses(&item.value, 10, 12), 0);
}

static void cycles_follow_the_first_one_which_may_be_longer(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    struct plan_cycle_day at = {0};
    put_text(&item, "schedule", "cycle");
    put_number(&item, "cycle_first_on_days", 14);
    put_number(&item, "cycle_on_days", 10);
    put_number(&item, "cycle_off_days", 18);
    static const struct {
        int32_t into;
        uint32_t cycle;
        uint32_t day;
        bool on;
    } expected[] = {{0, 1, 1, true},  {13, 1, 14, true}, {14, 1, 15, false}, {31, 1, 32, false},
                    {32, 2, 1, true}, {41, 2, 10, true}, {42, 2, 11, false}, {59, 2, 28, false},
                    {60, 3, 1, true}, {69, 3, 10, true}, {70, 3, 11, false}};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        int32_t day = 100 + expected[i].into;
        assert_true(plan_schedule_cycle(&item.value, 100, day, &at));
        assert_int_equal(at.cycle, expected[i].cycle);
        assert_int_equal(at.day, expected[i].day);
        assert_int_equal(at.on, expected[i].on);
        assert_int_equal(plan_schedule_doses(&item.value, 100, day), expected[i].on ? 1 : 0);
    }
    assert_false(plan_schedule_cycle(&item.value, 100, 99, &at));
}

static void a_cycle_without_days_is_none(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    struct plan_cycle_day at = {.cycle = 9};
    put_text(&item, "schedule", "cycle");
    assert_false(plan_schedule_cycle(&item.value, 100, 120, &at));
    assert_int_equal(at.cycle, 9);
    assert_int_equal(plan_schedule_doses(&item.value, 100, 120), 0);
}

static void a_visit_is_due_on_its_day(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    int32_t due = day_of_date(2026, 5, 4);
    put_text(&item, "schedule", "visit");
    assert_int_equal(plan_schedule_doses(&item.value, due - 9, due), 0);
    put_text(&item, "next_due", "2026-05-04");
    assert_int_equal(plan_schedule_doses(&item.value, due - 9, due - 1), 0);
    assert_int_equal(plan_schedule_doses(&item.value, due - 9, due), 1);
}

static void sessions_are_spread_over_the_week(void **state)
{
    (void)state;
    struct item item = {.value.type = VALUE_MAP};
    int32_t monday = day_monday(day_of_date(2026, 5, 6));
    put_number(&item, "days_per_week", 3);
    static const uint32_t by_day[] = {1, 1, 2, 2, 3, 3, 3};
    for (int32_t i = 0; i < 7; i++) {
        assert_int_equal(plan_schedule_sessions_by(&item.value, monday + i), by_day[i]);
    }
}

static void a_pause_holds_for_its_days_or_until_somebody_ends_it(void **state)
{
    (void)state;
    struct pause some_days = pause_of(50, 3);
    struct pause open = pause_of(50, PAUSE_DAYS_OPEN);
    struct pause ended = pause_of(60, 0);
    assert_false(pause_holds(&some_days, 49));
    assert_true(pause_holds(&some_days, 50));
    assert_true(pause_holds(&some_days, 52));
    assert_false(pause_holds(&some_days, 53));
    assert_true(pause_holds(&open, 50));
    assert_true(pause_holds(&open, 50 + 40000));
    assert_false(open.has_last_day);
    assert_false(pause_holds(&ended, 60));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_medicine_is_due_at_each_of_its_times),
        cmocka_unit_test(a_medicine_is_not_due_before_its_start_and_after_its_stop),
        cmocka_unit_test(what_is_taken_as_needed_is_never_due),
        cmocka_unit_test(cycles_follow_the_first_one_which_may_be_longer),
        cmocka_unit_test(a_cycle_without_days_is_none),
        cmocka_unit_test(a_visit_is_due_on_its_day),
        cmocka_unit_test(sessions_are_spread_over_the_week),
        cmocka_unit_test(a_pause_holds_for_its_days_or_until_somebody_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
