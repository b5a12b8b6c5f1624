/* Sealing the units of a store's files. */
#include "vault/unit.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/little_endian.h"
#include "vault/store_key.h"

static_assert(UNIT_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "the file's nonce");
static_assert(UNIT_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "the file's tag");

enum {
    PLACE_KIND_AT = 4,
    PLACE_STORE_AT = 8,
    PLACE_NUMBER_AT = 24,
    PLACE_SALT_AT = 32,
    PLACE_SIZE = 40
};

/* The authenticated bytes that pin a unit to its place. */
static void write_place(const struct store_key *key, const struct unit_place *place,
                        uint8_t out_bytes[static PLACE_SIZE])
{
    memset(out_bytes, 0, PLACE_SIZE);
    memcpy(out_bytes, "DBK1", 4);
    out_bytes[PLACE_KIND_AT] = (uint8_t)place->kind;
    memcpy(out_bytes + PLACE_STORE_AT, key->store.bytes, sizeof key->store.bytes);
    little_endian_put_u64(out_bytes + PLACE_NUMBER_AT, place->number);
    memcpy(out_bytes + PLACE_SALT_AT, place->salt, UNIT_SALT_SIZE);
}

static const uint8_t *unit_key(const struct store_key *key, const struct unit_place *place)
{
    assert(key != NULL);
    assert(place != NULL);
    assert(place->kind >= UNIT_MAIN && place->kind <= UNIT_TEMPORARY);
    return key->unit[place->kind];
}

void unit_seal(const struct store_key *key, const struct unit_place *place, struct bytes plain,
               uint8_t *out_sealed, uint8_t out_overhead[static UNIT_OVERHEAD])
{
    const uint8_t *subkey = unit_key(key, place);
    uint8_t bound[PLACE_SIZE];
    write_place(key, place, bound);
    uint8_t *nonce = out_overhead;
    uint8_t *tag = out_overhead + UNIT_NONCE_SIZE;
    randombytes_buf(nonce, UNIT_NONCE_SIZE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt_detached(
        out_sealed, tag, NULL, plain.data, plain.size, bound, sizeof bound, NULL, nonce, subkey);
}

enum daybook_status unit_open(const struct store_key *key, const struct unit_place *place,
                              struct bytes sealed, const uint8_t overhead[static UNIT_OVERHEAD],
                              uint8_t *out_plain)
{
    const uint8_t *subkey = unit_key(key, place);
    uint8_t bound[PLACE_SIZE];
    write_place(key, place, bound);
    const uint8_t *nonce = overhead;
    const uint8_t *tag = overhead + UNIT_NONCE_SIZE;
    int refused = crypto_aead_xchacha20poly1305_ietf_decrypt_detached(
        out_plain, NULL, sealed.data, sealed.size, tag, bound, sizeof bound, nonce, subkey);
    if (refused != 0) {
        sodium_memzero(out_plain, sealed.size);
        return DAYBOOK_FORGED;
    }
    return DAYBOOK_OK;
}
