/* Keys of streams: kept once, visited in order, never copied. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/epoch_rows.h"
#include "store/memory_store.h"

struct seen {
    size_t count;
    struct epoch_row rows[8];
    uint8_t key_bytes[8];
    enum daybook_status answer;
};

static enum daybook_status see(void *context, const struct epoch_row *row)
{
    struct seen *seen = context;
    seen->key_bytes[seen->count] = row->key.data[0];
    seen->rows[seen->count++] = *row;
    return seen->answer;
}

static struct seen visit(struct memory_store *store, int64_t circle_no)
{
    struct seen seen = {0};
    assert_int_equal(epoch_rows_visit(store->database, circle_no, see, &seen), DAYBOOK_OK);
    return seen;
}

static enum daybook_status put(struct memory_store *store, int64_t circle_no, enum stream stream,
                               uint64_t generation, uint8_t byte)
{
    const struct key256 key = memory_store_key(byte);
    const struct epoch_row row = {.stream = stream,
                                  .generation = generation,
                                  .epoch = key,
                                  .key = {key.bytes, sizeof key.bytes}};
    return epoch_rows_put(store->database, circle_no, &row);
}

static void keys_are_visited_by_stream_then_generation(void **state)
{
    struct memory_store *store = *state;
    assert_int_equal(put(store, store->circle_no, STREAM_PLAN, 1, 4), DAYBOOK_OK);
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 2, 3), DAYBOOK_OK);
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 1, 2), DAYBOOK_OK);
    struct seen seen = visit(store, store->circle_no);
    assert_int_equal(seen.count, 3);
    for (uint8_t i = 0; i < 3; i++) {
        assert_true(key256_equal(seen.rows[i].epoch, memory_store_key(i + 2)));
        assert_int_equal(seen.rows[i].key.size, 32);
        assert_int_equal(seen.key_bytes[i], i + 2);
    }
    assert_int_equal(seen.rows[1].stream, STREAM_LOG);
    assert_true(seen.rows[1].generation == 2);
}

static void a_generation_keeps_all_its_bits(void **state)
{
    struct memory_store *store = *state;
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, UINT64_MAX, 2), DAYBOOK_OK);
    assert_true(visit(store, store->circle_no).rows[0].generation == UINT64_MAX);
}

static void a_key_kept_twice_stays_as_it_was(void **state)
{
    struct memory_store *store = *state;
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 1, 2), DAYBOOK_OK);
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 9, 2), DAYBOOK_OK);
    struct seen seen = visit(store, store->circle_no);
    assert_int_equal(seen.count, 1);
    assert_true(seen.rows[0].generation == 1);
}

static void each_circle_has_its_own_keys(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 1, 2), DAYBOOK_OK);
    assert_int_equal(put(store, other, STREAM_LOG, 1, 2), DAYBOOK_OK);
    assert_int_equal(put(store, other, STREAM_LOG, 2, 3), DAYBOOK_OK);
    assert_int_equal(visit(store, store->circle_no).count, 1);
    assert_int_equal(visit(store, other).count, 2);
    assert_int_equal(put(store, other + 1, STREAM_LOG, 1, 2), DAYBOOK_CONFLICT);
}

static void a_visit_that_fails_ends_the_walk(void **state)
{
    struct memory_store *store = *state;
    struct seen seen = {.answer = DAYBOOK_NO_MEMORY};
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 1, 2), DAYBOOK_OK);
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 2, 3), DAYBOOK_OK);
    assert_int_equal(epoch_rows_visit(store->database, store->circle_no, see, &seen),
                     DAYBOOK_NO_MEMORY);
    assert_int_equal(seen.count, 1);
}

static void a_key_of_another_size_is_refused_and_a_damaged_name_is_not_shown(void **state)
{
    struct memory_store *store = *state;
    struct seen seen = {0};
    const struct epoch_row small = {.key = bytes_of_text("too small")};
    assert_int_equal(epoch_rows_put(store->database, store->circle_no, &small), DAYBOOK_CONFLICT);
    assert_int_equal(put(store, store->circle_no, STREAM_LOG, 1, 2), DAYBOOK_OK);
    memory_store_damage(store, "UPDATE epoch SET epoch = x'01'");
    assert_int_equal(epoch_rows_visit(store->database, store->circle_no, see, &seen),
                     DAYBOOK_DAMAGED);
    assert_int_equal(seen.count, 0);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(keys_are_visited_by_stream_then_generation),
        FRESH(a_generation_keeps_all_its_bits),
        FRESH(a_key_kept_twice_stays_as_it_was),
        FRESH(each_circle_has_its_own_keys),
        FRESH(a_visit_that_fails_ends_the_walk),
        FRESH(a_key_of_another_size_is_refused_and_a_damaged_name_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
