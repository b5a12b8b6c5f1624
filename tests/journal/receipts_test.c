/* A therapist's device knows when it last heard of a patient, and how often that used to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/receipts.h"
#include "journal/stage.h"
#include "journal/summaries.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static int32_t today(const struct household *household)
{
    return timestamp_day(journal_now(household->journals[CLEO]));
}

static struct journal_receipts receipts(struct household *household, size_t place)
{
    struct journal_receipts result = {.has_last = true};
    struct arena *arena = arena_create(0);
    assert_int_equal(
        journal_look_up_receipts(household->journals[place], 0, today(household), arena, &result),
        DAYBOOK_OK);
    arena_free(arena);
    return result;
}

/* The patient logs and publishes now; it reaches the therapist after these days. */
static void receive_after(struct household *household, int days)
{
    (void)household_log(household, ANA, "pain", "worst", 3);
    assert_int_equal(summaries_publish(stage_circle(household, ANA), true), DAYBOOK_OK);
    household->wall_ms += days * day_ms;
    stage_carry(household, ANA, CLEO);
}

static void nothing_received_has_no_day(void **state)
{
    const struct journal_receipts none = receipts(*state, CLEO);
    assert_false(none.has_last);
    assert_false(none.has_interval);
}

static void the_last_day_is_that_of_the_receipt_and_not_of_the_entry(void **state)
{
    struct household *household = *state;
    int32_t logged = today(household);
    receive_after(household, 3);
    assert_int_equal(receipts(household, CLEO).last_day, logged + 3);
    household->wall_ms += 5 * day_ms;
    assert_int_equal(receipts(household, CLEO).last_day, logged + 3);
}

static void the_interval_is_the_median_gap_once_there_are_three(void **state)
{
    static const int gaps[] = {1, 9, 2};
    struct household *household = *state;
    receive_after(household, 0);
    for (size_t i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        assert_false(receipts(household, CLEO).has_interval);
        receive_after(household, gaps[i]);
    }
    assert_true(receipts(household, CLEO).has_interval);
    assert_true(receipts(household, CLEO).interval_days == 2.0);
    household->wall_ms += 2 * day_ms * RECEIPTS_DAYS;
    assert_false(receipts(household, CLEO).has_interval);
    assert_true(receipts(household, CLEO).has_last);
}

static void what_a_device_published_itself_is_no_receipt(void **state)
{
    struct household *household = *state;
    receive_after(household, 1);
    assert_false(receipts(household, ANA).has_last);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        APART(nothing_received_has_no_day),
        APART(the_last_day_is_that_of_the_receipt_and_not_of_the_entry),
        APART(the_interval_is_the_median_gap_once_there_are_three),
        APART(what_a_device_published_itself_is_no_receipt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
