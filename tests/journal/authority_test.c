/* Who may do what: forged and late operations, as a member with a program of its own can write
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/household.h"
#include "journal/inspection.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/writer.h"
#include "vault/digest.h"
#include "vault/random.h"

enum { PATIENT, CAREGIVER, THERAPIST, WITNESS };

static int set_up(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    (void)household_add(&household, "Cleo", ROLE_THERAPIST);
    (void)household_add(&household, "Dan", ROLE_CAREGIVER);
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

static uint64_t quarantined(struct household *household, size_t place)
{
    struct journal_status status;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_circle_status(household->journals[place], 0, arena, &status),
                     DAYBOOK_OK);
    arena_free(arena);
    return status.quarantined;
}

static void remove_caregiver(struct household *household)
{
    struct complaint complaint = {0};
    assert_int_equal(
        journal_remove(household->journals[PATIENT], 0, bytes_of_text("Ben"), &complaint),
        DAYBOOK_OK);
}

static void what_a_removed_caregiver_writes_later_is_kept_but_not_shown(void **state)
{
    struct household *household = *state;
    journal_go_offline(household->journals[CAREGIVER]);
    remove_caregiver(household);
    household_run(household, 10000);
    (void)household_log(household, CAREGIVER, "pain", "worst", 4);
    journal_go_online(household->journals[CAREGIVER]);
    household_run(household, 60000);
    assert_int_equal(household_count(household, PATIENT), 0);
    assert_int_equal(household_count(household, WITNESS), 0);
    assert_int_equal(quarantined(household, PATIENT), 1);
}

static void a_removed_caregiver_gains_nothing_by_a_new_incarnation(void **state)
{
    struct household *household = *state;
    (void)household_log(household, CAREGIVER, "pain", "worst", 3);
    household_run(household, 10000);
    journal_go_offline(household->journals[CAREGIVER]);
    remove_caregiver(household);
    household_run(household, 10000);
    circle_of(household, CAREGIVER)->row.incarnation = random_id();
    (void)household_log(household, CAREGIVER, "pain", "worst", 4);
    journal_go_online(household->journals[CAREGIVER]);
    household_run(household, 60000);
    assert_int_equal(household_count(household, PATIENT), 1);
    assert_int_equal(quarantined(household, PATIENT), 1);
}

static void whoever_leaves_cannot_cut_the_feeds_of_others(void **state)
{
    struct household *household = *state;
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    household_run(household, 10000);
    struct own_circle *patient = circle_of(household, PATIENT);
    struct own_circle *caregiver = circle_of(household, CAREGIVER);
    const struct circle_cut cut = {.feed = own_circle_own_feed(patient, STREAM_LOG)->feed,
                                   .number = 1};
    const struct circle_change change = {.type = OPERATION_REMOVE_PERSON,
                                         .target_person = caregiver->row.person,
                                         .cuts = &cut,
                                         .cut_count = 1};
    assert_int_equal(membership_write(caregiver, &change, 1), DAYBOOK_OK);
    courier_carry_all(caregiver, circle_of(household, WITNESS));
    (void)household_log(household, PATIENT, "pain", "worst", 5);
    household_run(household, 30000);
    assert_int_equal(household_count(household, WITNESS), 2);
}

/* Put the circle's genesis, byte for byte, at the end of the own feed of a member. */
static void copy_genesis(struct own_circle *circle)
{
    struct operation_list list;
    struct writer writer;
    struct arena *arena = arena_create(0);
    struct database *database = circle->journal->database;
    assert_int_equal(
        operation_rows_of_stream(database, circle->row.circle_no, STREAM_CIRCLE, arena, &list),
        DAYBOOK_OK);
    assert_int_equal(list.rows[0].type, OPERATION_GENESIS);
    assert_int_equal(writer_begin(circle, STREAM_CIRCLE, &writer), DAYBOOK_OK);
    struct operation_row row = list.rows[0];
    row.feed_no = writer.feed.feed_no;
    row.number = writer.feed.number + 1;
    row.hash = digest_operation(writer.feed.feed, row.number, writer.feed.hash, row.header);
    assert_int_equal(operation_rows_add(database, &row), DAYBOOK_OK);
    writer.feed.number = row.number;
    writer.feed.hash = row.hash;
    writer.unsigned_count = 1;
    assert_int_equal(writer_end(&writer, DAYBOOK_OK), DAYBOOK_OK);
    arena_free(arena);
}

static void a_copied_genesis_founds_nothing(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    copy_genesis(circle_of(household, THERAPIST));
    household_run(household, 30000);
    assert_int_equal(
        journal_grant(household->journals[PATIENT], 0, bytes_of_text("Cleo"), true, &complaint),
        DAYBOOK_OK);
    struct journal_member *members = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_members(household->journals[PATIENT], 0, arena, &members, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, 4);
    assert_true(members[2].grant_log);
    arena_free(arena);
}

static void an_entry_by_a_therapist_who_reads_the_log_is_not_shown(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct writer writer;
    struct operation_row row;
    assert_int_equal(
        journal_grant(household->journals[PATIENT], 0, bytes_of_text("Cleo"), true, &complaint),
        DAYBOOK_OK);
    struct id128 own = household_log(household, PATIENT, "pain", "worst", 4);
    household_run(household, 60000);
    assert_int_equal(household_count(household, THERAPIST), 1);
    const struct writer_operation retraction = {
        .type = OPERATION_RETRACT, .entity = own, .body = bytes_of_text("\xa1")};
    assert_int_equal(writer_begin(circle_of(household, THERAPIST), STREAM_LOG, &writer),
                     DAYBOOK_OK);
    assert_int_equal(writer_append(&writer, &retraction, &row), DAYBOOK_OK);
    assert_int_equal(writer_end(&writer, DAYBOOK_OK), DAYBOOK_OK);
    household_run(household, 60000);
    struct journal_item item;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_show(household->journals[WITNESS], own, arena, &item), DAYBOOK_OK);
    assert_false(item.retracted);
    assert_int_equal(quarantined(household, WITNESS), 1);
    arena_free(arena);
}

static void a_plan_taken_back_is_taken_back_everywhere(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 id;
    const struct value_pair pair = {bytes_of_text("discipline"),
                                    {.type = VALUE_TEXT, .as.text = bytes_of_text("ot")}};
    struct entry entry = {.kind = bytes_of_text("therapy_plan"),
                          .at = journal_now(household->journals[THERAPIST]),
                          .fields = {.type = VALUE_MAP, .as.map = {&pair, 1}}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    if (journal_log(household->journals[THERAPIST], 0, &batch, &complaint) != DAYBOOK_OK) {
        fail_msg("%s", complaint.text);
    }
    household_run(household, 20000);
    assert_int_equal(
        journal_retract(household->journals[THERAPIST], id, bytes_of_text(""), &complaint),
        DAYBOOK_OK);
    household_run(household, 20000);
    for (size_t i = 0; i < household->count; i++) {
        struct journal_item item;
        struct arena *arena = arena_create(0);
        assert_int_equal(journal_show(household->journals[i], id, arena, &item), DAYBOOK_OK);
        assert_true(item.retracted);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_a_removed_caregiver_writes_later_is_kept_but_not_shown,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_removed_caregiver_gains_nothing_by_a_new_incarnation,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(whoever_leaves_cannot_cut_the_feeds_of_others, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_copied_genesis_founds_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_entry_by_a_therapist_who_reads_the_log_is_not_shown,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_taken_back_is_taken_back_everywhere, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
