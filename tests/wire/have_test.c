/* Tests of the bytes of HAVE. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/golden.h"
#include "wire/have.h"

static struct have_feed feeds[HAVE_FEED_MAX + 1];

static struct have have_of(size_t feed_count)
{
    for (size_t i = 0; i < feed_count; i++) {
        feeds[i] = (struct have_feed){
            .feed = {{0xfe, (uint8_t)(i >> 8), (uint8_t)i}}, .number = i, .hash_start = {1, 2, 3}};
    }
    struct have have = {
        .counter = 42,
        .wall_ms = INT64_C(1780298000000),
        .wants_answer = true,
        .version = bytes_of_text("0.1.0"),
        .feeds = feeds,
        .feed_count = feed_count,
    };
    memset(have.device.bytes, 0xd0, sizeof have.device.bytes);
    return have;
}

static bool reads(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    struct have have;
    enum daybook_status status = have_decode(bytes, arena, &have);
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_INVALID);
    arena_free(arena);
    return status == DAYBOOK_OK;
}

static void a_have_has_its_golden_bytes(void **state)
{
    (void)state;
    const struct have have = have_of(3);
    struct buffer written = {0};
    have_encode(&have, &written);
    golden_matches("have", buffer_bytes(&written));
    golden_survives_damage(buffer_bytes(&written), reads);
    buffer_free(&written);
}

static void a_have_reads_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    static const size_t counts[] = {0, 1, HAVE_FEED_MAX};
    for (size_t i = 0; i < 3; i++) {
        struct have have = have_of(counts[i]);
        have.wants_answer = i % 2 == 1;
        have.wall_ms = i == 0 ? INT64_MIN : have.wall_ms;
        struct buffer written = {0};
        have_encode(&have, &written);
        assert_in_range(written.size, 1, BATCH_SIZE_MAX);
        struct have read;
        assert_int_equal(have_decode(buffer_bytes(&written), arena, &read), DAYBOOK_OK);
        assert_true(key256_equal(read.device, have.device));
        assert_int_equal(read.counter, 42);
        assert_int_equal(read.wall_ms, have.wall_ms);
        assert_int_equal(read.wants_answer, have.wants_answer);
        assert_true(bytes_equal_text(read.version, "0.1.0"));
        assert_int_equal(read.feed_count, counts[i]);
        for (size_t j = 0; j < counts[i]; j++) {
            assert_memory_equal(&read.feeds[j], &feeds[j], sizeof feeds[j]);
        }
        buffer_free(&written);
    }
    arena_free(arena);
}

static void numbers_beyond_63_bits_are_refused(void **state)
{
    (void)state;
    struct have have = have_of(1);
    struct buffer written = {0};
    feeds[0].number = UINT64_C(1) << 63;
    have_encode(&have, &written);
    assert_false(reads(buffer_bytes(&written)));
    buffer_clear(&written);
    have = have_of(1);
    have.counter = UINT64_MAX;
    have_encode(&have, &written);
    assert_false(reads(buffer_bytes(&written)));
    buffer_free(&written);
}

static void a_list_of_more_feeds_than_allowed_is_refused(void **state)
{
    (void)state;
    struct have have = have_of(HAVE_FEED_MAX);
    struct buffer written = {0};
    have_encode(&have, &written);
    assert_true(reads(buffer_bytes(&written)));
    /* The head of the list, 99 0400, stands right after the version and the key. */
    size_t at = 0;
    while (memcmp(written.data + at, "\x06\x99\x04\x00", 4) != 0) {
        at++;
    }
    written.data[at + 3] = 1;
    static const uint8_t feed[] = {0x83, 0x50, 0, 0, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0,
                                   0,    0,    0, 0, 0, 0x48, 0, 0, 0, 0, 0, 0, 0, 0};
    buffer_append(&written, (struct bytes){feed, sizeof feed});
    assert_false(reads(buffer_bytes(&written)));
    buffer_free(&written);
}

static bool content_reads(struct bytes bytes)
{
    struct bytes signed_part;
    uint8_t signature[64];
    return have_content_decode(bytes, &signed_part, signature) == DAYBOOK_OK;
}

static void the_signed_part_comes_back_byte_for_byte(void **state)
{
    (void)state;
    uint8_t signature[64];
    uint8_t read_signature[64];
    memset(signature, 0x5a, sizeof signature);
    struct buffer written = {0};
    have_content_encode(bytes_of_text("signed part"), signature, &written);
    golden_matches("have-content", buffer_bytes(&written));
    struct bytes signed_part;
    assert_int_equal(have_content_decode(buffer_bytes(&written), &signed_part, read_signature),
                     DAYBOOK_OK);
    assert_true(bytes_equal_text(signed_part, "signed part"));
    assert_memory_equal(signature, read_signature, sizeof signature);
    golden_survives_damage(buffer_bytes(&written), content_reads);
    buffer_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_have_has_its_golden_bytes),
        cmocka_unit_test(a_have_reads_as_it_was_written),
        cmocka_unit_test(numbers_beyond_63_bits_are_refused),
        cmocka_unit_test(a_list_of_more_feeds_than_allowed_is_refused),
        cmocka_unit_test(the_signed_part_comes_back_byte_for_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
