/* Tests of the bytes of an operation's header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/golden.h"
#include "wire/operation.h"

static bool reads(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    assert_non_null(arena);
    struct operation_header header;
    enum daybook_status status = operation_header_decode(bytes, arena, &header);
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_INVALID);
    arena_free(arena);
    return status == DAYBOOK_OK;
}

static void a_header_has_its_golden_bytes(void **state)
{
    (void)state;
    const struct key256 supersedes[] = {golden_key(0x51), golden_key(0x52)};
    const struct operation_header header = {
        .type = OPERATION_AMEND,
        .entity = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}},
        .hlc = UINT64_C(0x019876543210) << 16 | 7,
        .supersedes = supersedes,
        .supersedes_count = 2,
        .body_hash = golden_key(0xb0),
    };
    struct buffer written = {0};
    operation_header_encode(&header, &written);
    golden_matches("operation-amend", buffer_bytes(&written));
    golden_survives_damage(buffer_bytes(&written), reads);
    buffer_free(&written);
}

static void a_header_reads_as_it_was_written(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        struct key256 supersedes[OPERATION_SUPERSEDES_MAX];
        for (size_t i = 0; i < OPERATION_SUPERSEDES_MAX; i++) {
            supersedes[i] = golden_key((uint8_t)golden_random(&random));
        }
        struct operation_header header = {
            .type = (uint32_t)(golden_random(&random) >> golden_random(&random) % 33),
            .hlc = golden_random(&random) >> golden_random(&random) % 64,
            .supersedes = supersedes,
            .supersedes_count = golden_random(&random) % (OPERATION_SUPERSEDES_MAX + 1),
            .body_hash = golden_key((uint8_t)golden_random(&random)),
        };
        header.entity.bytes[3] = (uint8_t)golden_random(&random);
        struct buffer written = {0};
        operation_header_encode(&header, &written);
        struct operation_header read;
        bool same = !written.failed && written.size <= OPERATION_HEADER_MAX &&
                    operation_header_decode(buffer_bytes(&written), arena, &read) == DAYBOOK_OK &&
                    read.type == header.type && id128_equal(read.entity, header.entity) &&
                    read.hlc == header.hlc && read.supersedes_count == header.supersedes_count &&
                    key256_equal(read.body_hash, header.body_hash);
        for (size_t i = 0; same && i < header.supersedes_count; i++) {
            same = key256_equal(read.supersedes[i], supersedes[i]);
        }
        buffer_free(&written);
        arena_reset(arena);
        if (!same) {
            fail_msg("seed %llu", (unsigned long long)seed);
        }
    }
    arena_free(arena);
}

static void a_header_with_too_many_supersedes_is_refused(void **state)
{
    (void)state;
    const struct operation_header header = {.type = OPERATION_ENTRY};
    struct buffer written = {0};
    operation_header_encode(&header, &written);
    assert_true(reads(buffer_bytes(&written)));
    /* The empty list is the byte before the body's hash of 34 bytes. */
    size_t at = written.size - 35;
    assert_int_equal(written.data[at], 0x80);
    written.data[at] = 0x80 | (OPERATION_SUPERSEDES_MAX + 1);
    assert_false(reads(buffer_bytes(&written)));
    buffer_free(&written);
}

static void short_memory_is_told_apart_from_bad_bytes(void **state)
{
    (void)state;
    const struct key256 supersedes[] = {golden_key(1)};
    const struct operation_header header = {
        .type = OPERATION_ENTRY, .supersedes = supersedes, .supersedes_count = 1};
    struct buffer written = {0};
    operation_header_encode(&header, &written);
    struct arena *arena = arena_create(1);
    struct operation_header read;
    assert_int_equal(operation_header_decode(buffer_bytes(&written), arena, &read),
                     DAYBOOK_NO_MEMORY);
    arena_free(arena);
    buffer_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_header_has_its_golden_bytes),
        cmocka_unit_test(a_header_reads_as_it_was_written),
        cmocka_unit_test(a_header_with_too_many_supersedes_is_refused),
        cmocka_unit_test(short_memory_is_told_apart_from_bad_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
