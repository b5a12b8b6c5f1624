/* Subkeys by crypto_kdf. */
#include "vault/subkey.h"

#include <assert.h>
#include <sodium.h>

static_assert(SUBKEY_SIZE == crypto_kdf_KEYBYTES, "a parent is a crypto_kdf key");

void subkey_derive(const uint8_t parent[static SUBKEY_SIZE], enum subkey number,
                   uint8_t out_subkey[static SUBKEY_SIZE])
{
    static const char context[crypto_kdf_CONTEXTBYTES + 1] = "daybook1";
    (void)crypto_kdf_derive_from_key(out_subkey, SUBKEY_SIZE, (uint64_t)number, context, parent);
}
