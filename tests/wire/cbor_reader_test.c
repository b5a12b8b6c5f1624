/* Tests of the strict CBOR reader and the deterministic writer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"
#include "wire/golden.h"

/* Reads over one item; true when that was all and all of it was acceptable. */
static bool accepts(const char *hex)
{
    size_t size = 0;
    uint8_t *bytes = golden_bytes_of(hex, &size);
    struct cbor_reader reader = cbor_reader_of((struct bytes){bytes, size});
    cbor_reader_skip(&reader);
    bool done = cbor_reader_done(&reader);
    free(bytes);
    return done;
}

static void numbers_are_written_in_their_shortest_form(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        const char *hex;
    } examples[] = {
        {0, "00"},
        {23, "17"},
        {24, "1818"},
        {255, "18ff"},
        {256, "190100"},
        {65536, "1a00010000"},
        {INT64_MAX, "1b7fffffffffffffff"},
        {-1, "20"},
        {-25, "3818"},
        {-257, "390100"},
        {INT64_MIN, "3b7fffffffffffffff"},
    };
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        struct buffer written = {0};
        cbor_writer_integer(&written, examples[i].number);
        size_t size = 0;
        uint8_t *expected = golden_bytes_of(examples[i].hex, &size);
        assert_true(bytes_equal(buffer_bytes(&written), (struct bytes){expected, size}));
        struct cbor_reader reader = cbor_reader_of(buffer_bytes(&written));
        assert_int_equal(cbor_reader_integer(&reader), examples[i].number);
        assert_true(cbor_reader_done(&reader));
        free(expected);
        buffer_free(&written);
    }
}

static void a_choice_is_below_its_count(void **state)
{
    (void)state;
    static const uint8_t three[] = {0x03};
    const struct bytes bytes = {three, sizeof three};
    struct cbor_reader reader = cbor_reader_of(bytes);
    assert_int_equal(cbor_reader_choice(&reader, 4), 3);
    assert_true(cbor_reader_done(&reader));
    reader = cbor_reader_of(bytes);
    assert_int_equal(cbor_reader_choice(&reader, 3), 0);
    assert_false(cbor_reader_done(&reader));
}

static void longer_forms_than_needed_are_refused(void **state)
{
    (void)state;
    assert_false(accepts("1817"));
    assert_false(accepts("1900ff"));
    assert_false(accepts("1a0000ffff"));
    assert_false(accepts("1b00000000ffffffff"));
    assert_false(accepts("3800"));
    assert_false(accepts("580100"));
    assert_false(accepts("780161"));
    assert_false(accepts("980100"));
    assert_false(accepts("b8010000"));
}

static void shapes_nobody_writes_are_refused(void **state)
{
    (void)state;
    assert_false(accepts("5f4100ff"));   /* bytes of indefinite size */
    assert_false(accepts("7f6161ff"));   /* text of indefinite size */
    assert_false(accepts("9f00ff"));     /* list of indefinite size */
    assert_false(accepts("bf0000ff"));   /* map of indefinite size */
    assert_false(accepts("ff"));         /* a stray end */
    assert_false(accepts("c000"));       /* a tag */
    assert_false(accepts("f7"));         /* undefined */
    assert_false(accepts("f97c00"));     /* a decimal of 16 bits */
    assert_false(accepts("fa3fc00000")); /* of 32 bits */
    assert_false(accepts("e0"));         /* simple values */
    assert_false(accepts("f8ff"));
    assert_false(accepts("1c")); /* reserved */
    assert_false(accepts(""));
    assert_false(accepts("0000")); /* something after the end */
}

static void numbers_that_are_not_finite_are_refused(void **state)
{
    (void)state;
    assert_true(accepts("fb3ff8000000000000"));
    assert_false(accepts("fb7ff0000000000000"));
    assert_false(accepts("fbfff0000000000000"));
    assert_false(accepts("fb7ff8000000000000"));
}

static void text_must_be_utf8(void **state)
{
    (void)state;
    assert_true(accepts("62c3a9"));
    assert_false(accepts("61ff"));
    assert_false(accepts("62c080"));
    assert_false(accepts("63eda080"));
    assert_false(accepts("6100"));
    struct buffer written = {0};
    cbor_writer_text(&written, bytes_of_text("\xff"));
    assert_true(written.failed);
    buffer_free(&written);
}

static void a_count_that_the_bytes_cannot_hold_is_refused(void **state)
{
    (void)state;
    assert_false(accepts("9a7fffffff"));
    assert_false(accepts("9bffffffffffffffff"));
    assert_false(accepts("bb8000000000000000"));
    assert_false(accepts("5bffffffffffffffff"));
    assert_false(accepts("7bfffffffffffffff0"));
    assert_false(accepts("8200"));
    assert_false(accepts("a100"));
}

static void nesting_is_bounded(void **state)
{
    (void)state;
    char hex[2 * (CBOR_READER_DEPTH_MAX + 2) + 1] = "";
    size_t size = 0;
    for (size_t depth = 0; depth < CBOR_READER_DEPTH_MAX; depth++) {
        hex[size++] = '8';
        hex[size++] = '1';
    }
    hex[size] = hex[size + 1] = '0';
    assert_true(accepts(hex));
    hex[size] = '8';
    hex[size + 1] = '1';
    hex[size + 2] = hex[size + 3] = '0';
    assert_false(accepts(hex));
}

static bool keys_ascend(const char *hex)
{
    size_t size = 0;
    uint8_t *bytes = golden_bytes_of(hex, &size);
    struct cbor_reader reader = cbor_reader_of((struct bytes){bytes, size});
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        cbor_reader_skip(&reader);
    }
    bool done = cbor_reader_done(&reader);
    free(bytes);
    return done;
}

static void keys_of_a_map_ascend_and_never_repeat(void **state)
{
    (void)state;
    assert_true(keys_ascend("a0"));
    assert_true(keys_ascend("a3000001001818f4"));
    assert_false(keys_ascend("a201000000"));
    assert_false(keys_ascend("a201000100"));
    assert_false(keys_ascend("a1610000"));
    assert_false(keys_ascend("a12000"));
}

static void after_a_failure_nothing_more_is_read(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0x61, 0x61, 0x05, 0x05};
    struct cbor_reader reader = cbor_reader_of((struct bytes){bytes, sizeof bytes});
    assert_int_equal(cbor_reader_unsigned(&reader), 0);
    assert_true(reader.failed);
    assert_int_equal(cbor_reader_unsigned(&reader), 0);
    assert_int_equal(cbor_reader_bytes(&reader).size, 0);
    assert_int_equal(cbor_reader_list(&reader, 9), 0);
    assert_false(cbor_reader_done(&reader));
}

static void numbers_beyond_their_type_are_refused(void **state)
{
    (void)state;
    static const uint8_t big[] = {0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0};
    struct cbor_reader reader = cbor_reader_of((struct bytes){big, sizeof big});
    assert_int_equal(cbor_reader_integer(&reader), 0);
    assert_true(reader.failed);
    reader = cbor_reader_of((struct bytes){big, sizeof big});
    assert_int_equal(cbor_reader_unsigned32(&reader), 0);
    assert_true(reader.failed);
    reader = cbor_reader_of((struct bytes){big, sizeof big});
    assert_true(cbor_reader_unsigned(&reader) == UINT64_C(1) << 63);
    assert_true(cbor_reader_done(&reader));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_in_their_shortest_form),
        cmocka_unit_test(a_choice_is_below_its_count),
        cmocka_unit_test(longer_forms_than_needed_are_refused),
        cmocka_unit_test(shapes_nobody_writes_are_refused),
        cmocka_unit_test(numbers_that_are_not_finite_are_refused),
        cmocka_unit_test(text_must_be_utf8),
        cmocka_unit_test(a_count_that_the_bytes_cannot_hold_is_refused),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(keys_of_a_map_ascend_and_never_repeat),
        cmocka_unit_test(after_a_failure_nothing_more_is_read),
        cmocka_unit_test(numbers_beyond_their_type_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
