/* Settings: single values by name, numbers and secrets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/memory_store.h"
#include "store/setting_rows.h"

static void put(struct memory_store *store, const char *name, struct bytes value)
{
    assert_int_equal(setting_rows_put(store->database, name, value), DAYBOOK_OK);
}

static struct bytes get(struct memory_store *store, const char *name)
{
    struct bytes value = {0};
    assert_int_equal(setting_rows_get(store->database, name, store->arena, &value), DAYBOOK_OK);
    return value;
}

static void a_value_is_read_back_and_replaced(void **state)
{
    put(*state, SETTING_NAME, bytes_of_text("Ana"));
    assert_true(bytes_equal_text(get(*state, SETTING_NAME), "Ana"));
    put(*state, SETTING_NAME, bytes_of_text("Bea"));
    assert_true(bytes_equal_text(get(*state, SETTING_NAME), "Bea"));
}

static void values_of_two_names_are_kept_apart(void **state)
{
    put(*state, SETTING_NAME, bytes_of_text("Ana"));
    put(*state, SETTING_ROLE, bytes_of_text("patient"));
    assert_true(bytes_equal_text(get(*state, SETTING_NAME), "Ana"));
    assert_true(bytes_equal_text(get(*state, SETTING_ROLE), "patient"));
}

static void an_empty_value_is_there_and_an_absent_one_is_refused(void **state)
{
    struct memory_store *store = *state;
    put(store, SETTING_NAME, bytes_of_text(""));
    struct bytes value = get(store, SETTING_NAME);
    assert_non_null(value.data);
    assert_int_equal(value.size, 0);
    assert_int_equal(setting_rows_put(store->database, SETTING_NAME, (struct bytes){0}),
                     DAYBOOK_CONFLICT);
}

static void a_value_that_was_never_set_is_not_found(void **state)
{
    struct memory_store *store = *state;
    struct bytes value = bytes_of_text("untouched");
    assert_int_equal(setting_rows_get(store->database, SETTING_NAME, store->arena, &value),
                     DAYBOOK_NOT_FOUND);
    assert_true(bytes_equal_text(value, "untouched"));
}

static enum daybook_status expect_secret(void *context, struct bytes value)
{
    ++*(int *)context;
    return bytes_equal_text(value, "secret") ? DAYBOOK_OK : DAYBOOK_FAILED;
}

static enum daybook_status refuse(void *context, struct bytes value)
{
    (void)context;
    (void)value;
    return DAYBOOK_INVALID;
}

static void a_secret_is_visited_once_and_what_the_visit_answers_is_returned(void **state)
{
    struct memory_store *store = *state;
    int visits = 0;
    put(store, SETTING_IDENTITY, bytes_of_text("secret"));
    assert_int_equal(setting_rows_visit(store->database, SETTING_IDENTITY, expect_secret, &visits),
                     DAYBOOK_OK);
    assert_int_equal(setting_rows_visit(store->database, SETTING_IDENTITY, refuse, NULL),
                     DAYBOOK_INVALID);
    assert_int_equal(setting_rows_visit(store->database, SETTING_NAME, expect_secret, &visits),
                     DAYBOOK_NOT_FOUND);
    assert_int_equal(visits, 1);
}

static void a_number_keeps_all_its_bits_and_a_missing_one_is_zero(void **state)
{
    static const uint64_t numbers[] = {0, 1, INT64_MAX, (uint64_t)INT64_MAX + 1, UINT64_MAX};
    struct memory_store *store = *state;
    uint64_t read = 77;
    assert_int_equal(setting_rows_get_number(store->database, SETTING_CLOCK, &read), DAYBOOK_OK);
    assert_true(read == 0);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(setting_rows_put_number(store->database, SETTING_CLOCK, numbers[i]),
                         DAYBOOK_OK);
        assert_int_equal(setting_rows_get_number(store->database, SETTING_CLOCK, &read),
                         DAYBOOK_OK);
        assert_true(read == numbers[i]);
    }
}

static void a_number_of_another_size_is_damage(void **state)
{
    struct memory_store *store = *state;
    uint64_t read = 77;
    put(store, SETTING_CLOCK, bytes_of_text("7 bytes"));
    assert_int_equal(setting_rows_get_number(store->database, SETTING_CLOCK, &read),
                     DAYBOOK_DAMAGED);
    assert_true(read == 77);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_value_is_read_back_and_replaced),
        FRESH(values_of_two_names_are_kept_apart),
        FRESH(an_empty_value_is_there_and_an_absent_one_is_refused),
        FRESH(a_value_that_was_never_set_is_not_found),
        FRESH(a_secret_is_visited_once_and_what_the_visit_answers_is_returned),
        FRESH(a_number_keeps_all_its_bits_and_a_missing_one_is_zero),
        FRESH(a_number_of_another_size_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
