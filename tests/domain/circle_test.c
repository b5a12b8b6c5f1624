/* Tests of the questions a care circle answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/circle_script.h"

static struct script script;

static void a_circle_is_what_its_operations_say(void **state)
{
    (void)state;
    script_fold_well(&script);
    assert_int_equal(script.circle->person_count, 4);
    assert_int_equal(script.circle->device_count, 5);
    assert_true(id128_equal(circle_patient(script.circle)->person, script_person(ADA)));
    assert_int_equal(circle_rank(script.circle, script_device(RECOVERY)), RANK_RECOVERY);
    assert_int_equal(circle_rank(script.circle, script_device(PATIENT_TABLET)), RANK_OWNER);
    assert_int_equal(circle_rank(script.circle, script_device(CO_OWNER)), RANK_CO_OWNER);
    assert_int_equal(circle_rank(script.circle, script_device(CAREGIVER)), RANK_MEMBER);
    assert_int_equal(circle_rank(script.circle, script_device(STRANGER)), RANK_MEMBER);
    assert_true(id128_equal(circle_author(script.circle, script_device(THERAPIST))->person,
                            script_person(DINA)));
    assert_null(circle_author(script.circle, script_device(STRANGER)));
    for (size_t i = 0; i < script.count; i++) {
        assert_false(script_refused(&script, i));
    }
}

static void a_circle_begins_with_one_genesis_of_its_own_author(void **state)
{
    (void)state;
    struct circle *circle = NULL;
    assert_int_equal(circle_fold(NULL, 0, script.arena, &circle), DAYBOOK_INVALID);
    assert_int_equal(circle_fold(script.operations + 1, 3, script.arena, &circle), DAYBOOK_INVALID);
    struct circle_operation twice[] = {script.operations[0], script.operations[0]};
    twice[1].hash.bytes[31] = 1;
    assert_int_equal(circle_fold(twice, 2, script.arena, &circle), DAYBOOK_INVALID);
    struct circle_operation forged = script.operations[0];
    forged.author = script_device(STRANGER);
    assert_int_equal(circle_fold(&forged, 1, script.arena, &circle), DAYBOOK_INVALID);
    forged = script.operations[0];
    forged.change.person.role = ROLE_CAREGIVER;
    assert_int_equal(circle_fold(&forged, 1, script.arena, &circle), DAYBOOK_INVALID);
    assert_null(circle);
}

static void a_grant_opens_the_log_to_a_therapist(void **state)
{
    (void)state;
    script_fold_well(&script);
    assert_false(circle_reads(script.circle, script_found_device(&script, THERAPIST), STREAM_LOG));
    script_grant(&script, PATIENT_PHONE, DINA,
                 (struct circle_grants){.log = true, .log_from_day = 20000});
    script_fold_well(&script);
    assert_true(circle_reads(script.circle, script_found_device(&script, THERAPIST), STREAM_LOG));
    assert_false(circle_writes(script.circle, script_found_device(&script, THERAPIST), STREAM_LOG));
    script_grant(&script, PATIENT_PHONE, DINA, (struct circle_grants){.log_from_day = INT32_MIN});
    script_fold_well(&script);
    assert_false(circle_reads(script.circle, script_found_device(&script, THERAPIST), STREAM_LOG));
}

static void each_role_reads_and_writes_its_streams(void **state)
{
    (void)state;
    script_add_person(&script, PATIENT_PHONE, EVA, ROLE_DEVICE, false);
    script_add_device(&script, PATIENT_PHONE, 6, EVA);
    script_fold_well(&script);
    static const struct {
        unsigned device;
        bool reads[STREAM_COUNT];
        bool writes[STREAM_COUNT];
    } rows[] = {
        {PATIENT_PHONE, {true, true, true, true}, {true, true, true, false}},
        {CO_OWNER, {true, true, true, true}, {true, true, true, false}},
        {CAREGIVER, {true, true, true, true}, {true, true, true, false}},
        {THERAPIST, {true, false, true, true}, {true, false, false, true}},
        {6, {true, false, true, true}, {true, false, false, false}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int stream = 0; stream < STREAM_COUNT; stream++) {
            const struct circle_device *found = script_found_device(&script, rows[i].device);
            assert_int_equal(circle_reads(script.circle, found, (enum stream)stream),
                             rows[i].reads[stream]);
            assert_int_equal(circle_writes(script.circle, found, (enum stream)stream),
                             rows[i].writes[stream]);
        }
    }
}

static void check_writers(uint32_t type, const bool allowed[static 6])
{
    for (unsigned author = 0; author < 6; author++) {
        if (circle_allows(script.circle, script_device(author), type) != allowed[author]) {
            fail_msg("type %u by device %u", type, author);
        }
    }
}

static void each_role_writes_its_types(void **state)
{
    (void)state;
    script_fold_well(&script);
    static const struct {
        uint32_t type;
        bool allowed[6]; /* by device number */
    } rows[] = {
        {OPERATION_GENESIS, {false, true, true, false, false, false}},
        {OPERATION_ADD_PERSON, {true, true, true, true, false, false}},
        {OPERATION_ADD_DEVICE, {true, true, true, true, true, true}},
        {OPERATION_GRANT, {true, true, true, true, false, false}},
        {OPERATION_RETIRE_DEVICE, {true, true, true, true, true, true}},
        {OPERATION_REMOVE_PERSON, {true, true, true, true, true, true}},
        {OPERATION_NEW_EPOCH, {true, true, true, true, true, true}},
        {OPERATION_RECOVER, {true, false, false, false, false, false}},
        {OPERATION_ENTRY, {false, true, true, true, true, false}},
        {OPERATION_AMEND, {false, true, true, true, true, false}},
        {OPERATION_RETRACT, {false, true, true, true, true, false}},
        {OPERATION_ERASE, {false, true, true, true, true, false}},
        {OPERATION_SUMMARY, {false, true, true, true, true, false}},
        {OPERATION_QUESTION, {false, true, true, true, true, false}},
        {OPERATION_PLAN, {false, false, false, false, false, true}},
        {OPERATION_FLAG_ACK, {false, false, false, false, false, true}},
        {999, {false, false, false, false, false, false}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_writers(rows[i].type, rows[i].allowed);
        assert_false(circle_allows(script.circle, script_device(STRANGER), rows[i].type));
    }
}

static void an_epoch_fits_when_its_recipients_are_the_readers(void **state)
{
    (void)state;
    script_fold_well(&script);
    assert_false(circle_epoch_fits(script.circle, STREAM_LOG));
    script_epoch(&script, PATIENT_PHONE, STREAM_LOG, 1, HOUSEHOLD);
    script_epoch(&script, PATIENT_PHONE, STREAM_TREND, 1, HOUSEHOLD);
    script_epoch(&script, PATIENT_PHONE, STREAM_CIRCLE, 1, EVERYONE & ~1U);
    script_epoch(&script, THERAPIST, STREAM_PLAN, 1, EVERYONE | UINT64_C(1) << 40);
    script_fold_well(&script);
    assert_true(circle_epoch_fits(script.circle, STREAM_LOG));
    assert_false(circle_epoch_fits(script.circle, STREAM_TREND));  /* a reader is missing */
    assert_false(circle_epoch_fits(script.circle, STREAM_CIRCLE)); /* so is the sheet */
    assert_false(circle_epoch_fits(script.circle, STREAM_PLAN));   /* a stranger reads along */
    script_grant(&script, PATIENT_PHONE, DINA,
                 (struct circle_grants){.log = true, .log_from_day = INT32_MIN});
    script_fold_well(&script);
    assert_false(circle_epoch_fits(script.circle, STREAM_LOG));
    script_epoch(&script, CAREGIVER, STREAM_LOG, 2, EVERYONE);
    script_fold_well(&script);
    assert_true(circle_epoch_fits(script.circle, STREAM_LOG));
    script_remove(&script, PATIENT_PHONE, CLEO);
    script_fold_well(&script);
    assert_false(circle_epoch_fits(script.circle, STREAM_LOG));
}

static void of_two_devices_with_one_seat_the_present_one_is_found(void **state)
{
    (void)state;
    script_retire(&script, PATIENT_PHONE, CO_OWNER);
    script_retire(&script, PATIENT_PHONE, THERAPIST);
    script_fold_well(&script);
    /* Odd device numbers share a seat name in the script. */
    struct bytes seat = script_found_device(&script, PATIENT_PHONE)->client_id;
    assert_ptr_equal(circle_find_client(script.circle, seat),
                     script_found_device(&script, PATIENT_PHONE));
    assert_null(circle_find_client(script.circle, bytes_of_text("nobody")));
}

static void short_memory_is_told(void **state)
{
    (void)state;
    struct circle *circle = NULL;
    struct arena *arena = arena_create(64);
    assert_int_equal(circle_fold(script.operations, script.count, arena, &circle),
                     DAYBOOK_NO_MEMORY);
    assert_null(circle);
    arena_free(arena);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_prestate_setup_teardown(name, script_set_up, script_tear_down, &script)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_circle_is_what_its_operations_say),
        TEST(a_circle_begins_with_one_genesis_of_its_own_author),
        TEST(a_grant_opens_the_log_to_a_therapist),
        TEST(each_role_reads_and_writes_its_streams),
        TEST(each_role_writes_its_types),
        TEST(an_epoch_fits_when_its_recipients_are_the_readers),
        TEST(of_two_devices_with_one_seat_the_present_one_is_found),
        TEST(short_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
