/* A passphrase that costs nothing: for tests that open a store thousands of times. The linker puts
 * this before libsodium's Argon2id (--wrap), which other tests are about. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vault/digest.h"

/* The linker gives this in place of libsodium's, which chose the parameters. */
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long out_size, const char *text,
                         unsigned long long text_size, const unsigned char *salt,
                         unsigned long long passes, size_t memory_size, int algorithm);

/* NOLINTNEXTLINE(readability-function-size) */
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long out_size, const char *text,
                         unsigned long long text_size, const unsigned char *salt,
                         unsigned long long passes, size_t memory_size, int algorithm)
{
    uint64_t cost[3] = {passes, memory_size, (uint64_t)algorithm};
    struct key256 halves[2];
    const struct bytes parts[] = {
        {(const uint8_t *)cost, sizeof cost},
        {salt, 16},
        {(const uint8_t *)text, (size_t)text_size},
    };
    halves[0] = digest_256("spared passphrase, first half", parts, 3);
    halves[1] = digest_256("spared passphrase, second half", parts, 3);
    if (out_size != sizeof halves) {
        return -1;
    }
    memcpy(out, halves, sizeof halves);
    return 0;
}
