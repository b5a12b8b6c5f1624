/* What goes wrong on the way: writes that fail, runs that do not fit, seats that change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/household.h"
#include "journal/own_circle.h"
#include "journal/sending.h"

enum { PATIENT, CAREGIVER };

static int set_up(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    household_pair(&household);
    *state = &household;
    return 0;
}

static int tear_down(void **state)
{
    household_end(*state);
    return 0;
}

static struct own_circle *circle_of(const struct household *household, size_t place)
{
    return journal_circle(household->journals[place], 0);
}

static void run_sql(struct household *household, size_t place, const char *static_sql)
{
    struct database *database = household->journals[place]->database;
    assert_int_equal(database_run(database, database_statement(database, static_sql)), DAYBOOK_OK);
}

/* Let time pass though steps may fail; returns how many did. */
static size_t run_with_failures(struct household *household, size_t steps)
{
    size_t failures = 0;
    for (size_t i = 0; i < steps; i++) {
        household->wall_ms += 50;
        household->monotonic_ms += 50;
        for (size_t j = 0; j < household->count; j++) {
            failures += journal_step(household->journals[j]) == DAYBOOK_OK ? 0 : 1;
        }
    }
    return failures;
}

static void keys_that_could_not_be_kept_are_kept_once_they_can(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    size_t dan = household_add(household, "Dan", ROLE_CAREGIVER);
    struct buffer code = {0};
    struct journal_invite terms = {.name = bytes_of_text("Dan"),
                                   .role = ROLE_CAREGIVER,
                                   .auto_approve = true,
                                   .seat = household_seat(household, dan)};
    run_sql(household, CAREGIVER,
            "CREATE TEMP TRIGGER full BEFORE INSERT ON main.epoch BEGIN SELECT RAISE(ABORT, ''); "
            "END");
    assert_int_equal(journal_invite(household->journals[PATIENT], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(household->journals[dan], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(household->journals[dan]);
    assert_true(run_with_failures(household, 400) > 0);
    run_sql(household, CAREGIVER, "DROP TRIGGER full");
    household_run(household, 60000);
    (void)household_log(household, CAREGIVER, "pain", "worst", 4);
    household_run(household, 60000);
    assert_int_equal(household_count(household, dan), 1);
}

static void an_entry_that_could_not_be_written_leaves_nothing_behind(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 id;
    struct entry entry = {.kind = bytes_of_text("note"),
                          .at = journal_now(household->journals[PATIENT]),
                          .fields = {.type = VALUE_MAP},
                          .note = bytes_of_text("lost")};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    run_sql(household, PATIENT,
            "CREATE TEMP TRIGGER full BEFORE INSERT ON main.head BEGIN SELECT RAISE(ABORT, ''); "
            "END");
    size_t feeds_before = circle_of(household, PATIENT)->feed_count;
    assert_int_not_equal(journal_log(household->journals[PATIENT], 0, &batch, &complaint),
                         DAYBOOK_OK);
    assert_int_equal(circle_of(household, PATIENT)->feed_count, feeds_before);
    run_sql(household, PATIENT, "DROP TRIGGER full");
    assert_int_equal(household_count(household, PATIENT), 0);
    (void)household_note(household, PATIENT, "kept");
    household_run(household, 30000);
    assert_int_equal(household_count(household, CAREGIVER), 1);
}

/* A long stretch of large entries that compress well, under one signature: an author may do so. */
static void write_under_one_signature(struct household *household, size_t place, size_t count)
{
    static char text[ENTRY_NOTE_MAX / 4 + 1];
    memset(text, 'a', sizeof text - 1);
    for (size_t i = 0; i < count; i++) {
        (void)household_note(household, place, text);
    }
    run_sql(household, place,
            "DELETE FROM head WHERE feed_no IN (SELECT feed_no FROM feed WHERE stream = 1) AND "
            "number NOT IN (SELECT max(h.number) FROM head h JOIN feed f ON f.feed_no = h.feed_no "
            "WHERE f.stream = 1)");
}

static void a_long_run_under_one_signature_is_passed_on_whole(void **state)
{
    struct household *household = *state;
    journal_go_offline(household->journals[CAREGIVER]);
    write_under_one_signature(household, CAREGIVER, 120);
    journal_go_online(household->journals[CAREGIVER]);
    household_run(household, 60000);
    assert_int_equal(household_count(household, PATIENT), 120);
}

static size_t in_flight(const struct household *household, size_t place)
{
    struct sync_owing owing;
    sync_owing(circle_of(household, place)->engine.sync, &owing);
    return owing.in_flight;
}

static void seats_set_anew_while_something_is_on_its_way_do_not_stop_the_sending(void **state)
{
    enum { TIMES = 24 };
    struct household *household = *state;
    struct complaint complaint = {0};
    const struct seat seat = household_seat(household, CAREGIVER);
    for (size_t i = 0; i < TIMES; i++) {
        (void)household_log(household, CAREGIVER, "pain", "worst", 4);
        do {
            household_run(household, 50);
        } while (in_flight(household, CAREGIVER) == 0);
        assert_int_equal(journal_set_seat(household->journals[CAREGIVER], 0, &seat, &complaint),
                         DAYBOOK_OK);
    }
    household_run(household, 60000);
    assert_int_equal(household_count(household, PATIENT), TIMES);
    assert_int_equal(in_flight(household, CAREGIVER), 0);
}

static void a_member_removed_while_away_is_sent_nothing_for_an_old_call(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct own_circle *patient = circle_of(household, PATIENT);
    const struct key256 ben = circle_of(household, CAREGIVER)->journal->self.sign;
    assert_int_equal(
        journal_remove(household->journals[PATIENT], 0, bytes_of_text("Ben"), &complaint),
        DAYBOOK_OK);
    const struct sync_action call = {.type = SYNC_ACTION_SEND_KEYS,
                                     .stream = STREAM_CIRCLE,
                                     .feed = own_circle_own_feed(patient, STREAM_CIRCLE)->feed,
                                     .device = ben,
                                     .first = 1,
                                     .last = 1};
    assert_int_equal(sending_keys(patient, &call), DAYBOOK_OFFLINE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_that_could_not_be_kept_are_kept_once_they_can, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_entry_that_could_not_be_written_leaves_nothing_behind,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_run_under_one_signature_is_passed_on_whole, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            seats_set_anew_while_something_is_on_its_way_do_not_stop_the_sending, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(a_member_removed_while_away_is_sent_nothing_for_an_old_call,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
