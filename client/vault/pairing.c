/* Keys of an invitation: what the code's secret and an ephemeral exchange give. */
#include "vault/pairing.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/digest.h"
#include "vault/guarded.h"
#include "vault/sealing.h"
#include "vault/subkey.h"
#include "vault/word_list.h"

enum {
    EPHEMERAL_SIZE = crypto_scalarmult_SCALARBYTES,
    /* "DBP1", the secret of the code, the secret half of the ephemeral key. */
    EXPORT_TAG_SIZE = 4,
    EXPORT_SECRET_AT = EXPORT_TAG_SIZE,
    EXPORT_EPHEMERAL_AT = EXPORT_SECRET_AT + INVITATION_SECRET_SIZE,
    EXPORT_SIZE = EXPORT_EPHEMERAL_AT + EPHEMERAL_SIZE
};

static const char export_tag[] = "DBP1";
static const char join_label[] = "daybook/1/join";

struct pairing {
    uint8_t secret[INVITATION_SECRET_SIZE];
    uint8_t ephemeral[EPHEMERAL_SIZE];
    uint8_t join1_key[SUBKEY_SIZE]; /* seals JOIN1 */
    uint8_t mix_key[SUBKEY_SIZE];   /* keys the digest that gives the keys of JOIN2 and JOIN3 */
    uint8_t nonce_key[SUBKEY_SIZE];
    struct key256 public;
    struct id128 name;
};

/* Complete a pairing whose secret and ephemeral secret are in place. */
static enum daybook_status derive(struct pairing *pairing)
{
    uint8_t *keys = guarded_take((size_t)2 * SUBKEY_SIZE);
    if (keys == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    /* The code holds 16 bytes and crypto_kdf wants 32. */
    uint8_t *parent = keys;
    uint8_t *name = keys + SUBKEY_SIZE;
    static const char label[] = "daybook/1/invitation";
    (void)crypto_generichash(parent, SUBKEY_SIZE, (const uint8_t *)label, sizeof label - 1,
                             pairing->secret, sizeof pairing->secret);
    subkey_derive(parent, SUBKEY_INVITATION_NAME, name);
    subkey_derive(parent, SUBKEY_INVITATION_JOIN1, pairing->join1_key);
    subkey_derive(parent, SUBKEY_INVITATION_MIX, pairing->mix_key);
    subkey_derive(parent, SUBKEY_INVITATION_NONCE, pairing->nonce_key);
    memcpy(pairing->name.bytes, name, sizeof pairing->name.bytes);
    (void)crypto_scalarmult_base(pairing->public.bytes, pairing->ephemeral);
    guarded_free(keys);
    return DAYBOOK_OK;
}

/* A side from both of its secrets; a fresh ephemeral one when it is NULL. */
static enum daybook_status assemble(const uint8_t secret[static INVITATION_SECRET_SIZE],
                                    const uint8_t *ephemeral, struct pairing **out_pairing)
{
    struct pairing *pairing = guarded_take(sizeof *pairing);
    if (pairing == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(pairing->secret, secret, sizeof pairing->secret);
    if (ephemeral == NULL) {
        randombytes_buf(pairing->ephemeral, sizeof pairing->ephemeral);
    } else {
        memcpy(pairing->ephemeral, ephemeral, sizeof pairing->ephemeral);
    }
    enum daybook_status status = derive(pairing);
    if (status != DAYBOOK_OK) {
        pairing_free(pairing);
        return status;
    }
    *out_pairing = pairing;
    return DAYBOOK_OK;
}

enum daybook_status pairing_create(struct bytes invitation_secret, struct pairing **out_pairing)
{
    assert(out_pairing != NULL);
    if (invitation_secret.size != INVITATION_SECRET_SIZE) {
        return DAYBOOK_INVALID;
    }
    return assemble(invitation_secret.data, NULL, out_pairing);
}

void pairing_free(struct pairing *pairing)
{
    guarded_free(pairing);
}

enum daybook_status pairing_export(const struct pairing *pairing, struct secret **out_secret)
{
    assert(pairing != NULL);
    assert(out_secret != NULL);
    struct secret *secret = NULL;
    enum daybook_status status = secret_create(EXPORT_SIZE, &secret);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t *bytes = secret_fill(secret);
    memcpy(bytes, export_tag, EXPORT_TAG_SIZE);
    memcpy(bytes + EXPORT_SECRET_AT, pairing->secret, sizeof pairing->secret);
    memcpy(bytes + EXPORT_EPHEMERAL_AT, pairing->ephemeral, sizeof pairing->ephemeral);
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status pairing_import(struct bytes exported, struct pairing **out_pairing)
{
    assert(out_pairing != NULL);
    if (exported.size != EXPORT_SIZE || memcmp(exported.data, export_tag, EXPORT_TAG_SIZE) != 0) {
        return DAYBOOK_INVALID;
    }
    return assemble(exported.data + EXPORT_SECRET_AT, exported.data + EXPORT_EPHEMERAL_AT,
                    out_pairing);
}

struct key256 pairing_public(const struct pairing *pairing)
{
    assert(pairing != NULL);
    return pairing->public;
}

struct id128 pairing_name(const struct pairing *pairing)
{
    assert(pairing != NULL);
    return pairing->name;
}

/* The key of JOIN2 or JOIN3. X25519 alone does not bind the public keys that went into it, so both
 * are mixed in, the lower first, which each side knows without knowing which one it is. */
static enum daybook_status exchange(const struct pairing *pairing, const struct pairing_step *step,
                                    uint8_t out_key[static SEALING_KEY_SIZE])
{
    const struct key256 *peer = step->peer;
    const uint8_t number = (uint8_t)step->number;
    uint8_t *shared = guarded_take(crypto_scalarmult_BYTES);
    if (shared == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (crypto_scalarmult(shared, pairing->ephemeral, peer->bytes) != 0) {
        guarded_free(shared);
        return DAYBOOK_INVALID;
    }
    bool own_first = key256_compare(pairing->public, *peer) < 0;
    const struct key256 *first = own_first ? &pairing->public : peer;
    const struct key256 *second = own_first ? peer : &pairing->public;
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, pairing->mix_key, sizeof pairing->mix_key,
                                  SEALING_KEY_SIZE);
    (void)crypto_generichash_update(&state, &number, sizeof number);
    (void)crypto_generichash_update(&state, shared, crypto_scalarmult_BYTES);
    (void)crypto_generichash_update(&state, first->bytes, sizeof first->bytes);
    (void)crypto_generichash_update(&state, second->bytes, sizeof second->bytes);
    (void)crypto_generichash_update(&state, step->transcript.bytes, sizeof step->transcript.bytes);
    (void)crypto_generichash_final(&state, out_key, SEALING_KEY_SIZE);
    sodium_memzero(&state, sizeof state);
    guarded_free(shared);
    return DAYBOOK_OK;
}

/* The key of a step in guarded memory, which the caller frees. */
static enum daybook_status step_key(const struct pairing *pairing, const struct pairing_step *step,
                                    uint8_t **out_key)
{
    assert(pairing != NULL);
    assert(step != NULL);
    assert(step->number >= 1 && step->number <= PAIRING_STEPS);
    assert((step->number == 1) == (step->peer == NULL));
    uint8_t *key = guarded_take(SEALING_KEY_SIZE);
    if (key == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = DAYBOOK_OK;
    if (step->peer == NULL) {
        memcpy(key, pairing->join1_key, SEALING_KEY_SIZE);
    } else {
        status = exchange(pairing, step, key);
    }
    if (status != DAYBOOK_OK) {
        guarded_free(key);
        return status;
    }
    *out_key = key;
    return DAYBOOK_OK;
}

enum {
    BOUND_STEP_AT = sizeof join_label - 1,
    BOUND_NAME_AT = BOUND_STEP_AT + 1,
    BOUND_TRANSCRIPT_AT = BOUND_NAME_AT + 16,
    BOUND_SIZE = BOUND_TRANSCRIPT_AT + 32
};

static void write_bound(const struct pairing *pairing, const struct pairing_step *step,
                        uint8_t out_bound[static BOUND_SIZE])
{
    memcpy(out_bound, join_label, BOUND_STEP_AT);
    out_bound[BOUND_STEP_AT] = (uint8_t)step->number;
    memcpy(out_bound + BOUND_NAME_AT, pairing->name.bytes, sizeof pairing->name.bytes);
    memcpy(out_bound + BOUND_TRANSCRIPT_AT, step->transcript.bytes, sizeof step->transcript.bytes);
}

enum daybook_status pairing_seal(const struct pairing *pairing, const struct pairing_step *step,
                                 struct bytes plain, struct buffer *out_sealed)
{
    assert(out_sealed != NULL);
    uint8_t *key = NULL;
    enum daybook_status status = step_key(pairing, step, &key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t bound[BOUND_SIZE];
    write_bound(pairing, step, bound);
    const struct sealing sealing = {key, pairing->nonce_key, {bound, sizeof bound}};
    const struct bytes nonce_input = {pairing->public.bytes, sizeof pairing->public.bytes};
    status = sealing_seal(&sealing, nonce_input, plain, out_sealed);
    guarded_free(key);
    return status;
}

enum daybook_status pairing_open(const struct pairing *pairing, const struct pairing_step *step,
                                 struct bytes sealed, struct buffer *out_plain)
{
    assert(out_plain != NULL);
    uint8_t *key = NULL;
    enum daybook_status status = step_key(pairing, step, &key);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t bound[BOUND_SIZE];
    write_bound(pairing, step, bound);
    const struct sealing sealing = {key, NULL, {bound, sizeof bound}};
    status = sealing_open(&sealing, sealed, out_plain);
    guarded_free(key);
    return status;
}

void pairing_words(struct key256 transcript, const char *out_words[static PAIRING_WORD_COUNT])
{
    const struct bytes part = {transcript.bytes, sizeof transcript.bytes};
    struct key256 digest = digest_256("daybook/1/words", &part, 1);
    for (size_t i = 0; i < PAIRING_WORD_COUNT; i++) {
        out_words[i] = word_list_word(WORDS_ENGLISH, word_list_number(digest.bytes, i));
    }
}
