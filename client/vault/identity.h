/* A device's own keys: one to sign with, one to be written to. */
#ifndef VAULT_IDENTITY_H
#define VAULT_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "vault/secret.h"

enum { SIGNATURE_SIZE = 64, SEALED_KEY_SIZE = 80 };

struct signature {
    uint8_t bytes[SIGNATURE_SIZE];
};

/* The public half of a device: what others know it by. */
struct device_public {
    struct key256 sign;
    struct key256 box;
};

/* An Ed25519 and an independent X25519 key pair in guarded memory. */
struct identity;

/* Fresh random keys. The caller owns them: identity_free(). */
enum daybook_status identity_create(struct identity **out_identity);

/* Keys from a seed of exactly 32 bytes, as the recovery sheet holds. The same seed gives the same
 * keys. */
enum daybook_status identity_from_seed(const struct secret *seed, struct identity **out_identity);

void identity_free(struct identity *identity);

struct device_public identity_public(const struct identity *identity);

/* The private half, to be kept inside the encrypted store and nowhere else, and back again.
 * INVALID: not such bytes. */
enum daybook_status identity_export(const struct identity *identity, struct secret **out_secret);
enum daybook_status identity_import(struct bytes exported, struct identity **out_identity);

/* Sign label (1 to 32 bytes) and message; the label keeps a signature from being used elsewhere.
 * What Ed25519 covers is the label and BLAKE2b-256(label ‖ message). */
void identity_sign(const struct identity *identity, const char *label, struct bytes message,
                   struct signature *out_signature);

/* OK or FORGED. */
enum daybook_status identity_verify(struct key256 signer, const char *label, struct bytes message,
                                    const struct signature *signature);

/* Head of a feed: the signature over feed, number and operation hash (schema/wire/operation.cddl).
 */
void identity_sign_head(const struct identity *identity, struct id128 feed, uint64_t number,
                        struct key256 hash, struct signature *out_signature);
enum daybook_status identity_verify_head(struct key256 signer, struct id128 feed, uint64_t number,
                                         struct key256 hash, const struct signature *signature);

/* Seal bytes so that only the holder of the box key reads them (crypto_box_seal), and open what
 * came so. Both append to the buffer, or leave it as it was. INVALID: the box key is none, such as
 * a point of small order; FORGED: not for us, or altered; NO_MEMORY, also when the buffer's limit
 * is reached. */
enum daybook_status identity_seal_to(struct key256 box, struct bytes plain,
                                     struct buffer *out_sealed);
enum daybook_status identity_open(const struct identity *identity, struct bytes sealed,
                                  struct buffer *out_plain);

#endif
