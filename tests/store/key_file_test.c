/* While the passphrase is changed, one of the two always opens the key header, however the power
 * fails and whatever sectors of the write arrived. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/disk_file.h"
#include "store/key_file.h"
#include "store/power_cut.h"
#include "store/store_folder.h"
#include "store/vfs.h"

enum { SECTORS = KEY_HEADER_SIZE / DISK_SECTOR_SIZE, SEEDS = 40 };

/* Copy B is written and synced, then copy A. */
enum { STEPS_OF_B = 2, STEPS = 4 };

static const char path[] = "/disk/store.db";
static const struct key_cost cheap = {1, 8};

/* A header before and after its passphrase was changed. */
struct change {
    struct secret *old;
    struct secret *new;
    uint8_t before[KEY_HEADER_SIZE];
    uint8_t after[KEY_HEADER_SIZE];
};

static int set_up(void **state)
{
    static struct change change;
    struct store_key *key = NULL;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    change.old = store_folder_secret("the old passphrase");
    change.new = store_folder_secret("the new passphrase");
    const struct key_slot old = {KEY_SLOT_PASSPHRASE, change.old, cheap};
    const struct key_slot new = {KEY_SLOT_PASSPHRASE, change.new, cheap};
    assert_int_equal(store_key_create(&key), DAYBOOK_OK);
    key_header_begin(key, change.before);
    assert_int_equal(key_header_set_slot(change.before, key, &old, false), DAYBOOK_OK);
    memcpy(change.after, change.before, sizeof change.after);
    assert_int_equal(key_header_set_slot(change.after, key, &new, true), DAYBOOK_OK);
    store_key_free(key);
    *state = &change;
    return 0;
}

static int tear_down(void **state)
{
    struct change *change = *state;
    secret_free(change->old);
    secret_free(change->new);
    return 0;
}

static bool opens(const struct key_file *copies, const struct secret *passphrase)
{
    uint8_t header[KEY_HEADER_SIZE];
    struct store_key *key = NULL;
    enum daybook_status status =
        key_file_open(copies, KEY_SLOT_PASSPHRASE, passphrase, &key, header);
    store_key_free(key);
    return status == DAYBOOK_OK;
}

static void fill(struct key_file *copies, const uint8_t *first, const uint8_t *second)
{
    memcpy(copies->copies[0], first, KEY_HEADER_SIZE);
    memcpy(copies->copies[1], second, KEY_HEADER_SIZE);
}

/* Each sector of a copy is the old one, the new one, or half of each. */
static void mix(const struct change *change, unsigned chosen, bool torn, uint8_t *out_copy)
{
    memcpy(out_copy, change->before, KEY_HEADER_SIZE);
    for (unsigned i = 0; i < SECTORS; i++) {
        size_t part = torn ? DISK_SECTOR_SIZE / 2 : DISK_SECTOR_SIZE;
        if ((chosen >> i & 1) != 0) {
            memcpy(out_copy + (size_t)i * DISK_SECTOR_SIZE,
                   change->after + (size_t)i * DISK_SECTOR_SIZE, part);
        }
    }
}

static void whatever_sectors_arrive_one_passphrase_opens(void **state)
{
    const struct change *change = *state;
    uint8_t copy[KEY_HEADER_SIZE];
    struct key_file copies;
    for (unsigned chosen = 0; chosen < 1U << SECTORS; chosen++) {
        for (int torn = 0; torn <= 1; torn++) {
            mix(change, chosen, torn == 1, copy);
            fill(&copies, change->before, copy); /* copy B is written first */
            assert_true(opens(&copies, change->old) || opens(&copies, change->new));
            fill(&copies, copy, change->after);
            assert_true(opens(&copies, change->new));
        }
    }
}

/* Write the new header to a disk that fails at an operation; what is on it afterwards. */
static enum daybook_status write_on_failing_disk(const struct change *change,
                                                 void (*fail_after)(unsigned), unsigned step)
{
    uint8_t bytes[STORE_KEY_AREA_SIZE + STORE_PAGE_SIZE] = {0};
    sqlite3_vfs *disk = sqlite3_vfs_find(power_cut_name);
    sqlite3_file *file = calloc(1, (size_t)disk->szOsFile);
    assert_non_null(file);
    memcpy(bytes, change->before, KEY_HEADER_SIZE);
    memcpy(bytes + KEY_HEADER_SIZE, change->before, KEY_HEADER_SIZE);
    power_cut_put(path, bytes, sizeof bytes);
    int flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE;
    assert_int_equal(disk->xOpen(disk, path, file, flags, NULL), SQLITE_OK);
    fail_after(step);
    enum daybook_status status = key_file_write(file, change->after);
    assert_int_equal(file->pMethods->xClose(file), SQLITE_OK);
    free(file);
    return status;
}

static void expect_one_opens(const struct change *change, enum daybook_status status)
{
    size_t size = 0;
    struct key_file copies;
    const uint8_t *bytes = power_cut_get(path, &size);
    assert_non_null(bytes);
    assert_true(size >= sizeof copies.copies);
    memcpy(copies.copies, bytes, sizeof copies.copies);
    bool new_opens = opens(&copies, change->new);
    assert_true(new_opens || opens(&copies, change->old));
    assert_true(new_opens || status != DAYBOOK_OK);
}

static void wherever_the_power_fails_one_passphrase_opens(void **state)
{
    const struct change *change = *state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        for (unsigned step = 1; step <= STEPS; step++) {
            power_cut_begin();
            enum daybook_status status = write_on_failing_disk(change, power_cut_after, step);
            assert_true(power_cut_happened());
            power_cut_restore(seed);
            expect_one_opens(change, status);
            power_cut_end();
        }
    }
}

/* A change is told as done exactly when the new passphrase is in force. */
static void once_one_copy_is_durable_the_change_is_told_as_done(void **state)
{
    const struct change *change = *state;
    for (unsigned step = 1; step <= STEPS + 1; step++) {
        power_cut_begin();
        enum daybook_status status = write_on_failing_disk(change, power_cut_stumble_after, step);
        assert_int_equal(status == DAYBOOK_OK, step > STEPS_OF_B);
        expect_one_opens(change, status);
        power_cut_end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_sectors_arrive_one_passphrase_opens),
        cmocka_unit_test(wherever_the_power_fails_one_passphrase_opens),
        cmocka_unit_test(once_one_copy_is_durable_the_change_is_told_as_done),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
