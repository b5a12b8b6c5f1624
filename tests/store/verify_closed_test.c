/* A store that does not open is checked unit by unit, with the key alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/store_folder.h"
#include "store/verify_closed.h"

enum { LOG_HEADER_UNIT_SIZE = 72, LOG_FRAME_UNIT_SIZE = 4160 };

static enum daybook_status verify(const struct store_folder *folder,
                                  struct verify_report *out_report)
{
    pid_t owner = 0;
    return verify_closed_run(folder->path, KEY_SLOT_PASSPHRASE, folder->passphrase, out_report,
                             &owner);
}

static struct store_folder closed_store(void)
{
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "rows enough for some pages of a table and of its index", 300);
    store_folder_close(&folder);
    return folder;
}

/* What a crash leaves: pages, and frames in the log. */
static struct store_folder crashed_store(int transactions)
{
    struct store_folder folder = store_folder_make();
    for (int i = 0; i < transactions; i++) {
        store_folder_fill(&folder, "a transaction of a few frames", 20);
    }
    struct store_folder crashed = store_folder_copy(&folder);
    secret_free(crashed.passphrase);
    crashed.passphrase = folder.passphrase;
    folder.passphrase = NULL;
    store_folder_remove(&folder);
    return crashed;
}

static void flip(const struct store_folder *folder, const char *name, size_t at)
{
    size_t size = 0;
    uint8_t *bytes = store_folder_read(folder, name, &size);
    assert_true(at < size);
    bytes[at] = (uint8_t)(bytes[at] ^ 4);
    store_folder_write(folder, name, bytes, size);
    free(bytes);
}

static void cut(const struct store_folder *folder, const char *name, size_t size)
{
    size_t whole_size = 0;
    uint8_t *bytes = store_folder_read(folder, name, &whole_size);
    assert_true(size < whole_size);
    store_folder_write(folder, name, bytes, size);
    free(bytes);
}

static size_t page_at(size_t page)
{
    return STORE_KEY_AREA_SIZE + (page - 1) * STORE_PAGE_SIZE;
}

static size_t frame_at(size_t frame)
{
    return LOG_HEADER_UNIT_SIZE + (frame - 1) * LOG_FRAME_UNIT_SIZE;
}

static void every_unit_of_a_sound_store_is_authentic(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    assert_int_equal(verify(&folder, &report), DAYBOOK_OK);
    assert_true(report.page_count > 8);
    assert_int_equal(report.log_unit_count, 0);
    assert_int_equal(report.forged_count, 0);
    store_folder_remove(&folder);
}

static void the_frames_a_crash_left_are_authentic(void **state)
{
    (void)state;
    struct store_folder folder = crashed_store(3);
    struct verify_report report;
    assert_int_equal(verify(&folder, &report), DAYBOOK_OK);
    assert_true(report.log_unit_count > 3);
    assert_int_equal(report.forged_count, 0);
    store_folder_remove(&folder);
}

/* SQLite begins its log anew where the frames of before were; zeros stay behind the new ones. */
static void frames_of_an_earlier_log_are_not_held_against_a_store(void **state)
{
    (void)state;
    struct verify_report report;
    size_t longest = 0;
    size_t size = 0;
    pid_t owner = 0;
    struct store_folder folder = store_folder_make();
    do {
        store_folder_fill(&folder, "a transaction of a few frames", 20);
        longest = size;
        free(store_folder_read(&folder, "store.db-wal", &size));
    } while (size > longest);
    struct store_folder crashed = store_folder_copy(&folder);
    enum daybook_status status =
        verify_closed_run(crashed.path, KEY_SLOT_PASSPHRASE, folder.passphrase, &report, &owner);
    assert_int_equal(status, DAYBOOK_OK);
    assert_int_equal(report.forged_count, 0);
    assert_true(report.log_unit_count < size / LOG_FRAME_UNIT_SIZE);
    store_folder_remove(&crashed);
    store_folder_remove(&folder);
}

static void a_log_that_cannot_be_read_is_not_taken_for_none(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/store.db-wal", folder.path);
    assert_int_equal(symlink("store.db-wal", path), 0);
    assert_int_equal(verify(&folder, &report), DAYBOOK_FAILED);
    store_folder_remove(&folder);
}

static void a_flipped_byte_of_a_page_names_the_page(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    flip(&folder, "store.db", page_at(1) + 50);
    flip(&folder, "store.db", page_at(5) + STORE_PAGE_SIZE - 1);
    assert_int_equal(verify(&folder, &report), DAYBOOK_FORGED);
    assert_int_equal(report.forged_count, 2);
    assert_int_equal(report.named_count, 2);
    assert_int_equal(report.named[0].kind, UNIT_MAIN);
    assert_int_equal(report.named[0].number, 1);
    assert_int_equal(report.named[1].number, 5);
    store_folder_remove(&folder);
}

static void a_flipped_byte_of_a_frame_names_the_frame(void **state)
{
    (void)state;
    struct store_folder folder = crashed_store(3);
    struct verify_report report;
    flip(&folder, "store.db-wal", frame_at(2) + 1000);
    assert_int_equal(verify(&folder, &report), DAYBOOK_FORGED);
    assert_int_equal(report.forged_count, 1);
    assert_int_equal(report.named[0].kind, UNIT_LOG);
    assert_int_equal(report.named[0].number, 2);
    store_folder_remove(&folder);
}

static void a_flipped_log_header_is_named_as_unit_zero(void **state)
{
    (void)state;
    struct store_folder folder = crashed_store(3);
    struct verify_report report;
    flip(&folder, "store.db-wal", 60);
    assert_int_equal(verify(&folder, &report), DAYBOOK_FORGED);
    assert_int_equal(report.named[0].kind, UNIT_LOG);
    assert_int_equal(report.named[0].number, 0);
    store_folder_remove(&folder);
}

static void a_frame_torn_at_the_end_is_what_a_crash_leaves(void **state)
{
    (void)state;
    struct store_folder folder = crashed_store(3);
    struct verify_report report;
    size_t size = 0;
    free(store_folder_read(&folder, "store.db-wal", &size));
    cut(&folder, "store.db-wal", size - 100);
    assert_int_equal(verify(&folder, &report), DAYBOOK_OK);
    store_folder_remove(&folder);
}

static void a_file_cut_anywhere_but_between_pages_is_damaged(void **state)
{
    (void)state;
    const size_t sizes[] = {
        page_at(6) - 1, page_at(3) + 1, page_at(2) - 1, page_at(1), page_at(1) - 1, 100, 0};
    struct store_folder folder = closed_store();
    struct verify_report report;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        cut(&folder, "store.db", sizes[i]);
        assert_int_equal(verify(&folder, &report), DAYBOOK_DAMAGED);
    }
    store_folder_remove(&folder);
}

static void one_copy_of_the_key_header_suffices(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    flip(&folder, "store.db", 40);
    assert_int_equal(verify(&folder, &report), DAYBOOK_OK);
    flip(&folder, "store.db", KEY_HEADER_SIZE + 3);
    flip(&folder, "store.db", 3);
    assert_int_equal(verify(&folder, &report), DAYBOOK_DAMAGED);
    store_folder_remove(&folder);
}

static void a_wrong_passphrase_tells_nothing(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report = {.page_count = 77};
    secret_free(folder.passphrase);
    folder.passphrase = store_folder_secret("another passphrase");
    assert_int_equal(verify(&folder, &report), DAYBOOK_LOCKED);
    assert_int_equal(report.page_count, 77);
    store_folder_remove(&folder);
}

static void no_store_is_not_found(void **state)
{
    (void)state;
    struct store_folder folder = closed_store();
    struct verify_report report;
    char path[sizeof folder.path + sizeof "/store.db"];
    (void)snprintf(path, sizeof path, "%s/store.db", folder.path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(verify(&folder, &report), DAYBOOK_NOT_FOUND);
    struct store_folder nowhere = {.path = "/tmp/daybook-no-such-folder"};
    nowhere.passphrase = folder.passphrase;
    assert_int_equal(verify(&nowhere, &report), DAYBOOK_NOT_FOUND);
    store_folder_remove(&folder);
}

static void a_store_in_use_tells_whose_it_is(void **state)
{
    (void)state;
    struct store_folder folder = store_folder_make();
    struct verify_report report;
    pid_t owner = 0;
    assert_int_equal(
        verify_closed_run(folder.path, KEY_SLOT_PASSPHRASE, folder.passphrase, &report, &owner),
        DAYBOOK_BUSY);
    assert_int_equal(owner, getpid());
    store_folder_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unit_of_a_sound_store_is_authentic),
        cmocka_unit_test(the_frames_a_crash_left_are_authentic),
        cmocka_unit_test(frames_of_an_earlier_log_are_not_held_against_a_store),
        cmocka_unit_test(a_log_that_cannot_be_read_is_not_taken_for_none),
        cmocka_unit_test(a_flipped_byte_of_a_page_names_the_page),
        cmocka_unit_test(a_flipped_byte_of_a_frame_names_the_frame),
        cmocka_unit_test(a_flipped_log_header_is_named_as_unit_zero),
        cmocka_unit_test(a_frame_torn_at_the_end_is_what_a_crash_leaves),
        cmocka_unit_test(a_file_cut_anywhere_but_between_pages_is_damaged),
        cmocka_unit_test(one_copy_of_the_key_header_suffices),
        cmocka_unit_test(a_wrong_passphrase_tells_nothing),
        cmocka_unit_test(no_store_is_not_found),
        cmocka_unit_test(a_store_in_use_tells_whose_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
