/* Sealing the units of a store's files: a database page, a frame of the log, a temporary block
 * (schema/store/format.md). */
#ifndef VAULT_UNIT_H
#define VAULT_UNIT_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"

enum unit_kind { UNIT_MAIN = 1, UNIT_LOG = 2, UNIT_TEMPORARY = 3 };

enum {
    UNIT_NONCE_SIZE = 24,
    UNIT_TAG_SIZE = 16,
    UNIT_OVERHEAD = UNIT_NONCE_SIZE + UNIT_TAG_SIZE,
    UNIT_SALT_SIZE = 8
};

/* The data key of one store with the subkeys derived from it, in guarded memory. */
struct store_key;

/* Where a unit stands; all of it is authenticated. */
struct unit_place {
    enum unit_kind kind;
    uint64_t number;              /* page number from 1, frame number, 0 for the log's header */
    uint8_t salt[UNIT_SALT_SIZE]; /* the salts of the log's header for frames, else zero */
};

/* A fresh random key and store id. The caller owns it: store_key_free(). */
enum daybook_status store_key_create(struct store_key **out_key);

/* Wipe and free. NULL is allowed. */
void store_key_free(struct store_key *key);

/* The random name of the store this key belongs to. */
struct id128 store_key_id(const struct store_key *key);

/* Encrypt size bytes from plain to out_sealed (which may be the same memory) under a fresh random
 * nonce. */
void unit_seal(const struct store_key *key, const struct unit_place *place, struct bytes plain,
               uint8_t *out_sealed,
               uint8_t out_overhead[static UNIT_OVERHEAD] /* nonce, then tag */);

/* Decrypt; out_plain has room for sealed.size bytes and may be the same memory. FORGED: wrong key,
 * altered bytes, or a unit from another place; out_plain is then zeroed. */
enum daybook_status unit_open(const struct store_key *key, const struct unit_place *place,
                              struct bytes sealed, const uint8_t overhead[static UNIT_OVERHEAD],
                              uint8_t *out_plain);

#endif
