/* The frames on the agent's socket: a size, a type and bytes, read piece by piece and bounded. */
#include "requests/frame.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"

/* A name or status and its line feed stand before the JSON. */
enum { FRAME_LINE_MAX = 64, FRAME_PROGRESS_MAX = 4096 };

static bool has_head(const struct frame_reader *reader)
{
    return reader->head_size == FRAME_HEAD_SIZE;
}

static bool is_secret(const struct frame_reader *reader)
{
    uint8_t type = reader->head[FRAME_HEAD_SIZE - 1];
    return type == FRAME_SECRET || type == FRAME_NEW_SECRET;
}

uint8_t *frame_reader_room(struct frame_reader *reader, size_t *out_room)
{
    assert(reader != NULL && out_room != NULL);
    assert(reader->room == 0);
    uint8_t *place = NULL;
    size_t room = FRAME_HEAD_SIZE - reader->head_size;
    if (!has_head(reader)) {
        place = reader->head + reader->head_size;
    } else if (is_secret(reader)) {
        room = reader->size - reader->filled;
        place = secret_fill(reader->secret) + reader->filled;
    } else {
        room = reader->size - reader->filled;
        room = room < FRAME_ROOM_MAX ? room : FRAME_ROOM_MAX;
        place = buffer_extend(&reader->payload, room);
    }
    if (place != NULL) {
        reader->room = room;
        *out_room = room;
    }
    return place;
}

/* The largest payload of a type; false for a type nobody knows. */
static bool type_limit(uint8_t type, size_t *out_limit)
{
    switch (type) {
    case FRAME_REQUEST:
    case FRAME_ANSWER:
        *out_limit = (size_t)REQUEST_SIZE_MAX + FRAME_LINE_MAX;
        return true;
    case FRAME_SECRET:
    case FRAME_NEW_SECRET:
        *out_limit = PASSPHRASE_SIZE_MAX;
        return true;
    case FRAME_PROGRESS:
        *out_limit = FRAME_PROGRESS_MAX;
        return true;
    }
    return false;
}

static enum daybook_status read_head(struct frame_reader *reader)
{
    const uint8_t *head = reader->head;
    size_t size = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
    size_t limit = 0;
    if (!type_limit(head[FRAME_HEAD_SIZE - 1], &limit) || size == 0 || size > limit) {
        return DAYBOOK_INVALID;
    }
    reader->size = size;
    return is_secret(reader) ? secret_create(size, &reader->secret) : DAYBOOK_OK;
}

enum daybook_status frame_reader_took(struct frame_reader *reader, size_t size)
{
    assert(reader != NULL);
    assert(size <= reader->room);
    size_t unused = reader->room - size;
    reader->room = 0;
    if (has_head(reader)) {
        reader->filled += size;
        if (!is_secret(reader)) {
            reader->payload.size -= unused;
        }
        return reader->filled == reader->size ? DAYBOOK_OK : DAYBOOK_UNFINISHED;
    }
    reader->head_size += size;
    if (!has_head(reader)) {
        return DAYBOOK_UNFINISHED;
    }
    enum daybook_status status = read_head(reader);
    return status == DAYBOOK_OK ? DAYBOOK_UNFINISHED : status;
}

enum frame_type frame_reader_type(const struct frame_reader *reader)
{
    assert(has_head(reader) && reader->filled == reader->size);
    return (enum frame_type)reader->head[FRAME_HEAD_SIZE - 1];
}

struct bytes frame_reader_payload(const struct frame_reader *reader)
{
    assert(!is_secret(reader));
    return buffer_bytes(&reader->payload);
}

struct secret *frame_reader_take_secret(struct frame_reader *reader)
{
    assert(is_secret(reader) && reader->secret != NULL);
    struct secret *secret = reader->secret;
    reader->secret = NULL;
    return secret;
}

void frame_reader_next(struct frame_reader *reader)
{
    secret_free(reader->secret);
    struct buffer payload = reader->payload;
    buffer_clear(&payload);
    *reader = (struct frame_reader){.payload = payload};
}

void frame_reader_end(struct frame_reader *reader)
{
    secret_free(reader->secret);
    buffer_free(&reader->payload);
    *reader = (struct frame_reader){0};
}

void frame_head(enum frame_type type, size_t size, uint8_t out_head[static FRAME_HEAD_SIZE])
{
    assert(size > 0 && size <= UINT32_MAX);
    out_head[0] = (uint8_t)(size >> 24);
    out_head[1] = (uint8_t)(size >> 16);
    out_head[2] = (uint8_t)(size >> 8);
    out_head[3] = (uint8_t)size;
    out_head[4] = (uint8_t)type;
}

void frame_write(struct buffer *out, enum frame_type type, const char *line, struct bytes text)
{
    assert(out != NULL);
    size_t limit = 0;
    bool known = type_limit((uint8_t)type, &limit);
    assert(known && type != FRAME_SECRET && type != FRAME_NEW_SECRET);
    size_t line_size = line == NULL ? 0 : strlen(line) + 1;
    if (text.size > limit || text.size + line_size > limit) {
        out->failed = true;
        return;
    }
    uint8_t head[FRAME_HEAD_SIZE];
    frame_head(type, line_size + text.size, head);
    buffer_append(out, (struct bytes){head, sizeof head});
    if (line != NULL) {
        buffer_append_text(out, line);
        buffer_append_text(out, "\n");
    }
    buffer_append(out, text);
}

bool frame_part(struct bytes payload, struct bytes *out_line, struct bytes *out_rest)
{
    const uint8_t *feed = payload.size == 0 ? NULL : memchr(payload.data, '\n', payload.size);
    if (feed == NULL) {
        return false;
    }
    size_t line_size = (size_t)(feed - payload.data);
    *out_line = (struct bytes){payload.data, line_size};
    *out_rest = (struct bytes){feed + 1, payload.size - line_size - 1};
    return true;
}
