/* Values as JSON and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "requests/value_json.h"

static void json_survives_being_a_value(void **state)
{
    (void)state;
    static const char text[] = "{\"a\":[1,2.5,[true,false,null]],\"b\":{\"c\":\"\",\"d\":{\"e\":"
                               "\"é\"}},\"f\":[],\"g\":{}}";
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);
    struct arena *arena = arena_create(0);
    struct value value = {0};
    struct complaint complaint = {0};
    assert_int_equal(value_json_read(json, arena, &value, &complaint), DAYBOOK_OK);
    json_t *again = value_json_write(&value, arena);
    assert_true(json_equal(json, again));
    json_decref(again);
    json_decref(json);
    arena_free(arena);
}

static void bytes_become_hexadecimal(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x00, 0xAB, 0xFF};
    struct arena *arena = arena_create(0);
    const struct value value = {.type = VALUE_BYTES, .as.text = {bytes, sizeof bytes}};
    json_t *json = value_json_write(&value, arena);
    assert_string_equal(json_string_value(json), "00abff");
    json_decref(json);
    arena_free(arena);
}

static void six_levels_are_read_and_seven_refused(void **state)
{
    (void)state;
    json_error_t error;
    struct arena *arena = arena_create(0);
    struct value value = {0};
    struct complaint complaint = {0};
    json_t *json = json_loads("[[[[[1]]]]]", 0, &error);
    assert_int_equal(value_json_read(json, arena, &value, &complaint), DAYBOOK_OK);
    json_decref(json);
    json = json_loads("[[[[[[1]]]]]]", 0, &error);
    assert_int_equal(value_json_read(json, arena, &value, &complaint), DAYBOOK_INVALID);
    assert_true(complaint.text[0] != '\0');
    json_decref(json);
    arena_free(arena);
}

static void short_memory_is_told(void **state)
{
    (void)state;
    json_error_t error;
    struct arena *arena = arena_create(64);
    struct value value = {0};
    struct complaint complaint = {0};
    json_t *json = json_loads("[1,2,3,4,5,6,7,8]", 0, &error);
    assert_int_equal(value_json_read(json, arena, &value, &complaint), DAYBOOK_NO_MEMORY);
    json_decref(json);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_survives_being_a_value),
        cmocka_unit_test(bytes_become_hexadecimal),
        cmocka_unit_test(six_levels_are_read_and_seven_refused),
        cmocka_unit_test(short_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
