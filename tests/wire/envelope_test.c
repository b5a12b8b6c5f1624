/* Tests of an envelope's clear bytes, padding and compression. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/compression.h"
#include "wire/envelope.h"
#include "wire/golden.h"

static void clear_bytes_read_as_they_were_written(void **state)
{
    (void)state;
    const struct envelope_clear clear = {
        ENVELOPE_HAVE, ENVELOPE_FLAG_DEFLATED, {1, 2, 3, 4, 5, 6, 7, 8}};
    uint8_t bytes[ENVELOPE_CLEAR_SIZE];
    envelope_clear_encode(&clear, bytes);
    golden_matches("envelope-clear", (struct bytes){bytes, sizeof bytes});
    struct envelope_clear read;
    assert_int_equal(envelope_clear_decode((struct bytes){bytes, sizeof bytes}, &read), DAYBOOK_OK);
    assert_memory_equal(&read, &clear, sizeof clear);
    assert_int_equal(envelope_clear_decode((struct bytes){bytes, sizeof bytes - 1}, &read),
                     DAYBOOK_INVALID);
}

static enum daybook_status status_with(size_t at, uint8_t byte)
{
    uint8_t bytes[ENVELOPE_CLEAR_SIZE] = {'D', 'B', 1, ENVELOPE_OPS};
    bytes[at] = byte;
    struct envelope_clear clear;
    return envelope_clear_decode((struct bytes){bytes, sizeof bytes}, &clear);
}

static void an_envelope_of_a_later_version_is_newer(void **state)
{
    (void)state;
    assert_int_equal(status_with(0, 'D'), DAYBOOK_OK);
    assert_int_equal(status_with(1, 'C'), DAYBOOK_INVALID);
    assert_int_equal(status_with(2, 2), DAYBOOK_NEWER);
    assert_int_equal(status_with(3, 0), DAYBOOK_NEWER);
    assert_int_equal(status_with(3, ENVELOPE_JOIN3 + 1), DAYBOOK_NEWER);
    assert_int_equal(status_with(4, 2), DAYBOOK_NEWER);
}

/* Pack and unpack; the size on the wire. */
static size_t packed_size(struct bytes content, uint8_t *out_flags)
{
    struct buffer plain = {0};
    struct buffer again = {0};
    assert_int_equal(envelope_pack(content, out_flags, &plain), DAYBOOK_OK);
    assert_int_equal(envelope_unpack(buffer_bytes(&plain), *out_flags, &again), DAYBOOK_OK);
    assert_true(bytes_equal(content, buffer_bytes(&again)));
    size_t size = plain.size;
    buffer_free(&plain);
    buffer_free(&again);
    return size;
}

static void content_survives_packing_at_every_size(void **state)
{
    (void)state;
    uint64_t random = 1;
    uint8_t content[3000];
    for (size_t i = 0; i < sizeof content; i++) {
        content[i] = (uint8_t)golden_random(&random);
    }
    uint8_t flags = 0;
    for (size_t size = 0; size <= sizeof content; size++) {
        size_t packed = packed_size((struct bytes){content, size}, &flags);
        assert_int_equal(flags, 0);
        assert_in_range(packed, 512, size + 1 <= 512 ? 512 : size + 1 + size / 8);
    }
}

static void sizes_are_those_of_padme(void **state)
{
    (void)state;
    uint64_t random = 2;
    uint8_t content[5000];
    for (size_t i = 0; i < sizeof content; i++) {
        content[i] = (uint8_t)golden_random(&random);
    }
    uint8_t flags = 0;
    static const size_t sizes[][2] = {{0, 512},     {511, 512},   {512, 544},   {543, 544},
                                      {544, 576},   {1023, 1024}, {1024, 1088}, {2047, 2048},
                                      {2048, 2176}, {4095, 4096}, {4096, 4352}, {4999, 5120}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_int_equal(packed_size((struct bytes){content, sizes[i][0]}, &flags), sizes[i][1]);
    }
}

static void content_is_deflated_only_when_that_is_shorter(void **state)
{
    (void)state;
    uint8_t content[4000];
    memset(content, 'a', sizeof content);
    uint8_t flags = 0;
    assert_int_equal(packed_size((struct bytes){content, sizeof content}, &flags), 512);
    assert_int_equal(flags, ENVELOPE_FLAG_DEFLATED);
    assert_int_equal(packed_size((struct bytes){content, 1}, &flags), 512);
    assert_int_equal(flags, 0);
}

static void packing_appends_and_keeps_what_is_there(void **state)
{
    (void)state;
    struct buffer plain = {0};
    uint8_t flags = 0;
    buffer_append_text(&plain, "before");
    assert_int_equal(envelope_pack(bytes_of_text("content"), &flags, &plain), DAYBOOK_OK);
    assert_int_equal(plain.size, 6 + 512);
    assert_memory_equal(plain.data, "beforecontent\x80", 14);
    buffer_free(&plain);
}

static void bad_padding_is_refused(void **state)
{
    (void)state;
    struct buffer content = {0};
    uint8_t zeros[600] = {0};
    assert_int_equal(envelope_unpack((struct bytes){zeros, sizeof zeros}, 0, &content),
                     DAYBOOK_INVALID);
    assert_int_equal(envelope_unpack((struct bytes){zeros, 0}, 0, &content), DAYBOOK_INVALID);
    zeros[100] = 0x81;
    assert_int_equal(envelope_unpack((struct bytes){zeros, sizeof zeros}, 0, &content),
                     DAYBOOK_INVALID);
    assert_int_equal(content.size, 0);
    buffer_free(&content);
}

static void a_bomb_is_stopped_at_the_bound(void **state)
{
    (void)state;
    size_t size = (size_t)ENVELOPE_PLAIN_MAX + 1;
    uint8_t *zeros = calloc(size, 1);
    assert_non_null(zeros);
    struct buffer bomb = {0};
    struct buffer content = {0};
    assert_int_equal(compression_deflate((struct bytes){zeros, size}, &bomb), DAYBOOK_OK);
    assert_in_range(bomb.size, 1, 2000);
    static const uint8_t marker = 0x80;
    buffer_append(&bomb, (struct bytes){&marker, 1});
    assert_int_equal(envelope_unpack(buffer_bytes(&bomb), ENVELOPE_FLAG_DEFLATED, &content),
                     DAYBOOK_FULL);
    assert_int_equal(content.size, 0);
    uint8_t flags = 0;
    assert_int_equal(envelope_pack((struct bytes){zeros, size}, &flags, &content), DAYBOOK_FULL);
    assert_int_equal(packed_size((struct bytes){zeros, ENVELOPE_PLAIN_MAX}, &flags), 1088);
    free(zeros);
    buffer_free(&bomb);
    buffer_free(&content);
}

static bool unpacks(struct bytes plain)
{
    struct buffer content = {0};
    enum daybook_status status = envelope_unpack(plain, ENVELOPE_FLAG_DEFLATED, &content);
    assert_true(status == DAYBOOK_OK || content.size == 0);
    buffer_free(&content);
    return status == DAYBOOK_OK;
}

static void damaged_compression_is_refused_or_harmless(void **state)
{
    (void)state;
    struct buffer text = {0};
    struct buffer plain = {0};
    for (int i = 0; i < 40; i++) {
        buffer_append_text(&text, "pain leg 7 slept badly ");
    }
    assert_int_equal(compression_deflate(buffer_bytes(&text), &plain), DAYBOOK_OK);
    static const uint8_t marker = 0x80;
    buffer_append(&plain, (struct bytes){&marker, 1});
    golden_survives_damage(buffer_bytes(&plain), unpacks);
    buffer_free(&text);
    buffer_free(&plain);
}

static void bytes_after_the_compressed_stream_are_refused(void **state)
{
    (void)state;
    struct buffer plain = {0};
    assert_int_equal(compression_deflate(bytes_of_text("text"), &plain), DAYBOOK_OK);
    buffer_append_text(&plain, "x\x80");
    assert_false(unpacks(buffer_bytes(&plain)));
    buffer_free(&plain);
}

static void short_memory_is_told(void **state)
{
    (void)state;
    struct buffer plain = {.limit_size = 100};
    uint8_t flags = 0;
    assert_int_equal(envelope_pack(bytes_of_text("content"), &flags, &plain), DAYBOOK_NO_MEMORY);
    buffer_free(&plain);
    struct buffer whole = {0};
    assert_int_equal(envelope_pack(bytes_of_text("content"), &flags, &whole), DAYBOOK_OK);
    struct buffer content = {.limit_size = 3};
    assert_int_equal(envelope_unpack(buffer_bytes(&whole), flags, &content), DAYBOOK_NO_MEMORY);
    buffer_free(&content);
    buffer_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clear_bytes_read_as_they_were_written),
        cmocka_unit_test(an_envelope_of_a_later_version_is_newer),
        cmocka_unit_test(content_survives_packing_at_every_size),
        cmocka_unit_test(sizes_are_those_of_padme),
        cmocka_unit_test(content_is_deflated_only_when_that_is_shorter),
        cmocka_unit_test(packing_appends_and_keeps_what_is_there),
        cmocka_unit_test(bad_padding_is_refused),
        cmocka_unit_test(a_bomb_is_stopped_at_the_bound),
        cmocka_unit_test(damaged_compression_is_refused_or_harmless),
        cmocka_unit_test(bytes_after_the_compressed_stream_are_refused),
        cmocka_unit_test(short_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
