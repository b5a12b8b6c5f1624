/* Notices as they are asked for, and the reminder in every answer until they were seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/notices.h"
#include "requests/asked.h"

static struct desk *desk_with_notice(void)
{
    struct desk *desk = asked_desk(ROLE_PATIENT);
    const struct notice notice = {
        .kind = NOTICE_RECOVERY_USED, .subject = {{0xab, 0xcd}}, .at_ms = ASKED_NOW_MS};
    assert_int_equal(notices_add(desk_journal(desk), &notice), DAYBOOK_OK);
    return desk;
}

static json_int_t unseen(struct desk *desk)
{
    json_t *answer = asked(desk, "list", "{}", DAYBOOK_OK);
    json_int_t count = json_integer_value(json_object_get(answer, "unseen_notices"));
    json_decref(answer);
    return count;
}

static void a_journal_without_notices_reminds_of_nothing(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer = asked(desk, "notices", "{}", DAYBOOK_OK);
    asked_expect_members(answer, (const char *const[]){"schema", "notices", NULL});
    assert_int_equal(json_array_size(json_object_get(answer, "notices")), 0);
    json_decref(answer);
    desk_free(desk);
}

static void a_notice_says_what_happened_to_whom_and_when(void **state)
{
    (void)state;
    struct desk *desk = desk_with_notice();
    json_t *answer = asked(desk, "notices", "{}", DAYBOOK_OK);
    const json_t *notice = json_array_get(json_object_get(answer, "notices"), 0);
    asked_expect_members(notice,
                         (const char *const[]){"kind", "at", "text", "seen", "device", NULL});
    assert_string_equal(asked_text(notice, "kind"), "recovery-used");
    assert_string_equal(asked_text(notice, "at"), "2026-08-29T18:00:00+02:00");
    assert_non_null(strstr(asked_text(notice, "text"), "device abcd0000"));
    json_decref(answer);
    desk_free(desk);
}

static void every_answer_reminds_until_the_notices_were_seen(void **state)
{
    (void)state;
    struct desk *desk = desk_with_notice();
    assert_int_equal(unseen(desk), 1);
    json_t *answer = asked(desk, "status", "{}", DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "notices")), 1);
    json_decref(answer);
    assert_int_equal(unseen(desk), 1);
    json_decref(asked(desk, "notices", "{\"seen\":true}", DAYBOOK_OK));
    assert_int_equal(unseen(desk), 0);
    answer = asked(desk, "status", "{}", DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "notices")), 0);
    json_decref(answer);
    answer = asked(desk, "notices", "{}", DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "notices")), 1);
    json_decref(answer);
    desk_free(desk);
}

static bool is_due(struct desk *desk)
{
    json_t *answer = asked(desk, "list", "{}", DAYBOOK_OK);
    bool due = json_is_true(json_object_get(answer, "checkin_is_due"));
    json_decref(answer);
    return due;
}

static void a_check_in_that_is_due_is_no_notice_to_be_seen_and_over_once_it_is_made(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    const struct notice notice = {.kind = NOTICE_CHECKIN, .at_ms = ASKED_NOW_MS};
    assert_false(is_due(desk));
    assert_int_equal(notices_add(desk_journal(desk), &notice), DAYBOOK_OK);
    assert_true(is_due(desk));
    assert_int_equal(unseen(desk), 0);
    free(asked_log(desk, "{\"kind\":\"pain\",\"fields\":{\"worst\":3}}"));
    assert_true(is_due(desk));
    free(asked_log(desk, "{\"kind\":\"daily_checkin\",\"fields\":{\"overall\":3}}"));
    assert_false(is_due(desk));
    desk_free(desk);
}

static void the_hour_of_a_reminder_is_chosen_by_day(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer = asked(desk, "remind", "{}", DAYBOOK_OK);
    asked_expect_members(answer, (const char *const[]){"schema", "chosen", "at", NULL});
    assert_string_equal(asked_text(answer, "chosen"), "plan");
    assert_string_equal(asked_text(answer, "at"), "18:00");
    json_decref(answer);
    answer = asked(desk, "remind", "{\"at\":\"08:05\"}", DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "chosen"), "own");
    assert_string_equal(asked_text(answer, "at"), "08:05");
    json_decref(answer);
    asked_refused(desk, "remind", "{\"at\":\"21:00\"}", DAYBOOK_INVALID, "08:00 to 20:59");
    answer = asked(desk, "remind", "{\"at\":\"off\"}", DAYBOOK_OK);
    assert_true(json_is_null(json_object_get(answer, "at")));
    json_decref(answer);
    desk_free(desk);
    desk = asked_desk(ROLE_THERAPIST);
    asked_refused(desk, "remind", "{\"at\":\"10:00\"}", DAYBOOK_DENIED, "nobody is reminded");
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_journal_without_notices_reminds_of_nothing),
        cmocka_unit_test(a_notice_says_what_happened_to_whom_and_when),
        cmocka_unit_test(every_answer_reminds_until_the_notices_were_seen),
        cmocka_unit_test(a_check_in_that_is_due_is_no_notice_to_be_seen_and_over_once_it_is_made),
        cmocka_unit_test(the_hour_of_a_reminder_is_chosen_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
