/* The key header of a store: 4096 bytes that let a passphrase or the recovery words open the data
 * key. Pure bytes in and out: the store reads and writes the file, two copies of it
 * (schema/store/format.md). */
#ifndef VAULT_KEY_HEADER_H
#define VAULT_KEY_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/key_cost.h"
#include "vault/secret.h"
#include "vault/unit.h"

enum { KEY_HEADER_SIZE = 4096, KEY_HEADER_COPIES = 2, KEY_SLOT_COUNT = 8 };

enum key_slot_type { KEY_SLOT_EMPTY, KEY_SLOT_PASSPHRASE, KEY_SLOT_RECOVERY, KEY_SLOT_KEYRING };

/* What a slot is filled with. */
struct key_slot {
    enum key_slot_type type;
    const struct secret *secret; /* borrowed */
    struct key_cost cost;
};

/* Begin a header for this key with no slot filled and generation 1. */
void key_header_begin(const struct store_key *key, uint8_t out_header[static KEY_HEADER_SIZE]);

/* True when the bytes look like a header of a version this program reads, before any key is known.
 * NEWER: a later version; DAMAGED: not a header. On OK the generation is told, so that the newer of
 * two copies can be tried first. */
enum daybook_status key_header_look(const uint8_t header[static KEY_HEADER_SIZE],
                                    uint64_t *out_generation);

/* Fill the first empty slot (or, when replace is true and there is one, the first slot of this
 * type) with the key under a secret: a passphrase (normalised to NFKC here), the 32-byte recovery
 * seed or the keyring's random bytes. Raises the generation and renews the MAC. The header is
 * untouched on failure.
 * FULL: no empty slot; NO_MEMORY, also for the cost; INVALID: a passphrase that is no UTF-8 text;
 * DAMAGED: the header is not of this key, or its MAC does not fit. */
enum daybook_status key_header_set_slot(uint8_t header[static KEY_HEADER_SIZE],
                                        const struct store_key *key, const struct key_slot *filling,
                                        bool replace);

/* Fill the recovery slot, or replace it, for the holder of the sheet whose public box key this is:
 * nobody needs the words for that. Statuses as above; INVALID: it is no such key. */
enum daybook_status key_header_set_sheet(uint8_t header[static KEY_HEADER_SIZE],
                                         const struct store_key *key, struct key256 box);

/* Empty every slot of this type. DAMAGED as above. */
enum daybook_status key_header_clear_slots(uint8_t header[static KEY_HEADER_SIZE],
                                           const struct store_key *key, enum key_slot_type type);

/* What a header says before any key is known: is there such a slot, and which store is it of? */
bool key_header_has_slot(const uint8_t header[static KEY_HEADER_SIZE], enum key_slot_type type);
struct id128 key_header_store(const uint8_t header[static KEY_HEADER_SIZE]);

/* Try every slot of this type with the secret. On OK the caller owns *out_key.
 * LOCKED: no slot opens; DAMAGED: a slot opened and the header's MAC does not fit it, or no slot
 * opened and one is altered or asks for more passes or memory than we ever give (nothing is
 * computed for such a slot); NEWER and DAMAGED as key_header_look(); NO_MEMORY, also for the cost
 * of a slot. */
enum daybook_status key_header_open(const uint8_t header[static KEY_HEADER_SIZE],
                                    enum key_slot_type type, const struct secret *secret,
                                    struct store_key **out_key);

/* Check the MAC of a copy with an open key: OK or DAMAGED. */
enum daybook_status key_header_check(const uint8_t header[static KEY_HEADER_SIZE],
                                     const struct store_key *key);

#endif
