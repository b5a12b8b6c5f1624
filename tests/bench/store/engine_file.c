/* The engines to compare with: SQLite as the system has it, and, built with SQLCipher's header and
 * library, SQLCipher under a raw key. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/store/engine.h"

static const char *const settings[] = {
#ifdef CIPHER_PAGE_SIZE /* SQLCipher's; the key comes before all else */
    "PRAGMA key=\"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\"",
#if CIPHER_PAGE_SIZE == 1024
    "PRAGMA cipher_page_size=1024",
#else
    "PRAGMA cipher_page_size=4096",
#endif
#else
    "PRAGMA page_size=4096",
#endif
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA mmap_size=0",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
};

static void insist(int result, const char *what)
{
    if (result != SQLITE_OK) {
        fprintf(stderr, "cannot measure a file: %s\n", what);
        exit(1);
    }
}

sqlite3 *engine_open(const char *folder)
{
    char path[4096];
    sqlite3 *sqlite = NULL;
    snprintf(path, sizeof path, "%s/file.db", folder);
    insist(sqlite3_open(path, &sqlite), "opening");
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        insist(sqlite3_exec(sqlite, settings[i], NULL, NULL, NULL), settings[i]);
    }
    return sqlite;
}

void engine_close(sqlite3 *sqlite)
{
    insist(sqlite3_exec(sqlite, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL), "emptying");
    insist(sqlite3_close(sqlite), "closing");
}
