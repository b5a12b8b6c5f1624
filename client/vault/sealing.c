/* Sealing under a key with a nonce that survives bad randomness. */
#include "vault/sealing.h"

#include <assert.h>
#include <sodium.h>

static_assert(SEALING_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the wire's key");
static_assert(SEALING_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
              "the wire's nonce");
static_assert(SEALING_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "the wire's tag");

static void make_nonce(const struct sealing *sealing, struct bytes nonce_input, struct bytes plain,
                       uint8_t out_nonce[static SEALING_NONCE_SIZE])
{
    uint8_t random[32];
    uint8_t plain_digest[32];
    crypto_generichash_state state;
    randombytes_buf(random, sizeof random);
    (void)crypto_generichash(plain_digest, sizeof plain_digest, plain.data, plain.size, NULL, 0);
    (void)crypto_generichash_init(&state, sealing->nonce_key, SEALING_KEY_SIZE, SEALING_NONCE_SIZE);
    (void)crypto_generichash_update(&state, random, sizeof random);
    (void)crypto_generichash_update(&state, nonce_input.data, nonce_input.size);
    (void)crypto_generichash_update(&state, plain_digest, sizeof plain_digest);
    (void)crypto_generichash_final(&state, out_nonce, SEALING_NONCE_SIZE);
    sodium_memzero(&state, sizeof state);
    sodium_memzero(plain_digest, sizeof plain_digest);
}

enum daybook_status sealing_seal(const struct sealing *sealing, struct bytes nonce_input,
                                 struct bytes plain, struct buffer *out_sealed)
{
    assert(sealing != NULL);
    assert(out_sealed != NULL);
    assert(plain.size <= SIZE_MAX - SEALING_NONCE_SIZE - SEALING_TAG_SIZE);
    uint8_t *nonce = buffer_extend(out_sealed, SEALING_NONCE_SIZE + plain.size + SEALING_TAG_SIZE);
    if (nonce == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    make_nonce(sealing, nonce_input, plain, nonce);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        nonce + SEALING_NONCE_SIZE, NULL, plain.data, plain.size, sealing->bound.data,
        sealing->bound.size, NULL, nonce, sealing->seal_key);
    return DAYBOOK_OK;
}

enum daybook_status sealing_open(const struct sealing *sealing, struct bytes sealed,
                                 struct buffer *out_plain)
{
    assert(sealing != NULL);
    assert(out_plain != NULL);
    if (sealed.size < SEALING_NONCE_SIZE + SEALING_TAG_SIZE) {
        return DAYBOOK_FORGED;
    }
    size_t plain_size = sealed.size - SEALING_NONCE_SIZE - SEALING_TAG_SIZE;
    uint8_t *plain = buffer_extend(out_plain, plain_size);
    if (plain == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    int refused = crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain, NULL, NULL, sealed.data + SEALING_NONCE_SIZE, sealed.size - SEALING_NONCE_SIZE,
        sealing->bound.data, sealing->bound.size, sealed.data, sealing->seal_key);
    if (refused != 0) {
        out_plain->size -= plain_size;
        return DAYBOOK_FORGED;
    }
    return DAYBOOK_OK;
}
