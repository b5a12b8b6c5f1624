/* A store under a new key holds the same, and nothing of the old key opens it. */
#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/connection.h"
#include "store/database.h"
#include "store/key_file.h"
#include "store/rekey.h"
#include "store/store_folder.h"
#include "vault/identity.h"

enum { PATH_SIZE = 96 };

static const struct key_cost cheap = {1, 8};

/* A store with rows, and the sheet it is to be opened with. */
struct keyed {
    struct store_folder folder;
    struct secret *seed;
    struct key256 box;
    int told; /* the last percentage */
};

static int set_up(void **state)
{
    static struct keyed keyed;
    struct identity *sheet = NULL;
    keyed = (struct keyed){.folder = store_folder_make()};
    assert_int_equal(secret_create(32, &keyed.seed), DAYBOOK_OK);
    memset(secret_fill(keyed.seed), 0x5a, 32);
    assert_int_equal(identity_from_seed(keyed.seed, &sheet), DAYBOOK_OK);
    keyed.box = identity_public(sheet).box;
    identity_free(sheet);
    assert_int_equal(
        connection_run(
            database_connection(keyed.folder.database),
            "WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter "
            "WHERE n < 500) INSERT INTO note (text) SELECT printf('%0300d', n) FROM "
            "counter"),
        DAYBOOK_OK);
    *state = &keyed;
    return 0;
}

static int tear_down(void **state)
{
    struct keyed *keyed = *state;
    secret_free(keyed->seed);
    store_folder_remove(&keyed->folder);
    return 0;
}

static void tell(void *context, int percent)
{
    struct keyed *keyed = context;
    assert_in_range(percent, keyed->told, 100);
    keyed->told = percent;
}

static struct rekey how(struct keyed *keyed)
{
    return (struct rekey){keyed->folder.passphrase, cheap, keyed->box, keyed, tell};
}

static void expect_rows(struct database *database)
{
    sqlite3_int64 sum = 0;
    struct verify_report report;
    assert_int_equal(connection_ask(database_connection(database),
                                    "SELECT sum(text + 0) + 1000000 * count(*) FROM note", &sum),
                     DAYBOOK_OK);
    assert_int_equal(sum, 500 * 501 / 2 + 500 * 1000000);
    assert_int_equal(database_verify(database, &report), DAYBOOK_OK);
}

static enum daybook_status open_again(struct keyed *keyed, enum key_slot_type type,
                                      const struct secret *secret)
{
    pid_t owner = 0;
    const struct database_opening opening = {keyed->folder.path, type, secret,
                                             &store_folder_schema};
    database_close(keyed->folder.database);
    keyed->folder.database = NULL;
    return database_open_with(&opening, &keyed->folder.database, &owner);
}

static void store_path(const struct keyed *keyed, char out_path[static PATH_SIZE])
{
    (void)snprintf(out_path, PATH_SIZE, "%s/store.db", keyed->folder.path);
}

static void everything_is_there_under_the_new_key_and_name(void **state)
{
    struct keyed *keyed = *state;
    struct id128 before = database_store_id(keyed->folder.database);
    const struct rekey rekey = how(keyed);
    assert_int_equal(rekey_run(keyed->folder.database, &rekey), DAYBOOK_OK);
    assert_int_equal(keyed->told, 100);
    assert_true(rekey_is_open(keyed->folder.database));
    assert_false(id128_equal(before, database_store_id(keyed->folder.database)));
    expect_rows(keyed->folder.database);
    assert_int_equal(open_again(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase), DAYBOOK_OK);
    expect_rows(keyed->folder.database);
    assert_int_equal(open_again(keyed, KEY_SLOT_RECOVERY, keyed->seed), DAYBOOK_OK);
    expect_rows(keyed->folder.database);
}

/* The header of the store, as a file on the disk has it. */
static void read_header(const struct keyed *keyed, struct key_file *out_copies)
{
    char path[PATH_SIZE];
    store_path(keyed, path);
    assert_int_equal(key_file_read(path, out_copies), DAYBOOK_OK);
}

static void the_key_of_an_older_copy_opens_nothing_of_the_new_file(void **state)
{
    struct keyed *keyed = *state;
    struct key_file old;
    struct key_file new;
    struct store_key *old_key = NULL;
    struct store_key *new_key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    const struct rekey rekey = how(keyed);
    read_header(keyed, &old);
    assert_int_equal(rekey_run(keyed->folder.database, &rekey), DAYBOOK_OK);
    database_close(keyed->folder.database);
    keyed->folder.database = NULL;
    read_header(keyed, &new);
    assert_int_equal(
        key_file_open(&old, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase, &old_key, header),
        DAYBOOK_OK);
    assert_int_equal(key_header_check(new.copies[0], old_key), DAYBOOK_DAMAGED);
    assert_int_equal(
        key_file_open(&new, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase, &new_key, header),
        DAYBOOK_OK);
    assert_int_equal(key_header_check(old.copies[0], new_key), DAYBOOK_DAMAGED);

    /* Put before the new pages, the old header opens and no page does. */
    char path[PATH_SIZE];
    store_path(keyed, path);
    int descriptor = open(path, O_WRONLY);
    assert_true(descriptor >= 0);
    assert_int_equal(pwrite(descriptor, old.copies, sizeof old.copies, 0), sizeof old.copies);
    close(descriptor);
    assert_int_equal(open_again(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase),
                     DAYBOOK_FORGED);
    store_key_free(old_key);
    store_key_free(new_key);
}

static void another_passphrase_changes_nothing(void **state)
{
    struct keyed *keyed = *state;
    struct id128 before = database_store_id(keyed->folder.database);
    struct secret *wrong = store_folder_secret("not the passphrase");
    struct rekey rekey = how(keyed);
    rekey.passphrase = wrong;
    assert_int_equal(rekey_run(keyed->folder.database, &rekey), DAYBOOK_LOCKED);
    assert_true(rekey_is_open(keyed->folder.database));
    assert_true(id128_equal(before, database_store_id(keyed->folder.database)));
    expect_rows(keyed->folder.database);
    secret_free(wrong);
}

static void a_sheet_that_is_none_changes_nothing(void **state)
{
    struct keyed *keyed = *state;
    struct rekey rekey = how(keyed);
    rekey.sheet_box = (struct key256){{0}};
    assert_int_equal(rekey_run(keyed->folder.database, &rekey), DAYBOOK_INVALID);
    assert_true(rekey_is_open(keyed->folder.database));
    expect_rows(keyed->folder.database);
    assert_int_equal(open_again(keyed, KEY_SLOT_PASSPHRASE, keyed->folder.passphrase), DAYBOOK_OK);
}

/* A hard link keeps the old file's bytes to be looked at, as a medium that writes in place would.
 */
static void the_old_file_has_no_key_left(void **state)
{
    struct keyed *keyed = *state;
    char path[PATH_SIZE];
    char kept[PATH_SIZE];
    struct key_file copies;
    static const struct key_file nothing;
    const struct rekey rekey = how(keyed);
    store_path(keyed, path);
    (void)snprintf(kept, sizeof kept, "%s/kept", keyed->folder.path);
    assert_int_equal(link(path, kept), 0);
    assert_int_equal(rekey_run(keyed->folder.database, &rekey), DAYBOOK_OK);
    assert_int_equal(key_file_read(kept, &copies), DAYBOOK_OK);
    assert_memory_equal(&copies, &nothing, sizeof copies);
}

static void a_keyring_is_not_carried_over(void **state)
{
    struct keyed *keyed = *state;
    struct secret *ring = store_folder_secret("thirty-two random bytes");
    const struct key_slot slot = {KEY_SLOT_KEYRING, ring, cheap};
    const struct rekey rekey = how(keyed);
    assert_int_equal(database_change_slot(keyed->folder.database, &slot), DAYBOOK_OK);
    assert_int_equal(open_again(keyed, KEY_SLOT_KEYRING, ring), DAYBOOK_OK);
    assert_int_equal(rekey_run(keyed->folder.database, &rekey), DAYBOOK_OK);
    assert_int_equal(open_again(keyed, KEY_SLOT_KEYRING, ring), DAYBOOK_LOCKED);
    secret_free(ring);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(everything_is_there_under_the_new_key_and_name),
        FRESH(the_key_of_an_older_copy_opens_nothing_of_the_new_file),
        FRESH(another_passphrase_changes_nothing),
        FRESH(a_sheet_that_is_none_changes_nothing),
        FRESH(the_old_file_has_no_key_left),
        FRESH(a_keyring_is_not_carried_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
