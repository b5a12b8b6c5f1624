/* The frames on the agent's socket: a size, a type and bytes, read piece by piece and bounded. */
#ifndef REQUESTS_FRAME_H
#define REQUESTS_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "vault/secret.h"

/* client/doc/requests.md, "The agent's socket". */
enum frame_type {
    FRAME_REQUEST = 'J',
    FRAME_SECRET = 'S',
    FRAME_NEW_SECRET = 'N',
    FRAME_PROGRESS = 'P',
    FRAME_ANSWER = 'A',
};

enum { FRAME_HEAD_SIZE = 5, FRAME_ROOM_MAX = 65536 };

/* Reads one frame after another. Memory grows with what has arrived, never with what a size
 * announces; a secret goes straight to guarded memory. Start with (struct frame_reader){0}. */
struct frame_reader {
    uint8_t head[FRAME_HEAD_SIZE];
    size_t head_size; /* bytes of the head that are here */
    size_t size;      /* announced, once the head is whole */
    size_t filled;
    size_t room; /* of the last frame_reader_room() */
    struct buffer payload;
    struct secret *secret; /* of an S or N frame, owned until taken */
};

/* Where the next bytes go, and how many at most; never 0 while a frame is not whole. NULL: memory
 * is short. */
uint8_t *frame_reader_room(struct frame_reader *reader, size_t *out_room);

/* So many bytes were put there. OK: the frame is whole, look at it and call frame_reader_next();
 * UNFINISHED: more are needed; INVALID: an unknown type or too large a size; NO_MEMORY. */
enum daybook_status frame_reader_took(struct frame_reader *reader, size_t size);

/* Of a whole frame: its type, and its bytes unless it is a secret. Borrowed until
 * frame_reader_next(). */
enum frame_type frame_reader_type(const struct frame_reader *reader);
struct bytes frame_reader_payload(const struct frame_reader *reader);

/* Of a whole S or N frame: the secret, which the caller owns from now on. */
struct secret *frame_reader_take_secret(struct frame_reader *reader);

/* Go on to the next frame. */
void frame_reader_next(struct frame_reader *reader);

/* Free what is held. */
void frame_reader_end(struct frame_reader *reader);

/* The head of a frame with a payload of this size. */
void frame_head(enum frame_type type, size_t size, uint8_t out_head[static FRAME_HEAD_SIZE]);

/* Append a whole frame whose payload is a line, a line feed and a text; without line feed when the
 * line is NULL. out->failed tells when it did not fit. */
void frame_write(struct buffer *out, enum frame_type type, const char *line, struct bytes text);

/* Part the payload of J or A at its first line feed. False when it has none. */
bool frame_part(struct bytes payload, struct bytes *out_line, struct bytes *out_rest);

#endif
