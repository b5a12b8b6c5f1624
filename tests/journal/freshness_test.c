/* An older copy of the whole file is noticed at the next opening, and nothing else is taken for
 * one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/home_room.h"
#include "journal/inspection.h"
#include "journal/notices.h"
#include "journal/state.h"

static struct journal *journal_of(const struct home_room *room)
{
    return room->household.journals[0];
}

/* Open, write, close: a life of the journal that ends well. */
static void live(struct home_room *room)
{
    room->household.wall_ms += 1000;
    home_folder_open(&room->home);
    (void)household_note(&room->household, 0, "a day");
    home_folder_close(&room->home);
}

static uint64_t unseen(const struct home_room *room)
{
    uint64_t count = 77;
    assert_int_equal(notices_unseen(journal_of(room), &count), DAYBOOK_OK);
    return count;
}

static struct id128 incarnation(const struct home_room *room)
{
    return journal_circle(journal_of(room), 0)->row.incarnation;
}

/* Open, and expect an alarm or none. */
static void expect_alarm(struct home_room *room, bool alarm)
{
    home_folder_open(&room->home);
    assert_int_equal(unseen(room), alarm ? 1 : 0);
    home_folder_close(&room->home);
}

static void opening_again_and_again_is_no_alarm(void **state)
{
    struct home_room *room = *state;
    for (int i = 0; i < 4; i++) {
        live(room);
        expect_alarm(room, false);
    }
}

static void an_older_copy_begins_a_new_incarnation_and_is_told(void **state)
{
    struct home_room *room = *state;
    struct journal_verification result;
    live(room);
    home_folder_keep_store(&room->home, "older");
    live(room);
    home_folder_put_store(&room->home, "older");
    home_folder_open_without_state(&room->home);
    const struct id128 before = incarnation(room);
    home_folder_close(&room->home);
    home_folder_put_store(&room->home, "older");
    home_folder_open(&room->home);
    assert_int_equal(unseen(room), 1);
    assert_false(id128_equal(incarnation(room), before));
    assert_int_equal(journal_verify(journal_of(room), &result), DAYBOOK_OK);
    assert_false(result.sound);
    assert_non_null(strstr(result.damage, "older copy"));
    assert_int_equal(notices_mark_seen(journal_of(room)), DAYBOOK_OK);
    assert_int_equal(journal_verify(journal_of(room), &result), DAYBOOK_OK);
    assert_true(result.sound);
    (void)household_note(&room->household, 0, "in the new incarnation");
    home_folder_close(&room->home);
    expect_alarm(room, false);
}

static void a_copy_from_before_the_first_opening_is_told(void **state)
{
    struct home_room *room = *state;
    home_folder_keep_store(&room->home, "newborn");
    live(room);
    home_folder_put_store(&room->home, "newborn");
    expect_alarm(room, true);
}

static void the_copy_of_the_latest_state_is_no_alarm(void **state)
{
    struct home_room *room = *state;
    live(room);
    home_folder_keep_store(&room->home, "latest");
    home_folder_put_store(&room->home, "latest");
    expect_alarm(room, false);
}

static void a_copy_taken_while_it_was_open_is_told_once_it_was_closed(void **state)
{
    struct home_room *room = *state;
    home_folder_open(&room->home);
    (void)household_note(&room->household, 0, "in the morning");
    home_folder_keep_store(&room->home, "noon");
    (void)household_note(&room->household, 0, "in the evening");
    home_folder_close(&room->home);
    home_folder_put_store(&room->home, "noon");
    expect_alarm(room, true);
}

static void a_missing_state_file_says_nothing_and_is_written_anew(void **state)
{
    struct home_room *room = *state;
    live(room);
    home_folder_keep_store(&room->home, "older");
    live(room);
    home_folder_remove_state(&room->home);
    expect_alarm(room, false);
    home_folder_put_store(&room->home, "older");
    expect_alarm(room, true);
}

/* The store as a crash left it, after its token changed and before the file's did. */
static void a_kill_between_the_two_writes_is_no_alarm(void **state)
{
    struct home_room *room = *state;
    for (int kills = 0; kills < 3; kills++) {
        live(room);
        home_folder_keep_state(&room->home, "before");
        home_folder_open(&room->home);
        home_folder_keep_store(&room->home, "cut off");
        home_folder_close(&room->home);
        home_folder_put_store(&room->home, "cut off");
        home_folder_put_state(&room->home, "before");
        expect_alarm(room, false);
    }
}

static void a_state_file_that_cannot_be_written_is_no_alarm_then_or_later(void **state)
{
    struct home_room *room = *state;
    live(room);
    home_folder_keep_store(&room->home, "older");
    live(room);
    home_folder_block_state(&room->home, true);
    for (int i = 0; i < 3; i++) {
        live(room);
    }
    expect_alarm(room, false);
    home_folder_block_state(&room->home, false);
    expect_alarm(room, false);
    live(room);
    home_folder_put_store(&room->home, "older");
    expect_alarm(room, true);
}

static void a_kill_between_the_two_writes_hides_no_older_copy(void **state)
{
    struct home_room *room = *state;
    live(room);
    home_folder_keep_store(&room->home, "older");
    live(room);
    home_folder_keep_state(&room->home, "before");
    home_folder_open(&room->home);
    home_folder_keep_store(&room->home, "cut off");
    home_folder_close(&room->home);
    home_folder_put_state(&room->home, "before");
    home_folder_put_store(&room->home, "older");
    expect_alarm(room, true);
}

static void a_crash_while_it_was_open_is_no_alarm(void **state)
{
    struct home_room *room = *state;
    home_folder_open(&room->home);
    (void)household_note(&room->household, 0, "before the power went");
    home_folder_keep_store(&room->home, "crashed");
    home_folder_keep_state(&room->home, "crashed state");
    home_folder_close(&room->home);
    home_folder_put_store(&room->home, "crashed");
    home_folder_put_state(&room->home, "crashed state");
    home_folder_open(&room->home);
    assert_int_equal(unseen(room), 0);
    home_folder_close(&room->home);
}

/* A life on another machine that the home was carried to. */
static void live_elsewhere(struct home_room *room)
{
    room->household.wall_ms += 1000;
    home_folder_open_elsewhere(&room->home);
    assert_int_equal(unseen(room), 0);
    (void)household_note(&room->household, 0, "a day away");
    home_folder_close(&room->home);
}

static void a_home_that_is_carried_between_two_machines_is_no_alarm(void **state)
{
    struct home_room *room = *state;
    for (int i = 0; i < 3; i++) {
        live(room);
        live(room);
        live_elsewhere(room);
        live_elsewhere(room);
        expect_alarm(room, false);
    }
}

static void an_older_copy_is_told_also_after_use_on_another_machine(void **state)
{
    struct home_room *room = *state;
    live(room);
    home_folder_keep_store(&room->home, "older");
    live_elsewhere(room);
    live(room);
    live_elsewhere(room);
    home_folder_put_store(&room->home, "older");
    expect_alarm(room, true);
}

static void many_openings_where_nothing_can_be_kept_forget_no_other_place(void **state)
{
    struct home_room *room = *state;
    live(room);
    home_folder_keep_store(&room->home, "older");
    for (int i = 0; i < 20; i++) {
        home_folder_open_where_nothing_is_kept(&room->home);
        assert_int_equal(unseen(room), 0);
        home_folder_close(&room->home);
    }
    expect_alarm(room, false);
    home_folder_put_store(&room->home, "older");
    expect_alarm(room, true);
}

static void a_copy_under_the_key_of_before_is_told(void **state)
{
    struct home_room *room = *state;
    struct complaint complaint = {0};
    bool open = false;
    const struct journal_rekeying how = {.passphrase = room->home.passphrase, .cost = {1, 8}};
    live(room);
    home_folder_open(&room->home);
    home_folder_keep_store(&room->home, "of the old key");
    assert_int_equal(journal_rekey(journal_of(room), &how, &open, &complaint), DAYBOOK_OK);
    assert_true(open);
    home_folder_close(&room->home);
    expect_alarm(room, false);
    live(room);
    home_folder_put_store(&room->home, "of the old key");
    expect_alarm(room, true);
}

/* Each loss of the file is a new place; the file in use stays known however many there were. */
static void a_file_that_is_lost_again_and_again_is_no_alarm(void **state)
{
    struct home_room *room = *state;
    for (int i = 0; i < 20; i++) {
        live(room);
        home_folder_remove_state(&room->home);
        expect_alarm(room, false);
        expect_alarm(room, false);
    }
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, home_room_set_up, home_room_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(opening_again_and_again_is_no_alarm),
        FRESH(an_older_copy_begins_a_new_incarnation_and_is_told),
        FRESH(a_copy_from_before_the_first_opening_is_told),
        FRESH(the_copy_of_the_latest_state_is_no_alarm),
        FRESH(a_copy_taken_while_it_was_open_is_told_once_it_was_closed),
        FRESH(a_missing_state_file_says_nothing_and_is_written_anew),
        FRESH(a_kill_between_the_two_writes_is_no_alarm),
        FRESH(a_state_file_that_cannot_be_written_is_no_alarm_then_or_later),
        FRESH(a_kill_between_the_two_writes_hides_no_older_copy),
        FRESH(a_crash_while_it_was_open_is_no_alarm),
        FRESH(a_home_that_is_carried_between_two_machines_is_no_alarm),
        FRESH(an_older_copy_is_told_also_after_use_on_another_machine),
        FRESH(many_openings_where_nothing_can_be_kept_forget_no_other_place),
        FRESH(a_copy_under_the_key_of_before_is_told),
        FRESH(a_file_that_is_lost_again_and_again_is_no_alarm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
