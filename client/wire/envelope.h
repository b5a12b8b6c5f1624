/* Bytes around and inside an envelope (schema/wire/envelope.cddl). Sealing itself is the vault's.
 */
#ifndef WIRE_ENVELOPE_H
#define WIRE_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"

enum envelope_kind {
    ENVELOPE_OPS = 1,
    ENVELOPE_HAVE = 2,
    ENVELOPE_KEYS = 3,
    ENVELOPE_JOIN1 = 4,
    ENVELOPE_JOIN2 = 5,
    ENVELOPE_JOIN3 = 6,
};
enum { ENVELOPE_FLAG_DEFLATED = 1, ENVELOPE_KEY_REFERENCE_SIZE = 8, ENVELOPE_CLEAR_SIZE = 13 };

/* The clear bytes: "DB" 01 | kind | flags | key reference. */
struct envelope_clear {
    uint8_t kind;
    uint8_t flags;
    uint8_t key_reference[ENVELOPE_KEY_REFERENCE_SIZE];
};
void envelope_clear_encode(const struct envelope_clear *clear,
                           uint8_t out_bytes[static ENVELOPE_CLEAR_SIZE]);
/* INVALID: shorter, another magic; NEWER: another version or an unknown kind. */
enum daybook_status envelope_clear_decode(struct bytes envelope, struct envelope_clear *out_clear);

/* Make content ready for sealing: deflated when that is shorter (out_flags tells), then padded to a
 * Padmé size of at least 512 bytes. NO_MEMORY. */
enum daybook_status envelope_pack(struct bytes content, uint8_t *out_flags,
                                  struct buffer *out_plain);
/* The reverse; inflates to at most ENVELOPE_PLAIN_MAX bytes. INVALID: bad padding or compression;
 * FULL: too large. */
enum daybook_status envelope_unpack(struct bytes plain, uint8_t flags, struct buffer *out_content);

/* One operation as it travels. body.data is NULL when the body was erased. */
struct wire_operation {
    struct bytes header;
    struct bytes body;
};

/* Consecutive operations of one feed, ending at a signed head. */
struct wire_run {
    struct key256 device;     /* author's signing key */
    struct id128 incarnation; /* with circle, device and stream this gives the feed id */
    uint64_t first;           /* number of the first operation, from 1 */
    struct key256 previous;   /* hash of operation first-1, zero when first is 1 */
    const struct wire_operation *operations;
    size_t count;
    uint8_t signature[64]; /* over the head, operation first+count-1 */
};

/* The content of OPS and KEYS: runs of one stream. */
void ops_encode(const struct wire_run *runs, size_t count, struct buffer *out_bytes);
/* INVALID, FULL (more than BATCH_OPERATIONS_MAX operations), NO_MEMORY. Borrows from bytes. */
enum daybook_status ops_decode(struct bytes bytes, struct arena *arena, struct wire_run **out_runs,
                               size_t *out_count);

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
    bool wants_answer; /* just connected: others answer with theirs */
    struct bytes version;
    const struct have_feed *feeds;
    size_t feed_count;
};
/* The part that is signed, and the whole content: signed part and signature. */
void have_encode(const struct have *have, struct buffer *out_bytes);
enum daybook_status have_decode(struct bytes bytes, struct arena *arena, struct have *out_have);
void have_content_encode(struct bytes signed_part, const uint8_t signature[static 64],
                         struct buffer *out_bytes);
enum daybook_status have_content_decode(struct bytes bytes, struct bytes *out_signed_part,
                                        uint8_t out_signature[static 64]);

#endif
