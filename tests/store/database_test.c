/* Making, opening, locking and changing a store. */
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/database.h"
#include "store/store_folder.h"
#include "vault/guarded.h"

static void a_store_reads_the_same_after_it_was_closed(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    enum daybook_status status = DAYBOOK_FAILED;
    store_folder_fill(&folder, "the left hand is weaker", 7);
    store_folder_close(&folder);
    assert_false(store_folder_has(&folder, "store.db-wal"));
    assert_false(store_folder_has(&folder, "store.db-shm"));
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    assert_int_equal(store_folder_count(&folder, &status), 7);
    assert_false(store_folder_has(&folder, "store.db-shm"));
    store_folder_remove(&folder);
}

static void a_wrong_passphrase_is_locked_and_the_right_one_works_after_it(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_close(&folder);
    struct secret *right = folder.passphrase;
    folder.passphrase = store_folder_secret("a passphrase for guests");
    assert_int_equal(store_folder_open(&folder), DAYBOOK_LOCKED);
    secret_free(folder.passphrase);
    folder.passphrase = right;
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    store_folder_remove(&folder);
}

static void without_a_store_there_is_nothing_to_open(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct store_folder empty = folder;
    store_folder_close(&folder);
    empty.database = NULL;
    empty.path[strlen(empty.path) - 1] = '_'; /* no name that mkdtemp() gives */
    assert_int_equal(store_folder_open(&empty), DAYBOOK_NOT_FOUND);
    store_folder_remove(&folder);
}

/* Make a store in the folder, whose key no secret opens. */
static enum daybook_status make_in(const struct store_folder *folder,
                                   struct database **out_database)
{
    struct store_key *key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    assert_int_equal(store_key_create(&key), DAYBOOK_OK);
    key_header_begin(key, header);
    return database_create_with(folder->path, key, header, &store_folder_schema, out_database);
}

/* Take the store away, and leave what else is in its folder. */
static void move_store_away(struct store_folder *folder)
{
    char path[128];
    store_folder_close(folder);
    snprintf(path, sizeof path, "%s/store.db", folder->path);
    assert_int_equal(unlink(path), 0);
}

static void a_store_is_not_made_over_another(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "kept", 1);
    store_folder_close(&folder);
    size_t live = guarded_live();
    struct database *other = NULL;
    assert_int_equal(make_in(&folder, &other), DAYBOOK_CONFLICT);
    assert_null(other);
    assert_int_equal(guarded_live(), live);
    enum daybook_status status = DAYBOOK_FAILED;
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    assert_int_equal(store_folder_count(&folder, &status), 1);
    store_folder_remove(&folder);
}

static void a_log_whose_store_was_moved_away_is_left_alone(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    move_store_away(&folder);
    store_folder_write(&folder, "store.db-wal", (const uint8_t *)"entries", 7);
    assert_int_equal(make_in(&folder, &folder.database), DAYBOOK_CONFLICT);
    assert_true(store_folder_has(&folder, "store.db-wal"));
    assert_false(store_folder_has(&folder, "store.db"));
    store_folder_remove(&folder);
}

static void what_an_interrupted_making_left_is_in_nobodys_way(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    move_store_away(&folder);
    store_folder_write(&folder, "store.db.new", (const uint8_t *)"half", 4);
    store_folder_write(&folder, "store.db.new-wal", (const uint8_t *)"log", 3);
    assert_int_equal(make_in(&folder, &folder.database), DAYBOOK_OK);
    assert_false(store_folder_has(&folder, "store.db.new"));
    assert_false(store_folder_has(&folder, "store.db.new-wal"));
    store_folder_remove(&folder);
}

static void a_store_can_be_read_where_nothing_can_be_written(void **state)
{
    (void)state;
    struct rlimit before;
    enum daybook_status status = DAYBOOK_FAILED;
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "kept", 3);
    store_folder_close(&folder);
    char path[128];
    snprintf(path, sizeof path, "%s/store.lock", folder.path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit none = {0, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    enum daybook_status opened = store_folder_open(&folder);
    int64_t count = opened == DAYBOOK_OK ? store_folder_count(&folder, &status) : 0;
    store_folder_close(&folder);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    assert_int_equal(opened, DAYBOOK_OK);
    assert_int_equal(count, 3);
    store_folder_remove(&folder);
}

static void a_second_owner_is_told_who_the_first_is(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct database_opening opening = {folder.path, KEY_SLOT_PASSPHRASE, folder.passphrase,
                                       &store_folder_schema};
    struct database *second = NULL;
    pid_t owner = 0;
    assert_int_equal(database_open_with(&opening, &second, &owner), DAYBOOK_BUSY);
    assert_int_equal(owner, getpid());
    store_folder_close(&folder);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    store_folder_remove(&folder);
}

static void the_lock_of_a_dead_owner_is_free(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_close(&folder);
    pid_t child = fork();
    if (child == 0) {
        _exit(store_folder_open(&folder) == DAYBOOK_OK ? 0 : 1); /* dies with the store open */
    }
    int end = 0;
    assert_int_equal(waitpid(child, &end, 0), child);
    assert_int_equal(end, 0);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    store_folder_remove(&folder);
}

static void a_store_of_a_later_program_is_left_alone(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_close(&folder);
    const struct migration_list none = {NULL, 0};
    struct database_opening opening = {folder.path, KEY_SLOT_PASSPHRASE, folder.passphrase, &none};
    pid_t owner = 0;
    assert_int_equal(database_open_with(&opening, &folder.database, &owner), DAYBOOK_NEWER);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    store_folder_remove(&folder);
}

static void a_new_passphrase_opens_and_the_old_one_does_not(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "kept", 3);
    struct secret *old = folder.passphrase;
    struct secret *new = store_folder_secret("another passphrase");
    struct key_cost cheap = {1, 8};
    assert_int_equal(
        database_change_slot(folder.database, &(struct key_slot){KEY_SLOT_PASSPHRASE, new, cheap}),
        DAYBOOK_OK);
    store_folder_fill(&folder, "after", 1);
    store_folder_close(&folder);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_LOCKED);
    folder.passphrase = new;
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    enum daybook_status status = DAYBOOK_FAILED;
    assert_int_equal(store_folder_count(&folder, &status), 4);
    secret_free(old);
    store_folder_remove(&folder);
}

static void an_interrupted_change_of_passphrase_leaves_the_new_one(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    size_t old_size = 0;
    uint8_t *old_file = store_folder_read(&folder, "store.db", &old_size);
    struct secret *old = folder.passphrase;
    struct secret *new = store_folder_secret("another passphrase");
    struct key_cost cheap = {1, 8};
    assert_int_equal(
        database_change_slot(folder.database, &(struct key_slot){KEY_SLOT_PASSPHRASE, new, cheap}),
        DAYBOOK_OK);
    store_folder_close(&folder);
    size_t size = 0;
    uint8_t *file = store_folder_read(&folder, "store.db", &size);
    memcpy(file, old_file, KEY_HEADER_SIZE); /* copy B was written, copy A was not */
    store_folder_write(&folder, "store.db", file, size);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_LOCKED);
    folder.passphrase = new;
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    store_folder_close(&folder);
    free(file);
    file = store_folder_read(&folder, "store.db", &size);
    assert_memory_equal(file, file + KEY_HEADER_SIZE, KEY_HEADER_SIZE);
    free(file);
    free(old_file);
    secret_free(old);
    store_folder_remove(&folder);
}

static void what_is_rolled_back_was_never_there(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct database *database = folder.database;
    store_folder_fill(&folder, "kept", 2);
    assert_int_equal(database_begin(database), DAYBOOK_OK);
    for (int i = 0; i < 5000; i++) { /* enough to spill the page cache into the log */
        sqlite3_stmt *insert = database_statement(
            database, "INSERT INTO note (text) VALUES (printf('%1000d', random()))");
        assert_int_equal(database_run(database, insert), DAYBOOK_OK);
    }
    database_rollback(database);
    database_rollback(database);
    enum daybook_status status = DAYBOOK_FAILED;
    assert_int_equal(store_folder_count(&folder, &status), 2);
    struct verify_report report;
    assert_int_equal(database_verify(database, &report), DAYBOOK_OK);
    assert_true(report.log_unit_count > 1000);
    store_folder_remove(&folder);
}

static void a_broken_constraint_is_a_conflict(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct database *database = folder.database;
    sqlite3_stmt *insert = database_statement(database, "INSERT INTO note (text) VALUES (NULL)");
    assert_int_equal(database_run(database, insert), DAYBOOK_CONFLICT);
    assert_int_equal(database_run(database, insert), DAYBOOK_CONFLICT);
    store_folder_remove(&folder);
}

static void a_statement_that_cannot_be_prepared_says_so_when_stepped(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct database *database = folder.database;
    sqlite3_stmt *select = database_statement(database, "SELECT nothing FROM nowhere");
    bool row = true;
    assert_null(select);
    assert_int_equal(database_step(database, select, &row), DAYBOOK_FAILED);
    assert_true(row);
    store_folder_remove(&folder);
}

static void twenty_thousand_rows_fit_in_one_transaction(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    char text[301];
    memset(text, 'x', sizeof text - 1);
    text[300] = '\0';
    store_folder_fill(&folder, text, 20000);
    enum daybook_status status = DAYBOOK_FAILED;
    assert_int_equal(store_folder_count(&folder, &status), 20000);
    struct verify_report report;
    assert_int_equal(database_verify(folder.database, &report), DAYBOOK_OK);
    store_folder_close(&folder);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    assert_int_equal(store_folder_count(&folder, &status), 20000);
    assert_int_equal(database_verify(folder.database, &report), DAYBOOK_OK);
    assert_true(report.page_count > 3000);
    store_folder_remove(&folder);
}

static void vacuum_gives_back_what_was_deleted(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "a sentence that takes a little room in the file", 5000);
    size_t before = 0;
    size_t after = 0;
    store_folder_close(&folder);
    free(store_folder_read(&folder, "store.db", &before));
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    struct database *database = folder.database;
    assert_int_equal(
        database_run(database, database_statement(database, "DELETE FROM note WHERE note_no > 5")),
        DAYBOOK_OK);
    assert_int_equal(database_run(database, database_statement(database, "VACUUM")), DAYBOOK_OK);
    struct verify_report report;
    assert_int_equal(database_verify(database, &report), DAYBOOK_OK);
    store_folder_close(&folder);
    free(store_folder_read(&folder, "store.db", &after));
    assert_true(after < before / 10);
    enum daybook_status status = DAYBOOK_FAILED;
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    assert_int_equal(store_folder_count(&folder, &status), 5);
    store_folder_remove(&folder);
}

static void a_database_in_memory_has_the_schema_of_the_program(void **state)
{
    (void)state;
    struct database *database = NULL;
    struct verify_report report;
    assert_int_equal(database_open_memory(&database), DAYBOOK_OK);
    assert_int_equal(database_verify(database, &report), DAYBOOK_OK);
    assert_int_equal(report.page_count, 0);
    assert_true(id128_is_zero(database_store_id(database)));
    database_close(database);
}

static void closing_gives_back_every_secret(void **state)
{
    (void)state;
    size_t live = guarded_live(); /* SQLite's page cache stays */
    struct store_folder folder = store_folder_make();
    store_folder_remove(&folder);
    assert_int_equal(guarded_live(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_reads_the_same_after_it_was_closed),
        cmocka_unit_test(a_wrong_passphrase_is_locked_and_the_right_one_works_after_it),
        cmocka_unit_test(without_a_store_there_is_nothing_to_open),
        cmocka_unit_test(a_store_is_not_made_over_another),
        cmocka_unit_test(a_log_whose_store_was_moved_away_is_left_alone),
        cmocka_unit_test(what_an_interrupted_making_left_is_in_nobodys_way),
        cmocka_unit_test(a_store_can_be_read_where_nothing_can_be_written),
        cmocka_unit_test(a_second_owner_is_told_who_the_first_is),
        cmocka_unit_test(the_lock_of_a_dead_owner_is_free),
        cmocka_unit_test(a_store_of_a_later_program_is_left_alone),
        cmocka_unit_test(a_new_passphrase_opens_and_the_old_one_does_not),
        cmocka_unit_test(an_interrupted_change_of_passphrase_leaves_the_new_one),
        cmocka_unit_test(what_is_rolled_back_was_never_there),
        cmocka_unit_test(a_broken_constraint_is_a_conflict),
        cmocka_unit_test(a_statement_that_cannot_be_prepared_says_so_when_stepped),
        cmocka_unit_test(twenty_thousand_rows_fit_in_one_transaction),
        cmocka_unit_test(vacuum_gives_back_what_was_deleted),
        cmocka_unit_test(a_database_in_memory_has_the_schema_of_the_program),
        cmocka_unit_test(closing_gives_back_every_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
