/* Daily summaries: the days that need one, and the current one of each day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/log_day_rows.h"
#include "store/memory_store.h"
#include "store/summary_rows.h"

static struct summary_place team(int64_t circle_no, int32_t day)
{
    return (struct summary_place){.circle_no = circle_no, .day = day};
}

static struct summary_place own(int64_t circle_no, int32_t day)
{
    return (struct summary_place){circle_no, {{7}}, day};
}

static void check_part(struct memory_store *store, int64_t circle_no, enum summary_part part,
                       const struct summary_days *expected)
{
    struct summary_days days = {NULL, 77};
    assert_int_equal(summary_rows_dirty_days(store->database, circle_no, part, store->arena, &days),
                     DAYBOOK_OK);
    assert_int_equal(days.count, expected->count);
    for (size_t i = 0; i < expected->count; i++) {
        assert_true(days.days[i] == expected->days[i]);
    }
}

static void check_dirty(struct memory_store *store, int64_t circle_no, int32_t *expected,
                        size_t expected_count)
{
    const struct summary_days days = {expected, expected_count};
    check_part(store, circle_no, SUMMARY_OF_TEAM, &days);
}

static void mark(struct memory_store *store, struct summary_place place)
{
    assert_int_equal(summary_rows_mark_dirty(store->database, &place), DAYBOOK_OK);
}

static void clean(struct memory_store *store, struct summary_place place)
{
    assert_int_equal(summary_rows_mark_clean(store->database, &place), DAYBOOK_OK);
}

static void a_day_is_dirty_until_it_is_clean(void **state)
{
    static const int32_t marked[] = {20, -3, 7, 20, INT32_MAX};
    struct memory_store *store = *state;
    for (size_t i = 0; i < 5; i++) {
        mark(store, team(store->circle_no, marked[i]));
    }
    check_dirty(store, store->circle_no, (int32_t[]){-3, 7, 20, INT32_MAX}, 4);
    clean(store, team(store->circle_no, 20));
    clean(store, team(store->circle_no, 99));
    check_dirty(store, store->circle_no, (int32_t[]){-3, 7, INT32_MAX}, 3);
}

static void many_dirty_days_are_all_listed(void **state)
{
    struct memory_store *store = *state;
    int32_t days[100];
    for (int32_t i = 99; i >= 0; i--) {
        days[i] = i;
        mark(store, team(store->circle_no, i));
    }
    check_dirty(store, store->circle_no, days, 100);
}

static void each_circle_has_its_own_days(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    mark(store, team(store->circle_no, 1));
    mark(store, team(other, 1));
    clean(store, team(other, 1));
    check_dirty(store, store->circle_no, (int32_t[]){1}, 1);
    check_dirty(store, other, NULL, 0);
    const struct summary_place nowhere = team(other + 1, 1);
    assert_int_equal(summary_rows_mark_dirty(store->database, &nowhere), DAYBOOK_CONFLICT);
}

static void the_days_a_person_keeps_from_the_team_are_noted_apart(void **state)
{
    struct memory_store *store = *state;
    mark(store, team(store->circle_no, 1));
    mark(store, own(store->circle_no, 1));
    mark(store, own(store->circle_no, 2));
    clean(store, team(store->circle_no, 1));
    check_dirty(store, store->circle_no, NULL, 0);
    check_part(store, store->circle_no, SUMMARY_OF_OWNER,
               &(struct summary_days){(int32_t[]){1, 2}, 2});
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

static void put(struct memory_store *store, struct summary_place place, int64_t operation_no)
{
    assert_int_equal(summary_rows_put(store->database, &place, operation_no), DAYBOOK_OK);
}

static void the_last_summary_put_is_the_current_one_of_its_day(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_TREND, 5);
    int64_t operations[3];
    for (uint8_t i = 0; i < 3; i++) {
        operations[i] = memory_store_add(store, memory_store_operation(feed.feed_no, i + 1U, i));
    }
    put(store, team(store->circle_no, 9), operations[0]);
    put(store, team(store->circle_no, -9), operations[1]);
    put(store, team(store->circle_no, 9), operations[2]);
    const struct summary_row *rows = list(store, store->circle_no, 2);
    assert_true(rows[0].day == -9 && rows[1].day == 9);
    assert_true(key256_equal(rows[0].hash, memory_store_key(1)));
    assert_true(key256_equal(rows[1].hash, memory_store_key(2)));
    assert_true(key256_equal(rows[1].device, feed.device));
    assert_int_equal(rows[1].body.size, 3);
    (void)list(store, memory_store_add_circle(store, 1), 0);
}

static void what_a_person_keeps_from_the_team_is_listed_apart(void **state)
{
    struct memory_store *store = *state;
    struct summary_row *rows = NULL;
    size_t count = 0;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_TREND, 5);
    int64_t first = memory_store_add(store, memory_store_operation(feed.feed_no, 1, 1));
    int64_t second = memory_store_add(store, memory_store_operation(feed.feed_no, 2, 2));
    put(store, team(store->circle_no, 4), first);
    put(store, own(store->circle_no, 4), second);
    assert_true(key256_equal(list(store, store->circle_no, 1)[0].hash, memory_store_key(1)));
    assert_int_equal(
        summary_rows_list_own(store->database, store->circle_no, store->arena, &rows, &count),
        DAYBOOK_OK);
    assert_int_equal(count, 1);
    assert_true(id128_equal(rows[0].person, own(0, 0).person));
    assert_true(key256_equal(rows[0].hash, memory_store_key(2)));
}

static void every_day_that_was_told_is_dirty_when_all_are(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_TREND, 5);
    int64_t first = memory_store_add(store, memory_store_operation(feed.feed_no, 1, 1));
    put(store, team(store->circle_no, 4), first);
    put(store, own(store->circle_no, 5), first);
    mark(store, team(store->circle_no, 4));
    assert_int_equal(
        log_day_rows_put(store->database, store->circle_no, &(struct log_day_row){.day = 2}),
        DAYBOOK_OK);
    assert_int_equal(summary_rows_mark_all_dirty(store->database, store->circle_no), DAYBOOK_OK);
    check_dirty(store, store->circle_no, (int32_t[]){2, 4}, 2);
}

static void a_summary_of_no_operation_conflicts(void **state)
{
    struct memory_store *store = *state;
    const struct summary_place place = team(store->circle_no, 9);
    assert_int_equal(summary_rows_put(store->database, &place, 9999), DAYBOOK_CONFLICT);
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
        FRESH(the_days_a_person_keeps_from_the_team_are_noted_apart),
        FRESH(what_a_person_keeps_from_the_team_is_listed_apart),
        FRESH(every_day_that_was_told_is_dirty_when_all_are),
        FRESH(a_summary_of_no_operation_conflicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
