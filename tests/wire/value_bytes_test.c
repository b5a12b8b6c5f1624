/* Tests of the bytes of value trees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/golden.h"
#include "wire/value_bytes.h"

static enum daybook_status decode(struct bytes bytes, struct arena *arena, struct value *out_value)
{
    struct cbor_reader reader = cbor_reader_of(bytes);
    enum daybook_status status = value_bytes_decode(&reader, arena, out_value);
    if (status == DAYBOOK_OK && !cbor_reader_done(&reader)) {
        status = DAYBOOK_INVALID;
    }
    return status;
}

static bool accepts(const char *hex)
{
    size_t size = 0;
    uint8_t *bytes = golden_bytes_of(hex, &size);
    struct arena *arena = arena_create(0);
    struct value value;
    bool accepted = decode((struct bytes){bytes, size}, arena, &value) == DAYBOOK_OK;
    arena_free(arena);
    free(bytes);
    return accepted;
}

static struct value random_leaf(uint64_t *random)
{
    static const double decimals[] = {0.0, -0.5, 3.0, 1e300, 36.6};
    static const char *const texts[] = {"", "leg", "back", "d\xc3\xa9j\xc3\xa0"};
    uint64_t pick = golden_random(random);
    switch (pick % 6) {
    case 0:
        return (struct value){.type = VALUE_NULL};
    case 1:
        return (struct value){.type = VALUE_BOOL, .as.boolean = pick >> 8 & 1};
    case 2:
        return (struct value){.type = VALUE_INTEGER,
                              .as.integer = (int64_t)(golden_random(random) >> (pick >> 8) % 64)};
    case 3:
        return (struct value){.type = VALUE_DECIMAL, .as.decimal = decimals[(pick >> 8) % 5]};
    case 4:
        return (struct value){.type = VALUE_BYTES,
                              .as.text = bytes_of_text(texts[(pick >> 8) % 4])};
    default:
        return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(texts[(pick >> 8) % 4])};
    }
}

/* A tree of a list of maps of lists of leaves, with random counts. */
static struct value random_tree(uint64_t *random, struct arena *arena)
{
    static const char *const keys[] = {"a", "of", "side", "value"};
    size_t outer = golden_random(random) % 4;
    struct value *maps = arena_take_array(arena, outer, sizeof *maps);
    for (size_t i = 0; i < outer; i++) {
        size_t count = golden_random(random) % 5;
        struct value_pair *pairs = arena_take_array(arena, count, sizeof *pairs);
        for (size_t j = 0; j < count; j++) {
            size_t leaves = golden_random(random) % 3;
            struct value *items = arena_take_array(arena, leaves, sizeof *items);
            for (size_t k = 0; k < leaves; k++) {
                items[k] = random_leaf(random);
            }
            pairs[j].key = bytes_of_text(keys[j]);
            pairs[j].value = golden_random(random) % 2 == 0
                                 ? random_leaf(random)
                                 : (struct value){.type = VALUE_LIST, .as.list = {items, leaves}};
        }
        maps[i] = (struct value){.type = VALUE_MAP, .as.map = {pairs, count}};
    }
    return (struct value){.type = VALUE_LIST, .as.list = {maps, outer}};
}

static void a_tree_reads_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        uint64_t random = seed;
        struct value tree = random_tree(&random, arena);
        struct buffer written = {0};
        struct buffer again = {0};
        struct value read = {.type = VALUE_NULL};
        value_bytes_encode(&tree, &written);
        enum daybook_status status = decode(buffer_bytes(&written), arena, &read);
        bool same = status == DAYBOOK_OK && value_equal(&tree, &read);
        value_bytes_encode(&read, &again);
        same = same && bytes_equal(buffer_bytes(&written), buffer_bytes(&again));
        buffer_free(&written);
        buffer_free(&again);
        arena_reset(arena);
        if (!same) {
            fail_msg("seed %llu", (unsigned long long)seed);
        }
    }
    arena_free(arena);
}

static void a_decimal_stays_a_decimal(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    const struct value three = {.type = VALUE_DECIMAL, .as.decimal = 3.0};
    struct buffer written = {0};
    value_bytes_encode(&three, &written);
    struct value read;
    assert_int_equal(decode(buffer_bytes(&written), arena, &read), DAYBOOK_OK);
    assert_int_equal(read.type, VALUE_DECIMAL);
    buffer_free(&written);
    arena_free(arena);
}

static void a_key_that_repeats_is_refused(void **state)
{
    (void)state;
    assert_true(accepts("a2616101616202"));
    assert_false(accepts("a2616101616102"));
}

static void keys_are_text(void **state)
{
    (void)state;
    assert_false(accepts("a10001"));
    assert_false(accepts("a1416101"));
}

static void integers_beyond_64_bits_with_sign_are_refused(void **state)
{
    (void)state;
    assert_true(accepts("1b7fffffffffffffff"));
    assert_false(accepts("1b8000000000000000"));
    assert_true(accepts("3b7fffffffffffffff"));
    assert_false(accepts("3b8000000000000000"));
}

static void depth_is_bounded_both_ways(void **state)
{
    (void)state;
    assert_true(accepts("81818181818100"));
    assert_false(accepts("8181818181818100"));
    struct value values[VALUE_DEPTH_MAX + 2] = {{.type = VALUE_NULL}};
    for (size_t i = 1; i < VALUE_DEPTH_MAX + 2; i++) {
        values[i] = (struct value){.type = VALUE_LIST, .as.list = {&values[i - 1], 1}};
    }
    struct buffer written = {0};
    value_bytes_encode(&values[VALUE_DEPTH_MAX], &written);
    assert_false(written.failed);
    buffer_clear(&written);
    value_bytes_encode(&values[VALUE_DEPTH_MAX + 1], &written);
    assert_true(written.failed);
    buffer_free(&written);
}

static void a_promise_of_many_items_takes_no_memory(void **state)
{
    (void)state;
    assert_false(accepts("9903e8"));
    assert_false(accepts("b903e8"));
    assert_false(accepts("9a00ffffff"));
    assert_false(accepts("9bffffffffffffffff"));
    /* More than a list may hold is not written either. */
    static struct value items[CBOR_READER_COUNT_MAX + 1];
    struct value list = {.type = VALUE_LIST, .as.list = {items, CBOR_READER_COUNT_MAX + 1}};
    struct buffer written = {0};
    value_bytes_encode(&list, &written);
    assert_true(written.failed);
    buffer_free(&written);
}

static void short_memory_is_told_apart_from_bad_bytes(void **state)
{
    (void)state;
    static const uint8_t list[] = {0x81, 0x00};
    struct arena *arena = arena_create(1);
    struct value read;
    assert_int_equal(decode((struct bytes){list, sizeof list}, arena, &read), DAYBOOK_NO_MEMORY);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_reads_as_it_was_written),
        cmocka_unit_test(a_decimal_stays_a_decimal),
        cmocka_unit_test(a_key_that_repeats_is_refused),
        cmocka_unit_test(keys_are_text),
        cmocka_unit_test(integers_beyond_64_bits_with_sign_are_refused),
        cmocka_unit_test(depth_is_bounded_both_ways),
        cmocka_unit_test(a_promise_of_many_items_takes_no_memory),
        cmocka_unit_test(short_memory_is_told_apart_from_bad_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
