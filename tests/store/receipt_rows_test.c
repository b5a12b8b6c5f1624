/* The days on which something came in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/memory_store.h"
#include "store/receipt_rows.h"

static void days_are_listed_once_in_order_and_within_their_range(void **state)
{
    static const int32_t added[] = {9, -2, 9, 5, 30};
    struct memory_store *store = *state;
    int64_t other = memory_store_add_circle(store, 1);
    int32_t *days = NULL;
    size_t count = 0;
    for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
        assert_int_equal(receipt_rows_add(store->database, store->circle_no, added[i]), DAYBOOK_OK);
    }
    assert_int_equal(receipt_rows_add(store->database, other, 6), DAYBOOK_OK);
    const struct receipt_range range = {store->circle_no, -2, 9};
    assert_int_equal(receipt_rows_list(store->database, &range, store->arena, &days, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, 3);
    assert_true(days[0] == -2 && days[1] == 5 && days[2] == 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(days_are_listed_once_in_order_and_within_their_range,
                                        memory_store_set_up, memory_store_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
