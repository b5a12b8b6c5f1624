/* A journal on the disk from which an entry was erased: nothing of it is in the files, for whoever
 * holds the key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fault/journal_folder.h"
#include "journal/erasing.h"
#include "journal/state.h"
#include "journal/summaries.h"
#include "store/plain_units.h"

enum { NOTE_REPEATS = 250 };

static const char word[] = "unsayabl"; /* 8 bytes, over and over */

static int set_up(void **state)
{
    static struct journal_folder folder;
    journal_folder_begin(&folder);
    *state = &folder;
    return 0;
}

static int tear_down(void **state)
{
    journal_folder_end(*state);
    return 0;
}

/* A note that fills more than a page together with its correction, and is in an undo. */
static struct id128 write_and_correct(struct journal *journal)
{
    static char text[NOTE_REPEATS * (sizeof word - 1)];
    struct complaint complaint = {0};
    struct id128 id;
    struct id128 undone;
    struct bytes what;
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = word[i % (sizeof word - 1)];
    }
    const struct bytes note = {(const uint8_t *)text, sizeof text};
    struct entry entry = {.kind = bytes_of_text("pain"), .note = note, .at = journal_now(journal)};
    const struct value_pair worst = {bytes_of_text("worst"),
                                     {.type = VALUE_INTEGER, .as.integer = 9}};
    entry.fields = (struct value){.type = VALUE_MAP, .as.map = {&worst, 1}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    const struct journal_change change = {.has_at = true, .at = journal_now(journal)};
    assert_int_equal(journal_log(journal, 0, &batch, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_amend(journal, id, &change, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_undo(journal, &undone, &what, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_retract(journal, id, bytes_of_text(word), &complaint), DAYBOOK_OK);
    assert_true(id128_equal(id, undone));
    return id;
}

static void expect_gone(const struct journal_folder *folder)
{
    const struct plain_sightings left = plain_units_search(folder->path, folder->passphrase, word);
    assert_int_equal(left.pages, 0);
    assert_int_equal(left.frames, 0);
    assert_int_equal(left.older_frames, 0);
}

static void
nothing_of_an_erased_entry_is_in_the_files_whether_the_journal_is_open_or_closed(void **state)
{
    struct journal_folder *folder = *state;
    struct journal *journal = NULL;
    struct complaint complaint = {0};
    struct id128 other;
    assert_int_equal(journal_folder_create(folder, &journal), DAYBOOK_OK);
    struct id128 id = write_and_correct(journal);
    assert_int_equal(journal_folder_log(journal, &other), DAYBOOK_OK);
    assert_true(plain_units_search(folder->path, folder->passphrase, word).frames >
                NOTE_REPEATS + NOTE_REPEATS / 2);
    journal_close(journal);
    assert_true(plain_units_search(folder->path, folder->passphrase, word).pages >
                NOTE_REPEATS + NOTE_REPEATS / 2);
    assert_int_equal(journal_folder_open(folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_erase(journal, id, &complaint), DAYBOOK_OK);
    expect_gone(folder);
    assert_true(plain_units_search(folder->path, folder->passphrase, "a quiet day").pages > 0);
    assert_int_equal(journal_folder_check(journal, 1), 1);
    journal_close(journal);
    expect_gone(folder);
    assert_int_equal(journal_folder_open(folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_folder_check(journal, 1), 1);
    journal_close(journal);
}

/* A summary names a measure only when the day has a figure for it. */
static void the_figure_goes_from_the_files_with_the_summary_that_held_it(void **state)
{
    struct journal_folder *folder = *state;
    struct journal *journal = NULL;
    struct complaint complaint = {0};
    assert_int_equal(journal_folder_create(folder, &journal), DAYBOOK_OK);
    struct id128 id = write_and_correct(journal);
    assert_int_equal(journal_undo(journal, &id, &(struct bytes){0}, &complaint), DAYBOOK_OK);
    assert_int_equal(summaries_publish(journal_circle(journal, 0), true), DAYBOOK_OK);
    assert_true(plain_units_search(folder->path, folder->passphrase, "pain.worst").frames > 0);
    assert_int_equal(journal_erase(journal, id, &complaint), DAYBOOK_OK);
    assert_true(plain_units_search(folder->path, folder->passphrase, "pain.worst").pages > 0);
    assert_int_equal(summaries_publish(journal_circle(journal, 0), true), DAYBOOK_OK);
    const struct plain_sightings left =
        plain_units_search(folder->path, folder->passphrase, "pain.worst");
    assert_int_equal(left.pages + left.frames + left.older_frames, 0);
    journal_close(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            nothing_of_an_erased_entry_is_in_the_files_whether_the_journal_is_open_or_closed,
            set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            the_figure_goes_from_the_files_with_the_summary_that_held_it, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
