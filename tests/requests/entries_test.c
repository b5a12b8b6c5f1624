/* Entries through the door: logging, listing, showing and correcting them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "requests/asked.h"

static json_t *only_entry(struct desk *desk, const char *json)
{
    json_t *answer = asked(desk, "list", json, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.list/1");
    json_t *entries = json_object_get(answer, "entries");
    assert_int_equal(json_array_size(entries), 1);
    json_t *entry = json_incref(json_array_get(entries, 0));
    json_decref(answer);
    return entry;
}

static size_t entry_count(struct desk *desk, const char *json)
{
    json_t *answer = asked(desk, "list", json, DAYBOOK_OK);
    size_t count = json_array_size(json_object_get(answer, "entries"));
    json_decref(answer);
    return count;
}

static void a_line_has_the_members_that_were_promised(void **state)
{
    (void)state;
    static const char *const members[] = {
        "id",          "kind",      "at",      "recorded_at", "author",
        "author_role", "fields",    "note",    "sync",        "visibility",
        "method",      "certainty", "amended", "retracted",   "also_recorded",
        NULL};
    struct desk *desk = asked_desk(ROLE_PATIENT);
    char *id = asked_log(desk, "{\"kind\":\"pain\",\"at\":\"2026-08-29T09:13+02:00\","
                               "\"fields\":{\"worst\":3,\"site\":[\"leg\"]},\"note\":\"cold\"}");
    json_t *entry = only_entry(desk, NULL);
    asked_expect_members(entry, members);
    assert_string_equal(asked_text(entry, "id"), id);
    assert_string_equal(asked_text(entry, "at"), "2026-08-29T09:13:00+02:00");
    assert_string_equal(asked_text(entry, "recorded_at"), "2026-08-29T18:00:00+02:00");
    assert_string_equal(asked_text(entry, "author"), "Ana");
    assert_string_equal(asked_text(entry, "author_role"), "patient");
    assert_string_equal(asked_text(entry, "sync"), "here");
    json_t *fields = json_pack("{s:i, s:[s]}", "worst", 3, "site", "leg");
    assert_true(json_equal(json_object_get(entry, "fields"), fields));
    json_decref(fields);
    json_decref(entry);
    free(id);
    desk_free(desk);
}

static void typed_words_and_json_say_the_same(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    free(asked_log(desk, "{\"kind\":\"pain\",\"words\":[\"worst=3\",\"site=leg,back\"]}"));
    json_t *entry = only_entry(desk, "{\"kind\":\"pain\"}");
    json_t *fields = json_pack("{s:i, s:[s,s]}", "worst", 3, "site", "leg", "back");
    assert_true(json_equal(json_object_get(entry, "fields"), fields));
    json_decref(fields);
    json_decref(entry);
    desk_free(desk);
}

static void what_does_not_fit_is_refused_with_a_sentence(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"fields\":{\"worst\":11}}", DAYBOOK_INVALID,
                  "worst");
    asked_refused(desk, "log", "{\"kind\":\"pane\",\"fields\":{}}", DAYBOOK_NOT_FOUND, "pain");
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"mood\":1}", DAYBOOK_INVALID, "mood");
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"kind\":\"pain\"}", DAYBOOK_INVALID, "twice");
    asked_refused(desk, "log", "{\"fields\":{\"worst\":1}}", DAYBOOK_INVALID, "kind");
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"words\":[\"worst\"]}", DAYBOOK_INVALID, "=");
    asked_refused(desk, "log",
                  "{\"kind\":\"pain\",\"words\":[\"worst=3\"],\"fields\":{\"worst\":3}}",
                  DAYBOOK_INVALID, "twice");
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"words\":[\"wurst=3\"]}", DAYBOOK_INVALID,
                  "wurst");
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"at\":\"soon\",\"words\":[\"worst=3\"]}",
                  DAYBOOK_INVALID, "");
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"for\":\"Zoe\",\"words\":[\"worst=3\"]}",
                  DAYBOOK_NOT_FOUND, "members");
    asked_refused(desk, "log", "[]", DAYBOOK_INVALID, "object");
    asked_refused(desk, "log", "{", DAYBOOK_INVALID, "JSON");
    assert_int_equal(entry_count(desk, NULL), 0);
    desk_free(desk);
}

static void a_field_nested_too_deep_is_refused(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "log", "{\"kind\":\"pain\",\"fields\":{\"worst\":[[[[[[[[1]]]]]]]]}}",
                  DAYBOOK_INVALID, "deep");
    desk_free(desk);
}

static void no_sentence_repeats_what_a_patient_wrote(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer =
        asked(desk, "log", "{\"kind\":\"I wept, all day\",\"fields\":{\"I wept, all day\":1}}",
              DAYBOOK_NOT_FOUND);
    assert_null(strstr(asked_text(answer, "error"), "wept"));
    json_decref(answer);
    answer = asked(desk, "log", "{\"kind\":\"pain\",\"I wept, all day\":1}", DAYBOOK_INVALID);
    assert_null(strstr(asked_text(answer, "error"), "wept"));
    json_decref(answer);
    desk_free(desk);
}

static void a_list_is_bounded_by_days_and_moments(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    free(asked_log(desk, "{\"kind\":\"pain\",\"at\":\"2026-08-27\",\"words\":[\"worst=1\"]}"));
    free(
        asked_log(desk, "{\"kind\":\"pain\",\"at\":\"2026-08-28T23:30\",\"words\":[\"worst=2\"]}"));
    free(asked_log(desk, "{\"kind\":\"fatigue\",\"words\":[\"severity=5\"]}"));
    assert_int_equal(entry_count(desk, NULL), 3);
    assert_int_equal(entry_count(desk, "{\"kind\":\"pain\"}"), 2);
    assert_int_equal(entry_count(desk, "{\"since\":\"2026-08-28\"}"), 2);
    assert_int_equal(entry_count(desk, "{\"until\":\"2026-08-28\"}"), 2);
    assert_int_equal(entry_count(desk, "{\"until\":\"2026-08-28T23:30\"}"), 1);
    assert_int_equal(entry_count(desk, "{\"since\":\"yesterday\",\"until\":\"yesterday\"}"), 1);
    asked_refused(desk, "list", "{\"kind\":\"pane\"}", DAYBOOK_NOT_FOUND, "pain");
    desk_free(desk);
}

static void an_amended_entry_shows_its_history(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    char *id = asked_log(desk, "{\"kind\":\"pain\",\"words\":[\"worst=3\",\"side=l\"]}");
    char ask[200];
    (void)snprintf(ask, sizeof ask, "{\"id\":\"%.8s\",\"words\":[\"worst=5\",\"side=\"]}", id);
    json_decref(asked(desk, "amend", ask, DAYBOOK_OK));
    (void)snprintf(ask, sizeof ask, "{\"id\":\"%s\",\"history\":true}", id);
    json_t *answer = asked(desk, "show", ask, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.show/1");
    assert_true(json_is_true(json_object_get(answer, "amended")));
    json_t *fields = json_pack("{s:i}", "worst", 5);
    assert_true(json_equal(json_object_get(answer, "fields"), fields));
    json_decref(fields);
    const json_t *history = json_object_get(answer, "history");
    assert_int_equal(json_array_size(history), 2);
    assert_string_equal(asked_text(json_array_get(history, 0), "type"), "logged");
    assert_string_equal(asked_text(json_array_get(history, 1), "type"), "amended");
    assert_true(json_is_true(json_object_get(json_array_get(history, 1), "shown")));
    json_decref(answer);
    (void)snprintf(ask, sizeof ask, "{\"id\":\"%s\"}", id);
    asked_refused(desk, "amend", ask, DAYBOOK_INVALID, "Nothing");
    free(id);
    desk_free(desk);
}

static void a_retracted_entry_cannot_be_retracted_again(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    char *id = asked_log(desk, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}");
    char ask[200];
    (void)snprintf(ask, sizeof ask, "{\"id\":\"%s\",\"reason\":\"typing error\"}", id);
    json_t *answer = asked(desk, "retract", ask, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "id"), id);
    json_decref(answer);
    json_decref(asked(desk, "retract", ask, DAYBOOK_CONFLICT));
    free(id);
    desk_free(desk);
}

static void undo_takes_back_the_last_log(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_decref(asked(desk, "undo", NULL, DAYBOOK_NOT_FOUND));
    char *id = asked_log(desk, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}");
    json_t *answer = asked(desk, "undo", NULL, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "id"), id);
    assert_true(asked_text(answer, "what")[0] != '\0');
    json_decref(answer);
    free(id);
    desk_free(desk);
}

static void ids_that_name_nothing_are_not_found(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_decref(asked(desk, "show", "{\"id\":\"00000000\"}", DAYBOOK_NOT_FOUND));
    asked_refused(desk, "show", "{}", DAYBOOK_INVALID, "id");
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_the_members_that_were_promised),
        cmocka_unit_test(typed_words_and_json_say_the_same),
        cmocka_unit_test(what_does_not_fit_is_refused_with_a_sentence),
        cmocka_unit_test(a_field_nested_too_deep_is_refused),
        cmocka_unit_test(no_sentence_repeats_what_a_patient_wrote),
        cmocka_unit_test(a_list_is_bounded_by_days_and_moments),
        cmocka_unit_test(an_amended_entry_shows_its_history),
        cmocka_unit_test(a_retracted_entry_cannot_be_retracted_again),
        cmocka_unit_test(undo_takes_back_the_last_log),
        cmocka_unit_test(ids_that_name_nothing_are_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
