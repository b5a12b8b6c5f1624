/* How the schema of a store came to be, step by step: the SQL of schema/store, applied in order. */
#ifndef STORE_MIGRATION_H
#define STORE_MIGRATION_H

#include <sqlite3.h>
#include <stddef.h>

#include <daybook/status.h>

/* One file of schema/store, "0001-journal.sql". */
struct migration {
    const char *name;
    const char *sql;
};

/* Migration number i + 1 takes a store of version i to version i + 1. */
struct migration_list {
    const struct migration *items;
    size_t count;
};

/* The migrations this program was built with. */
extern const struct migration_list migration_built_in;

/* Bring a database to the version of the list, each step in a transaction of its own with the new
 * version. Foreign keys are checked at the end of a step, not within it. NEWER: the database is of
 * a later version, and is untouched; DAMAGED: a step leaves a row that refers to nothing; else what
 * SQLite answered. */
enum daybook_status migration_apply(sqlite3 *sqlite, const struct migration_list *list);

#endif
