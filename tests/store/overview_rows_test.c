/* The row of a circle at a glance: it goes when anything it is made of changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/entry_rows.h"
#include "store/memory_store.h"
#include "store/overview_rows.h"
#include "store/receipt_rows.h"
#include "store/summary_rows.h"

enum { TODAY = 20000 };

static void put(struct memory_store *store, int64_t circle_no)
{
    const struct overview_row row = {.circle_no = circle_no, .day = TODAY, .stale_days = 7};
    assert_int_equal(overview_rows_put(store->database, &row), DAYBOOK_OK);
}

static size_t rows(struct memory_store *store, int32_t day)
{
    struct overview_row *list = NULL;
    size_t count = 0;
    assert_int_equal(overview_rows_list(store->database, day, store->arena, &list, &count),
                     DAYBOOK_OK);
    return count;
}

static void a_row_reads_back_as_it_was_kept_and_only_on_its_day(void **state)
{
    struct memory_store *store = *state;
    struct overview_row *list = NULL;
    size_t count = 0;
    struct overview_row row = {.circle_no = store->circle_no,
                               .day = TODAY,
                               .urgent = 1,
                               .review = 2,
                               .undetermined = 3,
                               .flag = bytes_of_text("R16@2026-08-12"),
                               .questions = 4,
                               .stale_days = 9};
    assert_int_equal(overview_rows_put(store->database, &row), DAYBOOK_OK);
    row.has_received = true;
    row.received_day = TODAY - 1;
    row.paused = true;
    row.paused_since = -3;
    assert_int_equal(overview_rows_put(store->database, &row), DAYBOOK_OK);
    assert_int_equal(overview_rows_list(store->database, TODAY, store->arena, &list, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, 1);
    assert_true(list->circle_no == row.circle_no && list->day == TODAY && list->urgent == 1 &&
                list->review == 2 && list->undetermined == 3 && list->questions == 4 &&
                list->stale_days == 9);
    assert_true(list->has_received && list->received_day == TODAY - 1 && list->paused &&
                list->paused_since == -3);
    assert_true(bytes_equal_text(list->flag, "R16@2026-08-12"));
    assert_int_equal(rows(store, TODAY + 1), 0);
}

static void the_row_of_one_circle_is_found_and_only_on_its_day(void **state)
{
    struct memory_store *store = *state;
    struct overview_row row;
    int64_t other = memory_store_add_circle(store, 1);
    put(store, other);
    assert_int_equal(overview_rows_get(store->database, other, TODAY, store->arena, &row),
                     DAYBOOK_OK);
    assert_true(row.circle_no == other && row.day == TODAY && row.stale_days == 7);
    assert_int_equal(overview_rows_get(store->database, other, TODAY + 1, store->arena, &row),
                     DAYBOOK_NOT_FOUND);
    assert_int_equal(
        overview_rows_get(store->database, store->circle_no, TODAY, store->arena, &row),
        DAYBOOK_NOT_FOUND);
}

static void what_is_not_known_reads_back_as_not_known(void **state)
{
    struct memory_store *store = *state;
    struct overview_row *list = NULL;
    size_t count = 0;
    put(store, store->circle_no);
    assert_int_equal(overview_rows_list(store->database, TODAY, store->arena, &list, &count),
                     DAYBOOK_OK);
    assert_true(count == 1 && !list->has_received && !list->paused && list->flag.size == 0);
}

static void an_entry_that_comes_changes_or_goes_takes_the_row_of_its_circle_only(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_PLAN, 5);
    int64_t operation_no = memory_store_add(store, memory_store_operation(feed.feed_no, 1, 9));
    struct entry_row entry = {.entity = {{1}},
                              .circle_no = store->circle_no,
                              .stream = STREAM_PLAN,
                              .kind = bytes_of_text("flag_ack"),
                              .first_no = operation_no,
                              .shown_no = operation_no};
    put(store, other);
    for (int change = 0; change < 3; change++) {
        put(store, store->circle_no);
        assert_int_equal(rows(store, TODAY), 2);
        entry.at_ms = change;
        assert_int_equal(change < 2 ? entry_rows_put(store->database, &entry)
                                    : entry_rows_remove(store->database, entry.entity),
                         DAYBOOK_OK);
        assert_int_equal(rows(store, TODAY), 1);
    }
}

static void a_summary_that_comes_changes_or_goes_takes_the_row(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_TREND, 5);
    int64_t first_no = memory_store_add(store, memory_store_operation(feed.feed_no, 1, 9));
    int64_t second_no = memory_store_add(store, memory_store_operation(feed.feed_no, 2, 9));
    const struct summary_place place = {.circle_no = store->circle_no, .day = TODAY};
    put(store, store->circle_no);
    assert_int_equal(summary_rows_put(store->database, &place, first_no), DAYBOOK_OK);
    assert_int_equal(rows(store, TODAY), 0);
    put(store, store->circle_no);
    assert_int_equal(summary_rows_put(store->database, &place, second_no), DAYBOOK_OK);
    assert_int_equal(rows(store, TODAY), 0);
    put(store, store->circle_no);
    assert_int_equal(summary_rows_drop(store->database, store->circle_no,
                                       memory_store_operation(feed.feed_no, 2, 9).entity),
                     DAYBOOK_OK);
    assert_int_equal(rows(store, TODAY), 0);
}

static void a_receipt_takes_the_row(void **state)
{
    struct memory_store *store = *state;
    put(store, store->circle_no);
    assert_int_equal(receipt_rows_add(store->database, store->circle_no, TODAY), DAYBOOK_OK);
    assert_int_equal(rows(store, TODAY), 0);
    put(store, store->circle_no);
    assert_int_equal(receipt_rows_add(store->database, store->circle_no, TODAY), DAYBOOK_OK);
    assert_int_equal(rows(store, TODAY), 1); /* the second of a day says nothing new */
}

int main(void)
{
#define STORE(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        STORE(a_row_reads_back_as_it_was_kept_and_only_on_its_day),
        STORE(the_row_of_one_circle_is_found_and_only_on_its_day),
        STORE(what_is_not_known_reads_back_as_not_known),
        STORE(an_entry_that_comes_changes_or_goes_takes_the_row_of_its_circle_only),
        STORE(a_summary_that_comes_changes_or_goes_takes_the_row),
        STORE(a_receipt_takes_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
