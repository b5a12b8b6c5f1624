/* Tests of the growing buffer: it keeps what is written, remembers a failure, and leaves no
 * plaintext behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

static bool memory_is_short;

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

void *__wrap_malloc(size_t size)
{
    return memory_is_short ? NULL : __real_malloc(size);
}

static void what_is_appended_is_read_in_order(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_append_text(&buffer, "breath");
    buffer_append(&buffer, (struct bytes){NULL, 0});
    buffer_append(&buffer, bytes_of_text(", sleep"));
    assert_true(bytes_equal_text(buffer_bytes(&buffer), "breath, sleep"));
    assert_false(buffer.failed);
    buffer_free(&buffer);
}

static void a_buffer_grows_and_keeps_what_it_holds(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (size_t i = 0; i < 10000; i++) {
        uint8_t byte = (uint8_t)(i % 251);
        buffer_append(&buffer, (struct bytes){&byte, 1});
    }
    struct bytes written = buffer_bytes(&buffer);
    assert_int_equal(written.size, 10000);
    for (size_t i = 0; i < written.size; i++) {
        assert_int_equal(written.data[i], i % 251);
    }
    buffer_free(&buffer);
}

static void extending_gives_zeroed_room_even_where_bytes_were(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_append_text(&buffer, "old words");
    buffer_clear(&buffer);
    const uint8_t *room = buffer_extend(&buffer, 9);
    assert_non_null(room);
    for (size_t i = 0; i < 9; i++) {
        assert_int_equal(room[i], 0);
    }
    buffer_free(&buffer);
}

static void what_exceeds_the_limit_fails_until_cleared(void **state)
{
    (void)state;
    struct buffer buffer = {.limit_size = 8};
    buffer_append_text(&buffer, "12345678");
    assert_int_equal(buffer_status(&buffer), DAYBOOK_OK);
    buffer_append_text(&buffer, "9");
    assert_true(buffer.failed);
    assert_int_equal(buffer_status(&buffer), DAYBOOK_FULL);
    buffer_append(&buffer, (struct bytes){NULL, 0});
    assert_null(buffer_extend(&buffer, 0));
    assert_true(bytes_equal_text(buffer_bytes(&buffer), "12345678"));
    buffer_cut(&buffer, 3);
    assert_false(buffer.failed);
    assert_true(bytes_equal_text(buffer_bytes(&buffer), "123"));
    buffer_clear(&buffer);
    buffer_append_text(&buffer, "ok");
    assert_true(bytes_equal_text(buffer_bytes(&buffer), "ok"));
    buffer_free(&buffer);
    assert_int_equal(buffer.limit_size, 8);
    buffer_append_text(&buffer, "123456789");
    assert_true(buffer.failed);
    buffer_free(&buffer);
}

static void a_size_that_overflows_fails(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_append_text(&buffer, "x");
    assert_null(buffer_extend(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    buffer_free(&buffer);
}

static void a_buffer_survives_that_memory_runs_out(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    uint8_t much[300] = {0};
    buffer_append_text(&buffer, "kept");
    memory_is_short = true;
    buffer_append(&buffer, (struct bytes){much, sizeof much});
    memory_is_short = false;
    assert_true(buffer.failed);
    buffer_append_text(&buffer, "ignored");
    assert_true(bytes_equal_text(buffer_bytes(&buffer), "kept"));
    buffer_free(&buffer);
    assert_false(buffer.failed);
}

static void freeing_twice_does_nothing(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    buffer_free(&buffer);
    buffer_append_text(&buffer, "again");
    buffer_free(&buffer);
    buffer_free(&buffer);
    assert_null(buffer.data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_appended_is_read_in_order),
        cmocka_unit_test(a_buffer_grows_and_keeps_what_it_holds),
        cmocka_unit_test(extending_gives_zeroed_room_even_where_bytes_were),
        cmocka_unit_test(what_exceeds_the_limit_fails_until_cleared),
        cmocka_unit_test(a_size_that_overflows_fails),
        cmocka_unit_test(a_buffer_survives_that_memory_runs_out),
        cmocka_unit_test(freeing_twice_does_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
