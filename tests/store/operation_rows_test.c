/* Operations: added once, found by place, subject and author, undone and quarantined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/operation.h"
#include "store/memory_store.h"

static struct operation_row get(struct memory_store *store, int64_t operation_no)
{
    struct operation_row row = {0};
    assert_int_equal(operation_rows_get(store->database, operation_no, store->arena, &row),
                     DAYBOOK_OK);
    return row;
}

static struct operation_list read_range(struct memory_store *store, int64_t feed_no, uint64_t first,
                                        uint64_t last)
{
    const struct operation_range range = {feed_no, first, last};
    struct operation_list list = {0};
    assert_int_equal(operation_rows_read(store->database, &range, store->arena, &list), DAYBOOK_OK);
    return list;
}

static void an_operation_is_read_back_as_it_was_added(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_PLAN, 5);
    struct operation_row added = memory_store_operation(feed.feed_no, 3, 9);
    added.type = UINT32_MAX;
    added.hlc = UINT64_MAX;
    added.received_ms = -1;
    added.quarantined = true;
    struct operation_row read = get(store, memory_store_add(store, added));
    assert_int_equal(read.feed_no, feed.feed_no);
    assert_true(read.number == 3);
    assert_true(key256_equal(read.hash, added.hash));
    assert_true(read.type == UINT32_MAX);
    assert_true(id128_equal(read.entity, added.entity));
    assert_true(read.hlc == UINT64_MAX);
    assert_true(bytes_equal(read.header, added.header));
    assert_true(bytes_equal(read.body, added.body));
    assert_true(read.received_ms == -1);
    assert_true(read.quarantined);
    assert_true(key256_equal(read.device, memory_store_key(5)));
    assert_int_equal(read.stream, STREAM_PLAN);
}

static void an_erased_body_differs_from_an_empty_one(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct operation_row erased = memory_store_operation(feed.feed_no, 1, 9);
    struct operation_row empty = memory_store_operation(feed.feed_no, 2, 9);
    erased.body = (struct bytes){0};
    empty.body.size = 0;
    assert_null(get(store, memory_store_add(store, erased)).body.data);
    struct bytes read = get(store, memory_store_add(store, empty)).body;
    assert_non_null(read.data);
    assert_int_equal(read.size, 0);
}

static void an_operation_that_is_not_there_is_not_found(void **state)
{
    struct memory_store *store = *state;
    struct operation_row row = {.number = 77};
    assert_int_equal(operation_rows_get(store->database, 1, store->arena, &row), DAYBOOK_NOT_FOUND);
    assert_true(row.number == 77);
}

static void a_place_in_a_feed_is_taken_once(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row other = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 6);
    struct operation_row again = memory_store_operation(feed.feed_no, 1, 9);
    (void)memory_store_add(store, again);
    again.operation_no = 77;
    assert_int_equal(operation_rows_add(store->database, &again), DAYBOOK_CONFLICT);
    assert_int_equal(again.operation_no, 77);
    again.feed_no = other.feed_no;
    assert_int_equal(operation_rows_add(store->database, &again), DAYBOOK_OK);
}

static void a_place_that_cannot_be_is_refused(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct operation_row none = memory_store_operation(feed.feed_no, 0, 9);
    struct operation_row lost = memory_store_operation(feed.feed_no + 1, 1, 9);
    assert_int_equal(operation_rows_add(store->database, &none), DAYBOOK_CONFLICT);
    assert_int_equal(operation_rows_add(store->database, &lost), DAYBOOK_CONFLICT);
}

static void a_range_is_read_in_order_of_numbers_whatever_came_first(void **state)
{
    static const uint64_t numbers[] = {5, 1, 4, 2, 3};
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row other = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 6);
    for (size_t i = 0; i < 5; i++) {
        (void)memory_store_add(store, memory_store_operation(feed.feed_no, numbers[i], 9));
        (void)memory_store_add(store, memory_store_operation(other.feed_no, numbers[i], 9));
    }
    struct operation_list list = read_range(store, feed.feed_no, 2, 4);
    assert_int_equal(list.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(list.rows[i].feed_no, feed.feed_no);
        assert_true(list.rows[i].number == i + 2);
    }
    assert_int_equal(read_range(store, feed.feed_no, 6, INT64_MAX).count, 0);
    assert_int_equal(read_range(store, feed.feed_no, 4, 2).count, 0);
}

static void a_subject_is_looked_up_in_one_stream_of_one_circle(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    struct feed_row log = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row plan = memory_store_add_feed(store, store->circle_no, STREAM_PLAN, 6);
    struct feed_row far = memory_store_add_feed(store, other, STREAM_LOG, 7);
    (void)memory_store_add(store, memory_store_operation(log.feed_no, 2, 9));
    (void)memory_store_add(store, memory_store_operation(plan.feed_no, 1, 9));
    (void)memory_store_add(store, memory_store_operation(far.feed_no, 1, 9));
    (void)memory_store_add(store, memory_store_operation(log.feed_no, 1, 9));
    (void)memory_store_add(store, memory_store_operation(log.feed_no, 3, 8));
    const struct operation_subject subject = {store->circle_no, STREAM_LOG, memory_store_id(9)};
    struct operation_list list = {0};
    assert_int_equal(operation_rows_of_entity(store->database, &subject, store->arena, &list),
                     DAYBOOK_OK);
    assert_int_equal(list.count, 2);
    assert_true(list.rows[0].number == 2 && list.rows[1].number == 1);
    assert_int_equal(list.rows[0].feed_no, log.feed_no);
}

static void a_stream_is_read_in_the_order_received(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    struct feed_row first = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row second = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 6);
    struct feed_row plan = memory_store_add_feed(store, store->circle_no, STREAM_PLAN, 7);
    struct feed_row far = memory_store_add_feed(store, other, STREAM_LOG, 8);
    (void)memory_store_add(store, memory_store_operation(second.feed_no, 1, 1));
    (void)memory_store_add(store, memory_store_operation(plan.feed_no, 1, 2));
    (void)memory_store_add(store, memory_store_operation(far.feed_no, 1, 3));
    (void)memory_store_add(store, memory_store_operation(first.feed_no, 1, 4));
    struct operation_list list = {0};
    assert_int_equal(operation_rows_of_stream(store->database, store->circle_no, STREAM_LOG,
                                              store->arena, &list),
                     DAYBOOK_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(list.rows[0].feed_no, second.feed_no);
    assert_int_equal(list.rows[1].feed_no, first.feed_no);
}

static enum daybook_status latest(struct memory_store *store, uint8_t device, uint64_t *out_number)
{
    struct operation_row row = {0};
    const struct key256 key = memory_store_key(device);
    enum daybook_status status = operation_rows_latest(store->database, &key, store->arena, &row);
    *out_number = row.number;
    return status;
}

static void the_latest_of_a_device_skips_other_types_and_other_authors(void **state)
{
    static const uint32_t types[] = {OPERATION_ENTRY,   OPERATION_AMEND, OPERATION_RETRACT,
                                     OPERATION_SUMMARY, OPERATION_ERASE, OPERATION_FLAG_ACK};
    struct memory_store *store = *state;
    struct feed_row own = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row foreign = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 6);
    uint64_t number = 0;
    assert_int_equal(latest(store, 5, &number), DAYBOOK_NOT_FOUND);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct operation_row row = memory_store_operation(own.feed_no, i + 1, 9);
        row.type = types[i];
        (void)memory_store_add(store, row);
    }
    (void)memory_store_add(store, memory_store_operation(foreign.feed_no, 99, 9));
    assert_int_equal(latest(store, 5, &number), DAYBOOK_OK);
    assert_true(number == 3);
}

static void what_was_undone_is_the_latest_no_more(void **state)
{
    struct memory_store *store = *state;
    struct feed_row own = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    int64_t operations[3];
    uint64_t number = 0;
    for (uint64_t i = 0; i < 3; i++) {
        operations[i] = memory_store_add(store, memory_store_operation(own.feed_no, i + 1, 9));
    }
    for (size_t i = 3; i > 0; i--) {
        assert_int_equal(latest(store, 5, &number), DAYBOOK_OK);
        assert_true(number == i);
        assert_int_equal(operation_rows_mark_undone(store->database, operations[i - 1]),
                         DAYBOOK_OK);
        assert_int_equal(operation_rows_mark_undone(store->database, operations[i - 1]),
                         DAYBOOK_OK);
    }
    assert_int_equal(latest(store, 5, &number), DAYBOOK_NOT_FOUND);
    assert_int_equal(operation_rows_mark_undone(store->database, 9999), DAYBOOK_CONFLICT);
}

static void what_was_erased_is_the_latest_no_more(void **state)
{
    struct memory_store *store = *state;
    struct feed_row own = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    uint64_t number = 0;
    (void)memory_store_add(store, memory_store_operation(own.feed_no, 1, 9));
    int64_t erased = memory_store_add(store, memory_store_operation(own.feed_no, 2, 8));
    assert_int_equal(operation_rows_drop_body(store->database, erased), DAYBOOK_OK);
    const struct operation_row left = get(store, erased);
    assert_null(left.body.data);
    assert_true(left.header.size > 0);
    assert_int_equal(latest(store, 5, &number), DAYBOOK_OK);
    assert_true(number == 1);
}

static void erasures_are_found_by_what_they_erase_the_earliest_first(void **state)
{
    static const uint64_t clocks[] = {30, 10, 20};
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    const struct operation_subject subject = {store->circle_no, STREAM_LOG, memory_store_id(9)};
    const struct operation_subject plan = {store->circle_no, STREAM_PLAN, memory_store_id(9)};
    struct operation_list list = {0};
    uint64_t count = 0;
    int64_t numbers[3];
    (void)memory_store_add(store, memory_store_operation(feed.feed_no, 4, 9));
    for (uint64_t i = 0; i < 3; i++) {
        struct operation_row row = memory_store_operation(feed.feed_no, i + 1, 9);
        row.type = OPERATION_ERASE;
        row.hlc = clocks[i];
        numbers[i] = memory_store_add(store, row);
    }
    assert_int_equal(operation_rows_set_quarantined(store->database, numbers[1], true), DAYBOOK_OK);
    assert_int_equal(operation_rows_count_erasures(store->database, &subject, &count), DAYBOOK_OK);
    assert_int_equal(count, 3);
    assert_int_equal(operation_rows_count_erasures(store->database, &plan, &count), DAYBOOK_OK);
    assert_int_equal(count, 0);
    assert_int_equal(
        operation_rows_erasures(store->database, store->circle_no, store->arena, &list),
        DAYBOOK_OK);
    assert_int_equal(list.count, 2);
    assert_true(list.rows[0].hlc == 20 && list.rows[1].hlc == 30);
    assert_int_equal(
        operation_rows_erasures_of(store->database, memory_store_id(9), store->arena, &list),
        DAYBOOK_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(operation_rows_erasures(store->database, memory_store_add_circle(store, 1),
                                             store->arena, &list),
                     DAYBOOK_OK);
    assert_int_equal(list.count, 0);
}

static void check_quarantine(struct memory_store *store, int64_t circle_no, size_t expected)
{
    struct operation_list list = {0};
    uint64_t count = 77;
    assert_int_equal(operation_rows_quarantined(store->database, circle_no, &count), DAYBOOK_OK);
    assert_int_equal(
        operation_rows_in_quarantine(store->database, circle_no, 0, store->arena, &list),
        DAYBOOK_OK);
    assert_int_equal(count, expected);
    assert_int_equal(list.count, expected);
}

static void quarantine_is_entered_and_left_per_circle(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row far = memory_store_add_feed(store, other, STREAM_LOG, 6);
    int64_t first = memory_store_add(store, memory_store_operation(feed.feed_no, 1, 9));
    int64_t second = memory_store_add(store, memory_store_operation(far.feed_no, 1, 9));
    check_quarantine(store, store->circle_no, 0);
    assert_int_equal(operation_rows_set_quarantined(store->database, first, true), DAYBOOK_OK);
    assert_int_equal(operation_rows_set_quarantined(store->database, second, true), DAYBOOK_OK);
    check_quarantine(store, store->circle_no, 1);
    check_quarantine(store, other, 1);
    assert_true(get(store, first).quarantined);
    assert_int_equal(operation_rows_set_quarantined(store->database, first, false), DAYBOOK_OK);
    check_quarantine(store, store->circle_no, 0);
    check_quarantine(store, other, 1);
}

static void a_hash_of_the_wrong_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    int64_t operation_no = memory_store_add(store, memory_store_operation(feed.feed_no, 1, 9));
    const struct operation_range range = {feed.feed_no, 1, 1};
    struct operation_row row = {.number = 77};
    struct operation_list list = {.count = 77};
    memory_store_damage(store, "UPDATE operation SET hash = x''");
    assert_int_equal(operation_rows_get(store->database, operation_no, store->arena, &row),
                     DAYBOOK_DAMAGED);
    assert_int_equal(operation_rows_read(store->database, &range, store->arena, &list),
                     DAYBOOK_DAMAGED);
    assert_true(row.number == 77 && list.count == 77);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(an_operation_is_read_back_as_it_was_added),
        FRESH(an_erased_body_differs_from_an_empty_one),
        FRESH(an_operation_that_is_not_there_is_not_found),
        FRESH(a_place_in_a_feed_is_taken_once),
        FRESH(a_place_that_cannot_be_is_refused),
        FRESH(a_range_is_read_in_order_of_numbers_whatever_came_first),
        FRESH(a_subject_is_looked_up_in_one_stream_of_one_circle),
        FRESH(a_stream_is_read_in_the_order_received),
        FRESH(the_latest_of_a_device_skips_other_types_and_other_authors),
        FRESH(what_was_undone_is_the_latest_no_more),
        FRESH(what_was_erased_is_the_latest_no_more),
        FRESH(erasures_are_found_by_what_they_erase_the_earliest_first),
        FRESH(quarantine_is_entered_and_left_per_circle),
        FRESH(a_hash_of_the_wrong_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
