/* Sealing a backup with libsodium's secretstream (schema/wire/backup.md). */
#include "vault/backup_seal.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "vault/guarded.h"
#include "vault/store_key.h"
#include "vault/subkey.h"

enum {
    MAGIC_AT = 0,
    SALT_AT = MAGIC_AT + BACKUP_MAGIC_SIZE,
    KEY_HEADER_AT = SALT_AT + BACKUP_SALT_SIZE,
    STREAM_HEADER_AT = KEY_HEADER_AT + KEY_HEADER_SIZE,
    FAMILY_SIZE = BACKUP_MAGIC_SIZE - 1 /* the magic without its version */
};

static_assert(BACKUP_STREAM_HEADER_SIZE == crypto_secretstream_xchacha20poly1305_HEADERBYTES,
              "the header of a secretstream");
static_assert(BACKUP_SEALED_SIZE ==
                  BACKUP_CHUNK_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES,
              "what a secretstream adds to a chunk");

static const uint8_t magic[BACKUP_MAGIC_SIZE + 1] = "DAYBOOK BACKUP 1";
static const uint8_t label[] = "daybook/1/backup";

struct backup_seal {
    crypto_secretstream_xchacha20poly1305_state state;
    uint8_t chunk[BACKUP_CHUNK_SIZE]; /* the last one while it is padded */
};

/* The key of the stream: of this store alone, and bound to all that stands before the stream. */
static enum daybook_status derive_key(const uint8_t *start, const struct store_key *key,
                                      uint8_t **out_key)
{
    uint8_t *derived = guarded_take(SUBKEY_SIZE);
    uint8_t *parent = guarded_take(SUBKEY_SIZE);
    if (derived == NULL || parent == NULL) {
        guarded_free(derived);
        guarded_free(parent);
        return DAYBOOK_NO_MEMORY;
    }
    crypto_generichash_state state;
    subkey_derive(key->data, SUBKEY_STORE_BACKUP, parent);
    (void)crypto_generichash_init(&state, parent, SUBKEY_SIZE, SUBKEY_SIZE);
    (void)crypto_generichash_update(&state, label, sizeof label - 1);
    (void)crypto_generichash_update(&state, start, STREAM_HEADER_AT);
    (void)crypto_generichash_final(&state, derived, SUBKEY_SIZE);
    sodium_memzero(&state, sizeof state);
    guarded_free(parent);
    *out_key = derived;
    return DAYBOOK_OK;
}

enum daybook_status backup_seal_begin(const struct store_key *key,
                                      const uint8_t header[static KEY_HEADER_SIZE],
                                      uint8_t out_start[static BACKUP_START_SIZE],
                                      struct backup_seal **out_seal)
{
    assert(key != NULL && out_seal != NULL);
    uint8_t *derived = NULL;
    struct backup_seal *seal = guarded_take(sizeof *seal);
    if (seal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    memcpy(out_start + MAGIC_AT, magic, BACKUP_MAGIC_SIZE);
    randombytes_buf(out_start + SALT_AT, BACKUP_SALT_SIZE);
    memcpy(out_start + KEY_HEADER_AT, header, KEY_HEADER_SIZE);
    enum daybook_status status = derive_key(out_start, key, &derived);
    if (status != DAYBOOK_OK) {
        guarded_free(seal);
        return status;
    }
    (void)crypto_secretstream_xchacha20poly1305_init_push(&seal->state,
                                                          out_start + STREAM_HEADER_AT, derived);
    guarded_free(derived);
    *out_seal = seal;
    return DAYBOOK_OK;
}

void backup_seal_push(struct backup_seal *seal, struct bytes plain, bool last,
                      uint8_t out_sealed[static BACKUP_SEALED_SIZE])
{
    assert(seal != NULL);
    assert(last ? plain.size < BACKUP_CHUNK_SIZE : plain.size == BACKUP_CHUNK_SIZE);
    size_t padded_size = plain.size;
    if (plain.size > 0) {
        memcpy(seal->chunk, plain.data, plain.size);
    }
    if (last) {
        int refused =
            sodium_pad(&padded_size, seal->chunk, plain.size, BACKUP_CHUNK_SIZE, BACKUP_CHUNK_SIZE);
        assert(refused == 0 && padded_size == BACKUP_CHUNK_SIZE);
    }
    (void)crypto_secretstream_xchacha20poly1305_push(
        &seal->state, out_sealed, NULL, seal->chunk, BACKUP_CHUNK_SIZE, NULL, 0,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
}

enum daybook_status backup_seal_unlock(const uint8_t start[static BACKUP_START_SIZE],
                                       enum key_slot_type type, const struct secret *secret,
                                       struct store_key **out_key)
{
    if (memcmp(start + MAGIC_AT, magic, FAMILY_SIZE) != 0) {
        return DAYBOOK_DAMAGED;
    }
    if (start[MAGIC_AT + FAMILY_SIZE] > magic[FAMILY_SIZE]) {
        return DAYBOOK_NEWER;
    }
    return key_header_open(start + KEY_HEADER_AT, type, secret, out_key);
}

enum daybook_status backup_seal_begin_opening(const uint8_t start[static BACKUP_START_SIZE],
                                              const struct store_key *key,
                                              struct backup_seal **out_seal)
{
    assert(key != NULL && out_seal != NULL);
    if (memcmp(start + MAGIC_AT, magic, BACKUP_MAGIC_SIZE) != 0) {
        return DAYBOOK_DAMAGED;
    }
    uint8_t *derived = NULL;
    struct backup_seal *seal = guarded_take(sizeof *seal);
    if (seal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = derive_key(start, key, &derived);
    if (status == DAYBOOK_OK && crypto_secretstream_xchacha20poly1305_init_pull(
                                    &seal->state, start + STREAM_HEADER_AT, derived) != 0) {
        status = DAYBOOK_FORGED;
    }
    guarded_free(derived);
    if (status != DAYBOOK_OK) {
        guarded_free(seal);
        return status;
    }
    *out_seal = seal;
    return DAYBOOK_OK;
}

enum daybook_status backup_seal_pull(struct backup_seal *seal,
                                     const uint8_t sealed[static BACKUP_SEALED_SIZE],
                                     uint8_t out_plain[static BACKUP_CHUNK_SIZE], size_t *out_size,
                                     bool *out_last)
{
    assert(seal != NULL && out_size != NULL && out_last != NULL);
    unsigned char tag = 0;
    size_t size = BACKUP_CHUNK_SIZE;
    if (crypto_secretstream_xchacha20poly1305_pull(&seal->state, out_plain, NULL, &tag, sealed,
                                                   BACKUP_SEALED_SIZE, NULL, 0) != 0) {
        return DAYBOOK_FORGED;
    }
    bool last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (!last && tag != crypto_secretstream_xchacha20poly1305_TAG_MESSAGE) {
        return DAYBOOK_FORGED;
    }
    if (last && sodium_unpad(&size, out_plain, BACKUP_CHUNK_SIZE, BACKUP_CHUNK_SIZE) != 0) {
        return DAYBOOK_FORGED;
    }
    *out_size = size;
    *out_last = last;
    return DAYBOOK_OK;
}

void backup_seal_free(struct backup_seal *seal)
{
    guarded_free(seal);
}
