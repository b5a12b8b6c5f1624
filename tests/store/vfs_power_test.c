/* A store whose power fails at any write keeps what was committed, and opens again. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/connection.h"
#include "store/power_cut.h"
#include "store/verify_file.h"
#include "store/vfs.h"
#include "vault/random.h"
#include "vault/secret.h"

enum {
    STORES = 40,
    OPERATIONS_MAX = 900,
    ROWS_MAX = 120,
    CHECKPOINT_PAGES = 40,
    STUMBLES = 150,
    STUMBLE_ROWS = 24,
    FULL_DISKS = 60,
    LOG_HEADER_ON_DISK = 72,
    LOG_FRAME_ON_DISK = 4160
};

static const char path[] = "/disk/store.db";

/* A store on the disk, and how much of it was promised. */
struct promise {
    struct store_key *key;
    struct vfs *vfs;
    sqlite3 *sqlite;
    int64_t rows; /* whose commit succeeded */
};

static enum daybook_status open_store(struct promise *promise, bool creating)
{
    enum daybook_status status = vfs_create(promise->key, power_cut_name, creating, &promise->vfs);
    if (status == DAYBOOK_OK) {
        status = connection_open(path, promise->vfs, creating, &promise->sqlite);
    }
    return status;
}

/* After a power cut the checkpoint cannot succeed. */
static void close_store(struct promise *promise)
{
    (void)connection_close(promise->sqlite);
    promise->sqlite = NULL;
    vfs_free(promise->vfs);
    promise->vfs = NULL;
}

static void make_store(struct promise *promise)
{
    static const uint8_t key_area[STORE_KEY_AREA_SIZE];
    assert_int_equal(store_key_create(&promise->key), DAYBOOK_OK);
    power_cut_begin();
    power_cut_put(path, key_area, sizeof key_area);
    assert_int_equal(open_store(promise, true), DAYBOOK_OK);
    assert_int_equal(connection_run(promise->sqlite,
                                    "CREATE TABLE note (note_no INTEGER PRIMARY KEY, text "
                                    "TEXT NOT NULL) STRICT; CREATE INDEX i ON note (text);"),
                     DAYBOOK_OK);
    close_store(promise);
    promise->rows = 0;
}

static void remove_store(struct promise *promise)
{
    close_store(promise);
    power_cut_end();
    store_key_free(promise->key);
}

/* Rows of different sizes, some of which spill, with checkpoints in between. */
static void write_until_dark(struct promise *promise)
{
    static const char small[] = "INSERT INTO note (text) VALUES (hex(randomblob(300)))";
    static const char large[] = "INSERT INTO note (text) VALUES (hex(randomblob(20000)))";
    if (open_store(promise, false) != DAYBOOK_OK) {
        return;
    }
    sqlite3_wal_autocheckpoint(promise->sqlite, CHECKPOINT_PAGES);
    assert_int_equal(connection_run(promise->sqlite, "PRAGMA cache_size=12"), DAYBOOK_OK);
    for (int i = 0; i < ROWS_MAX && !power_cut_happened(); i++) {
        const char *sql = i % 7 == 6 ? large : small;
        if (connection_run(promise->sqlite, sql) != DAYBOOK_OK) {
            return;
        }
        promise->rows++;
    }
}

/* What is left opens, holds together, and has what was promised; one more commit may have been on
 * its way. */
static void check_promise(struct promise *promise)
{
    assert_int_equal(open_store(promise, false), DAYBOOK_OK);
    sqlite3_int64 rows = -1;
    assert_int_equal(connection_ask(promise->sqlite, "SELECT count(*) FROM note", &rows),
                     DAYBOOK_OK);
    assert_in_range(rows, promise->rows, promise->rows + 1);
    promise->rows = rows;
    struct verify_report report;
    assert_int_equal(verify_file_run(promise->sqlite, promise->vfs, &report), DAYBOOK_OK);
    close_store(promise);
}

static void a_store_that_loses_power_keeps_every_commit(void **state)
{
    (void)state;
    const char *given = getenv("DAYBOOK_SEED");
    uint64_t seed = given == NULL ? random_number() | 1 : strtoull(given, NULL, 10);
    print_message("seed %llu\n", (unsigned long long)seed);
    unsigned dark = 0;
    for (unsigned store = 0; store < STORES; store++) {
        struct promise promise = {0};
        make_store(&promise);
        for (unsigned round = 0; round < 3; round++) {
            uint64_t drawn = seed + (uint64_t)store * 7919 + (uint64_t)round * 104729;
            power_cut_after(1 + (unsigned)(drawn % OPERATIONS_MAX));
            write_until_dark(&promise);
            close_store(&promise);
            dark += power_cut_happened();
            power_cut_restore(seed + (uint64_t)store * 3 + round);
            check_promise(&promise);
        }
        remove_store(&promise);
    }
    print_message("%u power cuts\n", dark);
    assert_true(dark > STORES);
}

/* Write through a disk that fails once, then lose power. Transactions of many frames and of few
 * take turns, so that the end of one that failed lies behind the ones after it. */
static void write_and_stumble(struct promise *promise, unsigned stumble)
{
    static const char large[] = "INSERT INTO note (text) VALUES (hex(randomblob(30000)))";
    static const char small[] = "INSERT INTO note (text) VALUES ('small')";
    assert_int_equal(open_store(promise, false), DAYBOOK_OK);
    power_cut_stumble_after(stumble);
    for (int i = 0; i < STUMBLE_ROWS && !power_cut_happened(); i++) {
        const char *sql = i % 6 == 0 ? large : small;
        promise->rows += connection_run(promise->sqlite, sql) == DAYBOOK_OK;
    }
}

static void a_disk_that_fails_once_does_not_spoil_the_store(void **state)
{
    (void)state;
    uint64_t seed = random_number() | 1;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (unsigned stumble = 1; stumble <= STUMBLES; stumble++) {
        struct promise promise = {0};
        make_store(&promise);
        power_cut_after(stumble + 1 + (unsigned)((seed + (uint64_t)stumble * 31) % STUMBLE_ROWS));
        write_and_stumble(&promise, stumble);
        power_cut_after(1); /* if it lasted until here */
        close_store(&promise);
        power_cut_restore(seed + stumble);
        check_promise(&promise);
        remove_store(&promise);
    }
}

/* The disk is full at any write, of which half arrived: the transaction fails, says why, and
 * nothing else is lost, neither now nor when there is room again, nor after a power cut. */
static void a_full_disk_refuses_a_commit_and_keeps_the_others(void **state)
{
    (void)state;
    static const char large[] = "INSERT INTO note (text) VALUES (hex(randomblob(50000)))";
    static const char small[] = "INSERT INTO note (text) VALUES ('small')";
    int refused = 0;
    for (int room = 0; room < FULL_DISKS; room++) {
        struct promise promise = {0};
        make_store(&promise);
        assert_int_equal(open_store(&promise, false), DAYBOOK_OK);
        promise.rows += connection_run(promise.sqlite, small) == DAYBOOK_OK;
        power_cut_full_after(room);
        for (int i = 0; i < 3; i++) {
            enum daybook_status status = connection_run(promise.sqlite, large);
            assert_true(status == DAYBOOK_OK || status == DAYBOOK_FULL);
            promise.rows += status == DAYBOOK_OK;
            refused += status == DAYBOOK_FULL;
        }
        power_cut_full_after(-1);
        assert_int_equal(connection_run(promise.sqlite, small), DAYBOOK_OK);
        promise.rows++;
        power_cut_after(1);
        close_store(&promise);
        power_cut_restore((uint64_t)room + 1);
        int64_t rows = promise.rows;
        check_promise(&promise);
        assert_int_equal(promise.rows, rows);
        remove_store(&promise);
    }
    assert_true(refused > FULL_DISKS);
}

/* The bytes of a file, to be put back. The caller frees them. */
static uint8_t *keep(const char *name, size_t *out_size)
{
    const uint8_t *bytes = power_cut_get(name, out_size);
    assert_non_null(bytes);
    uint8_t *kept = malloc(*out_size);
    assert_non_null(kept);
    memcpy(kept, bytes, *out_size);
    return kept;
}

/* Two commits fail at their sync and are given up, a long one and a shorter one. Their last frames
 * would lie behind the short commit that follows: two commits behind a torn frame, which no power
 * cut leaves, so that the store would not open. */
static void commits_given_up_do_not_stand_behind_a_later_one(void **state)
{
    (void)state;
    static const char log_path[] = "/disk/store.db-wal";
    static const char small[] = "INSERT INTO note (text) VALUES ('small')";
    static const char *const given_up[] = {
        "INSERT INTO note (text) VALUES (hex(randomblob(60000)))",
        "INSERT INTO note (text) VALUES (hex(randomblob(30000)))",
    };
    struct promise promise = {0};
    uint64_t first = 0;
    size_t main_size = 0;
    size_t log_size = 0;
    make_store(&promise);
    assert_int_equal(open_store(&promise, false), DAYBOOK_OK);
    assert_int_equal(connection_run(promise.sqlite, small), DAYBOOK_OK); /* begins the log */
    uint64_t torn = vfs_unit_count(promise.vfs, UNIT_LOG, &first);
    for (size_t i = 0; i < 2; i++) {
        power_cut_stumble_at_sync();
        assert_int_equal(connection_run(promise.sqlite, given_up[i]), DAYBOOK_FAILED);
    }
    assert_int_equal(connection_run(promise.sqlite, small), DAYBOOK_OK);
    uint8_t *main = keep(path, &main_size);
    uint8_t *log = keep(log_path, &log_size);
    memset(log + LOG_HEADER_ON_DISK + (size_t)(torn - 1) * LOG_FRAME_ON_DISK, 0, LOG_FRAME_ON_DISK);
    close_store(&promise);
    power_cut_put(path, main, main_size);
    power_cut_put(log_path, log, log_size);
    promise.rows = 1; /* the second was durable and is torn: what lies behind it must not count */
    check_promise(&promise);
    free(main);
    free(log);
    remove_store(&promise);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_that_loses_power_keeps_every_commit),
        cmocka_unit_test(a_disk_that_fails_once_does_not_spoil_the_store),
        cmocka_unit_test(a_full_disk_refuses_a_commit_and_keeps_the_others),
        cmocka_unit_test(commits_given_up_do_not_stand_behind_a_later_one),
    };
    if (secret_begin() != DAYBOOK_OK) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
