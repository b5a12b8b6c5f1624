/* Tests of the bytes of operations on their way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/golden.h"
#include "wire/ops.h"

static struct wire_operation operations[BATCH_OPERATIONS_MAX + 1];

/* A run of small operations; the second has lost its body. */
static struct wire_run run_of(uint64_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        operations[i].header = bytes_of_text("header");
        operations[i].body = i != 1 ? bytes_of_text("body") : (struct bytes){0};
    }
    struct wire_run run = {
        .device = golden_key(0xd0),
        .incarnation = {{0x1c}},
        .first = first,
        .previous = golden_key(first == 1 ? 0 : 0x9e),
        .operations = operations,
        .count = count,
    };
    memset(run.signature, 0x5a, sizeof run.signature);
    return run;
}

static enum daybook_status decode(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    struct wire_run *runs = NULL;
    size_t count = 0;
    enum daybook_status status = ops_decode(bytes, arena, &runs, &count);
    if (status == DAYBOOK_OK) {
        struct buffer again = {0};
        ops_encode(runs, count, &again);
        assert_true(bytes_equal(bytes, buffer_bytes(&again)));
        buffer_free(&again);
    }
    arena_free(arena);
    return status;
}

static bool reads(struct bytes bytes)
{
    enum daybook_status status = decode(bytes);
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_INVALID || status == DAYBOOK_FULL);
    return status == DAYBOOK_OK;
}

static void runs_have_their_golden_bytes(void **state)
{
    (void)state;
    const struct wire_run runs[] = {run_of(1, 3), run_of(4100, 3)};
    struct buffer written = {0};
    ops_encode(runs, 2, &written);
    golden_matches("ops", buffer_bytes(&written));
    golden_survives_damage(buffer_bytes(&written), reads);
    buffer_free(&written);
}

static void runs_read_as_they_were_written(void **state)
{
    (void)state;
    const struct wire_run runs[] = {run_of(1, 3), run_of(4100, 3)};
    struct buffer written = {0};
    ops_encode(runs, 2, &written);
    struct arena *arena = arena_create(0);
    struct wire_run *read = NULL;
    size_t count = 0;
    assert_int_equal(ops_decode(buffer_bytes(&written), arena, &read, &count), DAYBOOK_OK);
    assert_int_equal(count, 2);
    assert_true(key256_equal(read[1].device, runs[1].device));
    assert_true(key256_equal(read[1].previous, runs[1].previous));
    assert_int_equal(read[1].first, 4100);
    assert_int_equal(read[1].count, 3);
    assert_true(bytes_equal_text(read[1].operations[0].header, "header"));
    assert_true(bytes_equal_text(read[1].operations[0].body, "body"));
    assert_null(read[1].operations[1].body.data);
    assert_memory_equal(read[1].signature, runs[1].signature, sizeof runs[1].signature);
    arena_free(arena);
    buffer_free(&written);
}

static void an_empty_body_is_not_an_erased_one(void **state)
{
    (void)state;
    struct wire_run run = run_of(1, 1);
    operations[0].body = (struct bytes){(const uint8_t *)"", 0};
    struct buffer written = {0};
    ops_encode(&run, 1, &written);
    struct arena *arena = arena_create(0);
    struct wire_run *read = NULL;
    size_t count = 0;
    assert_int_equal(ops_decode(buffer_bytes(&written), arena, &read, &count), DAYBOOK_OK);
    assert_non_null(read[0].operations[0].body.data);
    arena_free(arena);
    buffer_free(&written);
}

static enum daybook_status status_of(const struct wire_run *runs, size_t count)
{
    struct buffer written = {0};
    ops_encode(runs, count, &written);
    assert_false(written.failed);
    enum daybook_status status = decode(buffer_bytes(&written));
    buffer_free(&written);
    return status;
}

static void a_batch_holds_so_many_operations_and_no_more(void **state)
{
    (void)state;
    struct wire_run runs[] = {run_of(1, BATCH_OPERATIONS_MAX), run_of(1, 1)};
    assert_int_equal(status_of(runs, 1), DAYBOOK_OK);
    assert_int_equal(status_of(runs, 2), DAYBOOK_FULL);
    assert_int_equal(status_of(runs, 0), DAYBOOK_OK);
}

static void numbers_that_make_no_chain_are_refused(void **state)
{
    (void)state;
    struct wire_run run = run_of(1, 2);
    run.first = 0;
    assert_int_equal(status_of(&run, 1), DAYBOOK_INVALID);
    run = run_of(1, 2);
    run.previous = golden_key(1);
    assert_int_equal(status_of(&run, 1), DAYBOOK_INVALID);
    run = run_of((uint64_t)INT64_MAX - 2, 2);
    assert_int_equal(status_of(&run, 1), DAYBOOK_OK);
    run.first++;
    assert_int_equal(status_of(&run, 1), DAYBOOK_INVALID);
    run.first = UINT64_MAX;
    assert_int_equal(status_of(&run, 1), DAYBOOK_INVALID);
}

static void what_no_store_would_keep_is_refused(void **state)
{
    (void)state;
    uint8_t *large = calloc(ENTRY_BODY_MAX + 1, 1);
    assert_non_null(large);
    struct wire_run run = run_of(1, 1);
    operations[0].body = (struct bytes){large, ENTRY_BODY_MAX};
    assert_int_equal(status_of(&run, 1), DAYBOOK_OK);
    operations[0].body.size++;
    assert_int_equal(status_of(&run, 1), DAYBOOK_INVALID);
    run = run_of(1, 1);
    operations[0].header = (struct bytes){large, OPERATION_HEADER_MAX + 1};
    assert_int_equal(status_of(&run, 1), DAYBOOK_INVALID);
    free(large);
}

static void a_promise_of_many_runs_takes_no_memory(void **state)
{
    (void)state;
    assert_int_equal(decode(bytes_of_text("\x9a\x7f\xff\xff\xff")), DAYBOOK_INVALID);
    assert_int_equal(decode(bytes_of_text("\x9f\xff")), DAYBOOK_INVALID);
    assert_int_equal(decode((struct bytes){0}), DAYBOOK_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_have_their_golden_bytes),
        cmocka_unit_test(runs_read_as_they_were_written),
        cmocka_unit_test(an_empty_body_is_not_an_erased_one),
        cmocka_unit_test(a_batch_holds_so_many_operations_and_no_more),
        cmocka_unit_test(numbers_that_make_no_chain_are_refused),
        cmocka_unit_test(what_no_store_would_keep_is_refused),
        cmocka_unit_test(a_promise_of_many_runs_takes_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
