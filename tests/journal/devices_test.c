/* People with several devices, and journals in several circles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "journal/inspection.h"
#include "journal/stage.h"

enum { PHONE, CAREGIVER, THERAPIST, TABLET, OTHER_PATIENT };

/* Invite from one place, join at another, and let it happen. */
static void bring_in(struct household *household, size_t inviter, size_t joiner,
                     struct journal_invite *terms)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    terms->auto_approve = true;
    assert_int_equal(journal_invite(household->journals[inviter], 0, terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_true(bytes_equal(terms->name, journal_name(household->journals[joiner])));
    assert_int_equal(terms->role, journal_role(household->journals[joiner]));
    assert_int_equal(journal_join(household->journals[joiner], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(household->journals[joiner]);
    household_run(household, 30000);
}

/* The patient's tablet, whose journal began as every patient's does. */
static void add_tablet(struct household *household)
{
    assert_int_equal(household_add(household, "Ana", ROLE_PATIENT), TABLET);
    struct journal_invite terms = {.device = true, .seat = household_seat(household, TABLET)};
    bring_in(household, PHONE, TABLET, &terms);
}

static size_t count_people(struct household *household, size_t place, size_t *out_devices)
{
    struct journal_member *members = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_members(household->journals[place], 0, arena, &members, &count),
                     DAYBOOK_OK);
    *out_devices = members[0].device_count;
    arena_free(arena);
    return count;
}

static void a_patient_writes_on_two_devices_and_everybody_has_all_of_it(void **state)
{
    struct household *household = *state;
    size_t devices = 0;
    (void)household_log(household, PHONE, "pain", "worst", 3);
    household_run(household, 20000);
    add_tablet(household);
    assert_int_equal(journal_circle_count(household->journals[TABLET]), 1);
    assert_int_equal(household_count(household, TABLET), 1);
    (void)household_log(household, TABLET, "pain", "worst", 6);
    (void)household_log(household, CAREGIVER, "fatigue", "severity", 4);
    household_run(household, 60000);
    assert_int_equal(household_count(household, PHONE), 3);
    assert_int_equal(household_count(household, TABLET), 3);
    assert_int_equal(household_count(household, CAREGIVER), 3);
    assert_true(household_pain(household, THERAPIST) == 6);
    assert_int_equal(count_people(household, CAREGIVER, &devices), 3);
    assert_int_equal(devices, 2);
}

static void the_phone_is_lost_and_the_tablet_goes_on(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct journal_member *members = NULL;
    size_t count = 0;
    char id[KEY256_HEX_SIZE];
    add_tablet(household);
    journal_go_offline(household->journals[PHONE]);
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_members(household->journals[TABLET], 0, arena, &members, &count),
                     DAYBOOK_OK);
    assert_int_equal(members[0].device_count, 2);
    const struct journal_device_row *devices = members[0].devices;
    key256_to_hex(devices[devices[0].is_self ? 1 : 0].device, id);
    arena_free(arena);
    const struct bytes start = {(const uint8_t *)id, 8};
    assert_int_equal(
        journal_retire(household->journals[TABLET], 0, bytes_of_text("Ana"), &complaint),
        DAYBOOK_CONFLICT);
    assert_int_equal(journal_retire(household->journals[TABLET], 0, start, &complaint), DAYBOOK_OK);
    (void)household_log(household, TABLET, "pain", "worst", 7);
    household_run(household, 30000);
    journal_go_online(household->journals[PHONE]);
    household_run(household, 60000);
    assert_int_equal(household_count(household, CAREGIVER), 1);
    assert_int_equal(household_count(household, PHONE), 0);
    assert_int_equal(
        journal_retire(household->journals[TABLET], 0, bytes_of_text("Ana"), &complaint),
        DAYBOOK_DENIED);
}

static void a_caregiver_asks_the_patient_for_another_device(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct buffer code = {0};
    size_t second = household_add(household, "Ben", ROLE_CAREGIVER);
    struct journal_invite terms = {.device = true, .seat = household_seat(household, second)};
    assert_int_equal(journal_invite(household->journals[CAREGIVER], 0, &terms, &code, &complaint),
                     DAYBOOK_DENIED);
    assert_non_null(strstr(complaint.text, "--device --name"));
    terms.name = bytes_of_text("zoe");
    assert_int_equal(journal_invite(household->journals[PHONE], 0, &terms, &code, &complaint),
                     DAYBOOK_NOT_FOUND);
    terms.name = bytes_of_text("ben");
    bring_in(household, PHONE, second, &terms);
    (void)household_log(household, second, "pain", "worst", 5);
    household_run(household, 30000);
    assert_int_equal(household_count(household, CAREGIVER), 1);
    struct journal_member *members = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_members(household->journals[PHONE], 0, arena, &members, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, 3);
    assert_int_equal(members[1].device_count, 2);
    arena_free(arena);
}

/* What was written before joining stays where it was written, and is shown. */
static void a_tablet_with_entries_of_its_own_keeps_them_in_a_circle_of_their_own(void **state)
{
    struct household *household = *state;
    assert_int_equal(household_add(household, "Ana", ROLE_PATIENT), TABLET);
    (void)household_note(household, TABLET, "before");
    struct journal_invite terms = {.device = true, .seat = household_seat(household, TABLET)};
    bring_in(household, PHONE, TABLET, &terms);
    assert_int_equal(journal_circle_count(household->journals[TABLET]), 2);
    assert_int_equal(household_count(household, TABLET), 1);
    assert_int_equal(household_count(household, PHONE), 0);
}

/* A seat in a second circle at the same broker. */
static struct seat other_seat(struct household *household, const char *client_id)
{
    struct seat seat = {.broker = "mqtt://127.0.0.1:1",
                        .circle = "circlecirclecircle02",
                        .password = "long enough"};
    (void)snprintf(seat.client_id, sizeof seat.client_id, "%s", client_id);
    (void)snprintf(seat.username, sizeof seat.username, "%s", client_id);
    memory_broker_admit(household->broker, &seat);
    return seat;
}

static size_t find_circle(struct household *household, size_t place, const char *patient)
{
    struct complaint complaint = {0};
    size_t circle = 77;
    assert_int_equal(journal_find_circle(household->journals[place], bytes_of_text(patient),
                                         &circle, &complaint),
                     DAYBOOK_OK);
    return circle;
}

static void log_pain(struct household *household, size_t place, size_t circle, int64_t worst)
{
    struct complaint complaint = {0};
    struct id128 id;
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = worst}};
    struct entry entry = {.kind = bytes_of_text("pain"),
                          .at = journal_now(household->journals[place]),
                          .fields = {.type = VALUE_MAP, .as.map = {&pair, 1}}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    assert_int_equal(journal_log(household->journals[place], circle, &batch, &complaint),
                     DAYBOOK_OK);
}

static uint64_t count_entries(struct household *household, size_t place, size_t circle)
{
    struct journal_status status = {0};
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_circle_status(household->journals[place], circle, arena, &status),
                     DAYBOOK_OK);
    arena_free(arena);
    return status.entries;
}

static double pain_of(struct household *household, size_t place, size_t circle)
{
    struct arena *arena = arena_create(0);
    const struct trend_summary *summary = household_summary(household, place, circle, arena);
    double median = summary->measures[MEASURE_PAIN_WORST].d7.median;
    arena_free(arena);
    return median;
}

static void nothing_crosses_between_the_circles_of_one_caregiver(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    (void)household_add(household, "unused", ROLE_CAREGIVER);
    assert_int_equal(household_add(household, "Eva", ROLE_PATIENT), OTHER_PATIENT);
    const struct seat seat = other_seat(household, "otherpatientdevice01");
    assert_int_equal(journal_set_seat(household->journals[OTHER_PATIENT], 0, &seat, &complaint),
                     DAYBOOK_OK);
    journal_go_online(household->journals[OTHER_PATIENT]);
    struct journal_invite terms = {.name = bytes_of_text("Ben"),
                                   .role = ROLE_CAREGIVER,
                                   .seat = other_seat(household, "benwithevasdevice001")};
    bring_in(household, OTHER_PATIENT, CAREGIVER, &terms);
    assert_int_equal(journal_circle_count(household->journals[CAREGIVER]), 2);
    size_t ana = find_circle(household, CAREGIVER, "ana");
    size_t eva = find_circle(household, CAREGIVER, "eva");
    log_pain(household, CAREGIVER, ana, 2);
    log_pain(household, CAREGIVER, eva, 9);
    log_pain(household, OTHER_PATIENT, 0, 8);
    household_run(household, 60000);
    assert_int_equal(count_entries(household, CAREGIVER, ana), 1);
    assert_int_equal(count_entries(household, CAREGIVER, eva), 2);
    assert_int_equal(count_entries(household, PHONE, 0), 1);
    assert_int_equal(count_entries(household, OTHER_PATIENT, 0), 2);
    assert_true(pain_of(household, CAREGIVER, ana) == 2);
    assert_true(pain_of(household, CAREGIVER, eva) == 9);
    assert_true(pain_of(household, THERAPIST, 0) == 2);
}

#define DEVICES_TEST(name)                                                                         \
    cmocka_unit_test_setup_teardown(name, stage_set_up_three, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DEVICES_TEST(a_patient_writes_on_two_devices_and_everybody_has_all_of_it),
        DEVICES_TEST(the_phone_is_lost_and_the_tablet_goes_on),
        DEVICES_TEST(a_caregiver_asks_the_patient_for_another_device),
        DEVICES_TEST(a_tablet_with_entries_of_its_own_keeps_them_in_a_circle_of_their_own),
        DEVICES_TEST(nothing_crosses_between_the_circles_of_one_caregiver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
