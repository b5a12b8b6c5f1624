/* A SQLite connection set up as a store needs it, and what its result codes mean to us. */
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include <sqlite3.h>
#include <stdbool.h>

#include <daybook/status.h>

#include "store/vfs.h"

/* Open the database at path through the encrypting VFS, alone and for good: no other process, no
 * rollback journal, no shared memory, everything temporary in memory, a log that is synced at each
 * commit. What an interrupted process left in the log is recovered and moved into the main file.
 * creating: the main file has no page yet. The caller owns *out_sqlite: connection_close(). FORGED,
 * DAMAGED, READ_ONLY: it or its folder may not be written; FULL, BUSY, NO_MEMORY, FAILED. */
enum daybook_status connection_open(const char *path, const struct vfs *vfs, bool creating,
                                    sqlite3 **out_sqlite);

/* The same settings over a plain database in memory. */
enum daybook_status connection_open_memory(sqlite3 **out_sqlite);

/* Move the log into the main file and empty it. */
enum daybook_status connection_checkpoint(sqlite3 *sqlite);

/* Checkpoint and close. Every statement is finalised before. NULL is allowed. The status is that of
 * the checkpoint; the connection is closed in any case, and what stayed in the log is recovered at
 * the next opening. */
enum daybook_status connection_close(sqlite3 *sqlite);

/* Run SQL that gives no rows; static text of ours. */
enum daybook_status connection_run(sqlite3 *sqlite, const char *sql);

/* The number a PRAGMA or SELECT answers with. */
enum daybook_status connection_ask(sqlite3 *sqlite, const char *sql, sqlite3_int64 *out_number);

/* What an extended result code of SQLite means: OK for SQLITE_OK, SQLITE_ROW and SQLITE_DONE. */
enum daybook_status connection_status(int result);

#endif
