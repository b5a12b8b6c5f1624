/* Who may do what: forged and late operations, as a member with a program of its own can write
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/inspection.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/stage.h"
#include "journal/writer.h"
#include "vault/digest.h"
#include "vault/random.h"

enum { PATIENT = ANA, CAREGIVER = BEN, WITNESS = DAN, THERAPIST = CLEO };

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
    assert_int_equal(stage_quarantined(household, PATIENT), 1);
}

static void a_removed_caregiver_gains_nothing_by_a_new_incarnation(void **state)
{
    struct household *household = *state;
    (void)household_log(household, CAREGIVER, "pain", "worst", 3);
    household_run(household, 10000);
    journal_go_offline(household->journals[CAREGIVER]);
    remove_caregiver(household);
    household_run(household, 10000);
    stage_circle(household, CAREGIVER)->row.incarnation = random_id();
    (void)household_log(household, CAREGIVER, "pain", "worst", 4);
    journal_go_online(household->journals[CAREGIVER]);
    household_run(household, 60000);
    assert_int_equal(household_count(household, PATIENT), 1);
    assert_int_equal(stage_quarantined(household, PATIENT), 1);
}

static void whoever_leaves_cannot_cut_the_feeds_of_others(void **state)
{
    struct household *household = *state;
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    household_run(household, 10000);
    struct own_circle *patient = stage_circle(household, PATIENT);
    struct own_circle *caregiver = stage_circle(household, CAREGIVER);
    const struct circle_cut cut = {.feed = own_circle_own_feed(patient, STREAM_LOG)->feed,
                                   .number = 1};
    const struct circle_change change = {.type = OPERATION_REMOVE_PERSON,
                                         .target_person = caregiver->row.person,
                                         .cuts = &cut,
                                         .cut_count = 1};
    assert_int_equal(membership_write(caregiver, &change, 1), DAYBOOK_OK);
    courier_carry_all(caregiver, stage_circle(household, WITNESS));
    (void)household_log(household, PATIENT, "pain", "worst", 5);
    household_run(household, 30000);
    assert_int_equal(household_count(household, WITNESS), 2);
}

/* A key of the log that its maker knows, sealed to everybody else who reads the log. */
static struct circle_change own_key_for_others(const struct own_circle *maker, struct epoch *key,
                                               struct arena *arena)
{
    const struct circle *members = maker->circle;
    struct circle_recipient *recipients =
        arena_take_array(arena, members->device_count, sizeof *recipients);
    size_t count = 0;
    for (size_t i = 0; i < members->device_count; i++) {
        const struct circle_device *device = &members->devices[i];
        bool own = key256_equal(device->sign, maker->journal->self.sign);
        uint8_t *sealed = arena_take(arena, SEALED_KEY_SIZE);
        if (!own && !circle_reads(members, device, STREAM_LOG)) {
            continue;
        }
        assert_int_equal(epoch_seal_to(key, own ? members->recovery_box : device->box, sealed),
                         DAYBOOK_OK);
        recipients[count++] = (struct circle_recipient){!own ? device->sign : (struct key256){{0}},
                                                        {sealed, SEALED_KEY_SIZE}};
    }
    return (struct circle_change){
        .type = OPERATION_NEW_EPOCH,
        .epoch = {.stream = STREAM_LOG,
                  .generation = members->epochs[STREAM_LOG]->generation + 2,
                  .id = epoch_id(key),
                  .recipients = recipients,
                  .recipient_count = count},
    };
}

/* Write a membership operation as if it were an hour ago. */
static void write_backdated(struct household *household, struct own_circle *circle,
                            const struct circle_change *change)
{
    enum { HOUR_MS = 3600 * 1000 };
    household->wall_ms -= HOUR_MS;
    circle->journal->clock = 0;
    assert_int_equal(membership_write(circle, change, 1), DAYBOOK_OK);
    household->wall_ms += HOUR_MS;
}

static void nobody_writes_under_a_key_a_removed_member_made_and_dated_back(void **state)
{
    struct household *household = *state;
    struct epoch *key = NULL;
    struct arena *arena = arena_create(0);
    household->wall_ms += 7200000;
    journal_go_offline(household->journals[CAREGIVER]);
    remove_caregiver(household);
    household_run(household, 10000);
    struct own_circle *caregiver = stage_circle(household, CAREGIVER);
    assert_int_equal(epoch_create(&key), DAYBOOK_OK);
    const struct circle_change change = own_key_for_others(caregiver, key, arena);
    write_backdated(household, caregiver, &change);
    courier_carry_all(caregiver, stage_circle(household, PATIENT));
    const struct held_epoch *used =
        own_circle_writing_epoch(stage_circle(household, PATIENT), STREAM_LOG);
    assert_non_null(used);
    assert_false(key256_equal(used->id, epoch_id(key)));
    epoch_free(key);
    arena_free(arena);
}

static void a_removed_co_owner_lets_nobody_in_by_dating_back(void **state)
{
    struct household *household = *state;
    struct own_circle *patient = stage_circle(household, PATIENT);
    struct own_circle *caregiver = stage_circle(household, CAREGIVER);
    const struct circle_change named = {
        .type = OPERATION_GRANT,
        .person = {.person = caregiver->row.person,
                   .grants = {.co_owner = true, .log_from_day = INT32_MIN}}};
    const struct id128 stranger = random_id();
    const struct circle_change added = {.type = OPERATION_ADD_PERSON,
                                        .person = {.person = stranger,
                                                   .name = bytes_of_text("Eve"),
                                                   .role = ROLE_CAREGIVER,
                                                   .grants = {.log_from_day = INT32_MIN}}};
    assert_int_equal(membership_write(patient, &named, 1), DAYBOOK_OK);
    household_run(household, 10000);
    household->wall_ms += 7200000;
    journal_go_offline(household->journals[CAREGIVER]);
    remove_caregiver(household);
    household_run(household, 10000);
    write_backdated(household, caregiver, &added);
    courier_carry_all(caregiver, patient);
    assert_null(circle_find_person(patient->circle, stranger));
    assert_true(stage_quarantined(household, PATIENT) > 0);
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
    copy_genesis(stage_circle(household, THERAPIST));
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
    assert_true(members[THERAPIST].grant_log);
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
    assert_int_equal(writer_begin(stage_circle(household, THERAPIST), STREAM_LOG, &writer),
                     DAYBOOK_OK);
    assert_int_equal(writer_append(&writer, &retraction, &row), DAYBOOK_OK);
    assert_int_equal(writer_end(&writer, DAYBOOK_OK), DAYBOOK_OK);
    household_run(household, 60000);
    struct journal_item item;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_show(household->journals[WITNESS], own, arena, &item), DAYBOOK_OK);
    assert_false(item.retracted);
    assert_int_equal(stage_quarantined(household, WITNESS), 1);
    arena_free(arena);
}

static void a_plan_taken_back_is_taken_back_everywhere(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    const struct value_pair pair = household_text("discipline", "ot");
    const struct id128 id = household_say(household, THERAPIST, "therapy_plan", &pair, 1);
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
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(a_removed_caregiver_gains_nothing_by_a_new_incarnation,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(whoever_leaves_cannot_cut_the_feeds_of_others, stage_set_up,
                                        stage_tear_down),
        cmocka_unit_test_setup_teardown(
            nobody_writes_under_a_key_a_removed_member_made_and_dated_back, stage_set_up,
            stage_tear_down),
        cmocka_unit_test_setup_teardown(a_removed_co_owner_lets_nobody_in_by_dating_back,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(a_copied_genesis_founds_nothing, stage_set_up,
                                        stage_tear_down),
        cmocka_unit_test_setup_teardown(an_entry_by_a_therapist_who_reads_the_log_is_not_shown,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(a_plan_taken_back_is_taken_back_everywhere, stage_set_up,
                                        stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
