/* Tests of who may change what in a care circle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "domain/circle_script.h"

static struct script script;

/* Who may do what to whom: each row is tried in a fresh circle. */
enum deed { ADDS_PERSON, ADDS_CO_OWNER, ADDS_DEVICE_OF, REMOVES, RETIRES, GRANTS_CO_OWNER_TO };

static size_t do_deed(unsigned author, enum deed deed, unsigned target)
{
    switch (deed) {
    case ADDS_PERSON:
        return script_add_person(&script, author, target, ROLE_CAREGIVER, false);
    case ADDS_CO_OWNER:
        return script_add_person(&script, author, target, ROLE_CAREGIVER, true);
    case ADDS_DEVICE_OF:
        return script_add_device(&script, author, 9, target);
    case REMOVES:
        return script_remove(&script, author, target);
    case RETIRES:
        return script_retire(&script, author, target);
    case GRANTS_CO_OWNER_TO:
        return script_grant(&script, author, target,
                            (struct circle_grants){.co_owner = true, .log_from_day = INT32_MIN});
    }
    return 0;
}

static const struct {
    unsigned author;
    enum deed deed;
    unsigned target;
    bool allowed;
} deeds[] = {
    {RECOVERY, ADDS_PERSON, EVA, true},
    {PATIENT_TABLET, ADDS_PERSON, EVA, true},
    {CO_OWNER, ADDS_PERSON, EVA, true},
    {CAREGIVER, ADDS_PERSON, EVA, false},
    {THERAPIST, ADDS_PERSON, EVA, false},
    {STRANGER, ADDS_PERSON, EVA, false},
    {PATIENT_PHONE, ADDS_PERSON, BO, false},
    {RECOVERY, ADDS_CO_OWNER, EVA, true},
    {PATIENT_PHONE, ADDS_CO_OWNER, EVA, true},
    {CO_OWNER, ADDS_CO_OWNER, EVA, false},
    {RECOVERY, ADDS_DEVICE_OF, ADA, true},
    {PATIENT_PHONE, ADDS_DEVICE_OF, ADA, true},
    {PATIENT_PHONE, ADDS_DEVICE_OF, DINA, true},
    {PATIENT_PHONE, ADDS_DEVICE_OF, EVA, false},
    {CO_OWNER, ADDS_DEVICE_OF, ADA, false},
    {CO_OWNER, ADDS_DEVICE_OF, BO, true},
    {CO_OWNER, ADDS_DEVICE_OF, CLEO, true},
    {CAREGIVER, ADDS_DEVICE_OF, CLEO, false},
    {RECOVERY, REMOVES, ADA, false},
    {RECOVERY, REMOVES, BO, true},
    {PATIENT_PHONE, REMOVES, ADA, false},
    {PATIENT_PHONE, REMOVES, BO, true},
    {PATIENT_PHONE, REMOVES, DINA, true},
    {CO_OWNER, REMOVES, ADA, false},
    {CO_OWNER, REMOVES, BO, true},
    {CO_OWNER, REMOVES, CLEO, true},
    {CAREGIVER, REMOVES, ADA, false},
    {CAREGIVER, REMOVES, BO, false},
    {CAREGIVER, REMOVES, DINA, false},
    {CAREGIVER, REMOVES, CLEO, true},
    {THERAPIST, REMOVES, CLEO, false},
    {THERAPIST, REMOVES, DINA, true},
    {RECOVERY, RETIRES, PATIENT_PHONE, true},
    {PATIENT_TABLET, RETIRES, PATIENT_PHONE, true},
    {PATIENT_PHONE, RETIRES, PATIENT_PHONE, true},
    {PATIENT_PHONE, RETIRES, CO_OWNER, true},
    {CO_OWNER, RETIRES, PATIENT_PHONE, false},
    {CO_OWNER, RETIRES, CAREGIVER, true},
    {CAREGIVER, RETIRES, CAREGIVER, true},
    {CAREGIVER, RETIRES, THERAPIST, false},
    {THERAPIST, RETIRES, PATIENT_PHONE, false},
    {PATIENT_PHONE, RETIRES, STRANGER, false},
    {RECOVERY, GRANTS_CO_OWNER_TO, CLEO, true},
    {PATIENT_PHONE, GRANTS_CO_OWNER_TO, CLEO, true},
    {PATIENT_PHONE, GRANTS_CO_OWNER_TO, DINA, false},
    {CO_OWNER, GRANTS_CO_OWNER_TO, CLEO, false},
    {CAREGIVER, GRANTS_CO_OWNER_TO, CLEO, false},
};

static void an_operation_acts_on_lower_ranks_and_on_oneself(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        script_end(&script);
        script_begin_cast(&script);
        size_t deed = do_deed(deeds[i].author, deeds[i].deed, deeds[i].target);
        script_fold_well(&script);
        if (script_refused(&script, deed) == deeds[i].allowed) {
            fail_msg("row %zu: device %u, deed %d, target %u", i, deeds[i].author,
                     (int)deeds[i].deed, deeds[i].target);
        }
    }
}

static void nobody_becomes_a_second_patient(void **state)
{
    (void)state;
    size_t by_owner = script_add_person(&script, PATIENT_PHONE, EVA, ROLE_PATIENT, false);
    size_t by_recovery = script_add_person(&script, RECOVERY, EVA, ROLE_PATIENT, false);
    script_fold_well(&script);
    assert_true(script_refused(&script, by_owner));
    assert_true(script_refused(&script, by_recovery));
}

static void a_key_is_added_once(void **state)
{
    (void)state;
    size_t again = script_add_device(&script, PATIENT_PHONE, CAREGIVER, DINA);
    size_t sheet = script_add_device(&script, PATIENT_PHONE, RECOVERY, ADA);
    script_retire(&script, PATIENT_PHONE, CAREGIVER);
    size_t back = script_add_device(&script, PATIENT_PHONE, CAREGIVER, CLEO);
    script_fold_well(&script);
    assert_true(script_refused(&script, again));
    assert_true(script_refused(&script, sheet));
    assert_true(script_refused(&script, back));
}

static void the_sheet_tells_of_its_use_on_a_device_that_is_there(void **state)
{
    (void)state;
    size_t told = script_recover(&script, RECOVERY, PATIENT_PHONE, ADA);
    size_t of_caregiver = script_recover(&script, RECOVERY, CO_OWNER, ADA);
    script_retire(&script, RECOVERY, PATIENT_PHONE);
    size_t of_retired = script_recover(&script, RECOVERY, PATIENT_PHONE, ADA);
    script_fold_well(&script);
    assert_false(script_refused(&script, told));
    assert_true(script_refused(&script, of_caregiver));
    assert_true(script_refused(&script, of_retired));
    assert_true(circle_find_device(script.circle, script_device(PATIENT_PHONE))->retired);
}

static void only_the_sheet_recovers_and_only_for_the_patient(void **state)
{
    (void)state;
    size_t by_patient = script_recover(&script, PATIENT_PHONE, 9, ADA);
    size_t for_caregiver = script_recover(&script, RECOVERY, 10, CLEO);
    size_t sound = script_recover(&script, RECOVERY, 11, ADA);
    size_t then = script_retire(&script, 11, PATIENT_PHONE);
    script_fold_well(&script);
    assert_true(script_refused(&script, by_patient));
    assert_true(script_refused(&script, for_caregiver));
    assert_false(script_refused(&script, sound));
    assert_false(script_refused(&script, then));
    assert_int_equal(circle_rank(script.circle, script_device(11)), RANK_OWNER);
}

static void a_co_owner_may_step_down_but_not_take_more(void **state)
{
    (void)state;
    size_t more = script_grant(
        &script, CO_OWNER, BO,
        (struct circle_grants){.co_owner = true, .log = true, .log_from_day = INT32_MIN});
    size_t down =
        script_grant(&script, CO_OWNER, BO, (struct circle_grants){.log_from_day = INT32_MIN});
    size_t back = script_grant(&script, CO_OWNER, BO,
                               (struct circle_grants){.co_owner = true, .log_from_day = INT32_MIN});
    script_fold_well(&script);
    assert_true(script_refused(&script, more));
    assert_false(script_refused(&script, down));
    assert_true(script_refused(&script, back));
    assert_int_equal(circle_rank(script.circle, script_device(CO_OWNER)), RANK_MEMBER);
}

static void a_device_that_names_itself_moves_to_another_seat(void **state)
{
    (void)state;
    size_t move = script_add_device(&script, CAREGIVER, CAREGIVER, DINA);
    struct bytes seat = bytes_of_text("an0th3rs3at4n0th3r");
    script.operations[move].change.device.client_id = seat;
    script_fold_well(&script);
    assert_false(script_refused(&script, move));
    const struct circle_device *moved = circle_find_device(script.circle, script_device(CAREGIVER));
    assert_ptr_equal(circle_find_client(script.circle, seat), moved);
    assert_true(id128_equal(moved->person, script_person(CLEO)));
    assert_int_equal(script.circle->device_count, 5);
}

static void a_writer_renews_the_key_of_its_streams_and_an_owner_any(void **state)
{
    (void)state;
    size_t log_by_therapist = script_epoch(&script, THERAPIST, STREAM_LOG, 1, EVERYONE);
    size_t plan_by_therapist = script_epoch(&script, THERAPIST, STREAM_PLAN, 1, EVERYONE);
    size_t plan_by_caregiver = script_epoch(&script, CAREGIVER, STREAM_PLAN, 1, EVERYONE);
    size_t plan_by_sheet = script_epoch(&script, RECOVERY, STREAM_PLAN, 2, EVERYONE);
    size_t by_stranger = script_epoch(&script, STRANGER, STREAM_CIRCLE, 1, EVERYONE);
    size_t plan_by_owner = script_epoch(&script, PATIENT_PHONE, STREAM_PLAN, 3, EVERYONE);
    script_fold_well(&script);
    assert_true(script_refused(&script, log_by_therapist));
    assert_false(script_refused(&script, plan_by_therapist));
    assert_true(script_refused(&script, plan_by_caregiver));
    assert_false(script_refused(&script, plan_by_sheet));
    assert_false(script_refused(&script, plan_by_owner));
    assert_true(script_refused(&script, by_stranger));
    assert_null(script.circle->epochs[STREAM_LOG]);
    assert_int_equal(script.circle->epochs[STREAM_PLAN]->generation, 3);
}

static void beyond_the_limit_a_person_or_device_is_refused(void **state)
{
    (void)state;
    size_t last = 0;
    for (unsigned i = 0; i < CIRCLE_PERSON_MAX - 4; i++) {
        last = script_add_person(&script, PATIENT_PHONE, 100 + i, ROLE_CAREGIVER, false);
    }
    size_t person = script_add_person(&script, PATIENT_PHONE, 99, ROLE_CAREGIVER, false);
    size_t last_device = 0;
    for (unsigned i = 0; i < CIRCLE_DEVICE_MAX - 5; i++) {
        last_device = script_add_device(&script, PATIENT_PHONE, 100 + i, CLEO);
    }
    size_t one_more = script_add_device(&script, PATIENT_PHONE, 99, CLEO);
    script_fold_well(&script);
    assert_false(script_refused(&script, last));
    assert_true(script_refused(&script, person));
    assert_false(script_refused(&script, last_device));
    assert_true(script_refused(&script, one_more));
    /* Who has left makes room. */
    script_remove(&script, PATIENT_PHONE, 100);
    script_retire(&script, PATIENT_PHONE, 100);
    size_t person_again = script_add_person(&script, PATIENT_PHONE, 98, ROLE_CAREGIVER, false);
    size_t device_again = script_add_device(&script, PATIENT_PHONE, 98, CLEO);
    script_fold_well(&script);
    assert_false(script_refused(&script, person_again));
    assert_false(script_refused(&script, device_again));
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_prestate_setup_teardown(name, script_set_up, script_tear_down, &script)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_operation_acts_on_lower_ranks_and_on_oneself),
        TEST(nobody_becomes_a_second_patient),
        TEST(a_key_is_added_once),
        TEST(the_sheet_tells_of_its_use_on_a_device_that_is_there),
        TEST(only_the_sheet_recovers_and_only_for_the_patient),
        TEST(a_co_owner_may_step_down_but_not_take_more),
        TEST(a_device_that_names_itself_moves_to_another_seat),
        TEST(a_writer_renews_the_key_of_its_streams_and_an_owner_any),
        TEST(beyond_the_limit_a_person_or_device_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
