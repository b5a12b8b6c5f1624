/* Preloaded, it takes the place of Argon2id: a passphrase then costs nothing, for tests that open
 * journals a hundred times and are about something else. */
#include <stddef.h>
#include <stdint.h>

static uint64_t stirred(uint64_t state, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    for (size_t i = 0; i < size; i++) {
        state = (state ^ bytes[i]) * 0x100000001b3U;
    }
    return state;
}

/* libsodium's, which chose the parameters. */
int crypto_pwhash(unsigned char *out, unsigned long long out_size, const char *text,
                  unsigned long long text_size, const unsigned char *salt,
                  unsigned long long passes, size_t memory_size, int algorithm);

/* NOLINTNEXTLINE(readability-function-size) */
int crypto_pwhash(unsigned char *out, unsigned long long out_size, const char *text,
                  unsigned long long text_size, const unsigned char *salt,
                  unsigned long long passes, size_t memory_size, int algorithm)
{
    const uint64_t cost[] = {passes, memory_size, (uint64_t)algorithm, text_size};
    uint64_t state = stirred(0xcbf29ce484222325U, cost, sizeof cost);
    state = stirred(state, salt, 16);
    state = stirred(state, text, (size_t)text_size);
    for (unsigned long long i = 0; i < out_size; i++) {
        state = stirred(state, &i, sizeof i);
        out[i] = (unsigned char)(state >> 32);
    }
    return 0;
}
