/* Bytes around and inside an envelope (schema/wire/envelope.cddl). Sealing itself is the vault's.
 */
#ifndef WIRE_ENVELOPE_H
#define WIRE_ENVELOPE_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "wire/have.h"
#include "wire/ops.h"

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
/* INVALID: shorter, another magic; NEWER: another version, an unknown kind or an unknown flag. */
enum daybook_status envelope_clear_decode(struct bytes envelope, struct envelope_clear *out_clear);

/* Append content made ready for sealing: deflated when that is shorter (out_flags tells), then the
 * byte 80 and zeros up to a Padmé size of at least 512 bytes. FULL: more than ENVELOPE_PLAIN_MAX
 * bytes; NO_MEMORY. */
enum daybook_status envelope_pack(struct bytes content, uint8_t *out_flags,
                                  struct buffer *out_plain);
/* The reverse; inflates to at most ENVELOPE_PLAIN_MAX bytes. INVALID: bad padding or compression;
 * FULL: too large; NO_MEMORY. */
enum daybook_status envelope_unpack(struct bytes plain, uint8_t flags, struct buffer *out_content);

#endif
