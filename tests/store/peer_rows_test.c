/* Peers: when they were heard last, and what they said they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/memory_store.h"
#include "store/peer_rows.h"

static struct peer_row *list(struct memory_store *store, int64_t circle_no, size_t expected)
{
    struct peer_row *rows = NULL;
    size_t count = 77;
    assert_int_equal(peer_rows_list(store->database, circle_no, store->arena, &rows, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static struct peer_position_row *positions(struct memory_store *store, int64_t circle_no,
                                           size_t expected)
{
    struct peer_position_row *rows = NULL;
    size_t count = 77;
    assert_int_equal(peer_rows_positions(store->database, circle_no, store->arena, &rows, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static void put_position(struct memory_store *store, struct peer_position_row row)
{
    assert_int_equal(peer_rows_put_position(store->database, store->circle_no, &row), DAYBOOK_OK);
}

static void a_peer_is_read_back_and_its_news_replace_the_old(void **state)
{
    struct memory_store *store = *state;
    struct peer_row peer = {.device = memory_store_key(5),
                            .heard_ms = 10,
                            .counter = 7,
                            .version = bytes_of_text("1.2")};
    assert_int_equal(peer_rows_put(store->database, store->circle_no, &peer), DAYBOOK_OK);
    const struct peer_row *read = list(store, store->circle_no, 1);
    assert_true(key256_equal(read->device, peer.device));
    assert_true(read->heard_ms == 10 && read->counter == 7);
    assert_true(bytes_equal_text(read->version, "1.2"));
    peer.heard_ms = -10;
    peer.counter = 8;
    peer.version = (struct bytes){0};
    assert_int_equal(peer_rows_put(store->database, store->circle_no, &peer), DAYBOOK_OK);
    read = list(store, store->circle_no, 1);
    assert_true(read->heard_ms == -10 && read->counter == 8);
    assert_true(bytes_equal_text(read->version, ""));
}

static void what_a_peer_said_before_tells_nothing_new(void **state)
{
    struct memory_store *store = *state;
    struct peer_row peer = {.device = memory_store_key(5), .heard_ms = 10, .counter = 7};
    assert_int_equal(peer_rows_put(store->database, store->circle_no, &peer), DAYBOOK_OK);
    peer.heard_ms = 20;
    assert_int_equal(peer_rows_put(store->database, store->circle_no, &peer), DAYBOOK_OK);
    peer.counter = 6;
    assert_int_equal(peer_rows_put(store->database, store->circle_no, &peer), DAYBOOK_OK);
    const struct peer_row *read = list(store, store->circle_no, 1);
    assert_true(read->heard_ms == 10 && read->counter == 7);
}

static void each_circle_has_its_own_peers(void **state)
{
    struct memory_store *store = *state;
    const struct peer_row peer = {.device = memory_store_key(5)};
    int64_t other = memory_store_add_circle(store, 1);
    assert_int_equal(peer_rows_put(store->database, store->circle_no, &peer), DAYBOOK_OK);
    (void)list(store, other, 0);
    assert_int_equal(peer_rows_put(store->database, other, &peer), DAYBOOK_OK);
    (void)list(store, other, 1);
    (void)list(store, store->circle_no, 1);
    assert_int_equal(peer_rows_put(store->database, other + 1, &peer), DAYBOOK_CONFLICT);
}

static void the_newest_position_counts_also_when_it_is_less(void **state)
{
    struct memory_store *store = *state;
    struct peer_position_row row = {.device = memory_store_key(5),
                                    .stream = STREAM_LOG,
                                    .feed = memory_store_id(6),
                                    .number = UINT64_MAX,
                                    .hash_start = "1234567"};
    put_position(store, row);
    assert_true(positions(store, store->circle_no, 1)->number == UINT64_MAX);
    row.number = 3;
    memcpy(row.hash_start, "7654321", sizeof row.hash_start);
    put_position(store, row);
    const struct peer_position_row *read = positions(store, store->circle_no, 1);
    assert_true(key256_equal(read->device, row.device));
    assert_true(id128_equal(read->feed, row.feed));
    assert_true(read->number == 3 && read->stream == STREAM_LOG);
    assert_memory_equal(read->hash_start, row.hash_start, sizeof row.hash_start);
}

static void a_statement_takes_the_place_of_the_one_before(void **state)
{
    struct memory_store *store = *state;
    const struct key256 device = memory_store_key(5);
    const struct key256 other = memory_store_key(6);
    put_position(store, (struct peer_position_row){.device = device, .stream = STREAM_LOG});
    put_position(store, (struct peer_position_row){.device = device, .stream = STREAM_TREND});
    put_position(store, (struct peer_position_row){.device = other, .stream = STREAM_LOG});
    assert_int_equal(
        peer_rows_drop_positions(store->database, store->circle_no, device, STREAM_LOG),
        DAYBOOK_OK);
    const struct peer_position_row *left = positions(store, store->circle_no, 2);
    assert_true(key256_equal(left[0].device, device) && left[0].stream == STREAM_TREND);
    assert_true(key256_equal(left[1].device, other));
}

static void positions_go_by_device_and_stream(void **state)
{
    static const uint8_t devices[] = {7, 5, 5};
    static const enum stream streams[] = {STREAM_CIRCLE, STREAM_PLAN, STREAM_LOG};
    struct memory_store *store = *state;
    for (size_t i = 0; i < 3; i++) {
        put_position(store, (struct peer_position_row){.device = memory_store_key(devices[i]),
                                                       .stream = streams[i],
                                                       .number = i});
    }
    const struct peer_position_row *rows = positions(store, store->circle_no, 3);
    assert_true(rows[0].number == 2 && rows[1].number == 1 && rows[2].number == 0);
    (void)positions(store, memory_store_add_circle(store, 1), 0);
}

static void a_hash_start_of_the_wrong_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    struct peer_position_row *rows = NULL;
    size_t count = 77;
    put_position(store, (struct peer_position_row){.device = memory_store_key(5)});
    memory_store_damage(store, "UPDATE peer_position SET hash_start = x'010203'");
    assert_int_equal(
        peer_rows_positions(store->database, store->circle_no, store->arena, &rows, &count),
        DAYBOOK_DAMAGED);
    assert_true(rows == NULL && count == 77);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_peer_is_read_back_and_its_news_replace_the_old),
        FRESH(what_a_peer_said_before_tells_nothing_new),
        FRESH(each_circle_has_its_own_peers),
        FRESH(the_newest_position_counts_also_when_it_is_less),
        FRESH(a_statement_takes_the_place_of_the_one_before),
        FRESH(positions_go_by_device_and_stream),
        FRESH(a_hash_start_of_the_wrong_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
