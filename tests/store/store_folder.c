/* A folder with a store in it, for the tests of the store. */
#include "store/store_folder.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct migration steps[] = {
    {"0001-note.sql", "CREATE TABLE note (note_no INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
                      "CREATE INDEX note_text ON note (text);"},
};
const struct migration_list store_folder_schema = {steps, 1};

static const struct key_cost cheap = {1, 8};

/* Everything here is a precondition of a test: what fails ends it loudly, with assertions on or
 * off. */
static void insist(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "cannot prepare the test: %s\n", what);
        abort();
    }
}

struct secret *store_folder_secret(const char *text)
{
    struct secret *secret = NULL;
    insist(secret_create(strlen(text), &secret) == DAYBOOK_OK, "secret");
    memcpy(secret_fill(secret), text, strlen(text));
    return secret;
}

static struct store_folder begin_folder(void)
{
    insist(secret_begin() == DAYBOOK_OK, "vault");
    struct store_folder folder = {.path = "/tmp/daybook-store-XXXXXX"};
    insist(mkdtemp(folder.path) != NULL, "folder");
    folder.passphrase = store_folder_secret("a passphrase for tests");
    return folder;
}

struct store_folder store_folder_make_with(const struct migration_list *migrations)
{
    struct store_folder folder = begin_folder();
    struct store_key *key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    insist(store_key_create(&key) == DAYBOOK_OK, "key");
    key_header_begin(key, header);
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, folder.passphrase, cheap};
    insist(key_header_set_slot(header, key, &slot, false) == DAYBOOK_OK, "slot");
    insist(database_create_with(folder.path, key, header, migrations, &folder.database) ==
               DAYBOOK_OK,
           "store");
    return folder;
}

struct store_folder store_folder_make(void)
{
    return store_folder_make_with(&store_folder_schema);
}

void store_folder_close(struct store_folder *folder)
{
    database_close(folder->database);
    folder->database = NULL;
}

enum daybook_status store_folder_open(struct store_folder *folder)
{
    struct database_opening opening = {folder->path, KEY_SLOT_PASSPHRASE, folder->passphrase,
                                       &store_folder_schema};
    pid_t owner = 0;
    return database_open_with(&opening, &folder->database, &owner);
}

static void path_of(const struct store_folder *folder, const char *name, char out_path[static 400])
{
    int length = snprintf(out_path, 400, "%s/%s", folder->path, name);
    insist(length > 0 && length < 400, "path");
}

void store_folder_remove(struct store_folder *folder)
{
    store_folder_close(folder);
    secret_free(folder->passphrase);
    folder->passphrase = NULL;
    DIR *names = opendir(folder->path);
    insist(names != NULL, "folder");
    for (struct dirent *name = readdir(names); name != NULL; name = readdir(names)) {
        char path[400];
        path_of(folder, name->d_name, path);
        unlink(path); /* not for . and .. */
    }
    closedir(names);
    rmdir(folder->path);
}

uint8_t *store_folder_read(const struct store_folder *folder, const char *name, size_t *out_size)
{
    char path[400];
    path_of(folder, name, path);
    *out_size = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size + 1);
    insist(bytes != NULL && fread(bytes, 1, size, file) == size, "read");
    fclose(file);
    *out_size = size;
    return bytes;
}

void store_folder_write(const struct store_folder *folder, const char *name, const uint8_t *bytes,
                        size_t size)
{
    char path[400];
    path_of(folder, name, path);
    FILE *file = fopen(path, "wb");
    insist(file != NULL && fwrite(bytes, 1, size, file) == size && fclose(file) == 0, "write");
}

bool store_folder_has(const struct store_folder *folder, const char *name)
{
    char path[400];
    path_of(folder, name, path);
    return access(path, F_OK) == 0;
}

struct store_folder store_folder_copy(const struct store_folder *folder)
{
    static const char *const names[] = {"store.db", "store.db-wal"};
    struct store_folder copy = begin_folder();
    for (size_t i = 0; i < 2; i++) {
        size_t size = 0;
        uint8_t *bytes = store_folder_read(folder, names[i], &size);
        if (bytes != NULL) {
            store_folder_write(&copy, names[i], bytes, size);
        }
        free(bytes);
    }
    return copy;
}

void store_folder_fill(struct store_folder *folder, const char *text, int rows)
{
    struct database *database = folder->database;
    insist(database_begin(database) == DAYBOOK_OK, "begin");
    for (int i = 0; i < rows; i++) {
        sqlite3_stmt *insert = database_statement(database, "INSERT INTO note (text) VALUES (?)");
        sqlite3_bind_text(insert, 1, text, -1, SQLITE_STATIC);
        insist(database_run(database, insert) == DAYBOOK_OK, "insert");
    }
    insist(database_commit(database) == DAYBOOK_OK, "commit");
}

int64_t store_folder_count(struct store_folder *folder, enum daybook_status *out_status)
{
    sqlite3_stmt *select =
        database_statement(folder->database, "SELECT count(*), max(length(text)) FROM note");
    bool row = false;
    *out_status = database_step(folder->database, select, &row);
    int64_t count = row ? sqlite3_column_int64(select, 0) : -1;
    database_leave(select);
    return count;
}
