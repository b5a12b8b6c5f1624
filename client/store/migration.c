/* Bringing a store to the schema of this program. */
#include "store/migration.h"

#include <assert.h>
#include <stdio.h>

#include "store/connection.h"

enum { PRAGMA_TEXT_SIZE = 48 };

/* PRAGMA takes no parameters. */
static enum daybook_status set_version(sqlite3 *sqlite, size_t version)
{
    char sql[PRAGMA_TEXT_SIZE];
    int length = snprintf(sql, sizeof sql, "PRAGMA user_version=%zu", version);
    assert(length > 0 && (size_t)length < sizeof sql);
    (void)length;
    return connection_run(sqlite, sql);
}

static enum daybook_status check_foreign_keys(sqlite3 *sqlite)
{
    sqlite3_int64 violations = 0;
    enum daybook_status status =
        connection_ask(sqlite, "SELECT count(*) FROM pragma_foreign_key_check", &violations);
    if (status != DAYBOOK_OK) {
        return status;
    }
    return violations == 0 ? DAYBOOK_OK : DAYBOOK_DAMAGED;
}

static enum daybook_status apply_one(sqlite3 *sqlite, const struct migration *migration,
                                     size_t version)
{
    enum daybook_status status = connection_run(sqlite, "BEGIN IMMEDIATE");
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = connection_run(sqlite, migration->sql);
    if (status == DAYBOOK_OK) {
        status = check_foreign_keys(sqlite);
    }
    if (status == DAYBOOK_OK) {
        status = set_version(sqlite, version);
    }
    if (status == DAYBOOK_OK) {
        status = connection_run(sqlite, "COMMIT");
    }
    if (status != DAYBOOK_OK && !sqlite3_get_autocommit(sqlite)) {
        enum daybook_status undone = connection_run(sqlite, "ROLLBACK");
        (void)undone; /* the first reason says more; closing undoes the rest */
    }
    return status;
}

static enum daybook_status apply_from(sqlite3 *sqlite, const struct migration_list *list,
                                      size_t version)
{
    /* A step that rebuilds a table drops the old one, which others refer to until the new one has
     * its name. */
    enum daybook_status status = connection_run(sqlite, "PRAGMA foreign_keys=OFF");
    for (size_t i = version; i < list->count && status == DAYBOOK_OK; i++) {
        status = apply_one(sqlite, &list->items[i], i + 1);
    }
    enum daybook_status restored = connection_run(sqlite, "PRAGMA foreign_keys=ON");
    return status == DAYBOOK_OK ? restored : status;
}

enum daybook_status migration_apply(sqlite3 *sqlite, const struct migration_list *list)
{
    assert(sqlite != NULL && list != NULL);
    sqlite3_int64 version = 0;
    enum daybook_status status = connection_ask(sqlite, "PRAGMA user_version", &version);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (version < 0) {
        return DAYBOOK_DAMAGED;
    }
    if ((size_t)version > list->count) {
        return DAYBOOK_NEWER;
    }
    return (size_t)version == list->count ? DAYBOOK_OK : apply_from(sqlite, list, (size_t)version);
}
