/* The two copies of the key header at the start of a store file: reading, choosing and writing them
 * safely. */
#ifndef STORE_KEY_FILE_H
#define STORE_KEY_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "vault/key_header.h"

struct sqlite3_file;

/* Copy A, at the start of the file, then copy B. */
struct key_file {
    uint8_t copies[KEY_HEADER_COPIES][KEY_HEADER_SIZE];
};

/* Make a file, readable by its owner alone, that holds both copies and no page. CONFLICT: there is
 * a file of this name; FULL, FAILED. */
enum daybook_status key_file_create(const char *path, const uint8_t header[static KEY_HEADER_SIZE]);

/* Read both copies, while SQLite has not opened the file: closing a descriptor drops SQLite's
 * locks. NOT_FOUND; DAMAGED: the file ends before its first page does; FAILED: it cannot be read.
 */
enum daybook_status key_file_read(const char *path, struct key_file *out_copies);

/* The same through the platform's handle of a file that SQLite has open. FAILED. */
enum daybook_status key_file_read_open(struct sqlite3_file *file, struct key_file *out_copies);

/* What the newer copy says before any key is known: whether it has a slot of this type, and of
 * which store it is. NEWER, DAMAGED as below. */
enum daybook_status key_file_look(const struct key_file *copies, enum key_slot_type type,
                                  bool *out_has, struct id128 *out_store);

/* Open the key with a secret, by the newest copy that holds together. On OK the caller owns
 * *out_key, and out_header is that copy. LOCKED: no slot of this type opens; NEWER: of a later
 * version; DAMAGED: neither copy is a header; NO_MEMORY, also for the cost of a slot. */
enum daybook_status key_file_open(const struct key_file *copies, enum key_slot_type type,
                                  const struct secret *secret, struct store_key **out_key,
                                  uint8_t out_header[static KEY_HEADER_SIZE]);

/* Through the platform's handle of a file that SQLite has open: write the header to copy B, sync,
 * then to copy A, and sync: one of them is whole at any moment. The caller holds the store's lock.
 * OK: copy B is durable, and with it the new header in force, whatever became of copy A, which
 * key_file_heal() finishes. FULL, FAILED: copy A tells what was, and copy B may have reached the
 * disk or not: the next opening shows which of the two headers is in force. */
enum daybook_status key_file_write(struct sqlite3_file *file,
                                   const uint8_t header[static KEY_HEADER_SIZE]);

/* Make both copies equal to this one, which holds together, when they are not: a damaged copy is
 * healed, and a write that was cut short is finished. */
enum daybook_status key_file_heal(struct sqlite3_file *file, const struct key_file *copies,
                                  const uint8_t header[static KEY_HEADER_SIZE]);

#endif
