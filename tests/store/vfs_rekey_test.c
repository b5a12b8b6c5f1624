/* A store moves to a new key by a copy of it: by the backup API or VACUUM INTO, to a target with a
 * VFS of its own. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/connection.h"
#include "store/power_cut.h"
#include "store/verify_file.h"
#include "store/vfs.h"
#include "vault/secret.h"

enum { ROWS = 300, CUTS = 60 };

static const char old_path[] = "/disk/store.db";
static const char new_path[] = "/disk/store.db.new";
static const char new_journal[] = "/disk/store.db.new-journal";

/* Two keys, and the store under the old one. */
struct move {
    struct store_key *old_key;
    struct store_key *new_key;
    struct vfs *vfs;
    sqlite3 *sqlite;
};

static const char fill[] =
    "CREATE TABLE note (note_no INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    "CREATE INDEX note_text ON note (text);"
    "WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 400) "
    "INSERT INTO note SELECT n, hex(randomblob(200)) FROM counter;"
    "DELETE FROM note WHERE note_no > 300;";

/* VACUUM INTO names the VFS of its target in a URI, which a connection must be opened to
 * understand. */
static void understand_uri(struct move *move)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE;
    assert_int_equal(connection_close(move->sqlite), DAYBOOK_OK);
    assert_int_equal(sqlite3_open_v2(old_path, &move->sqlite, flags, vfs_name(move->vfs)),
                     SQLITE_OK);
    assert_int_equal(connection_run(move->sqlite, "PRAGMA locking_mode=EXCLUSIVE;"
                                                  "PRAGMA temp_store=MEMORY"),
                     DAYBOOK_OK);
}

static void put_key_area(const char *path)
{
    static const uint8_t key_area[STORE_KEY_AREA_SIZE];
    power_cut_put(path, key_area, sizeof key_area);
}

static struct move begin_move(void)
{
    struct move move = {0};
    assert_int_equal(store_key_create(&move.old_key), DAYBOOK_OK);
    assert_int_equal(store_key_create(&move.new_key), DAYBOOK_OK);
    power_cut_begin();
    put_key_area(old_path);
    assert_int_equal(vfs_create(move.old_key, power_cut_name, true, &move.vfs), DAYBOOK_OK);
    assert_int_equal(connection_open(old_path, move.vfs, true, &move.sqlite), DAYBOOK_OK);
    assert_int_equal(connection_run(move.sqlite, fill), DAYBOOK_OK);
    return move;
}

static void end_move(struct move *move)
{
    assert_int_equal(connection_close(move->sqlite), DAYBOOK_OK);
    vfs_free(move->vfs);
    power_cut_end();
    store_key_free(move->old_key);
    store_key_free(move->new_key);
}

/* Open a finished store, expect all rows and nothing to complain of. */
static void check_store(const char *path, const struct store_key *key)
{
    struct vfs *vfs = NULL;
    sqlite3 *sqlite = NULL;
    sqlite3_int64 rows = 0;
    struct verify_report report;
    assert_int_equal(vfs_create(key, power_cut_name, false, &vfs), DAYBOOK_OK);
    assert_int_equal(connection_open(path, vfs, false, &sqlite), DAYBOOK_OK);
    assert_int_equal(connection_ask(sqlite, "SELECT count(*) FROM note", &rows), DAYBOOK_OK);
    assert_int_equal(rows, ROWS);
    assert_int_equal(verify_file_run(sqlite, vfs, &report), DAYBOOK_OK);
    assert_int_equal(connection_close(sqlite), DAYBOOK_OK);
    vfs_free(vfs);
}

/* How many pages of a store this key opens. */
static int count_opened(const char *path, const struct store_key *key)
{
    size_t size = 0;
    const uint8_t *file = power_cut_get(path, &size);
    assert_non_null(file);
    assert_true(size > STORE_KEY_AREA_SIZE + 10 * STORE_PAGE_SIZE);
    int opened = 0;
    struct unit_place place = {.kind = UNIT_MAIN, .number = 1};
    for (size_t at = STORE_KEY_AREA_SIZE; at < size; at += STORE_PAGE_SIZE) {
        uint8_t plain[STORE_PAGE_SIZE];
        size_t sealed = STORE_PAGE_SIZE - UNIT_OVERHEAD;
        opened += unit_open(key, &place, (struct bytes){file + at, sealed}, file + at + sealed,
                            plain) == DAYBOOK_OK;
        place.number++;
    }
    return opened;
}

/* A store that was just copied is in a journal mode that a store never has: opening it once more as
 * a new one switches it to the log. */
static void finish_target(const struct move *move, struct vfs *target)
{
    sqlite3 *sqlite = NULL;
    assert_int_equal(connection_open(new_path, target, true, &sqlite), DAYBOOK_OK);
    assert_int_equal(connection_close(sqlite), DAYBOOK_OK);
    vfs_free(target);
    check_store(new_path, move->new_key);
    assert_int_equal(count_opened(new_path, move->old_key), 0);
    assert_true(count_opened(new_path, move->new_key) > 10);
}

static int vacuum_into(struct move *move, const struct vfs *target)
{
    char sql[160];
    snprintf(sql, sizeof sql, "VACUUM INTO 'file:%s?vfs=%s'", new_path, vfs_name(target));
    return sqlite3_exec(move->sqlite, sql, NULL, NULL, NULL);
}

static void vacuum_into_writes_a_store_under_the_new_key(void **state)
{
    (void)state;
    struct move move = begin_move();
    struct vfs *target = NULL;
    size_t size = 0;
    understand_uri(&move);
    put_key_area(new_path);
    assert_int_equal(vfs_create(move.new_key, power_cut_name, true, &target), DAYBOOK_OK);
    assert_int_equal(vacuum_into(&move, target), SQLITE_OK);
    assert_null(power_cut_get(new_journal, &size));
    finish_target(&move, target);
    end_move(&move);
}

static void a_backup_writes_a_store_under_the_new_key(void **state)
{
    (void)state;
    struct move move = begin_move();
    struct vfs *target = NULL;
    sqlite3 *copy = NULL;
    put_key_area(new_path);
    assert_int_equal(vfs_create(move.new_key, power_cut_name, true, &target), DAYBOOK_OK);
    assert_int_equal(connection_open(new_path, target, true, &copy), DAYBOOK_OK);
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", move.sqlite, "main");
    assert_non_null(backup);
    assert_int_equal(sqlite3_backup_step(backup, 5), SQLITE_OK);
    assert_int_equal(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(backup), SQLITE_OK);
    assert_int_equal(connection_close(copy), DAYBOOK_OK);
    finish_target(&move, target);
    end_move(&move);
}

static void a_vacuum_in_place_keeps_the_key_and_gives_room_back(void **state)
{
    (void)state;
    struct move move = begin_move();
    sqlite3_int64 before = 0;
    sqlite3_int64 after = 0;
    assert_int_equal(connection_ask(move.sqlite, "PRAGMA page_count", &before), DAYBOOK_OK);
    assert_int_equal(connection_run(move.sqlite, "VACUUM"), DAYBOOK_OK);
    assert_int_equal(connection_ask(move.sqlite, "PRAGMA page_count", &after), DAYBOOK_OK);
    assert_true(after < before);
    assert_int_equal(connection_close(move.sqlite), DAYBOOK_OK);
    move.sqlite = NULL;
    vfs_free(move.vfs);
    move.vfs = NULL;
    check_store(old_path, move.old_key);
    assert_true(count_opened(old_path, move.old_key) > 10);
    end_move(&move);
}

/* VACUUM INTO begins once more where an earlier attempt left a file and a journal. */
static void a_move_cut_short_harms_nothing_and_can_be_repeated(void **state)
{
    (void)state;
    static const uint8_t left_over[5000] = {1, 2, 3};
    struct move move = begin_move();
    int dark = 0;
    understand_uri(&move);
    for (unsigned cut = 1; cut <= CUTS; cut++) {
        struct vfs *target = NULL;
        put_key_area(new_path);
        power_cut_put(new_journal, left_over, sizeof left_over);
        assert_int_equal(vfs_create(move.new_key, power_cut_name, true, &target), DAYBOOK_OK);
        power_cut_stumble_after(cut);
        int result = vacuum_into(&move, target);
        dark += result != SQLITE_OK;
        power_cut_stumble_after(0);
        if (result == SQLITE_OK) {
            finish_target(&move, target);
        } else {
            vfs_free(target);
        }
        sqlite3_int64 rows = 0;
        assert_int_equal(connection_ask(move.sqlite, "SELECT count(*) FROM note", &rows),
                         DAYBOOK_OK);
        assert_int_equal(rows, ROWS);
    }
    assert_true(dark > 10);
    end_move(&move);
}

/* What SQLite writes into the journal of its target must not be readable in the file. */
static void the_journal_of_a_new_store_is_sealed_and_emptied_at_opening(void **state)
{
    (void)state;
    static const char secret[] = "the canary sings in the coal mine";
    static const uint8_t left_over[5000] = {1, 2, 3};
    struct move move = begin_move();
    sqlite3_vfs *vfs = sqlite3_vfs_find(vfs_name(move.vfs));
    sqlite3_file *journal = calloc(1, (size_t)vfs->szOsFile);
    int flags = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3_int64 size = -1;
    size_t sealed_size = 0;
    char read[sizeof secret];
    assert_non_null(journal);
    power_cut_put(new_journal, left_over, sizeof left_over);
    assert_int_equal(vfs->xOpen(vfs, new_journal, journal, flags, NULL), SQLITE_OK);
    assert_int_equal(journal->pMethods->xFileSize(journal, &size), SQLITE_OK);
    assert_int_equal(size, 0);
    assert_int_equal(journal->pMethods->xWrite(journal, secret, sizeof secret, 0), SQLITE_OK);
    assert_int_equal(journal->pMethods->xRead(journal, read, sizeof read, 0), SQLITE_OK);
    assert_memory_equal(read, secret, sizeof secret);
    const uint8_t *sealed = power_cut_get(new_journal, &sealed_size);
    assert_int_equal(sealed_size, UNIT_OVERHEAD + sizeof secret);
    assert_memory_not_equal(sealed + UNIT_OVERHEAD, secret, sizeof secret);
    assert_int_equal(journal->pMethods->xClose(journal), SQLITE_OK);
    free(journal);
    end_move(&move);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vacuum_into_writes_a_store_under_the_new_key),
        cmocka_unit_test(a_backup_writes_a_store_under_the_new_key),
        cmocka_unit_test(a_vacuum_in_place_keeps_the_key_and_gives_room_back),
        cmocka_unit_test(a_move_cut_short_harms_nothing_and_can_be_repeated),
        cmocka_unit_test(the_journal_of_a_new_store_is_sealed_and_emptied_at_opening),
    };
    if (secret_begin() != DAYBOOK_OK) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
