/* The engine that is measured: the encrypted database of a store, under a key of this process. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/store/engine.h"
#include "store/connection.h"
#include "store/key_file.h"
#include "vault/key_header.h"
#include "vault/secret.h"

/* The one connection of the program. */
static struct {
    struct store_key *key;
    struct vfs *vfs;
} engine;

static void insist(enum daybook_status status, const char *what)
{
    if (status != DAYBOOK_OK) {
        fprintf(stderr, "cannot measure a store: %s\n", what);
        exit(1);
    }
}

static void make_file(const char *path)
{
    uint8_t header[KEY_HEADER_SIZE];
    insist(secret_begin(), "vault");
    insist(store_key_create(&engine.key), "key");
    key_header_begin(engine.key, header);
    insist(key_file_create(path, header), "file");
}

sqlite3 *engine_open(const char *folder)
{
    char path[4096];
    sqlite3 *sqlite = NULL;
    snprintf(path, sizeof path, "%s/store.db", folder);
    bool creating = engine.key == NULL;
    if (creating) {
        make_file(path);
    }
    insist(vfs_create(engine.key, NULL, creating, &engine.vfs), "vfs");
    insist(connection_open(path, engine.vfs, creating, &sqlite), "connection");
    return sqlite;
}

void engine_close(sqlite3 *sqlite)
{
    insist(connection_close(sqlite), "closing");
    vfs_free(engine.vfs);
    engine.vfs = NULL;
}
