/* Bytes of HAVE: what a device says it has durably stored (schema/wire/have.cddl). */
#ifndef WIRE_HAVE_H
#define WIRE_HAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"

enum { HAVE_VERSION_MAX = 64 };

struct have_feed {
    struct id128 feed;
    uint64_t number;
    uint8_t hash_start[8]; /* of the operation with that number */
};

/* What a device says it has durably stored of one stream. */
struct have {
    struct key256 device;
    uint64_t counter; /* rises with every HAVE of the device */
    int64_t wall_ms;
    bool wants_answer;    /* just connected: others answer with theirs */
    struct bytes version; /* of the program, at most HAVE_VERSION_MAX bytes of text */
    const struct have_feed *feeds;
    size_t feed_count;
};
/* The part that is signed; at most HAVE_FEED_MAX feeds (asserted). */
void have_encode(const struct have *have, struct buffer *out_bytes);
/* INVALID, NO_MEMORY. Borrows from bytes and arena. Unknown keys are ignored. */
enum daybook_status have_decode(struct bytes bytes, struct arena *arena, struct have *out_have);

/* The whole content: signed part and signature. */
void have_content_encode(struct bytes signed_part, const uint8_t signature[static 64],
                         struct buffer *out_bytes);
/* INVALID. Borrows from bytes. */
enum daybook_status have_content_decode(struct bytes bytes, struct bytes *out_signed_part,
                                        uint8_t out_signature[static 64]);

#endif
