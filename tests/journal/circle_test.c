/* A care circle end to end, in memory: pairing, exchange, rights and repair. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/household.h"
#include "journal/inspection.h"

enum { PATIENT, CAREGIVER, THERAPIST };

static int set_up(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    (void)household_add(&household, "Cleo", ROLE_THERAPIST);
    *state = &household;
    return 0;
}

static int tear_down(void **state)
{
    household_end(*state);
    return 0;
}

static void a_new_patient_has_a_circle_of_one(void **state)
{
    struct household *household = *state;
    assert_int_equal(journal_circle_count(household->journals[PATIENT]), 1);
    assert_int_equal(journal_circle_count(household->journals[CAREGIVER]), 0);
    assert_true(bytes_equal_text(journal_patient(household->journals[PATIENT], 0), "Ana"));
}

static void an_invitation_makes_a_member_everywhere(void **state)
{
    struct household *household = *state;
    household_pair(household);
    for (size_t i = 0; i < household->count; i++) {
        struct journal_member *members = NULL;
        size_t count = 0;
        struct arena *arena = arena_create(0);
        assert_int_equal(journal_members(household->journals[i], 0, arena, &members, &count),
                         DAYBOOK_OK);
        assert_int_equal(count, 3);
        assert_true(bytes_equal_text(journal_patient(household->journals[i], 0), "Ana"));
        arena_free(arena);
    }
}

static void entries_reach_everybody_who_reads_the_log(void **state)
{
    struct household *household = *state;
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    (void)household_log(household, CAREGIVER, "fatigue", "severity", 6);
    household_run(household, 30000);
    assert_int_equal(household_count(household, PATIENT), 2);
    assert_int_equal(household_count(household, CAREGIVER), 2);
}

static void a_therapist_without_the_grant_holds_no_entry(void **state)
{
    struct household *household = *state;
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    household_run(household, 30000);
    assert_int_equal(household_count(household, THERAPIST), 0);
}

static void a_therapist_reads_the_trend_of_what_both_logged(void **state)
{
    struct household *household = *state;
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    (void)household_log(household, CAREGIVER, "pain", "worst", 7);
    household_run(household, 30000);
    assert_true(household_pain(household, PATIENT) == 7);
    assert_true(household_pain(household, CAREGIVER) == 7);
    assert_true(household_pain(household, THERAPIST) == 7);
}

static void a_grant_gives_a_therapist_the_whole_log(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    household_run(household, 30000);
    assert_int_equal(
        journal_grant(household->journals[PATIENT], 0, bytes_of_text("cleo"), true, &complaint),
        DAYBOOK_OK);
    (void)household_log(household, PATIENT, "pain", "worst", 5);
    household_run(household, 60000);
    assert_int_equal(household_count(household, THERAPIST), 2);
}

static void a_removed_caregiver_reads_nothing_more(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    household_run(household, 30000);
    assert_int_equal(
        journal_remove(household->journals[PATIENT], 0, bytes_of_text("Ben"), &complaint),
        DAYBOOK_OK);
    (void)household_log(household, PATIENT, "pain", "worst", 5);
    household_run(household, 60000);
    assert_int_equal(household_count(household, CAREGIVER), 1);
    assert_int_equal(household_count(household, PATIENT), 2);
}

static void what_was_logged_offline_arrives_later_though_the_broker_forgot_everything(void **state)
{
    struct household *household = *state;
    household_pair(household);
    journal_go_offline(household->journals[PATIENT]);
    journal_go_offline(household->journals[CAREGIVER]);
    for (int i = 0; i < 300; i++) {
        (void)household_log(household, PATIENT, "pain", "worst", i % 11);
        (void)household_log(household, CAREGIVER, "fatigue", "severity", i % 11);
    }
    journal_go_online(household->journals[PATIENT]);
    household_run(household, 1500);
    memory_broker_restart(household->broker, true);
    household_run(household, 3000);
    journal_go_online(household->journals[CAREGIVER]);
    household_run(household, 2000);
    memory_broker_restart(household->broker, true);
    household_run(household, 120000);
    assert_int_equal(household_count(household, PATIENT), 600);
    assert_int_equal(household_count(household, CAREGIVER), 600);
    assert_true(household_pain(household, THERAPIST) == 10);
}

static void an_amendment_and_a_retraction_show_alike_on_both_sides(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    household_pair(household);
    struct id128 first = household_log(household, PATIENT, "pain", "worst", 4);
    struct id128 second = household_log(household, PATIENT, "pain", "worst", 2);
    household_run(household, 30000);
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = 6}};
    const struct value changes = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    const struct journal_change change = {.fields = &changes};
    assert_int_equal(journal_amend(household->journals[CAREGIVER], first, &change, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(
        journal_retract(household->journals[PATIENT], second, bytes_of_text("twice"), &complaint),
        DAYBOOK_OK);
    household_run(household, 30000);
    for (size_t i = PATIENT; i <= CAREGIVER; i++) {
        struct arena *arena = arena_create(0);
        struct journal_item item;
        assert_int_equal(journal_show(household->journals[i], first, arena, &item), DAYBOOK_OK);
        assert_true(item.amended && !item.retracted);
        assert_int_equal(value_find(&item.entry.fields, "worst")->as.integer, 6);
        assert_int_equal(journal_show(household->journals[i], second, arena, &item), DAYBOOK_OK);
        assert_true(item.retracted);
        arena_free(arena);
    }
    assert_true(household_pain(household, THERAPIST) == 6);
}

static void undo_goes_back_step_by_step(void **state)
{
    struct household *household = *state;
    struct journal *patient = household->journals[PATIENT];
    struct complaint complaint = {0};
    struct bytes what;
    struct id128 undone;
    struct id128 id = household_log(household, PATIENT, "pain", "worst", 4);
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = 6}};
    const struct value changes = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    const struct journal_change change = {.fields = &changes};
    assert_int_equal(journal_amend(patient, id, &change, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_retract(patient, id, bytes_of_text(""), &complaint), DAYBOOK_OK);
    const char *const expected[] = {"retract", "amend", "log"};
    const int64_t worst[] = {6, 4, 4};
    for (size_t i = 0; i < 3; i++) {
        struct arena *arena = arena_create(0);
        struct journal_item item;
        assert_int_equal(journal_undo(patient, &undone, &what, &complaint), DAYBOOK_OK);
        assert_true(bytes_equal_text(what, expected[i]));
        assert_int_equal(journal_show(patient, id, arena, &item), DAYBOOK_OK);
        assert_int_equal(value_find(&item.entry.fields, "worst")->as.integer, worst[i]);
        assert_int_equal(item.retracted, i == 2);
        arena_free(arena);
    }
    assert_int_equal(journal_undo(patient, &undone, &what, &complaint), DAYBOOK_NOT_FOUND);
}

static void everything_is_everywhere_once_all_have_spoken(void **state)
{
    struct household *household = *state;
    household_pair(household);
    struct id128 id = household_log(household, PATIENT, "pain", "worst", 4);
    struct arena *arena = arena_create(0);
    struct journal_item item;
    assert_int_equal(journal_show(household->journals[PATIENT], id, arena, &item), DAYBOOK_OK);
    assert_int_equal(item.reach, JOURNAL_HERE);
    household_run(household, 30000);
    assert_int_equal(journal_show(household->journals[PATIENT], id, arena, &item), DAYBOOK_OK);
    assert_int_equal(item.reach, JOURNAL_EVERYWHERE);
    struct journal_exchange exchange;
    journal_exchange_state(household->journals[PATIENT], &exchange);
    assert_true(exchange.connected);
    assert_true(exchange.settled);
    assert_int_equal(exchange.unheard, 0);
    arena_free(arena);
}

static void whoever_waits_is_told_when_the_exchange_settles(void **state)
{
    struct household *household = *state;
    struct journal_exchange exchange;
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    journal_exchange_now(household->journals[PATIENT]);
    journal_exchange_state(household->journals[PATIENT], &exchange);
    assert_int_equal(exchange.settles_ms, INT64_MAX);
    do {
        household_run(household, 1);
        journal_exchange_state(household->journals[PATIENT], &exchange);
    } while (exchange.settles_ms == INT64_MAX);
    assert_false(exchange.settled);
    assert_true(exchange.settles_ms > household->monotonic_ms);
    household->monotonic_ms = exchange.settles_ms;
    journal_exchange_state(household->journals[PATIENT], &exchange);
    assert_true(exchange.settled);
}

static void every_chain_verifies_after_an_exchange(void **state)
{
    struct household *household = *state;
    household_pair(household);
    for (int i = 0; i < 200; i++) {
        (void)household_log(household, PATIENT, "pain", "worst", i % 11);
    }
    household_run(household, 30000);
    for (size_t i = 0; i < household->count; i++) {
        struct journal_verification result;
        assert_int_equal(journal_verify(household->journals[i], &result), DAYBOOK_OK);
        assert_true(result.sound);
        assert_true(result.operations > 3);
    }
}

/* Invite Ben, whose device calls with the code and waits to be approved. */
static void ben_calls(struct household *household, struct buffer *out_code)
{
    struct complaint complaint = {0};
    const struct seat seat = household_seat(household, PATIENT);
    struct journal_invite terms = {.name = bytes_of_text("Ben"),
                                   .role = ROLE_CAREGIVER,
                                   .seat = household_seat(household, CAREGIVER)};
    assert_int_equal(journal_set_seat(household->journals[PATIENT], 0, &seat, &complaint),
                     DAYBOOK_OK);
    journal_go_online(household->journals[PATIENT]);
    assert_int_equal(journal_invite(household->journals[PATIENT], 0, &terms, out_code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(
        journal_join(household->journals[CAREGIVER], buffer_bytes(out_code), &complaint),
        DAYBOOK_OK);
    journal_go_online(household->journals[CAREGIVER]);
    household_run(household, 6000);
}

static void a_code_used_by_two_devices_is_burnt(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct buffer code = {0};
    size_t other = household_add(household, "Bea", ROLE_CAREGIVER);
    ben_calls(household, &code);
    journal_go_offline(household->journals[CAREGIVER]);
    assert_int_equal(journal_join(household->journals[other], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    journal_go_online(household->journals[other]);
    household_run(household, 6000);
    buffer_free(&code);
    assert_int_not_equal(
        journal_approve(household->journals[PATIENT], bytes_of_text(""), &complaint), DAYBOOK_OK);
}

static void both_sides_see_the_same_four_words(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct buffer code = {0};
    struct journal_pending *pending = NULL;
    size_t count = 0;
    struct journal_join_state joining;
    struct arena *arena = arena_create(0);
    ben_calls(household, &code);
    buffer_free(&code);
    assert_int_equal(journal_pending(household->journals[PATIENT], arena, &pending, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, 1);
    assert_true(pending[0].answered);
    journal_join_state(household->journals[CAREGIVER], &joining);
    assert_int_equal(joining.stage, JOURNAL_JOIN_WORDS);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(pending[0].words[i], joining.words[i]);
    }
    assert_int_equal(journal_circle_count(household->journals[CAREGIVER]), 0);
    assert_int_equal(
        journal_approve(household->journals[PATIENT], bytes_of_text("Ben"), &complaint),
        DAYBOOK_OK);
    household_run(household, 6000);
    assert_int_equal(journal_circle_count(household->journals[CAREGIVER]), 1);
    journal_join_state(household->journals[CAREGIVER], &joining);
    assert_int_equal(joining.stage, JOURNAL_JOIN_COMPLETE);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_patient_has_a_circle_of_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_invitation_makes_a_member_everywhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_reach_everybody_who_reads_the_log, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_therapist_without_the_grant_holds_no_entry, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_therapist_reads_the_trend_of_what_both_logged, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_grant_gives_a_therapist_the_whole_log, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_removed_caregiver_reads_nothing_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            what_was_logged_offline_arrives_later_though_the_broker_forgot_everything, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(an_amendment_and_a_retraction_show_alike_on_both_sides,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(undo_goes_back_step_by_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(everything_is_everywhere_once_all_have_spoken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(whoever_waits_is_told_when_the_exchange_settles, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(every_chain_verifies_after_an_exchange, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_code_used_by_two_devices_is_burnt, set_up, tear_down),
        cmocka_unit_test_setup_teardown(both_sides_see_the_same_four_words, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("journal.circle", tests, NULL, NULL);
}
