/* A backup is of one moment, or it is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "journal/backup.h"
#include "journal/home_folder.h"
#include "journal/own_circle.h"
#include "journal/state.h"
#include "store/feed_rows.h"

struct room {
    struct household household;
    struct home_folder home;
    char file[HOME_PATH_SIZE + 16];
};

static int set_up(void **state)
{
    static struct room room;
    household_begin(&room.household);
    home_folder_begin(&room.home, &room.household, "Ana", ROLE_PATIENT);
    home_folder_open(&room.home);
    for (int i = 0; i < 5; i++) {
        (void)household_note(&room.household, 0, "a day");
    }
    (void)snprintf(room.file, sizeof room.file, "%s/backup", room.home.path);
    *state = &room;
    return 0;
}

static int tear_down(void **state)
{
    struct room *room = *state;
    (void)unlink(room->file); /* not every test leaves one */
    home_folder_end(&room->home);
    household_end(&room->household);
    return 0;
}

static struct journal *journal_of(const struct room *room)
{
    return room->household.journals[0];
}

static struct journal_backup *begin(const struct room *room)
{
    struct complaint complaint = {0};
    struct journal_backup *backup = NULL;
    assert_int_equal(journal_backup_begin(journal_of(room), room->file, false, &backup, &complaint),
                     DAYBOOK_OK);
    return backup;
}

/* Carry on until it ends, well or badly. */
static enum daybook_status carry_on(struct journal_backup *backup)
{
    struct complaint complaint = {0};
    struct journal_backup_state now = {.done = false};
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && !now.done) {
        status = journal_backup_carry_on(backup, &complaint);
        journal_backup_state(backup, &now);
    }
    assert_true(status == DAYBOOK_OK || complaint.text[0] != '\0');
    return status;
}

static void what_is_written_meanwhile_does_not_hold_a_backup_up(void **state)
{
    struct room *room = *state;
    struct journal_backup *backup = begin(room);
    (void)household_note(&room->household, 0, "meanwhile");
    assert_int_equal(carry_on(backup), DAYBOOK_OK);
    assert_int_equal(access(room->file, F_OK), 0);
    journal_backup_free(backup);
}

/* As salvage does, when others hold another end of an own feed. */
static void give_up_the_last_entry(const struct room *room)
{
    struct journal *journal = journal_of(room);
    const struct feed_row *feed = own_circle_own_feed(journal_circle(journal, 0), STREAM_LOG);
    assert_non_null(feed);
    assert_int_equal(database_begin(journal->database), DAYBOOK_OK);
    assert_int_equal(feed_rows_drop_tail(journal->database, feed->feed_no, feed->number - 1),
                     DAYBOOK_OK);
    assert_int_equal(database_commit(journal->database), DAYBOOK_OK);
}

static void a_feed_that_gives_way_meanwhile_ends_a_backup(void **state)
{
    const struct room *room = *state;
    struct journal_backup *backup = begin(room);
    give_up_the_last_entry(room);
    assert_int_equal(carry_on(backup), DAYBOOK_INTERRUPTED);
    journal_backup_free(backup);
    assert_int_not_equal(access(room->file, F_OK), 0);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(what_is_written_meanwhile_does_not_hold_a_backup_up),
        FRESH(a_feed_that_gives_way_meanwhile_ends_a_backup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
