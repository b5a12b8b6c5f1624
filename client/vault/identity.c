/* A device's own keys: one to sign with, one to be written to. */
#include "vault/identity.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/digest.h"
#include "vault/guarded.h"
#include "vault/identity_key.h"
#include "vault/little_endian.h"
#include "vault/subkey.h"

enum {
    SEED_SIZE = 32,
    LABEL_SIZE_MAX = 32,
    /* "DBI1", the seed of the signing key, the secret half of the box key. */
    EXPORT_TAG_SIZE = 4,
    EXPORT_SIGN_AT = EXPORT_TAG_SIZE,
    EXPORT_BOX_AT = EXPORT_SIGN_AT + SEED_SIZE,
    EXPORT_SIZE = EXPORT_BOX_AT + crypto_box_SECRETKEYBYTES
};

static_assert(SIGNATURE_SIZE == crypto_sign_BYTES, "the wire's signature");
static_assert(SEED_SIZE == crypto_sign_SEEDBYTES, "an Ed25519 seed");
static_assert(SEALED_KEY_SIZE == IDENTITY_KEY_SIZE + crypto_box_SEALBYTES, "the wire's sealed key");

static const char export_tag[] = "DBI1";
static const char head_label[] = "daybook/1/head";

struct identity {
    uint8_t sign_secret[crypto_sign_SECRETKEYBYTES];
    uint8_t box_secret[crypto_box_SECRETKEYBYTES];
    struct device_public public;
};

enum daybook_status identity_create(struct identity **out_identity)
{
    assert(out_identity != NULL);
    struct identity *identity = guarded_take(sizeof *identity);
    if (identity == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    (void)crypto_sign_keypair(identity->public.sign.bytes, identity->sign_secret);
    (void)crypto_box_keypair(identity->public.box.bytes, identity->box_secret);
    *out_identity = identity;
    return DAYBOOK_OK;
}

/* Both pairs from what identity_export() keeps of them. */
static enum daybook_status assemble(const uint8_t sign_seed[static SEED_SIZE],
                                    const uint8_t box_secret[static crypto_box_SECRETKEYBYTES],
                                    struct identity **out_identity)
{
    struct identity *identity = guarded_take(sizeof *identity);
    if (identity == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    (void)crypto_sign_seed_keypair(identity->public.sign.bytes, identity->sign_secret, sign_seed);
    memcpy(identity->box_secret, box_secret, sizeof identity->box_secret);
    (void)crypto_scalarmult_base(identity->public.box.bytes, identity->box_secret);
    *out_identity = identity;
    return DAYBOOK_OK;
}

enum daybook_status identity_from_seed(const struct secret *seed, struct identity **out_identity)
{
    assert(seed != NULL);
    assert(secret_size(seed) == SEED_SIZE);
    assert(out_identity != NULL);
    uint8_t *keys = guarded_take((size_t)2 * SUBKEY_SIZE);
    if (keys == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    subkey_derive(secret_data(seed), SUBKEY_SEED_SIGN, keys);
    subkey_derive(secret_data(seed), SUBKEY_SEED_BOX, keys + SUBKEY_SIZE);
    enum daybook_status status = assemble(keys, keys + SUBKEY_SIZE, out_identity);
    guarded_free(keys);
    return status;
}

void identity_free(struct identity *identity)
{
    guarded_free(identity);
}

struct device_public identity_public(const struct identity *identity)
{
    assert(identity != NULL);
    return identity->public;
}

enum daybook_status identity_export(const struct identity *identity, struct secret **out_secret)
{
    assert(identity != NULL);
    assert(out_secret != NULL);
    struct secret *secret = NULL;
    enum daybook_status status = secret_create(EXPORT_SIZE, &secret);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t *bytes = secret_fill(secret);
    memcpy(bytes, export_tag, EXPORT_TAG_SIZE);
    (void)crypto_sign_ed25519_sk_to_seed(bytes + EXPORT_SIGN_AT, identity->sign_secret);
    memcpy(bytes + EXPORT_BOX_AT, identity->box_secret, sizeof identity->box_secret);
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status identity_import(struct bytes exported, struct identity **out_identity)
{
    assert(out_identity != NULL);
    if (exported.size != EXPORT_SIZE || memcmp(exported.data, export_tag, EXPORT_TAG_SIZE) != 0) {
        return DAYBOOK_INVALID;
    }
    return assemble(exported.data + EXPORT_SIGN_AT, exported.data + EXPORT_BOX_AT, out_identity);
}

/* What a signature covers: the label and the digest of the message, so that a message of any size
 * is signed without copying it. */
enum { SIGNED_SIZE_MAX = LABEL_SIZE_MAX + 32 };

static size_t write_signed(const char *label, struct bytes message,
                           uint8_t out_bytes[static SIGNED_SIZE_MAX])
{
    assert(label != NULL);
    size_t label_size = strlen(label);
    assert(label_size > 0 && label_size <= LABEL_SIZE_MAX);
    struct key256 digest = digest_256(label, &message, 1);
    memcpy(out_bytes, label, label_size);
    memcpy(out_bytes + label_size, digest.bytes, sizeof digest.bytes);
    return label_size + sizeof digest.bytes;
}

static enum daybook_status verify(struct key256 signer, struct bytes text,
                                  const struct signature *signature)
{
    int refused = crypto_sign_verify_detached(signature->bytes, text.data, text.size, signer.bytes);
    return refused == 0 ? DAYBOOK_OK : DAYBOOK_FORGED;
}

void identity_sign(const struct identity *identity, const char *label, struct bytes message,
                   struct signature *out_signature)
{
    assert(identity != NULL);
    assert(out_signature != NULL);
    uint8_t text[SIGNED_SIZE_MAX];
    size_t size = write_signed(label, message, text);
    (void)crypto_sign_detached(out_signature->bytes, NULL, text, size, identity->sign_secret);
}

enum daybook_status identity_verify(struct key256 signer, const char *label, struct bytes message,
                                    const struct signature *signature)
{
    assert(signature != NULL);
    uint8_t text[SIGNED_SIZE_MAX];
    size_t size = write_signed(label, message, text);
    return verify(signer, (struct bytes){text, size}, signature);
}

enum {
    HEAD_FEED_AT = sizeof head_label - 1,
    HEAD_NUMBER_AT = HEAD_FEED_AT + 16,
    HEAD_HASH_AT = HEAD_NUMBER_AT + 8,
    HEAD_SIZE = HEAD_HASH_AT + 32
};

static void write_head(struct id128 feed, uint64_t number, struct key256 hash,
                       uint8_t out_bytes[static HEAD_SIZE])
{
    memcpy(out_bytes, head_label, HEAD_FEED_AT);
    memcpy(out_bytes + HEAD_FEED_AT, feed.bytes, sizeof feed.bytes);
    little_endian_put_u64(out_bytes + HEAD_NUMBER_AT, number);
    memcpy(out_bytes + HEAD_HASH_AT, hash.bytes, sizeof hash.bytes);
}

void identity_sign_head(const struct identity *identity, struct id128 feed, uint64_t number,
                        struct key256 hash, struct signature *out_signature)
{
    assert(identity != NULL);
    assert(out_signature != NULL);
    uint8_t head[HEAD_SIZE];
    write_head(feed, number, hash, head);
    (void)crypto_sign_detached(out_signature->bytes, NULL, head, sizeof head,
                               identity->sign_secret);
}

enum daybook_status identity_verify_head(struct key256 signer, struct id128 feed, uint64_t number,
                                         struct key256 hash, const struct signature *signature)
{
    assert(signature != NULL);
    uint8_t head[HEAD_SIZE];
    write_head(feed, number, hash, head);
    return verify(signer, (struct bytes){head, sizeof head}, signature);
}

enum daybook_status identity_seal_to(struct key256 box, struct bytes plain,
                                     struct buffer *out_sealed)
{
    assert(out_sealed != NULL);
    assert(plain.size <= SIZE_MAX - crypto_box_SEALBYTES);
    size_t sealed_size = plain.size + crypto_box_SEALBYTES;
    uint8_t *sealed = buffer_extend(out_sealed, sealed_size);
    if (sealed == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (crypto_box_seal(sealed, plain.data, plain.size, box.bytes) != 0) {
        out_sealed->size -= sealed_size;
        return DAYBOOK_INVALID;
    }
    return DAYBOOK_OK;
}

enum daybook_status identity_open(const struct identity *identity, struct bytes sealed,
                                  struct buffer *out_plain)
{
    assert(identity != NULL);
    assert(out_plain != NULL);
    if (sealed.size < crypto_box_SEALBYTES) {
        return DAYBOOK_FORGED;
    }
    size_t plain_size = sealed.size - crypto_box_SEALBYTES;
    uint8_t *plain = buffer_extend(out_plain, plain_size);
    if (plain == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (crypto_box_seal_open(plain, sealed.data, sealed.size, identity->public.box.bytes,
                             identity->box_secret) != 0) {
        out_plain->size -= plain_size;
        return DAYBOOK_FORGED;
    }
    return DAYBOOK_OK;
}

enum daybook_status identity_open_key(const struct identity *identity,
                                      const uint8_t sealed[static SEALED_KEY_SIZE],
                                      uint8_t out_key[static IDENTITY_KEY_SIZE])
{
    assert(identity != NULL);
    int refused = crypto_box_seal_open(out_key, sealed, SEALED_KEY_SIZE, identity->public.box.bytes,
                                       identity->box_secret);
    return refused == 0 ? DAYBOOK_OK : DAYBOOK_FORGED;
}
