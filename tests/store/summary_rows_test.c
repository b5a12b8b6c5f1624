/* Daily summaries: the days that need one, and the current one of each day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/memory_store.h"
#include "store/summary_rows.h"

static void check_dirty(struct memory_store *store, int64_t circle_no, const int32_t *expected,
                        size_t expected_count)
{
    int32_t *days = NULL;
    size_t count = 77;
    assert_int_equal(
        summary_rows_dirty_days(store->database, circle_no, store->arena, &days, &count),
        DAYBOOK_OK);
    assert_int_equal(count, expected_count);
    for (size_t i = 0; i < expected_count; i++) {
        assert_true(days[i] == expected[i]);
    }
}

static void a_day_is_dirty_until_it_is_clean(void **state)
{
    static const int32_t marked[] = {20, -3, 7, 20, INT32_MAX};
    struct memory_store *store = *state;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(summary_rows_mark_dirty(store->database, store->circle_no, marked[i]),
                         DAYBOOK_OK);
    }
    check_dirty(store, store->circle_no, (const int32_t[]){-3, 7, 20, INT32_MAX}, 4);
    assert_int_equal(summary_rows_mark_clean(store->database, store->circle_no, 20), DAYBOOK_OK);
    assert_int_equal(summary_rows_mark_clean(store->database, store->circle_no, 99), DAYBOOK_OK);
    check_dirty(store, store->circle_no, (const int32_t[]){-3, 7, INT32_MAX}, 3);
}

static void many_dirty_days_are_all_listed(void **state)
{
    struct memory_store *store = *state;
    int32_t days[100];
    for (int32_t i = 99; i >= 0; i--) {
        days[i] = i;
        assert_int_equal(summary_rows_mark_dirty(store->database, store->circle_no, i), DAYBOOK_OK);
    }
    check_dirty(store, store->circle_no, days, 100);
}

static void each_circle_has_its_own_days(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    assert_int_equal(summary_rows_mark_dirty(store->database, store->circle_no, 1), DAYBOOK_OK);
    assert_int_equal(summary_rows_mark_dirty(store->database, other, 1), DAYBOOK_OK);
    assert_int_equal(summary_rows_mark_clean(store->database, other, 1), DAYBOOK_OK);
    check_dirty(store, store->circle_no, (const int32_t[]){1}, 1);
    check_dirty(store, other, NULL, 0);
    assert_int_equal(summary_rows_mark_dirty(store->database, other + 1, 1), DAYBOOK_CONFLICT);
}

static struct summary_row *list(struct memory_store *store, int64_t circle_no, size_t expected)
{
    struct summary_row *rows = NULL;
    size_t count = 77;
    assert_int_equal(summary_rows_list(store->database, circle_no, store->arena, &rows, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static void the_last_summary_put_is_the_current_one_of_its_day(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_TREND, 5);
    int64_t operations[3];
    for (uint8_t i = 0; i < 3; i++) {
        operations[i] = memory_store_add(store, memory_store_operation(feed.feed_no, i + 1U, i));
    }
    assert_int_equal(summary_rows_put(store->database, store->circle_no, 9, operations[0]),
                     DAYBOOK_OK);
    assert_int_equal(summary_rows_put(store->database, store->circle_no, -9, operations[1]),
                     DAYBOOK_OK);
    assert_int_equal(summary_rows_put(store->database, store->circle_no, 9, operations[2]),
                     DAYBOOK_OK);
    const struct summary_row *rows = list(store, store->circle_no, 2);
    assert_true(rows[0].day == -9 && rows[1].day == 9);
    assert_true(key256_equal(rows[0].hash, memory_store_key(1)));
    assert_true(key256_equal(rows[1].hash, memory_store_key(2)));
    assert_int_equal(rows[1].body.size, 3);
    (void)list(store, memory_store_add_circle(store, 1), 0);
}

static void a_summary_of_no_operation_conflicts(void **state)
{
    struct memory_store *store = *state;
    assert_int_equal(summary_rows_put(store->database, store->circle_no, 9, 9999),
                     DAYBOOK_CONFLICT);
    (void)list(store, store->circle_no, 0);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_day_is_dirty_until_it_is_clean),
        FRESH(many_dirty_days_are_all_listed),
        FRESH(each_circle_has_its_own_days),
        FRESH(the_last_summary_put_is_the_current_one_of_its_day),
        FRESH(a_summary_of_no_operation_conflicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
