/* Tests of the arena: what it hands out, what it refuses, and that memory may run out. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static bool memory_is_short;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);

void *__wrap_malloc(size_t size)
{
    return memory_is_short ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return memory_is_short ? NULL : __real_calloc(count, size);
}

static void what_is_taken_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    for (size_t size = 1; size < 200; size += 7) {
        uint8_t *memory = arena_take(arena, size);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xAA, size);
    }
    arena_free(arena);
}

static void what_is_taken_stays_while_the_arena_grows(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    char *first = arena_copy_text(arena, bytes_of_text("first"));
    for (int i = 0; i < 100; i++) {
        assert_non_null(arena_take(arena, 1000));
    }
    assert_non_null(arena_take(arena, 1000000));
    assert_string_equal(first, "first");
    arena_free(arena);
}

static void a_limit_counts_everything_taken(void **state)
{
    (void)state;
    struct arena *arena = arena_create(64);
    assert_non_null(arena_take(arena, 32));
    assert_null(arena_take(arena, 33));
    assert_non_null(arena_take(arena, 32));
    assert_null(arena_take(arena, 1));
    arena_free(arena);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct bytes copy = {NULL, 7};
    assert_null(arena_take(arena, SIZE_MAX));
    assert_null(arena_take_array(arena, SIZE_MAX / 2, 4));
    assert_false(arena_copy(arena, (struct bytes){NULL, SIZE_MAX}, &copy));
    assert_int_equal(copy.size, 7);
    assert_non_null(arena_take_array(arena, 0, 0));
    assert_non_null(arena_take_array(arena, 3, sizeof(int64_t)));
    arena_free(arena);
}

static void a_reset_gives_the_limit_back(void **state)
{
    (void)state;
    struct arena *arena = arena_create(40000);
    arena_reset(arena);
    for (int round = 0; round < 3; round++) {
        uint8_t *memory = arena_take(arena, 20000);
        assert_non_null(memory);
        assert_int_equal(memory[19999], 0);
        memset(memory, 0xAA, 20000);
        assert_non_null(arena_take(arena, 19000));
        assert_null(arena_take(arena, 19000));
        arena_reset(arena);
    }
    arena_free(arena);
}

static void a_copy_ends_with_a_zero_that_does_not_count(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct bytes copy;
    assert_true(arena_copy(arena, bytes_of_text("note"), &copy));
    assert_int_equal(copy.size, 4);
    assert_memory_equal(copy.data, "note", 5);
    assert_true(arena_copy(arena, (struct bytes){NULL, 0}, &copy));
    assert_int_equal(copy.size, 0);
    assert_int_equal(copy.data[0], 0);
    arena_free(arena);
}

static void an_arena_survives_that_memory_runs_out(void **state)
{
    (void)state;
    memory_is_short = true;
    struct arena *none = arena_create(0);
    memory_is_short = false;
    assert_null(none);
    arena_free(none);

    struct arena *arena = arena_create(0);
    struct bytes copy = {NULL, 7};
    memory_is_short = true;
    void *memory = arena_take(arena, 10);
    bool copied = arena_copy(arena, bytes_of_text("note"), &copy);
    char *text = arena_copy_text(arena, bytes_of_text("note"));
    memory_is_short = false;
    assert_null(memory);
    assert_false(copied);
    assert_null(text);
    assert_int_equal(copy.size, 7);
    assert_non_null(arena_take(arena, 10));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_is_zeroed_and_aligned),
        cmocka_unit_test(what_is_taken_stays_while_the_arena_grows),
        cmocka_unit_test(a_limit_counts_everything_taken),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(a_reset_gives_the_limit_back),
        cmocka_unit_test(a_copy_ends_with_a_zero_that_does_not_count),
        cmocka_unit_test(an_arena_survives_that_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
