/* A SQLite connection set up as a store needs it. */
#include "store/connection.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "store/page_cache.h"

/* In this order: the exclusive mode must stand before SQLite first looks at the log, or it would
 * make a -shm file. */
static const char *const before_the_log[] = {
    "PRAGMA page_size=4096",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA mmap_size=0",
};

static const char *const settings[] = {
    "PRAGMA synchronous=FULL",   "PRAGMA temp_store=MEMORY",  "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA foreign_keys=ON",
};

enum { LENGTH_OF_SETTINGS = sizeof settings / sizeof settings[0] };

enum daybook_status connection_status(int result)
{
    static const struct {
        int result;
        enum daybook_status status;
    } meanings[] = {
        {SQLITE_IOERR_DATA, DAYBOOK_FORGED},
        {SQLITE_IOERR_NOMEM, DAYBOOK_NO_MEMORY},
        {SQLITE_OK, DAYBOOK_OK},
        {SQLITE_ROW, DAYBOOK_OK},
        {SQLITE_DONE, DAYBOOK_OK},
        {SQLITE_NOMEM, DAYBOOK_NO_MEMORY},
        {SQLITE_READONLY, DAYBOOK_READ_ONLY},
        {SQLITE_FULL, DAYBOOK_FULL},
        {SQLITE_TOOBIG, DAYBOOK_FULL},
        {SQLITE_CORRUPT, DAYBOOK_DAMAGED},
        {SQLITE_NOTADB, DAYBOOK_DAMAGED},
        {SQLITE_BUSY, DAYBOOK_BUSY},
        {SQLITE_LOCKED, DAYBOOK_BUSY},
        {SQLITE_CONSTRAINT, DAYBOOK_CONFLICT},
        {SQLITE_INTERRUPT, DAYBOOK_INTERRUPTED},
    };
    size_t count = sizeof meanings / sizeof meanings[0];
    for (size_t i = 0; i < count; i++) {
        if (meanings[i].result == result || meanings[i].result == (result & 0xff)) {
            return meanings[i].status;
        }
    }
    return DAYBOOK_FAILED;
}

enum daybook_status connection_run(sqlite3 *sqlite, const char *sql)
{
    return connection_status(sqlite3_exec(sqlite, sql, NULL, NULL, NULL));
}

enum daybook_status connection_ask(sqlite3 *sqlite, const char *sql, sqlite3_int64 *out_number)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result == SQLITE_ROW) {
        *out_number = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return result == SQLITE_DONE ? DAYBOOK_FAILED : connection_status(result);
}

static enum daybook_status run_all(sqlite3 *sqlite, const char *const *list, size_t count)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = connection_run(sqlite, list[i]);
    }
    return status;
}

/* SQL that came with a file is not believed, and a misspelt name is not taken for a text. How a
 * statement is run does not depend on what is bound: with indexes of a part of a table in sight,
 * each binding would have it compiled again. */
static enum daybook_status harden(sqlite3 *sqlite)
{
    static const struct {
        int option;
        int value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_QPSG, 1},
    };
    int result = SQLITE_OK;
    for (size_t i = 0; i < sizeof options / sizeof options[0] && result == SQLITE_OK; i++) {
        result = sqlite3_db_config(sqlite, options[i].option, options[i].value, (int *)NULL);
    }
    return connection_status(result);
}

/* SQLite answers with the mode it is in, which need not be the one that was asked for. What that
 * takes is written after the answer, when the statement ends. */
static enum daybook_status switch_to_log(sqlite3 *sqlite)
{
    sqlite3_stmt *statement = NULL;
    bool is_log = false;
    int result = sqlite3_prepare_v2(sqlite, "PRAGMA journal_mode=WAL", -1, &statement, NULL);
    if (result == SQLITE_OK) {
        result = sqlite3_step(statement);
    }
    if (result == SQLITE_ROW) {
        const char *mode = (const char *)sqlite3_column_text(statement, 0);
        is_log = mode != NULL && strcmp(mode, "wal") == 0;
        result = sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    enum daybook_status status = connection_status(result);
    return status == DAYBOOK_OK && !is_log ? DAYBOOK_FAILED : status;
}

static enum daybook_status reserve_bytes(sqlite3 *sqlite)
{
    int reserved = UNIT_OVERHEAD;
    return connection_status(
        sqlite3_file_control(sqlite, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved));
}

static enum daybook_status limit_cache(sqlite3 *sqlite)
{
    _Static_assert(PAGE_CACHE_PAGES == 448, "the number in the statement");
    return connection_run(sqlite, "PRAGMA cache_size=448");
}

static enum daybook_status set_up(sqlite3 *sqlite, bool creating)
{
    enum daybook_status status = reserve_bytes(sqlite);
    if (status == DAYBOOK_OK) {
        status = run_all(sqlite, before_the_log, sizeof before_the_log / sizeof before_the_log[0]);
    }
    if (status == DAYBOOK_OK && creating) {
        /* The first page is written before there is a log, and a rollback journal is refused. The
         * file has no name to be found by yet, so nothing is lost when that write is cut short. */
        status = connection_run(sqlite, "PRAGMA journal_mode=OFF");
    }
    if (status == DAYBOOK_OK) {
        status = switch_to_log(sqlite);
    }
    if (status == DAYBOOK_OK) {
        status = limit_cache(sqlite);
    }
    if (status == DAYBOOK_OK) {
        status = run_all(sqlite, settings, LENGTH_OF_SETTINGS);
    }
    if (status == DAYBOOK_OK) {
        status = harden(sqlite);
    }
    /* A log that was recovered may end in frames of a transaction that was never finished; what is
     * written next must not stand in front of them. */
    return status == DAYBOOK_OK ? connection_checkpoint(sqlite) : status;
}

static void close_quietly(sqlite3 *sqlite)
{
    int closed = sqlite3_close(sqlite);
    assert(closed == SQLITE_OK); /* a statement of ours was not finalised */
    (void)closed;
}

enum daybook_status connection_open(const char *path, const struct vfs *vfs, bool creating,
                                    sqlite3 **out_sqlite)
{
    sqlite3 *sqlite = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    enum daybook_status status =
        connection_status(sqlite3_open_v2(path, &sqlite, flags, vfs_name(vfs)));
    if (status == DAYBOOK_OK && sqlite3_db_readonly(sqlite, "main") != 0) {
        status = DAYBOOK_READ_ONLY; /* SQLite falls back to reading, where it may not write */
    }
    if (status == DAYBOOK_OK) {
        status = set_up(sqlite, creating);
    }
    if (status != DAYBOOK_OK) {
        close_quietly(sqlite);
        return status;
    }
    *out_sqlite = sqlite;
    return DAYBOOK_OK;
}

enum daybook_status connection_open_memory(sqlite3 **out_sqlite)
{
    enum daybook_status status = page_cache_begin();
    if (status != DAYBOOK_OK) {
        return status;
    }
    sqlite3 *sqlite = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY |
                SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    status = connection_status(sqlite3_open_v2(":memory:", &sqlite, flags, NULL));
    if (status == DAYBOOK_OK) {
        status = run_all(sqlite, settings, LENGTH_OF_SETTINGS);
    }
    if (status == DAYBOOK_OK) {
        status = harden(sqlite);
    }
    if (status != DAYBOOK_OK) {
        close_quietly(sqlite);
        return status;
    }
    *out_sqlite = sqlite;
    return DAYBOOK_OK;
}

enum daybook_status connection_checkpoint(sqlite3 *sqlite)
{
    return connection_status(
        sqlite3_wal_checkpoint_v2(sqlite, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL));
}

enum daybook_status connection_close(sqlite3 *sqlite)
{
    if (sqlite == NULL) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = connection_checkpoint(sqlite);
    close_quietly(sqlite);
    return status;
}
