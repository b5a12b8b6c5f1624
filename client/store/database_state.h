/* The inside of an open store, for the files of the store that make, change and leave one. */
#ifndef STORE_DATABASE_STATE_H
#define STORE_DATABASE_STATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/database.h"
#include "store/lock.h"
#include "store/statement.h"
#include "store/vfs.h"

/* The names in a store's folder. */
extern const char database_file_name[];
extern const char database_log_name[];
extern const char database_unfinished_name[]; /* nothing in it counts before it has its name */

struct database {
    char *folder; /* NULL in memory, as the next four */
    struct lock *lock;
    struct store_key *key;
    struct vfs *vfs;
    const struct migration_list *migrations;
    sqlite3 *sqlite; /* NULL while no file is attached */
    struct statement_cache *statements;
    bool cut_due;              /* a body was dropped since the log was emptied last */
    enum daybook_status noted; /* why the next step cannot work; OK: nothing is in its way */
    bool unfinished;           /* the file has not got its name yet */
    bool half_named;           /* it has its name, and what followed failed */
    uint8_t header[KEY_HEADER_SIZE];
};

/* A store of this folder with nothing in it; freed by database_close(). NO_MEMORY. */
enum daybook_status database_blank(const char *folder, const struct migration_list *migrations,
                                   struct database **out_database);

/* Give a file of the folder to SQLite under the store's key. creating: it has no page yet. */
enum daybook_status database_attach(struct database *database, const char *name, bool creating);

/* Let SQLite go, keeping lock and key. */
void database_detach(struct database *database);

/* Remove what an interrupted making or re-keying left. */
enum daybook_status database_remove_unfinished(const char *folder);

/* Empty the log, let SQLite go, give the unfinished file the store's name, for good. */
enum daybook_status database_give_name(struct database *database);

#endif
