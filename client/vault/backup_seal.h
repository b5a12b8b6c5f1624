/* Sealing a backup: a stream of chunks under a key that only the data key of the store it was made
 * from gives (schema/wire/backup.md). Pure bytes in and out. */
#ifndef VAULT_BACKUP_SEAL_H
#define VAULT_BACKUP_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/key_header.h"

enum {
    BACKUP_MAGIC_SIZE = 16,
    BACKUP_SALT_SIZE = 32,
    BACKUP_STREAM_HEADER_SIZE = 24,
    /* What stands before the first chunk. */
    BACKUP_START_SIZE =
        BACKUP_MAGIC_SIZE + BACKUP_SALT_SIZE + KEY_HEADER_SIZE + BACKUP_STREAM_HEADER_SIZE,

    BACKUP_CHUNK_SIZE = 65536,
    BACKUP_SEALED_SIZE = BACKUP_CHUNK_SIZE + 17
};

/* The state of one stream, in one direction, in guarded memory. */
struct backup_seal;

/* Begin to seal under a fresh key; the header is copied into the start, so whatever opens it opens
 * the backup. The caller owns *out_seal. */
enum daybook_status backup_seal_begin(const struct store_key *key,
                                      const uint8_t header[static KEY_HEADER_SIZE],
                                      uint8_t out_start[static BACKUP_START_SIZE],
                                      struct backup_seal **out_seal);

/* Seal the next chunk. All but the last are exactly BACKUP_CHUNK_SIZE bytes; the last has fewer,
 * may be empty, and is padded. */
void backup_seal_push(struct backup_seal *seal, struct bytes plain, bool last,
                      uint8_t out_sealed[static BACKUP_SEALED_SIZE]);

/* Open the key of a backup by the start of its file. On OK the caller owns *out_key. LOCKED: wrong
 * passphrase or words; NEWER: a later program made it; DAMAGED: it is no backup, or altered. */
enum daybook_status backup_seal_unlock(const uint8_t start[static BACKUP_START_SIZE],
                                       enum key_slot_type type, const struct secret *secret,
                                       struct store_key **out_key);

/* Begin to open with a key. A start of which one bit was altered gives another key, so no chunk
 * opens. The caller owns *out_seal. FORGED, DAMAGED. */
enum daybook_status backup_seal_begin_opening(const uint8_t start[static BACKUP_START_SIZE],
                                              const struct store_key *key,
                                              struct backup_seal **out_seal);

/* Open the next chunk. Its bytes, *out_size of them, stand at the start of out_plain, all of which
 * may be written. FORGED: it is altered, of another backup, or not the next one. */
enum daybook_status backup_seal_pull(struct backup_seal *seal,
                                     const uint8_t sealed[static BACKUP_SEALED_SIZE],
                                     uint8_t out_plain[static BACKUP_CHUNK_SIZE], size_t *out_size,
                                     bool *out_last);

/* Wipe and free. NULL is allowed. */
void backup_seal_free(struct backup_seal *seal);

#endif
