/* The inside of a store's key, for the files of the vault that use it. */
#ifndef VAULT_STORE_KEY_H
#define VAULT_STORE_KEY_H

#include <stdint.h>

#include "base/bytes.h"
#include "vault/unit.h"

enum { STORE_KEY_SIZE = 32, STORE_KEY_KINDS = 4 };

/* Guarded; made once, then only read, so that sealing a unit derives nothing. */
struct store_key {
    uint8_t data[STORE_KEY_SIZE];                  /* the key that the slots of the header hold */
    uint8_t unit[STORE_KEY_KINDS][STORE_KEY_SIZE]; /* by enum unit_kind; 0 is not used */
    uint8_t header[STORE_KEY_SIZE];                /* for the MAC of the key header */
    uint8_t state[STORE_KEY_SIZE];                 /* for the MAC of the state file */
    struct id128 store;
};

/* The key of this store from its 32 bytes, copied. NO_MEMORY; the caller owns *out_key. */
enum daybook_status store_key_from_bytes(struct id128 store,
                                         const uint8_t data[static STORE_KEY_SIZE],
                                         struct store_key **out_key);

#endif
