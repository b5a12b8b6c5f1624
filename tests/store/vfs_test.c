/* What the encrypting VFS lets SQLite do, and what it refuses. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/connection.h"
#include "store/page_cache.h"
#include "store/power_cut.h"
#include "store/vfs.h"
#include "vault/secret.h"

static const char path[] = "/disk/store.db";

/* A store over a disk in memory. */
struct place {
    struct store_key *key;
    struct vfs *vfs;
    sqlite3 *sqlite;
};

static int open_place(void **state)
{
    static const uint8_t key_area[STORE_KEY_AREA_SIZE];
    struct place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    assert_int_equal(store_key_create(&place->key), DAYBOOK_OK);
    power_cut_begin();
    power_cut_put(path, key_area, sizeof key_area);
    assert_int_equal(vfs_create(place->key, power_cut_name, true, &place->vfs), DAYBOOK_OK);
    assert_int_equal(connection_open(path, place->vfs, true, &place->sqlite), DAYBOOK_OK);
    assert_int_equal(connection_run(place->sqlite, "CREATE TABLE t (a TEXT) STRICT"), DAYBOOK_OK);
    assert_int_equal(connection_close(place->sqlite), DAYBOOK_OK);
    vfs_free(place->vfs);
    assert_int_equal(vfs_create(place->key, power_cut_name, false, &place->vfs), DAYBOOK_OK);
    assert_int_equal(connection_open(path, place->vfs, false, &place->sqlite), DAYBOOK_OK);
    *state = place;
    return 0;
}

static int close_place(void **state)
{
    struct place *place = *state;
    assert_int_equal(connection_close(place->sqlite), DAYBOOK_OK);
    vfs_free(place->vfs);
    power_cut_end();
    store_key_free(place->key);
    free(place);
    return 0;
}

/* Open a file through the VFS as SQLite would. The caller frees it. */
static sqlite3_file *open_through(struct place *place, const char *name, int kind, int *out_result)
{
    sqlite3_vfs *vfs = sqlite3_vfs_find(vfs_name(place->vfs));
    assert_non_null(vfs);
    sqlite3_file *file = calloc(1, (size_t)vfs->szOsFile);
    assert_non_null(file);
    *out_result =
        vfs->xOpen(vfs, name, file, kind | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    return file;
}

static void a_journal_cannot_be_opened(void **state)
{
    static const int kinds[] = {SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_SUPER_JOURNAL,
                                SQLITE_OPEN_MAIN_DB, SQLITE_OPEN_WAL};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        int result = SQLITE_OK;
        sqlite3_file *file = open_through(*state, "/disk/store.db-journal", kinds[i], &result);
        assert_int_equal(result, SQLITE_CANTOPEN);
        assert_null(file->pMethods);
        free(file);
    }
}

static void another_database_cannot_be_attached(void **state)
{
    struct place *place = *state;
    assert_int_not_equal(connection_run(place->sqlite, "ATTACH '/disk/other.db' AS other"),
                         DAYBOOK_OK);
}

static void a_journal_mode_other_than_the_log_is_not_entered(void **state)
{
    struct place *place = *state;
    (void)connection_run(place->sqlite, "PRAGMA journal_mode=DELETE"); /* whatever it answers */
    assert_int_equal(connection_run(place->sqlite, "INSERT INTO t VALUES ('still')"), DAYBOOK_OK);
    sqlite3_int64 rows = 0;
    assert_int_equal(connection_ask(place->sqlite, "SELECT count(*) FROM t", &rows), DAYBOOK_OK);
    assert_int_equal(rows, 1);
}

static void a_write_that_breaks_the_format_is_refused(void **state)
{
    struct place *place = *state;
    sqlite3_file *file = NULL;
    assert_int_equal(sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &file),
                     SQLITE_OK);
    uint8_t page[STORE_PAGE_SIZE] = {0};
    assert_int_equal(file->pMethods->xWrite(file, page, 512, 0), SQLITE_IOERR_WRITE);
    assert_int_equal(file->pMethods->xWrite(file, page, STORE_PAGE_SIZE, 100), SQLITE_IOERR_WRITE);
    assert_int_equal(file->pMethods->xWrite(file, page, STORE_PAGE_SIZE, 0), SQLITE_IOERR_WRITE);
    page[STORE_PAGE_SIZE - 1] = 1; /* a reserved byte */
    assert_int_equal(file->pMethods->xWrite(file, page, STORE_PAGE_SIZE, STORE_PAGE_SIZE),
                     SQLITE_IOERR_WRITE);
    assert_int_equal(file->pMethods->xTruncate(file, 100), SQLITE_IOERR_WRITE);
}

static void a_hole_in_the_main_file_is_filled_with_sealed_pages(void **state)
{
    struct place *place = *state;
    sqlite3_file *file = NULL;
    uint64_t first = 0;
    assert_int_equal(sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &file),
                     SQLITE_OK);
    uint64_t before = vfs_unit_count(place->vfs, UNIT_MAIN, &first);
    uint8_t page[STORE_PAGE_SIZE] = {1, 2, 3};
    assert_int_equal(file->pMethods->xWrite(file, page, STORE_PAGE_SIZE,
                                            (sqlite3_int64)(before + 5) * STORE_PAGE_SIZE),
                     SQLITE_OK);
    assert_int_equal(vfs_unit_count(place->vfs, UNIT_MAIN, &first), before + 6);
    for (uint64_t number = 1; number <= before + 6; number++) {
        assert_int_equal(vfs_authenticate(place->vfs, UNIT_MAIN, number), DAYBOOK_OK);
    }
    assert_int_equal(file->pMethods->xTruncate(file, (sqlite3_int64)before * STORE_PAGE_SIZE),
                     SQLITE_OK);
}

static void hints_that_grow_the_file_or_map_it_are_swallowed(void **state)
{
    struct place *place = *state;
    sqlite3_int64 size = 1 << 20;
    int chunk = 1 << 16;
    uint64_t first = 0;
    uint64_t before = vfs_unit_count(place->vfs, UNIT_MAIN, &first);
    assert_int_equal(sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_SIZE_HINT, &size),
                     SQLITE_OK);
    assert_int_equal(sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_CHUNK_SIZE, &chunk),
                     SQLITE_OK);
    assert_int_equal(sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_MMAP_SIZE, &size),
                     SQLITE_OK);
    assert_int_equal(size, 0);
    assert_int_equal(
        sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_BEGIN_ATOMIC_WRITE, NULL),
        SQLITE_NOTFOUND);
    assert_int_equal(vfs_unit_count(place->vfs, UNIT_MAIN, &first), before);
}

static void the_settings_of_a_store_hold(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *sql;
        sqlite3_int64 expected;
    } settings[] = {
        {"PRAGMA page_size", STORE_PAGE_SIZE},
        {"PRAGMA synchronous", 2},
        {"PRAGMA temp_store", 2},
        {"PRAGMA secure_delete", 1},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA cell_size_check", 1},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA cache_size", PAGE_CACHE_PAGES},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        sqlite3_int64 number = -1;
        assert_int_equal(connection_ask(place->sqlite, settings[i].sql, &number), DAYBOOK_OK);
        assert_int_equal(number, settings[i].expected);
    }
    int reserved = -1;
    assert_int_equal(
        sqlite3_file_control(place->sqlite, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved),
        SQLITE_OK);
    assert_int_equal(reserved, UNIT_OVERHEAD);
}

/* Random reads and writes on a temporary file, beside a plain array that tells what is right. */
static void a_temporary_file_reads_what_was_written(void **state)
{
    enum { SIZE_MAX_OF_FILE = 40000, STEPS = 300 };
    static uint8_t model[SIZE_MAX_OF_FILE];
    uint8_t seen[9000];
    int result = SQLITE_ERROR;
    sqlite3_file *file = open_through(*state, "/disk/temporary", SQLITE_OPEN_TEMP_DB, &result);
    assert_int_equal(result, SQLITE_OK);
    memset(model, 0, sizeof model);
    uint32_t random = 12345;
    sqlite3_int64 size = 0;
    for (int step = 0; step < STEPS; step++) {
        random = random * 1664525 + 1013904223;
        sqlite3_int64 at = (random >> 8) % 30000;
        int length = (int)((random >> 4) % 9000) + 1;
        memset(model + at, step, (size_t)length);
        assert_int_equal(file->pMethods->xWrite(file, model + at, length, at), SQLITE_OK);
        size = at + length > size ? at + length : size;
        sqlite3_int64 from = (random >> 12) % 30000;
        int expected = from + length <= size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
        assert_int_equal(file->pMethods->xRead(file, seen, length, from), expected);
        assert_memory_equal(seen, model + from, (size_t)length);
    }
    assert_int_equal(file->pMethods->xTruncate(file, 5000), SQLITE_OK);
    assert_int_equal(file->pMethods->xFileSize(file, &size), SQLITE_OK);
    assert_int_equal(size, 5000);
    assert_int_equal(file->pMethods->xRead(file, seen, 5000, 0), SQLITE_OK);
    assert_memory_equal(seen, model, 5000);
    assert_int_equal(file->pMethods->xClose(file), SQLITE_OK);
    free(file);
}

static void an_unknown_platform_is_not_found(void **state)
{
    struct place *place = *state;
    struct vfs *vfs = NULL;
    assert_int_equal(vfs_create(place->key, "no such platform", false, &vfs), DAYBOOK_NOT_FOUND);
    assert_null(vfs);
}

int main(void)
{
#define PLACED(test) cmocka_unit_test_setup_teardown(test, open_place, close_place)
    const struct CMUnitTest tests[] = {
        PLACED(a_journal_cannot_be_opened),
        PLACED(another_database_cannot_be_attached),
        PLACED(a_journal_mode_other_than_the_log_is_not_entered),
        PLACED(a_write_that_breaks_the_format_is_refused),
        PLACED(a_hole_in_the_main_file_is_filled_with_sealed_pages),
        PLACED(hints_that_grow_the_file_or_map_it_are_swallowed),
        PLACED(the_settings_of_a_store_hold),
        PLACED(a_temporary_file_reads_what_was_written),
        PLACED(an_unknown_platform_is_not_found),
    };
    if (secret_begin() != DAYBOOK_OK) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
