/* Making a store: all of it under an unfinished name, which it changes for its own last. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/connection.h"
#include "store/database_state.h"
#include "store/key_file.h"
#include "store/path.h"

/* Whoever lost store.db and has its log still has what that holds: it is not to be put beside a
 * store of another key, nor removed. CONFLICT: a store is there, or its log. */
static enum daybook_status check_absent(const char *folder, const char *name)
{
    char *path = NULL;
    enum daybook_status status = path_join(folder, name, &path);
    if (status == DAYBOOK_OK && access(path, F_OK) == 0) {
        status = DAYBOOK_CONFLICT;
    }
    free(path);
    return status;
}

/* Write an empty store under its unfinished name, and open it. */
static enum daybook_status make_unfinished(struct database *database)
{
    char *unfinished = NULL;
    enum daybook_status status = check_absent(database->folder, database_file_name);
    if (status == DAYBOOK_OK) {
        status = check_absent(database->folder, database_log_name);
    }
    if (status == DAYBOOK_OK) {
        status = path_join(database->folder, database_unfinished_name, &unfinished);
    }
    if (status == DAYBOOK_OK) {
        status = database_remove_unfinished(database->folder);
    }
    if (status == DAYBOOK_OK) {
        status = key_file_create(unfinished, database->header);
    }
    if (status == DAYBOOK_OK) {
        database->unfinished = true;
        status = database_attach(database, database_unfinished_name, true);
    }
    free(unfinished);
    return status;
}

static enum daybook_status rename_unfinished(const char *folder)
{
    char *path = NULL;
    char *unfinished = NULL;
    enum daybook_status status = path_join(folder, database_file_name, &path);
    if (status == DAYBOOK_OK) {
        status = path_join(folder, database_unfinished_name, &unfinished);
    }
    if (status == DAYBOOK_OK && rename(unfinished, path) != 0) {
        status = DAYBOOK_FAILED;
    }
    free(path);
    free(unfinished);
    return status;
}

enum daybook_status database_give_name(struct database *database)
{
    enum daybook_status status = connection_checkpoint(database->sqlite);
    database_detach(database);
    if (status == DAYBOOK_OK) {
        status = rename_unfinished(database->folder);
    }
    if (status == DAYBOOK_OK) {
        database->unfinished = false;
        status = path_sync_folder(database->folder);
    }
    return status;
}

enum daybook_status database_finish(struct database *database)
{
    assert(database != NULL && database->unfinished);
    enum daybook_status status = database_give_name(database);
    database->half_named = !database->unfinished;
    if (status == DAYBOOK_OK) {
        status = database_attach(database, database_file_name, false);
    }
    if (status == DAYBOOK_OK) {
        database->half_named = false;
    }
    return status;
}

/* database_create_unfinished() with migrations of the caller's. */
static enum daybook_status create(const char *folder, struct store_key *key, const uint8_t *header,
                                  const struct migration_list *migrations,
                                  struct database **out_database)
{
    assert(folder != NULL && key != NULL && migrations != NULL && out_database != NULL);
    struct database *database = NULL;
    pid_t owner = 0;
    enum daybook_status status = database_blank(folder, migrations, &database);
    if (status != DAYBOOK_OK) {
        store_key_free(key);
        return status;
    }
    database->key = key;
    memcpy(database->header, header, KEY_HEADER_SIZE);
    status = lock_take(folder, &database->lock, &owner);
    if (status == DAYBOOK_OK) {
        status = make_unfinished(database);
    }
    if (status != DAYBOOK_OK) {
        database_discard(database);
        return status;
    }
    *out_database = database;
    return DAYBOOK_OK;
}

enum daybook_status database_create_unfinished(const char *folder, struct store_key *key,
                                               const uint8_t header[static KEY_HEADER_SIZE],
                                               struct database **out_database)
{
    return create(folder, key, header, &migration_built_in, out_database);
}

enum daybook_status database_create_with(const char *folder, struct store_key *key,
                                         const uint8_t header[static KEY_HEADER_SIZE],
                                         const struct migration_list *migrations,
                                         struct database **out_database)
{
    struct database *database = NULL;
    enum daybook_status status = create(folder, key, header, migrations, &database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = database_finish(database);
    if (status != DAYBOOK_OK) {
        database_discard(database);
        return status;
    }
    *out_database = database;
    return DAYBOOK_OK;
}

enum daybook_status database_create(const char *folder, struct store_key *key,
                                    const uint8_t header[static KEY_HEADER_SIZE],
                                    struct database **out_database)
{
    return database_create_with(folder, key, header, &migration_built_in, out_database);
}

/* The lock is what tells that the file is ours: it is held until the file is gone. */
void database_discard(struct database *database)
{
    if (database == NULL) {
        return;
    }
    database_detach(database);
    enum daybook_status removed = DAYBOOK_OK;
    if (database->unfinished) {
        removed = database_remove_unfinished(database->folder);
    }
    if (database->half_named) {
        removed = path_remove(database->folder, database_log_name);
        removed =
            removed == DAYBOOK_OK ? path_remove(database->folder, database_file_name) : removed;
    }
    (void)removed; /* of what is left, the next attempt removes it, or says that it is in the way */
    database_close(database);
}
