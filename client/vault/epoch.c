/* Epoch keys, and the envelopes sealed under them. */
#include "vault/epoch.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/digest.h"
#include "vault/guarded.h"
#include "vault/identity_key.h"
#include "vault/sealing.h"
#include "vault/subkey.h"

enum { EPOCH_KEY_SIZE = 32 };

/* Inside the clear header of an envelope. */
enum { HEADER_VERSION_AT = 2, HEADER_KIND_AT = 3, HEADER_FLAGS_AT = 4, HEADER_REFERENCE_AT = 5 };

/* The authenticated bytes: the header, then what is not sent. */
enum {
    BOUND_CIRCLE_AT = ENVELOPE_HEADER_SIZE,
    BOUND_STREAM_AT = BOUND_CIRCLE_AT + 16,
    BOUND_EPOCH_AT = BOUND_STREAM_AT + 1,
    BOUND_SENDER_AT = BOUND_EPOCH_AT + 32,
    BOUND_SIZE = BOUND_SENDER_AT + 32
};

static_assert(HEADER_REFERENCE_AT + EPOCH_REFERENCE_SIZE == ENVELOPE_HEADER_SIZE, "the header");
static_assert(ENVELOPE_NONCE_SIZE == (int)SEALING_NONCE_SIZE, "the envelope's nonce");
static_assert(ENVELOPE_TAG_SIZE == (int)SEALING_TAG_SIZE, "the envelope's tag");
static_assert(SEALED_KEY_SIZE == EPOCH_KEY_SIZE + crypto_box_SEALBYTES, "a sealed epoch key");

struct epoch {
    uint8_t key[EPOCH_KEY_SIZE];
    uint8_t seal_key[SUBKEY_SIZE];
    uint8_t nonce_key[SUBKEY_SIZE];
    struct key256 id;
};

/* Complete an epoch whose key is in place. */
static void derive(struct epoch *epoch)
{
    const struct bytes key = {epoch->key, sizeof epoch->key};
    epoch->id = digest_256("daybook/1/epoch", &key, 1);
    subkey_derive(epoch->key, SUBKEY_EPOCH_SEAL, epoch->seal_key);
    subkey_derive(epoch->key, SUBKEY_EPOCH_NONCE, epoch->nonce_key);
}

enum daybook_status epoch_create(struct epoch **out_epoch)
{
    assert(out_epoch != NULL);
    struct epoch *epoch = guarded_take(sizeof *epoch);
    if (epoch == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    randombytes_buf(epoch->key, sizeof epoch->key);
    derive(epoch);
    *out_epoch = epoch;
    return DAYBOOK_OK;
}

void epoch_free(struct epoch *epoch)
{
    guarded_free(epoch);
}

struct key256 epoch_id(const struct epoch *epoch)
{
    assert(epoch != NULL);
    return epoch->id;
}

enum daybook_status epoch_seal_to(const struct epoch *epoch, struct key256 box,
                                  uint8_t out_sealed[static SEALED_KEY_SIZE])
{
    assert(epoch != NULL);
    uint8_t sealed[SEALED_KEY_SIZE];
    if (crypto_box_seal(sealed, epoch->key, sizeof epoch->key, box.bytes) != 0) {
        return DAYBOOK_INVALID;
    }
    memcpy(out_sealed, sealed, sizeof sealed);
    return DAYBOOK_OK;
}

enum daybook_status epoch_open_sealed(const struct identity *identity, struct bytes sealed,
                                      struct key256 expected_id, struct epoch **out_epoch)
{
    assert(identity != NULL);
    assert(out_epoch != NULL);
    if (sealed.size != SEALED_KEY_SIZE) {
        return DAYBOOK_FORGED;
    }
    struct epoch *epoch = guarded_take(sizeof *epoch);
    if (epoch == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = identity_open_key(identity, sealed.data, epoch->key);
    if (status == DAYBOOK_OK) {
        derive(epoch);
        status = key256_equal(epoch->id, expected_id) ? DAYBOOK_OK : DAYBOOK_FORGED;
    }
    if (status != DAYBOOK_OK) {
        epoch_free(epoch);
        return status;
    }
    *out_epoch = epoch;
    return DAYBOOK_OK;
}

enum daybook_status epoch_export(const struct epoch *epoch, struct secret **out_secret)
{
    assert(epoch != NULL);
    assert(out_secret != NULL);
    struct secret *secret = NULL;
    enum daybook_status status = secret_create(EPOCH_KEY_SIZE, &secret);
    if (status != DAYBOOK_OK) {
        return status;
    }
    memcpy(secret_fill(secret), epoch->key, sizeof epoch->key);
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status epoch_import(struct bytes exported, struct epoch **out_epoch)
{
    assert(out_epoch != NULL);
    if (exported.size != EPOCH_KEY_SIZE) {
        return DAYBOOK_INVALID;
    }
    struct epoch *epoch = guarded_take(sizeof *epoch);
    if (epoch == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(epoch->key, exported.data, sizeof epoch->key);
    derive(epoch);
    *out_epoch = epoch;
    return DAYBOOK_OK;
}

static void write_bound(const struct epoch *epoch, const struct envelope_context *context,
                        uint8_t out_bound[static BOUND_SIZE])
{
    out_bound[0] = 'D';
    out_bound[1] = 'B';
    out_bound[HEADER_VERSION_AT] = 1;
    out_bound[HEADER_KIND_AT] = context->kind;
    out_bound[HEADER_FLAGS_AT] = context->flags;
    memcpy(out_bound + HEADER_REFERENCE_AT, epoch->id.bytes, EPOCH_REFERENCE_SIZE);
    memcpy(out_bound + BOUND_CIRCLE_AT, context->circle.bytes, sizeof context->circle.bytes);
    out_bound[BOUND_STREAM_AT] = context->stream;
    memcpy(out_bound + BOUND_EPOCH_AT, epoch->id.bytes, sizeof epoch->id.bytes);
    memcpy(out_bound + BOUND_SENDER_AT, context->sender.bytes, sizeof context->sender.bytes);
}

enum daybook_status epoch_seal(const struct epoch *epoch, const struct envelope_context *context,
                               struct bytes nonce_input, struct bytes plain,
                               struct buffer *out_envelope)
{
    assert(epoch != NULL);
    assert(context != NULL);
    assert(out_envelope != NULL);
    uint8_t bound[BOUND_SIZE];
    write_bound(epoch, context, bound);
    const struct sealing sealing = {epoch->seal_key, epoch->nonce_key, {bound, sizeof bound}};
    size_t size_before = out_envelope->size;
    buffer_append(out_envelope, (struct bytes){bound, ENVELOPE_HEADER_SIZE});
    enum daybook_status status = sealing_seal(&sealing, nonce_input, plain, out_envelope);
    if (status != DAYBOOK_OK) {
        out_envelope->size = size_before;
    }
    return status;
}

enum daybook_status epoch_open(const struct epoch *epoch, const struct envelope_context *context,
                               struct bytes envelope, struct buffer *out_plain)
{
    assert(epoch != NULL);
    assert(context != NULL);
    assert(out_plain != NULL);
    uint8_t bound[BOUND_SIZE];
    write_bound(epoch, context, bound);
    if (envelope.size < ENVELOPE_HEADER_SIZE ||
        memcmp(envelope.data, bound, ENVELOPE_HEADER_SIZE) != 0) {
        return DAYBOOK_FORGED;
    }
    const struct sealing sealing = {epoch->seal_key, NULL, {bound, sizeof bound}};
    const struct bytes sealed = {envelope.data + ENVELOPE_HEADER_SIZE,
                                 envelope.size - ENVELOPE_HEADER_SIZE};
    return sealing_open(&sealing, sealed, out_plain);
}
