/* Bytes of operations on their way. */
#include "wire/ops.h"

#include <assert.h>

#include "base/limits.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"

enum { RUN_PARTS = 6, OPERATION_PARTS = 2 };

static void write_operation(const struct wire_operation *operation, struct buffer *out_bytes)
{
    cbor_writer_list(out_bytes, OPERATION_PARTS);
    cbor_writer_bytes(out_bytes, operation->header);
    if (operation->body.data == NULL) {
        cbor_writer_null(out_bytes);
    } else {
        cbor_writer_bytes(out_bytes, operation->body);
    }
}

void ops_encode(const struct wire_run *runs, size_t count, struct buffer *out_bytes)
{
    assert(runs != NULL || count == 0);
    cbor_writer_list(out_bytes, count);
    for (size_t i = 0; i < count; i++) {
        const struct wire_run *run = &runs[i];
        assert(run->count > 0 && run->count <= BATCH_OPERATIONS_MAX);
        cbor_writer_list(out_bytes, RUN_PARTS);
        cbor_writer_key(out_bytes, run->device);
        cbor_writer_id(out_bytes, run->incarnation);
        cbor_writer_unsigned(out_bytes, run->first);
        cbor_writer_key(out_bytes, run->previous);
        cbor_writer_list(out_bytes, run->count);
        for (size_t j = 0; j < run->count; j++) {
            write_operation(&run->operations[j], out_bytes);
        }
        cbor_writer_bytes(out_bytes, (struct bytes){run->signature, sizeof run->signature});
    }
}

/* Numbers are kept in signed 64 bits, and a first operation has nothing before it. */
bool ops_is_numbered_well(const struct wire_run *run)
{
    return run->count > 0 && run->first >= 1 && run->first <= INT64_MAX - run->count &&
           (run->first > 1 || key256_equal(run->previous, (struct key256){0}));
}

static struct wire_operation read_operation(struct cbor_reader *reader)
{
    cbor_reader_list_of(reader, OPERATION_PARTS);
    struct wire_operation operation;
    operation.header = cbor_reader_bytes(reader);
    operation.body = cbor_reader_bytes_or_null(reader);
    if (operation.header.size > OPERATION_HEADER_MAX || operation.body.size > ENTRY_BODY_MAX) {
        cbor_reader_fail(reader);
    }
    return operation;
}

/* OK also when the reader failed. FULL: more than *room operations, which counts down. */
static enum daybook_status read_run(struct cbor_reader *reader, struct arena *arena, size_t *room,
                                    struct wire_run *out_run)
{
    cbor_reader_list_of(reader, RUN_PARTS);
    struct wire_run run = {0};
    run.device = cbor_reader_key(reader);
    run.incarnation = cbor_reader_id(reader);
    run.first = cbor_reader_unsigned(reader);
    run.previous = cbor_reader_key(reader);
    run.count = cbor_reader_list(reader, CBOR_READER_COUNT_MAX);
    if (run.count > *room) {
        return DAYBOOK_FULL;
    }
    *room -= run.count;
    struct wire_operation *operations = arena_take_array(arena, run.count, sizeof *operations);
    if (operations == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < run.count; i++) {
        operations[i] = read_operation(reader);
    }
    run.operations = operations;
    cbor_reader_exact(reader, run.signature, sizeof run.signature);
    if (!ops_is_numbered_well(&run)) {
        cbor_reader_fail(reader);
    }
    *out_run = run;
    return DAYBOOK_OK;
}

enum daybook_status ops_decode(struct bytes bytes, struct arena *arena, struct wire_run **out_runs,
                               size_t *out_count)
{
    assert(arena != NULL);
    assert(out_runs != NULL);
    assert(out_count != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    size_t room = BATCH_OPERATIONS_MAX;
    size_t count = cbor_reader_list(&reader, CBOR_READER_COUNT_MAX);
    if (count > room) {
        return DAYBOOK_FULL;
    }
    struct wire_run *runs = arena_take_array(arena, count, sizeof *runs);
    if (runs == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count && !reader.failed; i++) {
        enum daybook_status status = read_run(&reader, arena, &room, &runs[i]);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    if (!cbor_reader_done(&reader)) {
        return DAYBOOK_INVALID;
    }
    *out_runs = runs;
    *out_count = count;
    return DAYBOOK_OK;
}
