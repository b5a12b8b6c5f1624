/* Sealing under a key with a nonce that survives bad randomness: what envelopes and JOIN messages
 * have in common. */
#ifndef VAULT_SEALING_H
#define VAULT_SEALING_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"

enum { SEALING_KEY_SIZE = 32, SEALING_NONCE_SIZE = 24, SEALING_TAG_SIZE = 16 };

/* Two keys in guarded memory, borrowed, and what the sealed bytes are bound to. */
struct sealing {
    const uint8_t *seal_key;
    const uint8_t *nonce_key; /* not needed for opening */
    struct bytes bound;       /* authenticated, not stored */
};

/* Append nonce, ciphertext and tag. The nonce is BLAKE2b-192 keyed with nonce_key over 32 random
 * bytes, nonce_input and the BLAKE2b-256 of plain, so that two plaintexts never share one even when
 * the machine repeats its randomness. NO_MEMORY: the buffer failed. */
enum daybook_status sealing_seal(const struct sealing *sealing, struct bytes nonce_input,
                                 struct bytes plain, struct buffer *out_sealed);

/* Append the plaintext of what sealing_seal() appended. FORGED, with nothing appended; NO_MEMORY.
 */
enum daybook_status sealing_open(const struct sealing *sealing, struct bytes sealed,
                                 struct buffer *out_plain);

#endif
