/* Circles: added once, listed in the order they were joined. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/circle_rows.h"
#include "store/memory_store.h"

static struct circle_row *list(struct memory_store *store, size_t expected)
{
    struct circle_row *rows = NULL;
    size_t count = 0;
    assert_int_equal(circle_rows_list(store->database, store->arena, &rows, &count), DAYBOOK_OK);
    assert_int_equal(count, expected);
    return rows;
}

static void a_circle_is_read_back_as_it_was_added(void **state)
{
    struct memory_store *store = *state;
    struct circle_row row = {.circle = memory_store_id(7),
                             .person = memory_store_id(8),
                             .incarnation = memory_store_id(9),
                             .seat = bytes_of_text("seat"),
                             .joined_ms = INT64_MIN};
    assert_int_equal(circle_rows_add(store->database, &row), DAYBOOK_OK);
    const struct circle_row *read = &list(store, 2)[1];
    assert_int_equal(read->circle_no, row.circle_no);
    assert_true(id128_equal(read->circle, row.circle));
    assert_true(id128_equal(read->person, row.person));
    assert_true(id128_equal(read->incarnation, row.incarnation));
    assert_true(bytes_equal_text(read->seat, "seat"));
    assert_true(read->joined_ms == INT64_MIN);
}

static void circles_are_listed_in_the_order_they_were_joined(void **state)
{
    struct memory_store *store = *state;
    for (uint8_t i = 40; i > 0; i--) {
        (void)memory_store_add_circle(store, i);
    }
    const struct circle_row *rows = list(store, 41);
    for (size_t i = 1; i < 41; i++) {
        assert_true(rows[i - 1].circle_no < rows[i].circle_no);
        assert_int_equal(rows[i].circle.bytes[0], 41 - i);
    }
}

static void a_circle_that_is_there_conflicts(void **state)
{
    struct memory_store *store = *state;
    struct circle_row again = {.circle = memory_store_id(0xc0), .circle_no = 77};
    assert_int_equal(circle_rows_add(store->database, &again), DAYBOOK_CONFLICT);
    assert_int_equal(again.circle_no, 77);
    (void)list(store, 1);
}

static void a_seat_may_be_absent_empty_set_and_taken_away(void **state)
{
    struct memory_store *store = *state;
    assert_null(list(store, 1)->seat.data);
    assert_int_equal(circle_rows_set_seat(store->database, store->circle_no, bytes_of_text("")),
                     DAYBOOK_OK);
    assert_non_null(list(store, 1)->seat.data);
    assert_int_equal(list(store, 1)->seat.size, 0);
    assert_int_equal(
        circle_rows_set_seat(store->database, store->circle_no, bytes_of_text("there")),
        DAYBOOK_OK);
    assert_true(bytes_equal_text(list(store, 1)->seat, "there"));
    assert_int_equal(circle_rows_set_seat(store->database, store->circle_no, (struct bytes){0}),
                     DAYBOOK_OK);
    assert_null(list(store, 1)->seat.data);
}

static void a_seat_is_set_in_one_circle_only(void **state)
{
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 3);
    assert_int_equal(circle_rows_set_seat(store->database, other, bytes_of_text("here")),
                     DAYBOOK_OK);
    assert_null(list(store, 2)[0].seat.data);
    assert_true(bytes_equal_text(list(store, 2)[1].seat, "here"));
}

static void what_a_broker_speaks_is_noted_until_the_seat_changes(void **state)
{
    struct memory_store *store = *state;
    assert_int_equal(list(store, 1)->older_mqtt_ms, 0);
    assert_int_equal(circle_rows_set_older_mqtt(store->database, store->circle_no, 1700000000000),
                     DAYBOOK_OK);
    assert_int_equal(list(store, 1)->older_mqtt_ms, 1700000000000);
    assert_int_equal(circle_rows_set_older_mqtt(store->database, store->circle_no, 0), DAYBOOK_OK);
    assert_int_equal(list(store, 1)->older_mqtt_ms, 0);
    assert_int_equal(circle_rows_set_older_mqtt(store->database, store->circle_no, 7), DAYBOOK_OK);
    assert_int_equal(circle_rows_set_seat(store->database, store->circle_no, bytes_of_text("new")),
                     DAYBOOK_OK);
    assert_int_equal(list(store, 1)->older_mqtt_ms, 0);
}

static void a_name_of_the_wrong_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    struct circle_row *rows = NULL;
    size_t count = 77;
    memory_store_damage(store, "UPDATE circle SET person = x'0102'");
    assert_int_equal(circle_rows_list(store->database, store->arena, &rows, &count),
                     DAYBOOK_DAMAGED);
    assert_null(rows);
    assert_int_equal(count, 77);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_circle_is_read_back_as_it_was_added),
        FRESH(circles_are_listed_in_the_order_they_were_joined),
        FRESH(a_circle_that_is_there_conflicts),
        FRESH(a_seat_may_be_absent_empty_set_and_taken_away),
        FRESH(a_seat_is_set_in_one_circle_only),
        FRESH(what_a_broker_speaks_is_noted_until_the_seat_changes),
        FRESH(a_name_of_the_wrong_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
