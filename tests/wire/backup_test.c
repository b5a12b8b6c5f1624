/* Tests of the bytes of a backup's records. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "wire/backup.h"
#include "wire/golden.h"

static struct wire_operation operations[BATCH_OPERATIONS_MAX + 1];
static struct backup_mark marks[BATCH_OPERATIONS_MAX + 1];

static struct backup_record head(void)
{
    return (struct backup_record){.type = BACKUP_HEAD,
                                  .head = {.name = bytes_of_text("Ana Marlowe"),
                                           .role = ROLE_PATIENT,
                                           .made_ms = INT64_C(1780298000000),
                                           .device = golden_key(0xd0),
                                           .clock = UINT64_C(116673609728000001),
                                           .recovery_sign = golden_key(0x5e),
                                           .recovery_box = golden_key(0xb0)}};
}

static struct backup_record circle(struct bytes seat)
{
    return (struct backup_record){.type = BACKUP_CIRCLE,
                                  .circle = {{{0xc1}}, {{0x9e}}, INT64_C(1780000000000), seat}};
}

static struct backup_record epoch(struct bytes key)
{
    return (struct backup_record){.type = BACKUP_EPOCH,
                                  .epoch = {STREAM_LOG, 7, golden_key(0xe9), key}};
}

/* The second operation has lost its body, the third was kept and not applied. */
static struct backup_record run(uint64_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        operations[i].header = bytes_of_text("header");
        operations[i].body = i != 1 ? bytes_of_text("body") : (struct bytes){0};
        marks[i] = (struct backup_mark){INT64_C(1780298000000) + (int64_t)i, i == 2};
    }
    struct backup_record record = {.type = BACKUP_RUN,
                                   .run = {.stream = STREAM_TREND,
                                           .run = {.device = golden_key(0xd0),
                                                   .incarnation = {{0x1c}},
                                                   .first = first,
                                                   .previous = golden_key(first == 1 ? 0 : 0x9e),
                                                   .operations = operations,
                                                   .count = count},
                                           .marks = marks}};
    memset(record.run.run.signature, 0x5a, sizeof record.run.run.signature);
    return record;
}

static enum daybook_status decode(struct bytes bytes)
{
    struct arena *arena = arena_create(0);
    struct backup_record record;
    enum daybook_status status = backup_record_decode(bytes, arena, &record);
    if (status == DAYBOOK_OK) {
        struct buffer again = {0};
        backup_record_encode(&record, &again);
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

static void each_record_has_its_golden_bytes(void **state)
{
    (void)state;
    static const uint8_t secret[BACKUP_EPOCH_KEY_SIZE] = {0x4e};
    const struct {
        const char *name;
        struct backup_record record;
    } records[] = {
        {"backup-head", head()},
        {"backup-circle", circle(bytes_of_text("seat"))},
        {"backup-epoch", epoch((struct bytes){secret, sizeof secret})},
        {"backup-run", run(4100, 3)},
        {"backup-tail", {.type = BACKUP_TAIL, .tail = {2, 90000}}},
    };
    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        struct buffer written = {0};
        backup_record_encode(&records[i].record, &written);
        golden_matches(records[i].name, buffer_bytes(&written));
        assert_true(reads(buffer_bytes(&written)));
        golden_survives_damage(buffer_bytes(&written), reads);
        buffer_free(&written);
    }
}

static enum daybook_status written_and_read(struct backup_record record)
{
    struct buffer written = {0};
    backup_record_encode(&record, &written);
    assert_false(written.failed);
    enum daybook_status status = decode(buffer_bytes(&written));
    buffer_free(&written);
    return status;
}

static void what_means_nothing_is_refused(void **state)
{
    (void)state;
    struct backup_record nameless = head();
    struct backup_record device = head();
    struct backup_record gap = run(1, 1);
    nameless.head.name = (struct bytes){NULL, 0};
    device.head.role = ROLE_DEVICE;
    gap.run.run.previous = golden_key(1);
    assert_int_equal(written_and_read(nameless), DAYBOOK_INVALID);
    assert_int_equal(written_and_read(device), DAYBOOK_INVALID);
    assert_int_equal(written_and_read(gap), DAYBOOK_INVALID);
    assert_int_equal(written_and_read(epoch(bytes_of_text("short"))), DAYBOOK_INVALID);
    assert_int_equal(written_and_read(circle((struct bytes){0})), DAYBOOK_OK);
    assert_int_equal(written_and_read(run(1, BATCH_OPERATIONS_MAX)), DAYBOOK_OK);
}

static void what_nobody_would_read_is_not_written(void **state)
{
    (void)state;
    static uint8_t body[ENTRY_BODY_MAX];
    struct backup_record record = run(1, BATCH_OPERATIONS_MAX);
    for (size_t i = 0; i < BATCH_OPERATIONS_MAX; i++) {
        operations[i].body = (struct bytes){body, sizeof body};
    }
    struct buffer written = {0};
    backup_record_encode(&record, &written);
    assert_true(written.failed);
    buffer_free(&written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_record_has_its_golden_bytes),
        cmocka_unit_test(what_means_nothing_is_refused),
        cmocka_unit_test(what_nobody_would_read_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
