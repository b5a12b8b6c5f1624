/* Tests of borrowed bytes, UTF-8 and identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/bytes.h"

static void bytes_are_equal_when_size_and_content_are(void **state)
{
    (void)state;
    assert_true(bytes_equal(bytes_of_text("day"), bytes_of_text("day")));
    assert_false(bytes_equal(bytes_of_text("day"), bytes_of_text("days")));
    assert_false(bytes_equal(bytes_of_text("day"), bytes_of_text("dax")));
    assert_true(bytes_equal((struct bytes){NULL, 0}, bytes_of_text("")));
    assert_true(bytes_equal_text((struct bytes){NULL, 0}, ""));
}

static void bytes_order_by_content_then_by_size(void **state)
{
    (void)state;
    assert_true(bytes_compare(bytes_of_text("a"), bytes_of_text("b")) < 0);
    assert_true(bytes_compare(bytes_of_text("b"), bytes_of_text("ab")) > 0);
    assert_true(bytes_compare(bytes_of_text("a"), bytes_of_text("ab")) < 0);
    assert_true(bytes_compare(bytes_of_text("ab"), bytes_of_text("a")) > 0);
    assert_int_equal(bytes_compare(bytes_of_text("ab"), bytes_of_text("ab")), 0);
    assert_int_equal(bytes_compare((struct bytes){NULL, 0}, bytes_of_text("")), 0);
}

static void text_is_well_formed_utf8(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "breath",
        "\xC3\xA9",
        "\xDF\xBF",
        "\xE0\xA0\x80",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xE2\x82\xAC 5 ",
        "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_true(bytes_are_text(bytes_of_text(texts[i])));
    }
}

static void malformed_utf8_is_no_text(void **state)
{
    (void)state;
    static const char *const defects[][2] = {
        {"a continuation alone", "\x80"},
        {"cut after one byte", "a\xC3"},
        {"cut after two bytes", "\xE2\x82"},
        {"cut after three bytes", "\xF0\x90\x80"},
        {"no continuation", "\xC3("},
        {"overlong in two bytes", "\xC0\xAF"},
        {"overlong in two bytes, highest", "\xC1\xBF"},
        {"overlong in three bytes", "\xE0\x9F\xBF"},
        {"overlong in four bytes", "\xF0\x8F\xBF\xBF"},
        {"first surrogate", "\xED\xA0\x80"},
        {"last surrogate", "\xED\xBF\xBF"},
        {"above U+10FFFF", "\xF4\x90\x80\x80"},
        {"five bytes", "\xF8\x88\x80\x80\x80"},
        {"no first byte", "\xFF"},
    };
    for (size_t i = 0; i < sizeof defects / sizeof defects[0]; i++) {
        if (bytes_are_text(bytes_of_text(defects[i][1]))) {
            fail_msg("accepted: %s", defects[i][0]);
        }
    }
}

static void a_zero_byte_is_no_text(void **state)
{
    (void)state;
    static const uint8_t data[] = {'a', 0, 'b'};
    assert_false(bytes_are_text((struct bytes){data, sizeof data}));
}

static void an_identifier_survives_hexadecimal(void **state)
{
    (void)state;
    struct id128 id = {{0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF}};
    char hex[ID128_HEX_SIZE];
    id128_to_hex(id, hex);
    assert_string_equal(hex, "00017f80feff00000000000000000000");
    struct id128 again = {{9}};
    assert_true(id128_from_hex(bytes_of_text(hex), &again));
    assert_true(id128_equal(id, again));
}

static void a_digest_survives_hexadecimal_of_either_case(void **state)
{
    (void)state;
    const char *lower = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const char *upper = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
    struct key256 key;
    struct key256 same;
    assert_true(key256_from_hex(bytes_of_text(lower), &key));
    assert_true(key256_from_hex(bytes_of_text(upper), &same));
    assert_true(key256_equal(key, same));
    char hex[KEY256_HEX_SIZE];
    key256_to_hex(key, hex);
    assert_string_equal(hex, lower);
}

static void anything_but_exactly_the_digits_leaves_the_identifier_untouched(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "0001",
        "0001020304050607080910111213141",
        "000102030405060708091011121314156",
        "0001020304050607080910111213141g",
        "0001020304050607080910111213141 ",
    };
    const struct id128 before = {{42}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct id128 id = before;
        assert_false(id128_from_hex(bytes_of_text(texts[i]), &id));
        assert_true(id128_equal(id, before));
    }
    struct key256 key = {{42}};
    assert_false(key256_from_hex(bytes_of_text("00"), &key));
    assert_true(key256_equal(key, (struct key256){{42}}));
}

static void identifiers_order_as_their_bytes(void **state)
{
    (void)state;
    assert_true(id128_compare((struct id128){{0, 1}}, (struct id128){{0, 200}}) < 0);
    assert_true(id128_compare((struct id128){{1}}, (struct id128){{0, 200}}) > 0);
    assert_int_equal(id128_compare((struct id128){{7}}, (struct id128){{7}}), 0);
    assert_true(key256_compare((struct key256){{1}}, (struct key256){{2}}) < 0);
}

static void only_sixteen_zeroes_are_the_zero_identifier(void **state)
{
    (void)state;
    assert_true(id128_is_zero((struct id128){{0}}));
    assert_false(id128_is_zero((struct id128){{[15] = 1}}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_are_equal_when_size_and_content_are),
        cmocka_unit_test(bytes_order_by_content_then_by_size),
        cmocka_unit_test(text_is_well_formed_utf8),
        cmocka_unit_test(malformed_utf8_is_no_text),
        cmocka_unit_test(a_zero_byte_is_no_text),
        cmocka_unit_test(an_identifier_survives_hexadecimal),
        cmocka_unit_test(a_digest_survives_hexadecimal_of_either_case),
        cmocka_unit_test(anything_but_exactly_the_digits_leaves_the_identifier_untouched),
        cmocka_unit_test(identifiers_order_as_their_bytes),
        cmocka_unit_test(only_sixteen_zeroes_are_the_zero_identifier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
