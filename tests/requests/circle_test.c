/* The care circle through the door: invitations, members, the seat, and an exchange without one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "requests/asked.h"

#define SEAT                                                                                       \
    "{\"broker\":\"mqtt://127.0.0.1:1883\",\"circle\":\"circle0123456789\","                       \
    "\"client_id\":\"device0123456789\",\"username\":\"u\",\"password\":\"open sesame\"}"

static void an_invitation_is_a_code(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer =
        asked(desk, "circle.invite", "{\"name\":\"Ben\",\"role\":\"caregiver\",\"seat\":" SEAT "}",
              DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.invite/1");
    assert_true(strlen(asked_text(answer, "code")) > 20);
    assert_string_equal(asked_text(answer, "role"), "caregiver");
    json_decref(answer);

    answer = asked(desk, "circle.pending", NULL, DAYBOOK_OK);
    const json_t *pending = json_object_get(answer, "pending");
    assert_int_equal(json_array_size(pending), 1);
    assert_string_equal(asked_text(json_array_get(pending, 0), "name"), "Ben");
    assert_true(json_is_null(json_object_get(json_array_get(pending, 0), "words")));
    json_decref(answer);
    json_decref(asked(desk, "circle.approve", NULL, DAYBOOK_NOT_FOUND));
    desk_free(desk);
}

static void an_invitation_without_all_it_needs_is_refused(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "circle.invite", "{\"role\":\"caregiver\",\"seat\":" SEAT "}",
                  DAYBOOK_INVALID, "name");
    asked_refused(desk, "circle.invite", "{\"name\":\"Ben\",\"role\":\"device\",\"seat\":" SEAT "}",
                  DAYBOOK_INVALID, "caregiver");
    asked_refused(desk, "circle.invite", "{\"name\":\"Ben\",\"role\":\"caregiver\"}",
                  DAYBOOK_INVALID, "seat");
    asked_refused(desk, "circle.invite",
                  "{\"name\":\"Ben\",\"role\":\"therapist\",\"grant\":[\"all\"],\"seat\":" SEAT "}",
                  DAYBOOK_INVALID, "log");
    desk_free(desk);
}

static void members_are_told_with_their_devices(void **state)
{
    (void)state;
    static const char *const members[] = {"id",      "name",   "role",    "self",
                                          "removed", "grants", "devices", NULL};
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer = asked(desk, "circle.members", NULL, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "patient"), "Ana");
    const json_t *list = json_object_get(answer, "members");
    assert_int_equal(json_array_size(list), 1);
    const json_t *ana = json_array_get(list, 0);
    asked_expect_members(ana, members);
    assert_true(json_is_true(json_object_get(ana, "self")));
    assert_int_equal(json_array_size(json_object_get(ana, "devices")), 1);
    json_decref(answer);
    desk_free(desk);
}

static void nobody_is_granted_or_removed_who_is_not_there(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_decref(asked(desk, "circle.grant", "{\"who\":\"Zoe\",\"log\":true}", DAYBOOK_NOT_FOUND));
    asked_refused(desk, "circle.grant", "{\"who\":\"Zoe\"}", DAYBOOK_INVALID, "log");
    json_decref(asked(desk, "circle.remove", "{\"who\":\"Zoe\"}", DAYBOOK_NOT_FOUND));
    desk_free(desk);
}

static void a_right_is_named_once(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_decref(
        asked(desk, "circle.grant", "{\"who\":\"Zoe\",\"co_owner\":true}", DAYBOOK_NOT_FOUND));
    asked_refused(desk, "circle.grant", "{\"who\":\"Zoe\",\"log\":true,\"co_owner\":true}",
                  DAYBOOK_INVALID, "either");
    asked_refused(desk, "circle.grant", "{\"who\":\"Ana\",\"co_owner\":true}", DAYBOOK_INVALID,
                  "caregiver");
    desk_free(desk);
}

static void the_last_device_of_the_patient_is_not_retired(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "circle.retire", "{\"device\":\"Ana\"}", DAYBOOK_DENIED, "only device");
    asked_refused(desk, "circle.retire", "{\"device\":\"Zoe\"}", DAYBOOK_NOT_FOUND, "members");
    asked_refused(desk, "circle.retire", NULL, DAYBOOK_INVALID, "device");
    desk_free(desk);
}

static size_t count_changes(const json_t *answer, const char *change)
{
    const json_t *list = json_object_get(answer, "changes");
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        count += strcmp(asked_text(json_array_get(list, i), "change"), change) == 0 ? 1 : 0;
    }
    return count;
}

static void new_keys_are_made_and_the_log_tells_it(void **state)
{
    (void)state;
    static const char *const founded[] = {"change",    "refused", "said_at",       "received_at",
                                          "by_sheet",  "author",  "author_device", "person",
                                          "person_id", "role",    "device",        NULL};
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *before = asked(desk, "circle.log", NULL, DAYBOOK_OK);
    json_decref(asked(desk, "circle.rotate", NULL, DAYBOOK_OK));
    json_t *after = asked(desk, "circle.log", NULL, DAYBOOK_OK);
    assert_int_equal(count_changes(after, "key-made"), count_changes(before, "key-made") + 4);
    assert_int_equal(count_changes(after, "founded"), 1);
    asked_expect_members(json_array_get(json_object_get(after, "changes"), 0), founded);
    json_decref(before);
    json_decref(after);
    desk_free(desk);
}

static void a_seat_is_shown_without_its_password(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "broker", NULL, DAYBOOK_NOT_FOUND, "SEAT.json");
    json_decref(asked(desk, "broker", "{\"seat\":" SEAT "}", DAYBOOK_OK));
    json_t *answer = asked(desk, "broker", NULL, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "broker"), "mqtt://127.0.0.1:1883");
    assert_true(json_is_true(json_object_get(answer, "has_password")));
    assert_null(json_object_get(answer, "password"));
    json_decref(answer);
    desk_free(desk);
}

static void a_seat_that_breaks_a_rule_is_refused(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "broker", "{\"seat\":{\"broker\":\"mqtt://example.org\"}}", DAYBOOK_INVALID,
                  "TLS");
    asked_refused(desk, "broker", "{\"seat\":{\"brokers\":\"x\"}}", DAYBOOK_INVALID, "brokers");
    asked_refused(desk, "broker", "{\"seat\":7}", DAYBOOK_INVALID, "object");
    desk_free(desk);
}

static void without_a_seat_there_is_no_exchange(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "sync", NULL, DAYBOOK_OFFLINE, "SEAT.json");
    asked_refused(desk, "sync", "{\"wait\":-1}", DAYBOOK_INVALID, "wait");
    asked_refused(desk, "sync", "{\"wait\":1.5}", DAYBOOK_INVALID, "wait");
    desk_free(desk);
}

static void a_text_that_is_no_invitation_is_refused(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_CAREGIVER);
    json_decref(asked(desk, "circle.join", "{\"code\":\"hello\"}", DAYBOOK_INVALID));
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invitation_is_a_code),
        cmocka_unit_test(an_invitation_without_all_it_needs_is_refused),
        cmocka_unit_test(members_are_told_with_their_devices),
        cmocka_unit_test(nobody_is_granted_or_removed_who_is_not_there),
        cmocka_unit_test(a_right_is_named_once),
        cmocka_unit_test(the_last_device_of_the_patient_is_not_retired),
        cmocka_unit_test(new_keys_are_made_and_the_log_tells_it),
        cmocka_unit_test(a_seat_is_shown_without_its_password),
        cmocka_unit_test(a_seat_that_breaks_a_rule_is_refused),
        cmocka_unit_test(without_a_seat_there_is_no_exchange),
        cmocka_unit_test(a_text_that_is_no_invitation_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
