/* A growing buffer for bytes that are being written. */
#include "base/buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A plain memset before free() may be optimised away; one through a volatile pointer may not. */
static void *(*const volatile overwrite)(void *, int, size_t) = memset;

/* realloc() would leave a copy of the plaintext behind, so growing copies and overwrites. */
static bool grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity == 0 ? 256 : buffer->capacity;
    while (capacity < needed) {
        capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
    }
    uint8_t *data = malloc(capacity);
    if (data == NULL) {
        return false;
    }
    if (buffer->data != NULL) {
        memcpy(data, buffer->data, buffer->size);
        overwrite(buffer->data, 0, buffer->capacity);
    }
    free(buffer->data);
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

uint8_t *buffer_extend(struct buffer *buffer, size_t size)
{
    assert(buffer != NULL);
    size_t limit = buffer->limit_size == 0 ? SIZE_MAX : buffer->limit_size;
    if (buffer->failed || buffer->size > limit || size > limit - buffer->size) {
        buffer->failed = true;
        return NULL;
    }
    size_t needed = buffer->size + size;
    /* Room of 0 bytes is room too: NULL would say that it failed. */
    if ((buffer->data == NULL || needed > buffer->capacity) && !grow(buffer, needed)) {
        buffer->failed = true;
        buffer->no_memory = true;
        return NULL;
    }
    uint8_t *room = buffer->data + buffer->size;
    if (size > 0) {
        memset(room, 0, size);
    }
    buffer->size = needed;
    return room;
}

void buffer_append(struct buffer *buffer, struct bytes bytes)
{
    if (bytes.size == 0) {
        return;
    }
    uint8_t *room = buffer_extend(buffer, bytes.size);
    if (room != NULL) {
        memcpy(room, bytes.data, bytes.size);
    }
}

void buffer_append_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, bytes_of_text(text));
}

enum daybook_status buffer_status(const struct buffer *buffer)
{
    if (!buffer->failed) {
        return DAYBOOK_OK;
    }
    return buffer->no_memory ? DAYBOOK_NO_MEMORY : DAYBOOK_FULL;
}

struct bytes buffer_bytes(const struct buffer *buffer)
{
    return (struct bytes){buffer->data, buffer->size};
}

void buffer_clear(struct buffer *buffer)
{
    buffer_cut(buffer, 0);
}

void buffer_cut(struct buffer *buffer, size_t size)
{
    assert(size <= buffer->size);
    buffer->size = size;
    buffer->failed = false;
    buffer->no_memory = false;
}

void buffer_free(struct buffer *buffer)
{
    if (buffer->data != NULL) {
        /* All of it: a buffer that was cleared or cut back still holds what it held. */
        overwrite(buffer->data, 0, buffer->capacity);
        free(buffer->data);
    }
    *buffer = (struct buffer){.limit_size = buffer->limit_size};
}
