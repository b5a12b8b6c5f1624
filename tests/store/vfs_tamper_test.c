/* What an altered, cut or rearranged file gives: never other data than was written, and never a
 * crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "store/database.h"
#include "store/store_folder.h"
#include "store/vfs.h"

enum {
    ROWS_IN_FILE = 400,
    ROWS_IN_LOG = 3, /* each its own transaction */
    LOG_HEADER = 72,
    LOG_FRAME = 4160
};

/* A crashed store: rows in the main file, and some more in the log. */
struct image {
    struct store_folder folder; /* not open */
    uint8_t *main;
    size_t main_size;
    uint8_t *log;
    size_t log_size;
};

static int make_image(void **state)
{
    struct store_folder folder = store_folder_make();
    store_folder_fill(&folder, "rows enough for a few dozen pages, so that some are never read",
                      ROWS_IN_FILE);
    store_folder_close(&folder);
    assert_int_equal(store_folder_open(&folder), DAYBOOK_OK);
    for (int i = 0; i < ROWS_IN_LOG; i++) {
        store_folder_fill(&folder, "a row in the log", 1);
    }
    struct image *image = calloc(1, sizeof *image);
    assert_non_null(image);
    image->folder = store_folder_copy(&folder);
    image->main = store_folder_read(&image->folder, "store.db", &image->main_size);
    image->log = store_folder_read(&image->folder, "store.db-wal", &image->log_size);
    assert_true(image->log_size > LOG_HEADER + LOG_FRAME * ROWS_IN_LOG);
    store_folder_remove(&folder);
    *state = image;
    return 0;
}

static int free_image(void **state)
{
    struct image *image = *state;
    store_folder_remove(&image->folder);
    free(image->main);
    free(image->log);
    free(image);
    return 0;
}

/* Lay the files down, changed or not, and open them. */
static enum daybook_status open_files(struct image *image, size_t main_size, size_t log_size)
{
    store_folder_write(&image->folder, "store.db", image->main, main_size);
    store_folder_write(&image->folder, "store.db-wal", image->log, log_size);
    return store_folder_open(&image->folder);
}

/* Open, read and check everything, close. OK only when all rows were there. */
static enum daybook_status try_files(struct image *image, size_t main_size, size_t log_size)
{
    enum daybook_status status = open_files(image, main_size, log_size);
    if (status != DAYBOOK_OK) {
        return status;
    }
    int64_t count = store_folder_count(&image->folder, &status);
    struct verify_report report = {0};
    enum daybook_status verified = database_verify(image->folder.database, &report);
    store_folder_close(&image->folder);
    if (status != DAYBOOK_OK) {
        return status;
    }
    assert_int_equal(count, log_size == 0 ? ROWS_IN_FILE : ROWS_IN_FILE + ROWS_IN_LOG);
    return verified;
}

static void flip(uint8_t *byte, int bit)
{
    *byte = (uint8_t)(*byte ^ (1 << bit));
}

static void unaltered_files_give_every_row(void **state)
{
    struct image *image = *state;
    assert_int_equal(try_files(image, image->main_size, image->log_size), DAYBOOK_OK);
}

/* Every page, at a place in its ciphertext, its nonce and its tag. */
static void a_flipped_bit_in_a_page_is_found(void **state)
{
    struct image *image = *state;
    static const size_t places[] = {0, 20, 100, 2048, 4055, 4056, 4079, 4080, 4095};
    size_t place = 0;
    for (size_t page = STORE_KEY_AREA_SIZE; page < image->main_size; page += STORE_PAGE_SIZE) {
        size_t at = page + places[place++ % (sizeof places / sizeof places[0])];
        flip(&image->main[at], (int)(at % 8));
        enum daybook_status status = try_files(image, image->main_size, 0);
        flip(&image->main[at], (int)(at % 8));
        assert_int_equal(status, DAYBOOK_FORGED);
    }
}

static void every_kind_of_byte_of_a_page_is_bound(void **state)
{
    struct image *image = *state;
    for (size_t at = 0; at < STORE_PAGE_SIZE; at += 37) {
        uint8_t *byte = &image->main[STORE_KEY_AREA_SIZE + at];
        flip(byte, (int)(at % 8));
        enum daybook_status status = try_files(image, image->main_size, 0);
        flip(byte, (int)(at % 8));
        assert_int_equal(status, DAYBOOK_FORGED);
    }
}

/* A checkpoint that was cut short tears pages that the log still holds. */
static void a_page_torn_by_a_checkpoint_is_repaired_from_the_log(void **state)
{
    struct image *image = *state;
    int repaired = 0;
    for (size_t page = STORE_KEY_AREA_SIZE; page < image->main_size; page += STORE_PAGE_SIZE) {
        flip(&image->main[page + 600], 1);
        enum daybook_status status = try_files(image, image->main_size, image->log_size);
        flip(&image->main[page + 600], 1);
        assert_true(status == DAYBOOK_OK || status == DAYBOOK_FORGED);
        repaired += status == DAYBOOK_OK;
    }
    assert_true(repaired >= 2); /* a leaf of the table and one of the index */
}

/* A power cut may spoil the last transaction. Of a damaged frame with two commits behind it we know
 * that it was durable: that is found. So damage to the last commit but one, with one commit behind
 * it, takes both along. */
static void a_flipped_bit_in_the_log_loses_at_most_what_no_later_commit_proves(void **state)
{
    struct image *image = *state;
    size_t forged = 0;
    for (size_t at = 0; at < image->log_size; at += 251) {
        flip(&image->log[at], (int)(at % 8));
        enum daybook_status status = open_files(image, image->main_size, image->log_size);
        flip(&image->log[at], (int)(at % 8));
        if (status == DAYBOOK_OK) {
            int64_t count = store_folder_count(&image->folder, &status);
            assert_int_equal(status, DAYBOOK_OK);
            assert_true(count >= ROWS_IN_FILE + ROWS_IN_LOG - 2);
            store_folder_close(&image->folder);
        } else {
            assert_int_equal(status, DAYBOOK_FORGED);
            forged++;
        }
    }
    assert_true(forged > 0);
}

static void a_flipped_bit_in_the_header_of_the_log_is_found(void **state)
{
    struct image *image = *state;
    for (size_t at = 0; at < LOG_HEADER; at++) {
        flip(&image->log[at], (int)(at % 8));
        enum daybook_status status = try_files(image, image->main_size, image->log_size);
        flip(&image->log[at], (int)(at % 8));
        assert_int_equal(status, DAYBOOK_FORGED);
    }
}

static void a_log_cut_short_loses_only_its_end(void **state)
{
    struct image *image = *state;
    for (size_t size = 0; size <= image->log_size; size += 509) {
        assert_int_equal(open_files(image, image->main_size, size), DAYBOOK_OK);
        enum daybook_status status = DAYBOOK_FAILED;
        int64_t count = store_folder_count(&image->folder, &status);
        assert_int_equal(status, DAYBOOK_OK);
        assert_in_range(count, ROWS_IN_FILE, ROWS_IN_FILE + ROWS_IN_LOG);
        struct verify_report report;
        assert_int_equal(database_verify(image->folder.database, &report), DAYBOOK_OK);
        store_folder_close(&image->folder);
    }
}

static void a_main_file_cut_short_is_never_taken_for_a_smaller_one(void **state)
{
    struct image *image = *state;
    for (size_t size = 0; size < image->main_size; size += 1021) {
        enum daybook_status status = try_files(image, size, 0);
        assert_true(status == DAYBOOK_DAMAGED || status == DAYBOOK_FORGED);
    }
    size_t area = STORE_KEY_AREA_SIZE;
    assert_int_equal(try_files(image, area, image->log_size), DAYBOOK_DAMAGED);
    assert_int_equal(try_files(image, area + 100, image->log_size), DAYBOOK_DAMAGED);
}

static void swapped_pages_are_found(void **state)
{
    struct image *image = *state;
    uint8_t *second = image->main + STORE_KEY_AREA_SIZE + STORE_PAGE_SIZE;
    uint8_t *third = second + STORE_PAGE_SIZE;
    uint8_t kept[STORE_PAGE_SIZE];
    memcpy(kept, second, sizeof kept);
    memcpy(second, third, sizeof kept);
    memcpy(third, kept, sizeof kept);
    assert_int_equal(try_files(image, image->main_size, 0), DAYBOOK_FORGED);
    memcpy(third, second, sizeof kept);
    memcpy(second, kept, sizeof kept);
}

static void pages_of_zeros_are_not_pages(void **state)
{
    struct image *image = *state;
    uint8_t *last = image->main + image->main_size - STORE_PAGE_SIZE;
    uint8_t kept[STORE_PAGE_SIZE];
    memcpy(kept, last, sizeof kept);
    memset(last, 0, sizeof kept);
    assert_int_equal(try_files(image, image->main_size, 0), DAYBOOK_FORGED);
    memcpy(last, kept, sizeof kept);
}

static void frames_that_change_places_are_found(void **state)
{
    struct image *image = *state;
    uint8_t *first = image->log + LOG_HEADER;
    uint8_t *second = first + LOG_FRAME;
    uint8_t kept[LOG_FRAME];
    memcpy(kept, first, sizeof kept);
    memcpy(first, second, sizeof kept);
    memcpy(second, kept, sizeof kept);
    assert_int_equal(try_files(image, image->main_size, image->log_size), DAYBOOK_FORGED);
    memcpy(second, first, sizeof kept);
    memcpy(first, kept, sizeof kept);
}

static void pages_of_another_store_are_strangers(void **state)
{
    struct image *image = *state;
    struct store_folder other = store_folder_make();
    store_folder_fill(&other, "another patient", ROWS_IN_FILE);
    store_folder_close(&other);
    size_t size = 0;
    uint8_t *stranger = store_folder_read(&other, "store.db", &size);
    memcpy(stranger, image->main, STORE_KEY_AREA_SIZE);
    store_folder_write(&image->folder, "store.db", stranger, size);
    store_folder_write(&image->folder, "store.db-wal", image->log, 0);
    assert_int_equal(store_folder_open(&image->folder), DAYBOOK_FORGED);
    free(stranger);
    store_folder_remove(&other);
}

/* Copy A is bytes 0 to 4095, copy B the next 4096. */
static void one_damaged_copy_of_the_key_header_is_healed(void **state)
{
    struct image *image = *state;
    for (size_t at = 0; at < STORE_KEY_AREA_SIZE; at += at % KEY_HEADER_SIZE < 240 ? 7 : 97) {
        flip(&image->main[at], (int)(at % 8));
        enum daybook_status status = try_files(image, image->main_size, 0);
        flip(&image->main[at], (int)(at % 8));
        size_t size = 0;
        uint8_t *healed = store_folder_read(&image->folder, "store.db", &size);
        assert_int_equal(status, DAYBOOK_OK);
        assert_memory_equal(healed, healed + KEY_HEADER_SIZE, KEY_HEADER_SIZE);
        free(healed);
    }
}

static void two_damaged_copies_of_the_key_header_do_not_open(void **state)
{
    struct image *image = *state;
    flip(&image->main[3], 0);
    flip(&image->main[KEY_HEADER_SIZE + 3], 0);
    assert_int_equal(try_files(image, image->main_size, 0), DAYBOOK_DAMAGED);
    flip(&image->main[3], 0);
    flip(&image->main[KEY_HEADER_SIZE + 3], 0);
}

static void a_rollback_journal_beside_the_store_is_not_looked_at(void **state)
{
    struct image *image = *state;
    store_folder_write(&image->folder, "store.db-journal", image->main, 8192);
    assert_int_equal(try_files(image, image->main_size, image->log_size), DAYBOOK_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unaltered_files_give_every_row),
        cmocka_unit_test(a_flipped_bit_in_a_page_is_found),
        cmocka_unit_test(every_kind_of_byte_of_a_page_is_bound),
        cmocka_unit_test(a_page_torn_by_a_checkpoint_is_repaired_from_the_log),
        cmocka_unit_test(a_flipped_bit_in_the_log_loses_at_most_what_no_later_commit_proves),
        cmocka_unit_test(a_flipped_bit_in_the_header_of_the_log_is_found),
        cmocka_unit_test(a_log_cut_short_loses_only_its_end),
        cmocka_unit_test(a_main_file_cut_short_is_never_taken_for_a_smaller_one),
        cmocka_unit_test(swapped_pages_are_found),
        cmocka_unit_test(pages_of_zeros_are_not_pages),
        cmocka_unit_test(frames_that_change_places_are_found),
        cmocka_unit_test(pages_of_another_store_are_strangers),
        cmocka_unit_test(one_damaged_copy_of_the_key_header_is_healed),
        cmocka_unit_test(two_damaged_copies_of_the_key_header_do_not_open),
        cmocka_unit_test(a_rollback_journal_beside_the_store_is_not_looked_at),
    };
    return cmocka_run_group_tests(tests, make_image, free_image);
}
