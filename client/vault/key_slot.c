/* One slot of a key header: the data key under a secret, or for the holder of the recovery sheet
 * (schema/store/format.md). */
#include "vault/key_slot.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

#include "vault/guarded.h"
#include "vault/little_endian.h"
#include "vault/passphrase.h"
#include "vault/recovery.h"
#include "vault/subkey.h"

/* What every slot has, and what those of a secret have. */
enum {
    KDF_AT = 1,
    ZERO_AT = 2,
    PASSES_AT = 4,
    MEMORY_AT = 8,
    SALT_AT = 12,
    CHECK_AT = 28,
    NONCE_AT = 60,
    BOX_AT = 84,

    CHECK_SIZE = NONCE_AT - CHECK_AT,
    BOX_SIZE = KEY_SLOT_SIZE - BOX_AT,
};

/* Of a slot for the holder of the sheet: no cost, a public key in place of the salt, and no nonce,
 * because the key of its box is used once. */
enum {
    SHEET_PUBLIC_AT = 12,
    SHEET_CHECK_AT = 44,
    SHEET_ZERO_AT = 76,
};

enum { KDF_ARGON2ID13 = 1, KDF_SHEET_BOX = 2 };

/* What a slot is bound to: the fixed start of the header without its generation, then the slot's
 * number, type, kdf and cost, then zeros. */
enum {
    HEADER_START_SIZE = 24,
    HEADER_STORE_AT = 32,
    CONTEXT_STORE_AT = 24,
    CONTEXT_NUMBER_AT = 40,
    CONTEXT_TYPE_AT = 41,
    CONTEXT_KDF_AT = 42,
    CONTEXT_PASSES_AT = 44,
    CONTEXT_MEMORY_AT = 48,
    CONTEXT_SIZE = 64
};

/* What a secret gives: half a key for the box, half a key for the check. */
enum { KEK_AT = 0, CHECK_KEY_AT = 32, DERIVED_SIZE = 64 };

static_assert(SALT_AT + crypto_pwhash_SALTBYTES == CHECK_AT, "the salt of Argon2id");
static_assert(SHEET_PUBLIC_AT + crypto_scalarmult_BYTES == SHEET_CHECK_AT, "a public key");
static_assert(SHEET_CHECK_AT + CHECK_SIZE == SHEET_ZERO_AT, "the check of a sheet's slot");
static_assert(BOX_SIZE == STORE_KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
              "the box holds one key");

static const uint8_t no_nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

static void write_context(struct key_slot_place place, const uint8_t *slot,
                          uint8_t out_context[static CONTEXT_SIZE])
{
    memset(out_context, 0, CONTEXT_SIZE);
    memcpy(out_context, place.header, HEADER_START_SIZE);
    memcpy(out_context + CONTEXT_STORE_AT, place.header + HEADER_STORE_AT,
           CONTEXT_NUMBER_AT - CONTEXT_STORE_AT);
    out_context[CONTEXT_NUMBER_AT] = place.number;
    out_context[CONTEXT_TYPE_AT] = slot[KEY_SLOT_TYPE_AT];
    out_context[CONTEXT_KDF_AT] = slot[KDF_AT];
    memcpy(out_context + CONTEXT_PASSES_AT, slot + PASSES_AT, MEMORY_AT - PASSES_AT);
    memcpy(out_context + CONTEXT_MEMORY_AT, slot + MEMORY_AT, SALT_AT - MEMORY_AT);
}

static bool is_of_sheet(const uint8_t *slot)
{
    return slot[KDF_AT] == KDF_SHEET_BOX;
}

static const uint8_t *nonce_of(const uint8_t *slot)
{
    return is_of_sheet(slot) ? no_nonce : slot + NONCE_AT;
}

static size_t check_at(const uint8_t *slot)
{
    return is_of_sheet(slot) ? SHEET_CHECK_AT : CHECK_AT;
}

/* NO_MEMORY: the system has not what the cost asks for. */
static enum daybook_status stretch(const uint8_t *slot, const struct secret *ready,
                                   uint8_t derived[static DERIVED_SIZE])
{
    size_t memory_size = (size_t)little_endian_u32(slot + MEMORY_AT) * 1024 * 1024;
    /* libsodium takes char, and reads them as bytes. */
    const char *text = (const char *)secret_data(ready);
    int refused = crypto_pwhash(derived, DERIVED_SIZE, text, secret_size(ready), slot + SALT_AT,
                                little_endian_u32(slot + PASSES_AT), memory_size,
                                crypto_pwhash_ALG_ARGON2ID13);
    return refused == 0 ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* A key exchange, as both sides of a sheet's slot can make it. */
struct exchange {
    const uint8_t *own_secret;
    const uint8_t *other_public;
    const uint8_t *ephemeral_public;
    const uint8_t *sheet_public;
};

/* INVALID: the other side's key is none, such as a point of small order. */
static enum daybook_status agree(const struct exchange *exchange,
                                 uint8_t derived[static DERIVED_SIZE])
{
    static const uint8_t label[] = "daybook/1/slot";
    uint8_t *shared = guarded_take(crypto_scalarmult_BYTES);
    if (shared == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = DAYBOOK_INVALID;
    if (crypto_scalarmult(shared, exchange->own_secret, exchange->other_public) == 0) {
        crypto_generichash_state state;
        (void)crypto_generichash_init(&state, shared, crypto_scalarmult_BYTES, DERIVED_SIZE);
        (void)crypto_generichash_update(&state, label, sizeof label - 1);
        (void)crypto_generichash_update(&state, exchange->ephemeral_public,
                                        crypto_scalarmult_BYTES);
        (void)crypto_generichash_update(&state, exchange->sheet_public, crypto_scalarmult_BYTES);
        (void)crypto_generichash_final(&state, derived, DERIVED_SIZE);
        sodium_memzero(&state, sizeof state);
        status = DAYBOOK_OK;
    }
    guarded_free(shared);
    return status;
}

/* The sheet's side: its box key comes from the seed. */
static enum daybook_status agree_by_seed(const uint8_t *slot, const struct secret *seed,
                                         uint8_t derived[static DERIVED_SIZE])
{
    uint8_t sheet_box[crypto_scalarmult_BYTES];
    if (secret_size(seed) != RECOVERY_SEED_SIZE) {
        return DAYBOOK_LOCKED;
    }
    uint8_t *sheet_secret = guarded_take(SUBKEY_SIZE);
    if (sheet_secret == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    subkey_derive(secret_data(seed), SUBKEY_SEED_BOX, sheet_secret);
    (void)crypto_scalarmult_base(sheet_box, sheet_secret);
    const uint8_t *ephemeral = slot + SHEET_PUBLIC_AT;
    enum daybook_status status =
        agree(&(struct exchange){sheet_secret, ephemeral, ephemeral, sheet_box}, derived);
    guarded_free(sheet_secret);
    return status == DAYBOOK_INVALID ? DAYBOOK_DAMAGED : status;
}

static void compute_check(const uint8_t *derived, const uint8_t context[static CONTEXT_SIZE],
                          uint8_t out_check[static CHECK_SIZE])
{
    (void)crypto_generichash(out_check, CHECK_SIZE, context, CONTEXT_SIZE, derived + CHECK_KEY_AT,
                             DERIVED_SIZE - CHECK_KEY_AT);
}

static void seal_box(struct key_slot_place place, const struct store_key *key,
                     const uint8_t *derived, uint8_t slot[static KEY_SLOT_SIZE])
{
    uint8_t context[CONTEXT_SIZE];
    write_context(place, slot, context);
    compute_check(derived, context, slot + check_at(slot));
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(slot + BOX_AT, NULL, key->data,
                                                     sizeof key->data, context, sizeof context,
                                                     NULL, nonce_of(slot), derived + KEK_AT);
}

static void begin_slot(enum key_slot_type type, uint8_t kdf, struct key_cost cost,
                       uint8_t slot[static KEY_SLOT_SIZE])
{
    randombytes_buf(slot, KEY_SLOT_SIZE);
    slot[KEY_SLOT_TYPE_AT] = (uint8_t)type;
    slot[KDF_AT] = kdf;
    memset(slot + ZERO_AT, 0, PASSES_AT - ZERO_AT);
    little_endian_put_u32(slot + PASSES_AT, cost.passes);
    little_endian_put_u32(slot + MEMORY_AT, cost.memory_mib);
}

enum daybook_status key_slot_seal(struct key_slot_place place, const struct store_key *key,
                                  const struct key_slot *filling,
                                  uint8_t out_slot[static KEY_SLOT_SIZE])
{
    struct secret *ready = NULL;
    enum daybook_status status = key_slot_ready(filling->type, filling->secret, &ready);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t slot[KEY_SLOT_SIZE];
    uint8_t *derived = guarded_take(DERIVED_SIZE);
    begin_slot(filling->type, KDF_ARGON2ID13, filling->cost, slot);
    status = derived == NULL ? DAYBOOK_NO_MEMORY : stretch(slot, ready, derived);
    if (status == DAYBOOK_OK) {
        seal_box(place, key, derived, slot);
        memcpy(out_slot, slot, sizeof slot);
    }
    guarded_free(derived);
    secret_free(ready);
    return status;
}

enum daybook_status key_slot_seal_to(struct key_slot_place place, const struct store_key *key,
                                     struct key256 box, uint8_t out_slot[static KEY_SLOT_SIZE])
{
    enum { KEPT_SIZE = crypto_scalarmult_SCALARBYTES + DERIVED_SIZE };
    uint8_t slot[KEY_SLOT_SIZE];
    uint8_t *ephemeral = guarded_take(KEPT_SIZE);
    if (ephemeral == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    uint8_t *derived = ephemeral + crypto_scalarmult_SCALARBYTES;
    begin_slot(KEY_SLOT_RECOVERY, KDF_SHEET_BOX, (struct key_cost){0, 0}, slot);
    memset(slot + SHEET_ZERO_AT, 0, BOX_AT - SHEET_ZERO_AT);
    (void)crypto_box_keypair(slot + SHEET_PUBLIC_AT, ephemeral);
    const struct exchange exchange = {ephemeral, box.bytes, slot + SHEET_PUBLIC_AT, box.bytes};
    enum daybook_status status = agree(&exchange, derived);
    if (status == DAYBOOK_OK) {
        seal_box(place, key, derived, slot);
        memcpy(out_slot, slot, sizeof slot);
    }
    guarded_free(ephemeral);
    return status;
}

enum daybook_status key_slot_ready(enum key_slot_type type, const struct secret *secret,
                                   struct secret **out_ready)
{
    if (type == KEY_SLOT_PASSPHRASE) {
        return passphrase_normalise(secret, out_ready);
    }
    struct secret *copy = NULL;
    enum daybook_status status = secret_create(secret_size(secret), &copy);
    if (status != DAYBOOK_OK) {
        return status;
    }
    memcpy(secret_fill(copy), secret_data(secret), secret_size(secret));
    *out_ready = copy;
    return DAYBOOK_OK;
}

/* Before anything is computed from a slot: is it one of ours, and would it ask for more than we
 * ever give? */
static bool is_sound(const uint8_t *slot)
{
    struct key_cost cost = {little_endian_u32(slot + PASSES_AT),
                            little_endian_u32(slot + MEMORY_AT)};
    if (slot[ZERO_AT] != 0 || slot[ZERO_AT + 1] != 0) {
        return false;
    }
    if (is_of_sheet(slot)) {
        return slot[KEY_SLOT_TYPE_AT] == KEY_SLOT_RECOVERY && cost.passes == 0 &&
               cost.memory_mib == 0 && sodium_is_zero(slot + SHEET_ZERO_AT, BOX_AT - SHEET_ZERO_AT);
    }
    return slot[KDF_AT] == KDF_ARGON2ID13 && key_cost_is_allowed(cost);
}

/* LOCKED when the check says it is another secret's; DAMAGED when it is this one's and the box is
 * altered. */
static enum daybook_status open_box(struct key_slot_place place, const uint8_t *slot,
                                    const uint8_t *derived, uint8_t out_data[static STORE_KEY_SIZE])
{
    uint8_t context[CONTEXT_SIZE];
    uint8_t check[CHECK_SIZE];
    write_context(place, slot, context);
    compute_check(derived, context, check);
    if (sodium_memcmp(check, slot + check_at(slot), CHECK_SIZE) != 0) {
        return DAYBOOK_LOCKED;
    }
    int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(out_data, NULL, NULL, slot + BOX_AT,
                                                             BOX_SIZE, context, sizeof context,
                                                             nonce_of(slot), derived + KEK_AT);
    return refused == 0 ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}

enum daybook_status key_slot_open(struct key_slot_place place, const uint8_t *slot,
                                  const struct secret *ready,
                                  uint8_t out_data[static STORE_KEY_SIZE])
{
    if (!is_sound(slot)) {
        return DAYBOOK_DAMAGED;
    }
    uint8_t *derived = guarded_take(DERIVED_SIZE);
    if (derived == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status =
        is_of_sheet(slot) ? agree_by_seed(slot, ready, derived) : stretch(slot, ready, derived);
    if (status == DAYBOOK_OK) {
        status = open_box(place, slot, derived, out_data);
    }
    guarded_free(derived);
    return status;
}
