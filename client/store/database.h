/* The encrypted database of a store: its folder's lock, its key, its one SQLite connection, and the
 * statements on it.
 */
#ifndef STORE_DATABASE_H
#define STORE_DATABASE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "store/migration.h"
#include "store/verify_file.h"
#include "vault/key_header.h"

struct sqlite3;
struct sqlite3_stmt;

/* One open store. Not to be shared between threads. */
struct database;

/* Make folder/store.db with the schema of this program and open it. The key is given away, also on
 * failure; the header is one that opens it. The file gets its name last, when all of it is on the
 * disk. On OK the caller owns *out_database: database_close(). CONFLICT: there is a store, or the
 * log of one; BUSY: another process makes or owns one; NOT_FOUND: no such folder; FULL, NO_MEMORY,
 * FAILED. */
enum daybook_status database_create(const char *folder, struct store_key *key,
                                    const uint8_t header[static KEY_HEADER_SIZE],
                                    struct database **out_database);

/* The same without its name, for a store that is of use to nobody before something was written in
 * it: write, then database_finish() or database_discard(). */
enum daybook_status database_create_unfinished(const char *folder, struct store_key *key,
                                               const uint8_t header[static KEY_HEADER_SIZE],
                                               struct database **out_database);

/* Make all of it durable and give it its name. When that fails, only discarding is left. */
enum daybook_status database_finish(struct database *database);

/* Close a store that was not finished, and remove its file, so that the next attempt finds none.
 * NULL is allowed. */
void database_discard(struct database *database);

/* Open folder/store.db with a secret, recover what a crash left in the log, and bring the schema up
 * to this program's; what an interrupted making or re-keying left is removed. On OK the caller owns
 * *out_database. NOT_FOUND: no store; BUSY: another process owns it, *out_owner tells which (0:
 * unknown); LOCKED: wrong passphrase or words; NEWER: a later program wrote it; FORGED: bytes were
 * altered; DAMAGED: it is cut off or does not hold together; READ_ONLY: it or its folder may not be
 * written; FULL, NO_MEMORY, FAILED. */
enum daybook_status database_open(const char *folder, enum key_slot_type type,
                                  const struct secret *secret, struct database **out_database,
                                  pid_t *out_owner);

/* The same schema in memory, in plain, with nothing to unlock: for tests and the simulator. */
enum daybook_status database_open_memory(struct database **out_database);

/* database_create() and database_open() with migrations of the caller's, which are static. For
 * tests. */
enum daybook_status database_create_with(const char *folder, struct store_key *key,
                                         const uint8_t header[static KEY_HEADER_SIZE],
                                         const struct migration_list *migrations,
                                         struct database **out_database);

/* Where and how a store is opened. */
struct database_opening {
    const char *folder;
    enum key_slot_type type;
    const struct secret *secret;
    const struct migration_list *migrations;
};
enum daybook_status database_open_with(const struct database_opening *opening,
                                       struct database **out_database, pid_t *out_owner);

/* Roll back what was begun, empty the log, close, unlock, wipe the key. NULL is allowed. */
void database_close(struct database *database);

/* Set the slot of this type to a new secret, or fill it: a new passphrase, or the recovery words.
 * The old passphrase still opens older copies of the file. NO_MEMORY, also for the cost: nothing
 * was changed. FULL: no empty slot, or the disk is; FAILED: as key_file_write(), either secret may
 * be the one that opens it next. */
enum daybook_status database_change_slot(struct database *database, const struct key_slot *filling);

/* Set or fill the recovery slot for the holder of the sheet whose public box key this is. INVALID:
 * it is no such key; FULL, FAILED. */
enum daybook_status database_set_sheet(struct database *database, struct key256 box);

/* Would this secret open the file as it is on the disk now? Statuses of key_file_open(). */
enum daybook_status database_try_slot(struct database *database, enum key_slot_type type,
                                      const struct secret *secret);

/* Has the open store a slot of this type? */
bool database_has_slot(const struct database *database, enum key_slot_type type);

/* The same of a store that this process has not open, and its random name, without any key.
 * NOT_FOUND, NEWER, DAMAGED, FAILED. */
enum daybook_status database_look(const char *folder, enum key_slot_type type, bool *out_has,
                                  struct id128 *out_store);

/* Empty every slot of this type. FULL, FAILED. */
enum daybook_status database_clear_slots(struct database *database, enum key_slot_type type);

/* Check every unit and the order among them; see verify_file_run(). */
enum daybook_status database_verify(struct database *database, struct verify_report *out_report);

/* The random name of this store; zero in memory. */
struct id128 database_store_id(const struct database *database);

/* The key, for client/store and backups, NULL in memory; and the header that opens it. Borrowed. */
const struct store_key *database_key(const struct database *database);
const uint8_t *database_header(const struct database *database);

/* The connection, for client/store only. */
struct sqlite3 *database_connection(struct database *database);

/* Begin a transaction that may write; the caller ends it by committing or rolling back. */
enum daybook_status database_begin(struct database *database);

/* Make the transaction durable. When that fails it is rolled back. */
enum daybook_status database_commit(struct database *database);

/* From the next commit on nothing that is older than it stays in the log: its pages are moved over
 * their older states in the main file, and the log is emptied. For what is to be gone. */
void database_cut_log(struct database *database);

/* Undo the transaction. Does nothing when SQLite has done it already, as it does when the disk is
 * full. */
void database_rollback(struct database *database);

/* The statement for this SQL, which is static text: its address is its name. It is reset and its
 * parameters are NULL: bind, then step. Borrowed, and not to be asked for again before it is done.
 * NULL when it cannot be prepared: binding does nothing then, and stepping tells the reason, so
 * that a caller looks in one place. */
struct sqlite3_stmt *database_statement(struct database *database, const char *static_sql);

/* One step. OK and *out_row true: a row, whose columns are valid until the next step. OK and false:
 * it is done. Unless there is a row, the statement is reset and holds nothing. CONFLICT: a
 * constraint; and what connection_status() tells. */
enum daybook_status database_step(struct database *database, struct sqlite3_stmt *statement,
                                  bool *out_row);

/* Run a statement that gives no rows. */
enum daybook_status database_run(struct database *database, struct sqlite3_stmt *statement);

/* Leave a statement before its last row. NULL is allowed. */
void database_leave(struct sqlite3_stmt *statement);

#endif
