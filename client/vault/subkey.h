/* Subkeys by crypto_kdf: every number that is in use, in one place (schema/wire/keys.md). */
#ifndef VAULT_SUBKEY_H
#define VAULT_SUBKEY_H

#include <stdint.h>

enum { SUBKEY_SIZE = 32 };

/* What a subkey is for. Numbers may repeat under different parents, never under one. */
enum subkey {
    SUBKEY_STORE_MAIN = 1,
    SUBKEY_STORE_LOG = 2,
    SUBKEY_STORE_TEMPORARY = 3,
    SUBKEY_STORE_HEADER = 6,
    SUBKEY_STORE_BACKUP = 8,
    SUBKEY_STORE_STATE = 16,

    SUBKEY_EPOCH_SEAL = 1,
    SUBKEY_EPOCH_NONCE = 2,

    SUBKEY_SEED_SIGN = 1,
    SUBKEY_SEED_BOX = 2,

    SUBKEY_INVITATION_NAME = 1,
    SUBKEY_INVITATION_JOIN1 = 2,
    SUBKEY_INVITATION_MIX = 3,
    SUBKEY_INVITATION_NONCE = 4,
};

/* The subkey of a 32-byte parent; the output must be guarded memory unless it is a public name. */
void subkey_derive(const uint8_t parent[static SUBKEY_SIZE], enum subkey number,
                   uint8_t out_subkey[static SUBKEY_SIZE]);

#endif
