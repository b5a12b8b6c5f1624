/* Takes the place of Argon2id, linked into a test or preloaded before libsodium: a passphrase then
 * costs nothing, for tests that open journals thousands of times and are about something else. What
 * it gives depends on everything that Argon2id's does. */
#include <sodium.h>

/* NOLINTNEXTLINE(readability-function-size): libsodium chose the parameters. */
int crypto_pwhash(unsigned char *const out, unsigned long long out_size, const char *const text,
                  unsigned long long text_size, const unsigned char *const salt,
                  unsigned long long passes, size_t memory_size, int algorithm)
{
    const unsigned long long cost[] = {passes, memory_size, (unsigned long long)algorithm};
    crypto_generichash_state state;
    if (crypto_generichash_init(&state, NULL, 0, (size_t)out_size) != 0) {
        return -1;
    }
    crypto_generichash_update(&state, (const unsigned char *)cost, sizeof cost);
    crypto_generichash_update(&state, salt, crypto_pwhash_SALTBYTES);
    crypto_generichash_update(&state, (const unsigned char *)text, text_size);
    return crypto_generichash_final(&state, out, (size_t)out_size);
}
