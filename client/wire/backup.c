/* Bytes of the records in a backup. */
#include "wire/backup.h"

#include <assert.h>

#include "base/limits.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"

enum {
    HEAD_PARTS = 8,
    CIRCLE_PARTS = 5,
    EPOCH_PARTS = 5,
    RUN_PARTS = 8,
    TAIL_PARTS = 3,
    OPERATION_PARTS = 4,
};

static void write_head(const struct backup_head *head, struct buffer *out_bytes)
{
    cbor_writer_text(out_bytes, head->name);
    cbor_writer_unsigned(out_bytes, head->role);
    cbor_writer_integer(out_bytes, head->made_ms);
    cbor_writer_key(out_bytes, head->device);
    cbor_writer_unsigned(out_bytes, head->clock);
    cbor_writer_key(out_bytes, head->recovery_sign);
    cbor_writer_key(out_bytes, head->recovery_box);
}

static void write_optional(struct bytes bytes, struct buffer *out_bytes)
{
    if (bytes.data == NULL) {
        cbor_writer_null(out_bytes);
    } else {
        cbor_writer_bytes(out_bytes, bytes);
    }
}

static void write_circle(const struct backup_circle *circle, struct buffer *out_bytes)
{
    cbor_writer_id(out_bytes, circle->circle);
    cbor_writer_id(out_bytes, circle->person);
    cbor_writer_integer(out_bytes, circle->joined_ms);
    write_optional(circle->seat, out_bytes);
}

static void write_epoch(const struct backup_epoch *epoch, struct buffer *out_bytes)
{
    cbor_writer_unsigned(out_bytes, epoch->stream);
    cbor_writer_unsigned(out_bytes, epoch->generation);
    cbor_writer_key(out_bytes, epoch->id);
    cbor_writer_bytes(out_bytes, epoch->key);
}

static void write_run(const struct backup_run *record, struct buffer *out_bytes)
{
    const struct wire_run *run = &record->run;
    assert(run->count > 0 && run->count <= BATCH_OPERATIONS_MAX);
    cbor_writer_unsigned(out_bytes, record->stream);
    cbor_writer_key(out_bytes, run->device);
    cbor_writer_id(out_bytes, run->incarnation);
    cbor_writer_unsigned(out_bytes, run->first);
    cbor_writer_key(out_bytes, run->previous);
    cbor_writer_list(out_bytes, run->count);
    for (size_t i = 0; i < run->count; i++) {
        cbor_writer_list(out_bytes, OPERATION_PARTS);
        cbor_writer_bytes(out_bytes, run->operations[i].header);
        write_optional(run->operations[i].body, out_bytes);
        cbor_writer_integer(out_bytes, record->marks[i].received_ms);
        cbor_writer_bool(out_bytes, record->marks[i].quarantined);
    }
    cbor_writer_bytes(out_bytes, (struct bytes){run->signature, sizeof run->signature});
}

static void begin(enum backup_record_type type, size_t parts, struct buffer *out_bytes)
{
    cbor_writer_list(out_bytes, parts);
    cbor_writer_unsigned(out_bytes, type);
}

void backup_record_encode(const struct backup_record *record, struct buffer *out_bytes)
{
    assert(record != NULL && out_bytes != NULL);
    size_t before = out_bytes->size;
    switch (record->type) {
    case BACKUP_HEAD:
        begin(BACKUP_HEAD, HEAD_PARTS, out_bytes);
        write_head(&record->head, out_bytes);
        break;
    case BACKUP_CIRCLE:
        begin(BACKUP_CIRCLE, CIRCLE_PARTS, out_bytes);
        write_circle(&record->circle, out_bytes);
        break;
    case BACKUP_EPOCH:
        begin(BACKUP_EPOCH, EPOCH_PARTS, out_bytes);
        write_epoch(&record->epoch, out_bytes);
        break;
    case BACKUP_RUN:
        begin(BACKUP_RUN, RUN_PARTS, out_bytes);
        write_run(&record->run, out_bytes);
        break;
    case BACKUP_TAIL:
        begin(BACKUP_TAIL, TAIL_PARTS, out_bytes);
        cbor_writer_unsigned(out_bytes, record->tail.circles);
        cbor_writer_unsigned(out_bytes, record->tail.operations);
        break;
    }
    if (out_bytes->size - before > BACKUP_RECORD_MAX) {
        out_bytes->failed = true;
    }
}

static struct backup_head read_head(struct cbor_reader *reader)
{
    struct backup_head head = {.name = cbor_reader_text(reader, NAME_TEXT_MAX)};
    uint64_t role = cbor_reader_unsigned(reader);
    if (head.name.size == 0 || role > ROLE_THERAPIST) {
        cbor_reader_fail(reader);
        role = ROLE_PATIENT;
    }
    head.role = (enum role)role;
    head.made_ms = cbor_reader_integer(reader);
    head.device = cbor_reader_key(reader);
    head.clock = cbor_reader_unsigned(reader);
    head.recovery_sign = cbor_reader_key(reader);
    head.recovery_box = cbor_reader_key(reader);
    return head;
}

static struct backup_circle read_circle(struct cbor_reader *reader)
{
    struct backup_circle circle = {.circle = cbor_reader_id(reader)};
    circle.person = cbor_reader_id(reader);
    circle.joined_ms = cbor_reader_integer(reader);
    circle.seat = cbor_reader_bytes_or_null(reader);
    if (circle.seat.size > BACKUP_SEAT_MAX) {
        cbor_reader_fail(reader);
    }
    return circle;
}

static struct backup_epoch read_epoch(struct cbor_reader *reader)
{
    struct backup_epoch epoch = {.stream = (enum stream)cbor_reader_choice(reader, STREAM_COUNT)};
    epoch.generation = cbor_reader_unsigned(reader);
    epoch.id = cbor_reader_key(reader);
    epoch.key = cbor_reader_bytes(reader);
    if (epoch.key.size != BACKUP_EPOCH_KEY_SIZE) {
        cbor_reader_fail(reader);
    }
    return epoch;
}

static void read_operation(struct cbor_reader *reader, struct wire_operation *out_operation,
                           struct backup_mark *out_mark)
{
    cbor_reader_list_of(reader, OPERATION_PARTS);
    out_operation->header = cbor_reader_bytes(reader);
    out_operation->body = cbor_reader_bytes_or_null(reader);
    out_mark->received_ms = cbor_reader_integer(reader);
    out_mark->quarantined = cbor_reader_bool(reader);
    if (out_operation->header.size > OPERATION_HEADER_MAX ||
        out_operation->body.size > ENTRY_BODY_MAX) {
        cbor_reader_fail(reader);
    }
}

/* OK also when the reader failed. */
static enum daybook_status read_run(struct cbor_reader *reader, struct arena *arena,
                                    struct backup_run *out_run)
{
    struct wire_run *run = &out_run->run;
    out_run->stream = (enum stream)cbor_reader_choice(reader, STREAM_COUNT);
    run->device = cbor_reader_key(reader);
    run->incarnation = cbor_reader_id(reader);
    run->first = cbor_reader_unsigned(reader);
    run->previous = cbor_reader_key(reader);
    run->count = cbor_reader_list(reader, CBOR_READER_COUNT_MAX);
    if (run->count > BATCH_OPERATIONS_MAX) {
        return DAYBOOK_FULL;
    }
    struct wire_operation *operations = arena_take_array(arena, run->count, sizeof *operations);
    struct backup_mark *marks = arena_take_array(arena, run->count, sizeof *marks);
    if (operations == NULL || marks == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < run->count; i++) {
        read_operation(reader, &operations[i], &marks[i]);
    }
    run->operations = operations;
    out_run->marks = marks;
    cbor_reader_exact(reader, run->signature, sizeof run->signature);
    if (!ops_is_numbered_well(run)) {
        cbor_reader_fail(reader);
    }
    return DAYBOOK_OK;
}

static const size_t parts_of[] = {
    [BACKUP_HEAD] = HEAD_PARTS, [BACKUP_CIRCLE] = CIRCLE_PARTS, [BACKUP_EPOCH] = EPOCH_PARTS,
    [BACKUP_RUN] = RUN_PARTS,   [BACKUP_TAIL] = TAIL_PARTS,
};

enum daybook_status backup_record_decode(struct bytes bytes, struct arena *arena,
                                         struct backup_record *out_record)
{
    assert(arena != NULL && out_record != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    struct backup_record record = {0};
    enum daybook_status status = DAYBOOK_OK;
    size_t parts = cbor_reader_list(&reader, RUN_PARTS);
    uint64_t type = cbor_reader_unsigned(&reader);
    if (reader.failed || type < BACKUP_HEAD || type > BACKUP_TAIL || parts != parts_of[type]) {
        return DAYBOOK_INVALID;
    }
    record.type = (enum backup_record_type)type;
    switch (record.type) {
    case BACKUP_HEAD:
        record.head = read_head(&reader);
        break;
    case BACKUP_CIRCLE:
        record.circle = read_circle(&reader);
        break;
    case BACKUP_EPOCH:
        record.epoch = read_epoch(&reader);
        break;
    case BACKUP_RUN:
        status = read_run(&reader, arena, &record.run);
        break;
    case BACKUP_TAIL:
        record.tail.circles = cbor_reader_unsigned(&reader);
        record.tail.operations = cbor_reader_unsigned(&reader);
        break;
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!cbor_reader_done(&reader)) {
        return DAYBOOK_INVALID;
    }
    *out_record = record;
    return DAYBOOK_OK;
}
