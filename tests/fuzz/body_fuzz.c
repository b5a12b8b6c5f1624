/* Fuzzes the readers of bodies: what is read can be written, and reads the same again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/body.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct id128 salt;

static void entry_survives_writing(struct bytes input, struct arena *arena)
{
    struct entry entry;
    struct entry again;
    if (body_decode_entry(input, arena, &entry) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    body_encode_entry(salt, &entry, &written);
    assert(!written.failed);
    enum daybook_status status = body_decode_entry(buffer_bytes(&written), arena, &again);
    assert(status == DAYBOOK_OK);
    assert(value_equal(&entry.fields, &again.fields));
    assert(bytes_equal(entry.note, again.note));
    buffer_free(&written);
}

static void value_survives_writing(struct bytes input, struct arena *arena)
{
    struct value map;
    struct value again;
    if (body_decode_value(input, arena, &map) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    body_encode_value(salt, &map, &written);
    assert(!written.failed);
    enum daybook_status status = body_decode_value(buffer_bytes(&written), arena, &again);
    assert(status == DAYBOOK_OK);
    assert(value_equal(&map, &again));
    buffer_free(&written);
}

static void change_survives_writing(enum operation_type type, struct bytes input,
                                    struct arena *arena)
{
    struct circle_change change;
    struct circle_change again;
    if (body_decode_change(type, input, arena, &change) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    body_encode_change(salt, &change, &written);
    assert(!written.failed);
    enum daybook_status status = body_decode_change(type, buffer_bytes(&written), arena, &again);
    assert(status == DAYBOOK_OK);
    assert(change.cut_count == again.cut_count);
    assert(change.epoch.recipient_count == again.epoch.recipient_count);
    buffer_free(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    const struct bytes input = {data, size};
    struct bytes reason;
    entry_survives_writing(input, arena);
    value_survives_writing(input, arena);
    (void)body_decode_retract(input, &reason);
    for (int type = OPERATION_GENESIS; type <= OPERATION_RECOVER; type++) {
        change_survives_writing((enum operation_type)type, input, arena);
    }
    arena_free(arena);
    return 0;
}
