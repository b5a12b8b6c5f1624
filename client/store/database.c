/* The encrypted database of a store. */
#include "store/database.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/connection.h"
#include "store/database_state.h"
#include "store/key_file.h"
#include "store/lock.h"
#include "store/page_cache.h"
#include "store/path.h"
#include "store/statement.h"
#include "store/vfs.h"

const char database_file_name[] = "store.db";
const char database_log_name[] = "store.db-wal";
const char database_unfinished_name[] = "store.db.new";
static const char unfinished_log_name[] = "store.db.new-wal";

static enum daybook_status begin(struct database **out_database)
{
    struct database *database = calloc(1, sizeof *database);
    if (database == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    *out_database = database;
    return DAYBOOK_OK;
}

enum daybook_status database_blank(const char *folder, const struct migration_list *migrations,
                                   struct database **out_database)
{
    struct database *database = NULL;
    enum daybook_status status = begin(&database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    database->migrations = migrations;
    database->folder = strdup(folder);
    if (database->folder == NULL) {
        free(database);
        return DAYBOOK_NO_MEMORY;
    }
    *out_database = database;
    return DAYBOOK_OK;
}

void database_detach(struct database *database)
{
    statement_cache_free(database->statements);
    database->statements = NULL;
    enum daybook_status emptied = connection_close(database->sqlite);
    (void)emptied; /* what stayed in the log is recovered at the next opening */
    database->sqlite = NULL;
    vfs_free(database->vfs);
    database->vfs = NULL;
}

enum daybook_status database_attach(struct database *database, const char *name, bool creating)
{
    char *path = NULL;
    enum daybook_status status = path_join(database->folder, name, &path);
    if (status == DAYBOOK_OK) {
        status = vfs_create(database->key, NULL, creating, &database->vfs);
    }
    if (status == DAYBOOK_OK) {
        status = connection_open(path, database->vfs, creating, &database->sqlite);
    }
    if (status == DAYBOOK_OK) {
        status = migration_apply(database->sqlite, database->migrations);
    }
    if (status == DAYBOOK_OK) {
        status = statement_cache_create(database->sqlite, &database->statements);
    }
    free(path);
    return status;
}

enum daybook_status database_remove_unfinished(const char *folder)
{
    enum daybook_status status = path_remove(folder, database_unfinished_name);
    return status == DAYBOOK_OK ? path_remove(folder, unfinished_log_name) : status;
}

static enum daybook_status open_file(struct database *database, const char *path,
                                     const struct database_opening *opening)
{
    struct key_file copies;
    enum daybook_status status = database_remove_unfinished(opening->folder);
    if (status == DAYBOOK_OK) {
        status = key_file_read(path, &copies);
    }
    if (status == DAYBOOK_OK) {
        status = key_file_open(&copies, opening->type, opening->secret, &database->key,
                               database->header);
    }
    if (status == DAYBOOK_OK) {
        status = database_attach(database, database_file_name, false);
    }
    if (status == DAYBOOK_OK) {
        status = key_file_heal(vfs_platform_file(database->vfs), &copies, database->header);
    }
    return status;
}

enum daybook_status database_open_with(const struct database_opening *opening,
                                       struct database **out_database, pid_t *out_owner)
{
    assert(opening != NULL && out_database != NULL && out_owner != NULL);
    char *path = NULL;
    struct database *database = NULL;
    enum daybook_status status = database_blank(opening->folder, opening->migrations, &database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = path_join(opening->folder, database_file_name, &path);
    if (status == DAYBOOK_OK && access(path, F_OK) != 0) {
        status = DAYBOOK_NOT_FOUND;
    }
    if (status == DAYBOOK_OK) {
        status = lock_take(opening->folder, &database->lock, out_owner);
    }
    if (status == DAYBOOK_OK) {
        status = open_file(database, path, opening);
    }
    free(path);
    if (status != DAYBOOK_OK) {
        database_close(database);
        return status;
    }
    *out_database = database;
    return DAYBOOK_OK;
}

enum daybook_status database_open(const char *folder, enum key_slot_type type,
                                  const struct secret *secret, struct database **out_database,
                                  pid_t *out_owner)
{
    struct database_opening opening = {folder, type, secret, &migration_built_in};
    return database_open_with(&opening, out_database, out_owner);
}

enum daybook_status database_open_memory(struct database **out_database)
{
    assert(out_database != NULL);
    struct database *database = NULL;
    enum daybook_status status = begin(&database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = connection_open_memory(&database->sqlite);
    if (status == DAYBOOK_OK) {
        status = migration_apply(database->sqlite, &migration_built_in);
    }
    if (status == DAYBOOK_OK) {
        status = statement_cache_create(database->sqlite, &database->statements);
    }
    if (status != DAYBOOK_OK) {
        database_close(database);
        return status;
    }
    *out_database = database;
    return DAYBOOK_OK;
}

void database_close(struct database *database)
{
    if (database == NULL) {
        return;
    }
    database_detach(database);
    page_cache_wipe();
    store_key_free(database->key);
    lock_release(database->lock);
    free(database->folder);
    free(database);
}

static enum daybook_status write_header(struct database *database, const uint8_t *header)
{
    enum daybook_status status = key_file_write(vfs_platform_file(database->vfs), header);
    if (status == DAYBOOK_OK) {
        memcpy(database->header, header, sizeof database->header);
    }
    return status;
}

enum daybook_status database_change_slot(struct database *database, const struct key_slot *filling)
{
    assert(database != NULL && database->key != NULL);
    uint8_t header[KEY_HEADER_SIZE];
    memcpy(header, database->header, sizeof header);
    enum daybook_status status = key_header_set_slot(header, database->key, filling, true);
    return status == DAYBOOK_OK ? write_header(database, header) : status;
}

enum daybook_status database_try_slot(struct database *database, enum key_slot_type type,
                                      const struct secret *secret)
{
    assert(database != NULL && database->key != NULL);
    struct key_file copies;
    struct store_key *key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    enum daybook_status status = key_file_read_open(vfs_platform_file(database->vfs), &copies);
    if (status == DAYBOOK_OK) {
        status = key_file_open(&copies, type, secret, &key, header);
    }
    store_key_free(key);
    return status;
}

enum daybook_status database_set_sheet(struct database *database, struct key256 box)
{
    assert(database != NULL && database->key != NULL);
    uint8_t header[KEY_HEADER_SIZE];
    memcpy(header, database->header, sizeof header);
    enum daybook_status status = key_header_set_sheet(header, database->key, box);
    return status == DAYBOOK_OK ? write_header(database, header) : status;
}

bool database_has_slot(const struct database *database, enum key_slot_type type)
{
    return database->key != NULL && key_header_has_slot(database->header, type);
}

enum daybook_status database_look(const char *folder, enum key_slot_type type, bool *out_has,
                                  struct id128 *out_store)
{
    char *path = NULL;
    struct key_file copies;
    enum daybook_status status = path_join(folder, database_file_name, &path);
    if (status == DAYBOOK_OK) {
        status = key_file_read(path, &copies);
    }
    free(path);
    return status == DAYBOOK_OK ? key_file_look(&copies, type, out_has, out_store) : status;
}

enum daybook_status database_clear_slots(struct database *database, enum key_slot_type type)
{
    assert(database != NULL && database->key != NULL);
    uint8_t header[KEY_HEADER_SIZE];
    memcpy(header, database->header, sizeof header);
    enum daybook_status status = key_header_clear_slots(header, database->key, type);
    return status == DAYBOOK_OK ? write_header(database, header) : status;
}

enum daybook_status database_verify(struct database *database, struct verify_report *out_report)
{
    assert(database != NULL);
    return verify_file_run(database->sqlite, database->vfs, out_report);
}

struct id128 database_store_id(const struct database *database)
{
    return database->key != NULL ? store_key_id(database->key) : (struct id128){0};
}

const struct store_key *database_key(const struct database *database)
{
    return database->key;
}

const uint8_t *database_header(const struct database *database)
{
    return database->header;
}

struct sqlite3 *database_connection(struct database *database)
{
    return database->sqlite;
}

struct sqlite3_stmt *database_statement(struct database *database, const char *static_sql)
{
    sqlite3_stmt *statement = NULL;
    database->noted = statement_cache_find(database->statements, static_sql, &statement);
    return statement;
}

enum daybook_status database_step(struct database *database, struct sqlite3_stmt *statement,
                                  bool *out_row)
{
    enum daybook_status noted = database->noted;
    database->noted = DAYBOOK_OK;
    if (statement == NULL || noted != DAYBOOK_OK) {
        return noted == DAYBOOK_OK ? DAYBOOK_FAILED : noted;
    }
    int result = sqlite3_step(statement);
    if (result != SQLITE_ROW) {
        sqlite3_reset(statement); /* tells again what the step told */
    }
    enum daybook_status status = connection_status(result);
    if (status == DAYBOOK_OK) {
        *out_row = result == SQLITE_ROW;
    }
    return status;
}

enum daybook_status database_run(struct database *database, struct sqlite3_stmt *statement)
{
    bool row = false;
    enum daybook_status status = database_step(database, statement, &row);
    if (row) {
        database_leave(statement);
    }
    return status;
}

void database_leave(struct sqlite3_stmt *statement)
{
    sqlite3_reset(statement); /* does nothing for NULL */
}
