/* The file of a backup: records go in and come out, sealed chunks lie on the disk
 * (schema/wire/backup.md). For journal/ only. */
#ifndef JOURNAL_BACKUP_FILE_H
#define JOURNAL_BACKUP_FILE_H

#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "vault/backup_seal.h"

/* A file that is being written. */
struct backup_writer;

/* Write the start of a backup to an empty file. The descriptor is borrowed. The caller owns
 * *out_writer. FULL, FAILED, NO_MEMORY. */
enum daybook_status backup_writer_begin(int descriptor, const struct store_key *key,
                                        const uint8_t header[static KEY_HEADER_SIZE],
                                        struct backup_writer **out_writer);

/* Append one record of 1 to BACKUP_RECORD_MAX bytes. */
enum daybook_status backup_writer_put(struct backup_writer *writer, struct bytes record);

/* Write the last chunk, and have all of it on the disk. */
enum daybook_status backup_writer_end(struct backup_writer *writer);

/* Wipe and free. NULL is allowed. */
void backup_writer_free(struct backup_writer *writer);

/* A file that is being read, from its beginning. */
struct backup_reader;

/* Read the start. The descriptor is borrowed. The caller owns *out_reader. DAMAGED: it is too
 * short for a backup; FAILED. */
enum daybook_status backup_reader_begin(int descriptor, struct backup_reader **out_reader);

/* Open the key with a secret. Statuses of backup_seal_unlock(). */
enum daybook_status backup_reader_unlock(const struct backup_reader *reader,
                                         enum key_slot_type type, const struct secret *secret,
                                         struct store_key **out_key);

/* Go back to the first record, with this key. */
enum daybook_status backup_reader_rewind(struct backup_reader *reader, const struct store_key *key);

/* The next record, borrowed until the next call. NOT_FOUND: that was the last, and the file ends
 * where it says; FORGED: it was altered; DAMAGED: it is cut off, or something is appended. */
enum daybook_status backup_reader_next(struct backup_reader *reader, struct bytes *out_record);

/* Wipe and free. NULL is allowed. */
void backup_reader_free(struct backup_reader *reader);

#endif
