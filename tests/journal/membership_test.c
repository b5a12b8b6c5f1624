/* Retiring a device, naming who stands in, new keys at once, and the history of all that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/membership.h"
#include "journal/stage.h"

static enum daybook_status retire(const struct household *household, size_t place,
                                  const char *which)
{
    struct complaint complaint = {0};
    enum daybook_status status =
        journal_retire(household->journals[place], 0, bytes_of_text(which), &complaint);
    assert_int_equal(status == DAYBOOK_OK, complaint.text[0] == '\0');
    return status;
}

static enum daybook_status name_stand_in(const struct household *household, size_t place,
                                         const char *who, bool co_owner)
{
    struct complaint complaint = {0};
    enum daybook_status status = journal_name_stand_in(household->journals[place], 0,
                                                       bytes_of_text(who), co_owner, &complaint);
    assert_int_equal(status == DAYBOOK_OK, complaint.text[0] == '\0');
    return status;
}

static void a_retired_device_gets_nothing_new_and_its_person_stays(void **state)
{
    struct household *household = *state;
    (void)household_log(household, ANA, "pain", "worst", 3);
    household_run(household, 10000);
    assert_int_equal(retire(household, ANA, "Ben"), DAYBOOK_OK);
    (void)household_log(household, ANA, "pain", "worst", 4);
    household_run(household, 20000);
    assert_int_equal(household_count(household, BEN), 1);
    assert_int_equal(household_count(household, DAN), 2);
    const struct circle *circle = stage_circle(household, DAN)->circle;
    const struct circle_device *device =
        circle_find_device(circle, household->journals[BEN]->self.sign);
    assert_true(device->retired);
    assert_false(circle_find_person(circle, device->person)->removed);
}

static void a_device_is_retired_by_its_person_and_by_higher_ranks_only(void **state)
{
    struct household *household = *state;
    assert_int_equal(retire(household, BEN, "Dan"), DAYBOOK_DENIED);
    assert_int_equal(retire(household, BEN, "Ana"), DAYBOOK_DENIED);
    assert_int_equal(retire(household, BEN, "Nobody"), DAYBOOK_NOT_FOUND);
    assert_int_equal(retire(household, ANA, ""), DAYBOOK_NOT_FOUND);
    assert_int_equal(retire(household, ANA, "Ana"), DAYBOOK_DENIED); /* the only one */
    char hex[KEY256_HEX_SIZE];
    key256_to_hex(household->journals[BEN]->self.sign, hex);
    hex[8] = '\0';
    assert_int_equal(retire(household, BEN, hex), DAYBOOK_OK);
    household_run(household, 10000);
    assert_int_equal(retire(household, ANA, hex), DAYBOOK_NOT_FOUND); /* it is retired */
}

static void new_keys_are_made_for_every_stream_and_everybody_goes_on(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct key256 before[STREAM_COUNT];
    const struct own_circle *circle = stage_circle(household, ANA);
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        before[stream] = circle->circle->epochs[stream]->id;
    }
    assert_int_equal(journal_rotate(household->journals[BEN], 0, &complaint), DAYBOOK_DENIED);
    complaint = (struct complaint){0};
    assert_int_equal(journal_rotate(household->journals[ANA], 0, &complaint), DAYBOOK_OK);
    household_run(household, 20000);
    for (int stream = 0; stream < STREAM_COUNT; stream++) {
        for (size_t place = ANA; place <= CLEO; place++) {
            const struct circle *seen = stage_circle(household, place)->circle;
            assert_false(key256_equal(seen->epochs[stream]->id, before[stream]));
            assert_true(key256_equal(seen->epochs[stream]->id, circle->circle->epochs[stream]->id));
        }
    }
    (void)household_log(household, BEN, "pain", "worst", 4);
    household_run(household, 10000);
    assert_int_equal(household_count(household, DAN), 1);
}

static void only_the_patient_names_who_stands_in(void **state)
{
    struct household *household = *state;
    assert_int_equal(name_stand_in(household, BEN, "Ben", true), DAYBOOK_DENIED);
    assert_int_equal(name_stand_in(household, ANA, "Cleo", true), DAYBOOK_INVALID);
    assert_int_equal(name_stand_in(household, ANA, "Ben", true), DAYBOOK_OK);
    household_run(household, 10000);
    assert_int_equal(name_stand_in(household, BEN, "Dan", true), DAYBOOK_DENIED);
    assert_int_equal(name_stand_in(household, BEN, "Ben", false), DAYBOOK_OK);
    household_run(household, 10000);
    assert_int_equal(retire(household, BEN, "Dan"), DAYBOOK_DENIED);
}

static const struct journal_membership *last_of(const struct journal_membership *changes,
                                                size_t count, enum operation_type type)
{
    size_t last = count;
    for (size_t i = 0; i < count; i++) {
        last = changes[i].type == type ? i : last;
    }
    assert_true(last < count);
    return &changes[last];
}

static void the_history_tells_who_did_what_and_what_was_refused(void **state)
{
    struct household *household = *state;
    struct journal_membership *changes = NULL;
    size_t count = 0;
    struct own_circle *dan = stage_circle(household, DAN);
    const struct circle_change forged = {.type = OPERATION_REMOVE_PERSON,
                                         .target_person =
                                             stage_circle(household, CLEO)->row.person};
    assert_int_equal(membership_write(dan, &forged, 1), DAYBOOK_OK);
    household_run(household, 10000);
    assert_int_equal(retire(household, ANA, "Ben"), DAYBOOK_OK);
    household_run(household, 10000);
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_membership_log(household->journals[CLEO], 0, arena, &changes, &count),
                     DAYBOOK_OK);
    assert_int_equal(changes[0].type, OPERATION_GENESIS);
    const struct journal_membership *removal = last_of(changes, count, OPERATION_REMOVE_PERSON);
    assert_true(removal->refused);
    assert_true(bytes_equal_text(removal->author_name, "Dan"));
    assert_true(bytes_equal_text(removal->person_name, "Cleo"));
    const struct journal_membership *retired = last_of(changes, count, OPERATION_RETIRE_DEVICE);
    assert_false(retired->refused);
    assert_true(bytes_equal_text(retired->author_name, "Ana"));
    assert_true(bytes_equal_text(retired->person_name, "Ben"));
    assert_true(retired->has_device);
    assert_true(retired->said_ms <= retired->received_ms && retired->said_ms > 0);
    assert_true(removal < retired);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_retired_device_gets_nothing_new_and_its_person_stays,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(a_device_is_retired_by_its_person_and_by_higher_ranks_only,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(new_keys_are_made_for_every_stream_and_everybody_goes_on,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(only_the_patient_names_who_stands_in, stage_set_up,
                                        stage_tear_down),
        cmocka_unit_test_setup_teardown(the_history_tells_who_did_what_and_what_was_refused,
                                        stage_set_up, stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
