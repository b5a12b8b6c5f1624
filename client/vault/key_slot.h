/* One slot of a key header: the data key under a secret, or for the holder of the recovery sheet
 * (schema/store/format.md). For vault/key_header.c only. */
#ifndef VAULT_KEY_SLOT_H
#define VAULT_KEY_SLOT_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/key_cost.h"
#include "vault/key_header.h"
#include "vault/secret.h"
#include "vault/store_key.h"

enum { KEY_SLOT_SIZE = 132, KEY_SLOT_TYPE_AT = 0 };

/* Where a slot is: both it and its key are bound to that. */
struct key_slot_place {
    const uint8_t *header; /* its fixed start is all that is read */
    uint8_t number;
};

/* The key under a secret, in all KEY_SLOT_SIZE bytes of a slot. INVALID: a passphrase that is no
 * UTF-8 text; NO_MEMORY, also for the cost. */
enum daybook_status key_slot_seal(struct key_slot_place place, const struct store_key *key,
                                  const struct key_slot *filling,
                                  uint8_t out_slot[static KEY_SLOT_SIZE]);

/* The key for the holder of the recovery sheet whose box key this is. INVALID: it is no such key.
 */
enum daybook_status key_slot_seal_to(struct key_slot_place place, const struct store_key *key,
                                     struct key256 box, uint8_t out_slot[static KEY_SLOT_SIZE]);

/* A secret as slots of this type take it: a passphrase in one spelling, any other as it is.
 * INVALID: a passphrase that is no UTF-8 text. The caller owns *out_ready. */
enum daybook_status key_slot_ready(enum key_slot_type type, const struct secret *secret,
                                   struct secret **out_ready);

/* The key from a slot, by a secret that key_slot_ready() gave. LOCKED: another secret's; DAMAGED:
 * it is altered, or asks for more than we ever give, for which nothing is computed; NO_MEMORY, also
 * for its cost. */
enum daybook_status key_slot_open(struct key_slot_place place, const uint8_t *slot,
                                  const struct secret *ready,
                                  uint8_t out_data[static STORE_KEY_SIZE]);

#endif
