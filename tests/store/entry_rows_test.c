/* The view of entries: one row each, found by the start of an id, listed by time and by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "store/entry_rows.h"
#include "store/memory_store.h"

/* A log entry whose id, time and day come from one number; not put yet. */
static struct entry_row entry_of(struct memory_store *store, int64_t operation_no, uint8_t number)
{
    return (struct entry_row){.entity = memory_store_id(number),
                              .circle_no = store->circle_no,
                              .stream = STREAM_LOG,
                              .kind = bytes_of_text("pain"),
                              .at_ms = number * INT64_C(1000),
                              .day = number / 10,
                              .first_no = operation_no,
                              .shown_no = operation_no};
}

static void put(struct memory_store *store, struct entry_row row)
{
    assert_int_equal(entry_rows_put(store->database, &row), DAYBOOK_OK);
}

/* An operation for entries to refer to, in a feed of its own. */
static int64_t add_operation(struct memory_store *store, uint8_t feed)
{
    struct feed_row row = memory_store_add_feed(store, store->circle_no, STREAM_LOG, feed);
    return memory_store_add(store, memory_store_operation(row.feed_no, 4, 9));
}

struct seen {
    size_t count;
    uint8_t numbers[16];
    bool erased;
    enum daybook_status answer;
};

static enum daybook_status see(void *context, const struct entry_listing *listing)
{
    struct seen *seen = context;
    seen->erased = listing->body.data == NULL;
    seen->numbers[seen->count++] = listing->row.entity.bytes[0];
    return seen->answer;
}

static struct seen list(struct memory_store *store, struct entry_range range)
{
    struct seen seen = {0};
    range.circle_no = store->circle_no;
    assert_int_equal(entry_rows_list(store->database, &range, see, &seen), DAYBOOK_OK);
    return seen;
}

static struct seen see_day(struct memory_store *store, int32_t day)
{
    struct seen seen = {0};
    assert_int_equal(entry_rows_of_day(store->database, store->circle_no, day, see, &seen),
                     DAYBOOK_OK);
    return seen;
}

static void an_entry_is_read_back_as_it_was_put(void **state)
{
    struct memory_store *store = *state;
    int64_t first = add_operation(store, 5);
    int64_t shown = add_operation(store, 6);
    struct entry_row row = entry_of(store, first, 9);
    row.shown_no = shown;
    row.at_ms = -5;
    row.day = -1;
    row.amended = true;
    row.concurrent = UINT32_MAX;
    put(store, row);
    struct entry_row read;
    assert_int_equal(entry_rows_get(store->database, row.entity, store->arena, &read), DAYBOOK_OK);
    assert_true(id128_equal(read.entity, row.entity));
    assert_int_equal(read.circle_no, store->circle_no);
    assert_int_equal(read.stream, STREAM_LOG);
    assert_true(bytes_equal_text(read.kind, "pain"));
    assert_true(read.at_ms == -5 && read.day == -1);
    assert_true(read.first_no == first && read.shown_no == shown);
    assert_true(read.amended && !read.retracted);
    assert_true(read.concurrent == UINT32_MAX);
}

static void a_row_put_again_replaces_what_may_change(void **state)
{
    struct memory_store *store = *state;
    struct entry_row row = entry_of(store, add_operation(store, 5), 9);
    struct entry_row read;
    put(store, row);
    row.kind = bytes_of_text("fatigue");
    row.retracted = true;
    row.at_ms = 7;
    put(store, row);
    assert_int_equal(entry_rows_get(store->database, row.entity, store->arena, &read), DAYBOOK_OK);
    assert_true(bytes_equal_text(read.kind, "fatigue"));
    assert_true(read.retracted && read.at_ms == 7);
}

static void an_entry_that_is_not_there_is_not_found(void **state)
{
    struct memory_store *store = *state;
    struct entry_row row = {.day = 77};
    struct entry_listing listing = {.shown_number = 77};
    assert_int_equal(entry_rows_get(store->database, memory_store_id(1), store->arena, &row),
                     DAYBOOK_NOT_FOUND);
    assert_int_equal(
        entry_rows_listing(store->database, memory_store_id(1), store->arena, &listing),
        DAYBOOK_NOT_FOUND);
    assert_true(row.day == 77 && listing.shown_number == 77);
}

static void a_row_that_refers_to_no_operation_conflicts(void **state)
{
    struct memory_store *store = *state;
    struct entry_row row = entry_of(store, 9999, 9);
    assert_int_equal(entry_rows_put(store->database, &row), DAYBOOK_CONFLICT);
}

static void a_listing_shows_the_shown_version_and_the_first_author(void **state)
{
    struct memory_store *store = *state;
    struct entry_row row = entry_of(store, add_operation(store, 5), 9);
    struct entry_listing listing;
    row.shown_no = add_operation(store, 6);
    put(store, row);
    assert_int_equal(entry_rows_listing(store->database, row.entity, store->arena, &listing),
                     DAYBOOK_OK);
    assert_true(key256_equal(listing.first_device, memory_store_key(5)));
    assert_true(id128_equal(listing.shown_feed, memory_store_id(6)));
    assert_true(listing.shown_number == 4);
    assert_int_equal(listing.body.size, 3);
    assert_true(bytes_equal_text(listing.row.kind, "pain"));
}

static void an_erased_body_is_listed_as_none(void **state)
{
    struct memory_store *store = *state;
    put(store, entry_of(store, add_operation(store, 5), 9));
    assert_false(list(store, (struct entry_range){.until_ms = INT64_MAX}).erased);
    memory_store_damage(store, "UPDATE operation SET body = NULL");
    assert_true(list(store, (struct entry_range){.until_ms = INT64_MAX}).erased);
}

static enum daybook_status find(struct memory_store *store, const char *start,
                                struct id128 *out_entity)
{
    return entry_rows_find(store->database, bytes_of_text(start), out_entity);
}

static void an_id_is_found_by_its_start_whatever_the_case(void **state)
{
    static const char whole[] = "abababababababababababababababab";
    static const char *const starts[] = {"a", "ab", "aBa", "ABAB", whole};
    struct memory_store *store = *state;
    struct id128 found;
    put(store, entry_of(store, add_operation(store, 5), 0xab));
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        found = memory_store_id(0);
        assert_int_equal(find(store, starts[i], &found), DAYBOOK_OK);
        assert_true(id128_equal(found, memory_store_id(0xab)));
    }
}

static void a_start_that_fits_none_is_not_found(void **state)
{
    static const char *const starts[] = {
        "", "ac", "aa", "abac", "xy", "ab ", "abababababababababababababababab0"};
    struct memory_store *store = *state;
    struct id128 found = memory_store_id(7);
    put(store, entry_of(store, add_operation(store, 5), 0xab));
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        assert_int_equal(find(store, starts[i], &found), DAYBOOK_NOT_FOUND);
    }
    assert_true(id128_equal(found, memory_store_id(7)));
}

static void a_start_that_fits_several_conflicts(void **state)
{
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store, 5);
    struct id128 found = memory_store_id(7);
    put(store, entry_of(store, operation_no, 0xf0));
    put(store, entry_of(store, operation_no, 0xff));
    put(store, entry_of(store, operation_no, 0x00));
    assert_int_equal(find(store, "f", &found), DAYBOOK_CONFLICT);
    assert_true(id128_equal(found, memory_store_id(7)));
    assert_int_equal(find(store, "ff", &found), DAYBOOK_OK);
    assert_true(id128_equal(found, memory_store_id(0xff)));
    assert_int_equal(find(store, "0", &found), DAYBOOK_OK);
    assert_true(id128_equal(found, memory_store_id(0)));
}

static void a_list_goes_by_time_then_id_from_inclusive_to_exclusive(void **state)
{
    static const uint8_t numbers[] = {30, 10, 20, 40};
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store, 5);
    for (size_t i = 0; i < 4; i++) {
        put(store, entry_of(store, operation_no, numbers[i]));
    }
    struct entry_row twin = entry_of(store, operation_no, 5);
    twin.at_ms = 20000;
    put(store, twin);
    struct seen all =
        list(store, (struct entry_range){.since_ms = INT64_MIN, .until_ms = INT64_MAX});
    assert_int_equal(all.count, 5);
    assert_memory_equal(all.numbers, ((const uint8_t[]){10, 5, 20, 30, 40}), 5);
    struct seen some = list(store, (struct entry_range){.since_ms = 20000, .until_ms = 40000});
    assert_int_equal(some.count, 3);
    assert_memory_equal(some.numbers, ((const uint8_t[]){5, 20, 30}), 3);
    assert_int_equal(list(store, (struct entry_range){.since_ms = 9, .until_ms = 9}).count, 0);
}

static void a_list_may_be_of_one_kind(void **state)
{
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store, 5);
    struct entry_row other = entry_of(store, operation_no, 20);
    other.kind = bytes_of_text("painful");
    put(store, other);
    put(store, entry_of(store, operation_no, 10));
    struct seen seen =
        list(store, (struct entry_range){.kind = bytes_of_text("pain"), .until_ms = INT64_MAX});
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.numbers[0], 10);
    assert_int_equal(
        list(store, (struct entry_range){.kind = bytes_of_text("x"), .until_ms = INT64_MAX}).count,
        0);
}

static void a_visit_that_fails_ends_the_list(void **state)
{
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store, 5);
    const struct entry_range range = {.circle_no = store->circle_no, .until_ms = INT64_MAX};
    struct seen seen = {.answer = DAYBOOK_INTERRUPTED};
    put(store, entry_of(store, operation_no, 10));
    put(store, entry_of(store, operation_no, 20));
    assert_int_equal(entry_rows_list(store->database, &range, see, &seen), DAYBOOK_INTERRUPTED);
    assert_int_equal(seen.count, 1);
    assert_int_equal(list(store, range).count, 2);
}

static void a_day_holds_log_entries_that_stand_and_that_were_taken_back(void **state)
{
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store, 5);
    int32_t *days = NULL;
    size_t day_count = 0;
    uint64_t count = 0;
    struct entry_row retracted = entry_of(store, operation_no, 11);
    struct entry_row plan = entry_of(store, operation_no, 12);
    retracted.retracted = true;
    plan.stream = STREAM_PLAN;
    put(store, entry_of(store, operation_no, 25));
    put(store, entry_of(store, operation_no, 10));
    put(store, entry_of(store, operation_no, 19));
    put(store, retracted);
    put(store, plan);
    assert_int_equal(see_day(store, 1).count, 3);
    assert_int_equal(see_day(store, 2).count, 1);
    assert_int_equal(see_day(store, 3).count, 0);
    assert_int_equal(entry_rows_count(store->database, store->circle_no, &count), DAYBOOK_OK);
    assert_true(count == 3);
    assert_int_equal(
        entry_rows_days(store->database, store->circle_no, store->arena, &days, &day_count),
        DAYBOOK_OK);
    assert_int_equal(day_count, 2);
    assert_true(days[0] == 1 && days[1] == 2);
}

static void each_circle_has_its_own_entries(void **state)
{
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store, 5);
    struct entry_row far = entry_of(store, operation_no, 11);
    uint64_t count = 77;
    far.circle_no = memory_store_add_circle(store, 1);
    put(store, far);
    assert_int_equal(list(store, (struct entry_range){.until_ms = INT64_MAX}).count, 0);
    assert_int_equal(see_day(store, 1).count, 0);
    assert_int_equal(entry_rows_count(store->database, store->circle_no, &count), DAYBOOK_OK);
    assert_true(count == 0);
    assert_int_equal(entry_rows_count(store->database, far.circle_no, &count), DAYBOOK_OK);
    assert_true(count == 1);
}

static void an_id_of_the_wrong_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    struct seen seen = {0};
    const struct entry_range range = {.circle_no = store->circle_no, .until_ms = INT64_MAX};
    put(store, entry_of(store, add_operation(store, 5), 0xab));
    memory_store_damage(store, "UPDATE entry SET entity = x'abab'");
    struct id128 found = memory_store_id(7);
    assert_int_equal(entry_rows_list(store->database, &range, see, &seen), DAYBOOK_DAMAGED);
    assert_int_equal(seen.count, 0);
    assert_int_equal(find(store, "aba", &found), DAYBOOK_DAMAGED);
    assert_true(id128_equal(found, memory_store_id(7)));
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(an_entry_is_read_back_as_it_was_put),
        FRESH(a_row_put_again_replaces_what_may_change),
        FRESH(an_entry_that_is_not_there_is_not_found),
        FRESH(a_row_that_refers_to_no_operation_conflicts),
        FRESH(a_listing_shows_the_shown_version_and_the_first_author),
        FRESH(an_erased_body_is_listed_as_none),
        FRESH(an_id_is_found_by_its_start_whatever_the_case),
        FRESH(a_start_that_fits_none_is_not_found),
        FRESH(a_start_that_fits_several_conflicts),
        FRESH(a_list_goes_by_time_then_id_from_inclusive_to_exclusive),
        FRESH(a_list_may_be_of_one_kind),
        FRESH(a_visit_that_fails_ends_the_list),
        FRESH(a_day_holds_log_entries_that_stand_and_that_were_taken_back),
        FRESH(each_circle_has_its_own_entries),
        FRESH(an_id_of_the_wrong_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
