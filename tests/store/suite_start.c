/* Compiled into SQLite's own test program by run-sqlite-suite: loads the extension that
 * DAYBOOK_EXTENSION names as soon as SQLite starts, also in the processes that the tests start. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* The name that run-sqlite-suite gives to SQLITE_EXTRA_INIT. */
int suite_start(const char *unused);

static int load(const char *path)
{
    sqlite3 *sqlite = NULL;
    char *message = NULL;
    int result = sqlite3_open_v2(":memory:", &sqlite, SQLITE_OPEN_READWRITE, "unix");
    if (result == SQLITE_OK) {
        result = sqlite3_db_config(sqlite, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, (int *)NULL);
    }
    if (result == SQLITE_OK) {
        result = sqlite3_load_extension(sqlite, path, NULL, &message);
    }
    if (result != SQLITE_OK) {
        fprintf(stderr, "cannot load %s: %s\n", path, message == NULL ? "?" : message);
    }
    sqlite3_free(message);
    sqlite3_close(sqlite);
    return result;
}

/* A test may shut SQLite down and start it again: then the extension is there, but no longer the
 * default. */
int suite_start(const char *unused)
{
    (void)unused;
    const char *path = getenv("DAYBOOK_EXTENSION");
    sqlite3_vfs *loaded = sqlite3_vfs_find("daybookvfs");
    if (path == NULL) {
        return SQLITE_OK;
    }
    return loaded == NULL ? load(path) : sqlite3_vfs_register(loaded, 1);
}
