/* Feeds: one head each, and the signatures over heads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/memory_store.h"

static struct feed_row *list(struct memory_store *store, int64_t circle_no, size_t expected)
{
    struct feed_row *rows = NULL;
    size_t count = 0;
    assert_int_equal(feed_rows_list(store->database, circle_no, store->arena, &rows, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static void a_new_feed_is_empty(void **state)
{
    struct memory_store *store = *state;
    struct feed_row added = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    const struct feed_row *read = list(store, store->circle_no, 1);
    assert_int_equal(read->feed_no, added.feed_no);
    assert_int_equal(read->circle_no, store->circle_no);
    assert_true(id128_equal(read->feed, memory_store_id(5)));
    assert_true(key256_equal(read->device, memory_store_key(5)));
    assert_true(id128_equal(read->incarnation, memory_store_id(2)));
    assert_int_equal(read->stream, STREAM_LOG);
    assert_true(read->number == 0);
    assert_true(key256_equal(read->hash, memory_store_key(0)));
}

static void a_feed_that_is_there_conflicts(void **state)
{
    struct memory_store *store = *state;
    struct feed_row again = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    assert_int_equal(feed_rows_add(store->database, &again), DAYBOOK_CONFLICT);
    (void)list(store, store->circle_no, 1);
}

static void a_feed_of_no_circle_conflicts(void **state)
{
    struct memory_store *store = *state;
    struct feed_row lost = {.circle_no = store->circle_no + 1};
    assert_int_equal(feed_rows_add(store->database, &lost), DAYBOOK_CONFLICT);
}

static void each_circle_has_its_own_feeds(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    (void)memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    (void)memory_store_add_feed(store, other, STREAM_LOG, 6);
    (void)memory_store_add_feed(store, other, STREAM_PLAN, 7);
    assert_int_equal(list(store, store->circle_no, 1)[0].feed.bytes[0], 5);
    assert_int_equal(list(store, other, 2)[0].feed.bytes[0], 6);
    assert_int_equal(list(store, other, 2)[1].feed.bytes[0], 7);
    (void)list(store, other + 1, 0);
}

static void a_head_moves_and_its_number_has_64_bits(void **state)
{
    static const uint64_t numbers[] = {1, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX};
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row still = memory_store_add_feed(store, store->circle_no, STREAM_TREND, 6);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(
            feed_rows_set_head(store->database, feed.feed_no, numbers[i], memory_store_key(9)),
            DAYBOOK_OK);
        const struct feed_row *rows = list(store, store->circle_no, 2);
        assert_true(rows[0].number == numbers[i]);
        assert_true(key256_equal(rows[0].hash, memory_store_key(9)));
        assert_true(rows[1].feed_no == still.feed_no && rows[1].number == 0);
    }
}

static struct signed_head head_at(uint64_t number)
{
    struct signed_head head = {.number = number};
    memset(head.signature.bytes, (int)number, sizeof head.signature.bytes);
    return head;
}

/* Feeds 5 and 6; the first signed at 10, 20 and 30, the other at 25. */
static int64_t sign_some(struct memory_store *store)
{
    static const uint64_t numbers[] = {20, 30, 10, 25};
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    struct feed_row other = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 6);
    for (size_t i = 0; i < 4; i++) {
        const struct signed_head head = head_at(numbers[i]);
        assert_int_equal(
            feed_rows_sign(store->database, i < 3 ? feed.feed_no : other.feed_no, &head),
            DAYBOOK_OK);
    }
    return feed.feed_no;
}

static void the_highest_signed_head_of_a_range_is_found(void **state)
{
    struct memory_store *store = *state;
    int64_t feed_no = sign_some(store);
    static const struct {
        uint64_t first;
        uint64_t last;
        uint64_t found; /* 0: none */
    } cases[] = {{1, 100, 30}, {1, 29, 20}, {20, 20, 20}, {11, 19, 0}, {31, 100, 0}, {30, 10, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct signed_head head = head_at(77);
        enum daybook_status status =
            feed_rows_signed_head(store->database, feed_no, cases[i].first, cases[i].last, &head);
        const struct signed_head expected = head_at(cases[i].found == 0 ? 77 : cases[i].found);
        assert_int_equal(status, cases[i].found == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_OK);
        assert_memory_equal(&head, &expected, sizeof head);
    }
}

static void the_lowest_signed_head_from_a_number_on_is_found(void **state)
{
    struct memory_store *store = *state;
    int64_t feed_no = sign_some(store);
    static const struct {
        uint64_t first;
        uint64_t found;
    } cases[] = {{0, 10}, {10, 10}, {11, 20}, {21, 30}, {31, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct signed_head head = head_at(77);
        enum daybook_status status =
            feed_rows_next_signed_head(store->database, feed_no, cases[i].first, &head);
        const struct signed_head expected = head_at(cases[i].found == 0 ? 77 : cases[i].found);
        assert_int_equal(status, cases[i].found == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_OK);
        assert_memory_equal(&head, &expected, sizeof head);
    }
}

static void a_head_signed_again_keeps_its_first_signature(void **state)
{
    struct memory_store *store = *state;
    int64_t feed_no = sign_some(store);
    struct signed_head other = head_at(20);
    struct signed_head read;
    other.signature.bytes[0] = 1;
    assert_int_equal(feed_rows_sign(store->database, feed_no, &other), DAYBOOK_OK);
    assert_int_equal(feed_rows_signed_head(store->database, feed_no, 20, 20, &read), DAYBOOK_OK);
    assert_int_equal(read.signature.bytes[0], 20);
}

static void a_hash_or_a_signature_of_the_wrong_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    int64_t feed_no = sign_some(store);
    struct signed_head head = head_at(77);
    struct feed_row *rows = NULL;
    size_t count = 0;
    memory_store_damage(store, "UPDATE head SET signature = x'01' WHERE number = 10");
    assert_int_equal(feed_rows_signed_head(store->database, feed_no, 10, 10, &head),
                     DAYBOOK_DAMAGED);
    assert_int_equal(feed_rows_next_signed_head(store->database, feed_no, 10, &head),
                     DAYBOOK_DAMAGED);
    assert_true(head.number == 77);
    memory_store_damage(store, "UPDATE feed SET hash = zeroblob(33)");
    assert_int_equal(feed_rows_list(store->database, store->circle_no, store->arena, &rows, &count),
                     DAYBOOK_DAMAGED);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_new_feed_is_empty),
        FRESH(a_feed_that_is_there_conflicts),
        FRESH(a_feed_of_no_circle_conflicts),
        FRESH(each_circle_has_its_own_feeds),
        FRESH(a_head_moves_and_its_number_has_64_bits),
        FRESH(the_highest_signed_head_of_a_range_is_found),
        FRESH(the_lowest_signed_head_from_a_number_on_is_found),
        FRESH(a_head_signed_again_keeps_its_first_signature),
        FRESH(a_hash_or_a_signature_of_the_wrong_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
