/* Epoch keys: one generation of a stream's group key, and the envelopes sealed under it
 * (schema/wire/envelope.md). */
#ifndef VAULT_EPOCH_H
#define VAULT_EPOCH_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "vault/identity.h"

enum {
    EPOCH_REFERENCE_SIZE = 8,
    ENVELOPE_HEADER_SIZE = 13,
    ENVELOPE_NONCE_SIZE = 24,
    ENVELOPE_TAG_SIZE = 16
};

/* A 32-byte key with its subkeys in guarded memory. */
struct epoch;

/* A fresh random epoch. The caller owns it: epoch_free(). */
enum daybook_status epoch_create(struct epoch **out_epoch);
void epoch_free(struct epoch *epoch);

/* BLAKE2b-256("daybook/1/epoch" ‖ key). Its first 8 bytes are the key reference in an envelope. */
struct key256 epoch_id(const struct epoch *epoch);

/* The key sealed to one reader's box key. INVALID: the box key is none, such as a point of small
 * order that a hostile member announced; out_sealed is then untouched. */
enum daybook_status epoch_seal_to(const struct epoch *epoch, struct key256 box,
                                  uint8_t out_sealed[static SEALED_KEY_SIZE]);

/* The key opened by its reader. FORGED: not for us, altered, or another epoch than expected_id
 * says. */
enum daybook_status epoch_open_sealed(const struct identity *identity, struct bytes sealed,
                                      struct key256 expected_id, struct epoch **out_epoch);

/* The key itself, to be kept inside the encrypted store and nowhere else, and back again. INVALID:
 * not such bytes. */
enum daybook_status epoch_export(const struct epoch *epoch, struct secret **out_secret);
enum daybook_status epoch_import(struct bytes exported, struct epoch **out_epoch);

/* What an envelope is bound to beside its bytes. */
struct envelope_context {
    uint8_t kind; /* enum envelope_kind of wire/envelope.h */
    uint8_t flags;
    struct id128 circle;
    uint8_t stream;
    struct key256 sender; /* device signing key for HAVE, zero otherwise */
};

/* Seal plain (already encoded and padded) into out_envelope: header, nonce, ciphertext, tag. The
 * nonce is derived from 32 random bytes, the nonce_input (feed or device, and counter) and the
 * plaintext, so that a restored machine which repeats its randomness does not repeat a nonce.
 * NO_MEMORY, also when the buffer's limit is reached. */
enum daybook_status epoch_seal(const struct epoch *epoch, const struct envelope_context *context,
                               struct bytes nonce_input, struct bytes plain,
                               struct buffer *out_envelope);

/* Open an envelope whose header was read already; the plaintext is appended to out_plain. FORGED as
 * always. */
enum daybook_status epoch_open(const struct epoch *epoch, const struct envelope_context *context,
                               struct bytes envelope, struct buffer *out_plain);

#endif
