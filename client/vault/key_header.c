/* The key header of a store (schema/store/format.md). */
#include "vault/key_header.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/guarded.h"
#include "vault/little_endian.h"
#include "vault/passphrase.h"
#include "vault/store_key.h"

enum {
    MAGIC_AT = 0,
    VERSION_AT = 16,
    PAGE_SIZE_AT = 20,
    GENERATION_AT = 24,
    STORE_AT = 32,
    SLOTS_AT = 48,
    MAC_AT = 1104,

    MAGIC_SIZE = VERSION_AT - MAGIC_AT,
    MAC_SIZE = 32,
    FORMAT_VERSION = 1,
    FORMAT_PAGE_SIZE = 4096
};

/* Inside a slot. */
enum {
    SLOT_TYPE_AT = 0,
    SLOT_KDF_AT = 1,
    SLOT_ZERO_AT = 2,
    SLOT_PASSES_AT = 4,
    SLOT_MEMORY_AT = 8,
    SLOT_SALT_AT = 12,
    SLOT_CHECK_AT = 28,
    SLOT_NONCE_AT = 60,
    SLOT_BOX_AT = 84,
    SLOT_SIZE = 132,

    SLOT_CHECK_SIZE = SLOT_NONCE_AT - SLOT_CHECK_AT,
    SLOT_BOX_SIZE = SLOT_SIZE - SLOT_BOX_AT,
    KDF_ARGON2ID13 = 1
};

/* What a slot is bound to: the fixed start of the header without its generation, then the slot's
 * number, type, kdf and cost, then zeros. */
enum {
    CONTEXT_STORE_AT = 24,
    CONTEXT_NUMBER_AT = 40,
    CONTEXT_TYPE_AT = 41,
    CONTEXT_KDF_AT = 42,
    CONTEXT_PASSES_AT = 44,
    CONTEXT_MEMORY_AT = 48,
    CONTEXT_SIZE = 64
};

/* What Argon2id gives: half a key for the box, half a key for the check. */
enum { KEK_AT = 0, CHECK_KEY_AT = 32, DERIVED_SIZE = 64 };

static_assert(SLOTS_AT + KEY_SLOT_COUNT * SLOT_SIZE == MAC_AT, "the slots end where the MAC is");
static_assert(SLOT_SALT_AT + crypto_pwhash_SALTBYTES == SLOT_CHECK_AT, "the salt of Argon2id");
static_assert(SLOT_BOX_SIZE == STORE_KEY_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES,
              "the box holds one key");

static const uint8_t magic[MAGIC_SIZE] = "DAYBOOK STORE 1";

static void compute_mac(const uint8_t *header, const struct store_key *key,
                        uint8_t out_mac[static MAC_SIZE])
{
    (void)crypto_generichash(out_mac, MAC_SIZE, header, MAC_AT, key->header, sizeof key->header);
}

void key_header_begin(const struct store_key *key, uint8_t out_header[static KEY_HEADER_SIZE])
{
    assert(key != NULL);
    randombytes_buf(out_header, KEY_HEADER_SIZE);
    memcpy(out_header + MAGIC_AT, magic, MAGIC_SIZE);
    little_endian_put_u32(out_header + VERSION_AT, FORMAT_VERSION);
    little_endian_put_u32(out_header + PAGE_SIZE_AT, FORMAT_PAGE_SIZE);
    little_endian_put_u64(out_header + GENERATION_AT, 1);
    memcpy(out_header + STORE_AT, key->store.bytes, sizeof key->store.bytes);
    for (size_t i = 0; i < KEY_SLOT_COUNT; i++) {
        out_header[SLOTS_AT + i * SLOT_SIZE + SLOT_TYPE_AT] = KEY_SLOT_EMPTY;
    }
    compute_mac(out_header, key, out_header + MAC_AT);
}

enum daybook_status key_header_look(const uint8_t header[static KEY_HEADER_SIZE],
                                    uint64_t *out_generation)
{
    assert(out_generation != NULL);
    if (memcmp(header + MAGIC_AT, magic, MAGIC_SIZE) != 0) {
        return DAYBOOK_DAMAGED;
    }
    uint32_t version = little_endian_u32(header + VERSION_AT);
    if (version > FORMAT_VERSION) {
        return DAYBOOK_NEWER;
    }
    if (version < FORMAT_VERSION || little_endian_u32(header + PAGE_SIZE_AT) != FORMAT_PAGE_SIZE) {
        return DAYBOOK_DAMAGED;
    }
    *out_generation = little_endian_u64(header + GENERATION_AT);
    return DAYBOOK_OK;
}

enum daybook_status key_header_check(const uint8_t header[static KEY_HEADER_SIZE],
                                     const struct store_key *key)
{
    assert(key != NULL);
    uint8_t mac[MAC_SIZE];
    compute_mac(header, key, mac);
    bool fits = sodium_memcmp(mac, header + MAC_AT, MAC_SIZE) == 0;
    return fits ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}

static void write_context(const uint8_t *header, const uint8_t *slot, size_t number,
                          uint8_t out_context[static CONTEXT_SIZE])
{
    memset(out_context, 0, CONTEXT_SIZE);
    memcpy(out_context, header, GENERATION_AT);
    memcpy(out_context + CONTEXT_STORE_AT, header + STORE_AT, SLOTS_AT - STORE_AT);
    out_context[CONTEXT_NUMBER_AT] = (uint8_t)number;
    out_context[CONTEXT_TYPE_AT] = slot[SLOT_TYPE_AT];
    out_context[CONTEXT_KDF_AT] = slot[SLOT_KDF_AT];
    memcpy(out_context + CONTEXT_PASSES_AT, slot + SLOT_PASSES_AT, 4);
    memcpy(out_context + CONTEXT_MEMORY_AT, slot + SLOT_MEMORY_AT, 4);
}

/* The slot's key-encryption key and check key, DERIVED_SIZE bytes of guarded memory that the caller
 * frees. FAILED: the system has not the memory that the cost asks for. */
static enum daybook_status derive(const uint8_t *slot, const struct secret *secret,
                                  uint8_t **out_derived)
{
    uint8_t *derived = guarded_take(DERIVED_SIZE);
    if (derived == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    size_t memory_size = (size_t)little_endian_u32(slot + SLOT_MEMORY_AT) * 1024 * 1024;
    /* libsodium takes char, and reads them as bytes. */
    const char *text = (const char *)secret_data(secret);
    if (crypto_pwhash(derived, DERIVED_SIZE, text, secret_size(secret), slot + SLOT_SALT_AT,
                      little_endian_u32(slot + SLOT_PASSES_AT), memory_size,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        guarded_free(derived);
        return DAYBOOK_FAILED;
    }
    *out_derived = derived;
    return DAYBOOK_OK;
}

static void compute_check(const uint8_t *derived, const uint8_t context[static CONTEXT_SIZE],
                          uint8_t out_check[static SLOT_CHECK_SIZE])
{
    (void)crypto_generichash(out_check, SLOT_CHECK_SIZE, context, CONTEXT_SIZE,
                             derived + CHECK_KEY_AT, DERIVED_SIZE - CHECK_KEY_AT);
}

/* Fill slot number, all SLOT_SIZE bytes of it. */
static enum daybook_status seal_slot(const uint8_t *header, size_t number,
                                     const struct store_key *key, const struct secret *secret,
                                     uint8_t slot[static SLOT_SIZE])
{
    uint8_t *derived = NULL;
    enum daybook_status status = derive(slot, secret, &derived);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t context[CONTEXT_SIZE];
    write_context(header, slot, number, context);
    compute_check(derived, context, slot + SLOT_CHECK_AT);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(slot + SLOT_BOX_AT, NULL, key->data,
                                                     sizeof key->data, context, sizeof context,
                                                     NULL, slot + SLOT_NONCE_AT, derived + KEK_AT);
    guarded_free(derived);
    return DAYBOOK_OK;
}

/* The first slot of this type, KEY_SLOT_COUNT when there is none. */
static size_t find_slot(const uint8_t *header, enum key_slot_type type)
{
    size_t number = 0;
    while (number < KEY_SLOT_COUNT &&
           header[SLOTS_AT + number * SLOT_SIZE + SLOT_TYPE_AT] != type) {
        number++;
    }
    return number;
}

/* What Argon2id reads: a passphrase in one spelling, any other secret as it is. The caller owns
 * *out_ready. */
static enum daybook_status prepare_secret(enum key_slot_type type, const struct secret *secret,
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

enum daybook_status key_header_set_slot(uint8_t header[static KEY_HEADER_SIZE],
                                        const struct store_key *key, const struct key_slot *filling,
                                        bool replace)
{
    assert(filling->type != KEY_SLOT_EMPTY);
    assert(filling->secret != NULL);
    assert(key_cost_is_allowed(filling->cost));
    if (key_header_check(header, key) != DAYBOOK_OK) {
        return DAYBOOK_DAMAGED;
    }
    size_t number = replace ? find_slot(header, filling->type) : KEY_SLOT_COUNT;
    if (number == KEY_SLOT_COUNT) {
        number = find_slot(header, KEY_SLOT_EMPTY);
    }
    if (number == KEY_SLOT_COUNT) {
        return DAYBOOK_FULL;
    }
    struct secret *ready = NULL;
    enum daybook_status status = prepare_secret(filling->type, filling->secret, &ready);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t slot[SLOT_SIZE];
    randombytes_buf(slot, sizeof slot);
    slot[SLOT_TYPE_AT] = (uint8_t)filling->type;
    slot[SLOT_KDF_AT] = KDF_ARGON2ID13;
    memset(slot + SLOT_ZERO_AT, 0, SLOT_PASSES_AT - SLOT_ZERO_AT);
    little_endian_put_u32(slot + SLOT_PASSES_AT, filling->cost.passes);
    little_endian_put_u32(slot + SLOT_MEMORY_AT, filling->cost.memory_mib);
    status = seal_slot(header, number, key, ready, slot);
    if (status == DAYBOOK_OK) {
        memcpy(header + SLOTS_AT + number * SLOT_SIZE, slot, SLOT_SIZE);
        uint64_t generation = little_endian_u64(header + GENERATION_AT);
        little_endian_put_u64(header + GENERATION_AT, generation + 1);
        compute_mac(header, key, header + MAC_AT);
    }
    secret_free(ready);
    return status;
}

/* Before anything is computed from a slot: would it ask for more than we ever give? */
static bool slot_is_sound(const uint8_t *slot)
{
    struct key_cost cost = {little_endian_u32(slot + SLOT_PASSES_AT),
                            little_endian_u32(slot + SLOT_MEMORY_AT)};
    return slot[SLOT_KDF_AT] == KDF_ARGON2ID13 && slot[SLOT_ZERO_AT] == 0 &&
           slot[SLOT_ZERO_AT + 1] == 0 && key_cost_is_allowed(cost);
}

/* The 32 bytes in a slot's box. LOCKED when the check says it is another secret's; DAMAGED when it
 * is this one's and the box is altered. */
static enum daybook_status open_box(const uint8_t *header, size_t number, const uint8_t *derived,
                                    uint8_t out_data[static STORE_KEY_SIZE])
{
    const uint8_t *slot = header + SLOTS_AT + number * SLOT_SIZE;
    uint8_t context[CONTEXT_SIZE];
    uint8_t check[SLOT_CHECK_SIZE];
    write_context(header, slot, number, context);
    compute_check(derived, context, check);
    if (sodium_memcmp(check, slot + SLOT_CHECK_AT, SLOT_CHECK_SIZE) != 0) {
        return DAYBOOK_LOCKED;
    }
    int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
        out_data, NULL, NULL, slot + SLOT_BOX_AT, SLOT_BOX_SIZE, context, sizeof context,
        slot + SLOT_NONCE_AT, derived + KEK_AT);
    return refused == 0 ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}

static enum daybook_status open_slot(const uint8_t *header, size_t number,
                                     const struct secret *secret, struct store_key **out_key)
{
    const uint8_t *slot = header + SLOTS_AT + number * SLOT_SIZE;
    if (!slot_is_sound(slot)) {
        return DAYBOOK_DAMAGED;
    }
    uint8_t *derived = NULL;
    enum daybook_status status = derive(slot, secret, &derived);
    if (status != DAYBOOK_OK) {
        return status;
    }
    uint8_t *data = guarded_take(STORE_KEY_SIZE);
    status = data == NULL ? DAYBOOK_NO_MEMORY : open_box(header, number, derived, data);
    if (status == DAYBOOK_OK) {
        struct id128 store;
        memcpy(store.bytes, header + STORE_AT, sizeof store.bytes);
        status = store_key_from_bytes(store, data, out_key);
    }
    guarded_free(data);
    guarded_free(derived);
    return status;
}

/* Try slot after slot. One that does not open leaves the next its chance; only a lack of memory
 * ends the search, since a later LOCKED would be a lie. */
static enum daybook_status open_slots(const uint8_t *header, enum key_slot_type type,
                                      const struct secret *secret, struct store_key **out_key)
{
    enum daybook_status result = DAYBOOK_LOCKED;
    for (size_t number = 0; number < KEY_SLOT_COUNT; number++) {
        if (header[SLOTS_AT + number * SLOT_SIZE + SLOT_TYPE_AT] != type) {
            continue;
        }
        enum daybook_status status = open_slot(header, number, secret, out_key);
        if (status == DAYBOOK_DAMAGED) {
            result = DAYBOOK_DAMAGED;
        } else if (status != DAYBOOK_LOCKED) {
            return status;
        }
    }
    return result;
}

enum daybook_status key_header_open(const uint8_t header[static KEY_HEADER_SIZE],
                                    enum key_slot_type type, const struct secret *secret,
                                    struct store_key **out_key)
{
    assert(type != KEY_SLOT_EMPTY);
    assert(secret != NULL);
    assert(out_key != NULL);
    uint64_t generation = 0;
    enum daybook_status status = key_header_look(header, &generation);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct secret *ready = NULL;
    struct store_key *key = NULL;
    status = prepare_secret(type, secret, &ready);
    if (status != DAYBOOK_OK) {
        /* What is no text was never set as a passphrase. */
        return status == DAYBOOK_INVALID ? DAYBOOK_LOCKED : status;
    }
    status = open_slots(header, type, ready, &key);
    if (status == DAYBOOK_OK) {
        status = key_header_check(header, key);
    }
    if (status == DAYBOOK_OK) {
        *out_key = key;
    } else {
        store_key_free(key);
    }
    secret_free(ready);
    return status;
}
