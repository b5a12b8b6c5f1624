/* A growing buffer for bytes that are being written: encoders fill it, its owner frees it. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"

/* Start with (struct buffer){0}; set limit_size for a bound other than memory. Once an append
 * fails, failed stays true and later appends do nothing, so a writer checks once at the end. */
struct buffer {
    uint8_t *data;
    size_t size;
    size_t capacity;
    size_t limit_size; /* 0: none */
    bool failed;
    bool no_memory; /* why it failed */
};

/* Append bytes; sets failed when memory or the limit is exhausted. */
void buffer_append(struct buffer *buffer, struct bytes bytes);

/* Append a zero-terminated text without its zero. */
void buffer_append_text(struct buffer *buffer, const char *text);

/* Append room for size bytes and return it, zeroed, or NULL (and failed). Valid until the next
 * append. */
uint8_t *buffer_extend(struct buffer *buffer, size_t size);

/* OK; when it failed NO_MEMORY, or FULL: its limit, or one of what is written, is exceeded. */
enum daybook_status buffer_status(const struct buffer *buffer);

/* Borrow what was written so far. */
struct bytes buffer_bytes(const struct buffer *buffer);

/* Forget what was written and any failure, keeping the memory. */
void buffer_clear(struct buffer *buffer);

/* Forget what was written behind the first size bytes, and any failure. */
void buffer_cut(struct buffer *buffer, size_t size);

/* Free the memory and start anew; the bytes are overwritten first, so that no plaintext is left on
 * the heap. */
void buffer_free(struct buffer *buffer);

#endif
