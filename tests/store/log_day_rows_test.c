/* The reduced days of the log: the store itself forgets one whose entries changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/entry_rows.h"
#include "store/log_day_rows.h"
#include "store/memory_store.h"

enum { RULES = 5 };

static int64_t add_operation(struct memory_store *store)
{
    struct feed_row row = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 3);
    return memory_store_add(store, memory_store_operation(row.feed_no, 1, 9));
}

static struct entry_row entry_of(struct memory_store *store, int64_t operation_no, int32_t day)
{
    return (struct entry_row){.entity = memory_store_id(1),
                              .circle_no = store->circle_no,
                              .stream = STREAM_LOG,
                              .kind = bytes_of_text("pain"),
                              .day = day,
                              .first_no = operation_no,
                              .shown_no = operation_no};
}

static void put_entry(struct memory_store *store, struct entry_row row)
{
    assert_int_equal(entry_rows_put(store->database, &row), DAYBOOK_OK);
}

static void keep(struct memory_store *store, int32_t day)
{
    const struct log_day_row row = {day, RULES, bytes_of_text("reduced"), bytes_of_text("own")};
    assert_int_equal(log_day_rows_put(store->database, store->circle_no, &row), DAYBOOK_OK);
}

static struct log_day_row *list(struct memory_store *store, size_t expected)
{
    struct log_day_row *rows = NULL;
    size_t count = 77;
    assert_int_equal(
        log_day_rows_list(store->database, store->circle_no, store->arena, &rows, &count),
        DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static void a_new_entry_makes_its_day_one_to_be_reduced(void **state)
{
    struct memory_store *store = *state;
    put_entry(store, entry_of(store, add_operation(store), -7));
    const struct log_day_row *rows = list(store, 1);
    assert_true(rows[0].day == -7 && rows[0].body.data == NULL);
}

static void what_a_day_was_reduced_to_is_kept(void **state)
{
    struct memory_store *store = *state;
    put_entry(store, entry_of(store, add_operation(store), 4));
    keep(store, 4);
    keep(store, 3);
    const struct log_day_row *rows = list(store, 2);
    assert_true(rows[0].day == 3 && rows[1].day == 4);
    assert_true(bytes_equal_text(rows[1].body, "reduced"));
    assert_true(bytes_equal_text(rows[1].own_body, "own"));
    assert_int_equal(rows[1].rules, RULES);
    struct log_day_row row;
    assert_int_equal(log_day_rows_get(store->database, store->circle_no, 3, store->arena, &row),
                     DAYBOOK_OK);
    assert_true(row.day == 3 && bytes_equal_text(row.body, "reduced"));
    assert_int_equal(log_day_rows_get(store->database, store->circle_no, 5, store->arena, &row),
                     DAYBOOK_NOT_FOUND);
}

static void an_entry_that_moves_empties_both_its_days(void **state)
{
    struct memory_store *store = *state;
    int64_t operation_no = add_operation(store);
    put_entry(store, entry_of(store, operation_no, 4));
    keep(store, 4);
    keep(store, 5);
    keep(store, 6);
    put_entry(store, entry_of(store, operation_no, 6));
    const struct log_day_row *rows = list(store, 3);
    assert_null(rows[0].body.data);
    assert_null(rows[0].own_body.data);
    assert_non_null(rows[1].body.data);
    assert_null(rows[2].body.data);
}

static void an_entry_that_goes_empties_its_day(void **state)
{
    struct memory_store *store = *state;
    put_entry(store, entry_of(store, add_operation(store), 4));
    keep(store, 4);
    assert_int_equal(entry_rows_remove(store->database, memory_store_id(1)), DAYBOOK_OK);
    assert_null(list(store, 1)[0].body.data);
}

static void a_plan_changes_no_day(void **state)
{
    struct memory_store *store = *state;
    struct entry_row plan = entry_of(store, add_operation(store), 4);
    plan.stream = STREAM_PLAN;
    keep(store, 4);
    put_entry(store, plan);
    put_entry(store, plan);
    assert_int_equal(entry_rows_remove(store->database, plan.entity), DAYBOOK_OK);
    assert_non_null(list(store, 1)[0].body.data);
}

static void days_are_emptied_from_one_on_and_removed(void **state)
{
    struct memory_store *store = *state;
    for (int32_t day = 1; day <= 3; day++) {
        keep(store, day);
    }
    assert_int_equal(log_day_rows_empty_from(store->database, store->circle_no, 2), DAYBOOK_OK);
    const struct log_day_row *rows = list(store, 3);
    assert_non_null(rows[0].body.data);
    assert_null(rows[1].body.data);
    assert_null(rows[2].body.data);
    assert_int_equal(log_day_rows_remove(store->database, store->circle_no, 2), DAYBOOK_OK);
    assert_true(list(store, 2)[1].day == 3);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_new_entry_makes_its_day_one_to_be_reduced),
        FRESH(what_a_day_was_reduced_to_is_kept),
        FRESH(an_entry_that_moves_empties_both_its_days),
        FRESH(an_entry_that_goes_empties_its_day),
        FRESH(a_plan_changes_no_day),
        FRESH(days_are_emptied_from_one_on_and_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
