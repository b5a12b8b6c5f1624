/* The proof that a state file was written by whoever holds the store's key. */
#ifndef VAULT_STATE_TAG_H
#define VAULT_STATE_TAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

struct store_key;

enum { STATE_TAG_SIZE = 32 };

/* BLAKE2b-256 over the bytes, keyed with subkey 16 of the store's key. */
void state_tag_make(const struct store_key *key, struct bytes covered,
                    uint8_t out_tag[static STATE_TAG_SIZE]);

/* Is it the tag of these bytes? In constant time. */
bool state_tag_fits(const struct store_key *key, struct bytes covered,
                    const uint8_t tag[static STATE_TAG_SIZE]);

#endif
