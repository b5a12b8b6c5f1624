/* What was erased is not in the files any more, for whoever holds the key: every page and frame is
 * decrypted and searched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "domain/operation.h"
#include "store/circle_rows.h"
#include "store/feed_rows.h"
#include "store/operation_rows.h"
#include "store/plain_units.h"
#include "store/store_folder.h"

enum { BODY_SIZE_MAX = 20480, WORD_SIZE = 16, NOTES = 160 };

/* A store of the real schema with one feed. */
struct notebook {
    struct store_folder folder;
    struct feed_row feed;
};

static int set_up(void **state)
{
    static struct notebook notebook;
    notebook.folder = store_folder_make_with(&migration_built_in);
    struct circle_row circle = {.circle = {{1}}, .person = {{2}}, .incarnation = {{3}}};
    assert_int_equal(circle_rows_add(notebook.folder.database, &circle), DAYBOOK_OK);
    notebook.feed = (struct feed_row){.circle_no = circle.circle_no, .stream = STREAM_LOG};
    assert_int_equal(feed_rows_add(notebook.folder.database, &notebook.feed), DAYBOOK_OK);
    *state = &notebook;
    return 0;
}

static int tear_down(void **state)
{
    struct notebook *notebook = *state;
    store_folder_remove(&notebook->folder);
    return 0;
}

/* A word for each operation that stands in its body over and over, and nowhere else. */
static void word_of(uint64_t number, char out_word[static WORD_SIZE + 1])
{
    int length = snprintf(out_word, WORD_SIZE + 1, "canary%08u..", (unsigned)number);
    assert_int_equal(length, WORD_SIZE);
}

static void write_note(struct notebook *notebook, uint64_t number, size_t size)
{
    static uint8_t body[BODY_SIZE_MAX];
    char word[WORD_SIZE + 1];
    word_of(number, word);
    for (size_t i = 0; i < size; i++) {
        body[i] = (uint8_t)word[i % WORD_SIZE];
    }
    struct operation_row row = {.feed_no = notebook->feed.feed_no,
                                .number = number,
                                .type = OPERATION_ENTRY,
                                .entity = {{(uint8_t)number, (uint8_t)(number >> 8)}},
                                .header = bytes_of_text("header"),
                                .body = {body, size}};
    assert_int_equal(database_begin(notebook->folder.database), DAYBOOK_OK);
    assert_int_equal(operation_rows_add(notebook->folder.database, &row), DAYBOOK_OK);
    assert_int_equal(row.operation_no, (int64_t)number);
    assert_int_equal(database_commit(notebook->folder.database), DAYBOOK_OK);
}

static void erase_note(struct notebook *notebook, uint64_t number)
{
    assert_int_equal(database_begin(notebook->folder.database), DAYBOOK_OK);
    assert_int_equal(operation_rows_drop_body(notebook->folder.database, (int64_t)number),
                     DAYBOOK_OK);
    assert_int_equal(database_commit(notebook->folder.database), DAYBOOK_OK);
}

static struct plain_sightings search(const struct notebook *notebook, uint64_t number)
{
    char word[WORD_SIZE + 1];
    word_of(number, word);
    return plain_units_search(notebook->folder.path, notebook->folder.passphrase, word);
}

static void expect_gone(const struct notebook *notebook, uint64_t number)
{
    const struct plain_sightings left = search(notebook, number);
    assert_int_equal(left.pages, 0);
    assert_int_equal(left.frames, 0);
    assert_int_equal(left.older_frames, 0);
}

static void a_note_of_twenty_thousand_bytes_is_in_neither_file_once_it_is_erased(void **state)
{
    struct notebook *notebook = *state;
    write_note(notebook, 1, BODY_SIZE_MAX);
    write_note(notebook, 2, 100);
    assert_true(search(notebook, 1).frames > BODY_SIZE_MAX / WORD_SIZE / 2);
    erase_note(notebook, 1);
    expect_gone(notebook, 1);
    assert_true(search(notebook, 2).pages > 0);
}

static void what_was_moved_to_the_main_file_before_is_overwritten_there(void **state)
{
    struct notebook *notebook = *state;
    write_note(notebook, 1, BODY_SIZE_MAX);
    write_note(notebook, 2, 300);
    erase_note(notebook, 2); /* empties the log */
    assert_true(search(notebook, 1).pages > BODY_SIZE_MAX / WORD_SIZE / 2);
    erase_note(notebook, 1);
    expect_gone(notebook, 1);
}

static void a_body_that_was_rolled_back_and_then_erased_is_gone(void **state)
{
    struct notebook *notebook = *state;
    write_note(notebook, 1, 2000);
    assert_int_equal(database_begin(notebook->folder.database), DAYBOOK_OK);
    assert_int_equal(operation_rows_drop_body(notebook->folder.database, 1), DAYBOOK_OK);
    database_rollback(notebook->folder.database);
    assert_true(search(notebook, 1).frames > 0);
    erase_note(notebook, 1);
    expect_gone(notebook, 1);
}

/* xorshift64*. */
static uint64_t draw(uint64_t *seed, uint64_t below)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (*seed * 0x2545f4914f6cdd1dULL >> 33) % below;
}

/* Erasing shrinks rows, so that SQLite moves their neighbours from page to page: what is erased
 * later must not have left a copy where it stood before. */
static void neighbours_that_were_moved_about_leave_no_copy_behind(void **state)
{
    struct notebook *notebook = *state;
    uint64_t seed = 20260601;
    uint64_t left[NOTES];
    print_message("seed %llu\n", (unsigned long long)seed);
    for (uint64_t i = 0; i < NOTES; i++) {
        left[i] = i + 1;
        write_note(notebook, i + 1, 32 + draw(&seed, i % 8 == 0 ? 6000 : 900));
    }
    for (size_t count = NOTES; count > 0; count--) {
        size_t at = draw(&seed, count);
        uint64_t number = left[at];
        left[at] = left[count - 1];
        assert_true(search(notebook, number).pages + search(notebook, number).frames > 0);
        erase_note(notebook, number);
        expect_gone(notebook, number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_note_of_twenty_thousand_bytes_is_in_neither_file_once_it_is_erased, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(what_was_moved_to_the_main_file_before_is_overwritten_there,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_body_that_was_rolled_back_and_then_erased_is_gone, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(neighbours_that_were_moved_about_leave_no_copy_behind,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
