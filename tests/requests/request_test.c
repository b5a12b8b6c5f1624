/* What all requests have in common: the table, locked journals, the state of things. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "requests/asked.h"
#include "requests/request.h"

static void a_name_nobody_knows_is_refused(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "delete.everything", NULL, DAYBOOK_INVALID, "request");
    asked_refused(desk, "", NULL, DAYBOOK_INVALID, "request");
    desk_free(desk);
}

static void a_closed_journal_answers_locked(void **state)
{
    (void)state;
    struct desk *desk = asked_closed_desk();
    static const char *const names[] = {"log",    "list",   "sync",
                                        "status", "trends", "circle.members"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        asked_refused(desk, names[i], NULL, DAYBOOK_LOCKED, "locked");
    }
    desk_free(desk);
}

static void a_request_knows_where_it_is_answered(void **state)
{
    (void)state;
    assert_int_equal(request_place(bytes_of_text("kinds")), REQUEST_ANYWHERE);
    assert_int_equal(request_place(bytes_of_text("init")), REQUEST_AT_HOME);
    assert_int_equal(request_place(bytes_of_text("verify")), REQUEST_AT_STORE);
    assert_int_equal(request_place(bytes_of_text("log")), REQUEST_AT_JOURNAL);
    assert_int_equal(request_place(bytes_of_text("lock")), REQUEST_AT_AGENT);
    assert_int_equal(request_place(bytes_of_text("nothing")), REQUEST_ANYWHERE);
}

static void without_an_agent_there_is_nothing_to_lock(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "lock", NULL, DAYBOOK_NOT_FOUND, "agent");
    asked_refused(desk, "unlock", NULL, DAYBOOK_NOT_FOUND, "agent");
    json_t *answer = asked(desk, "agent.status", NULL, DAYBOOK_OK);
    assert_true(json_is_false(json_object_get(answer, "running")));
    json_decref(answer);
    desk_free(desk);
}

static void a_journal_that_is_there_is_not_made_again(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    asked_refused(desk, "init", "{\"name\":\"Eva\"}", DAYBOOK_CONFLICT, "already");
    desk_free(desk);
}

static void a_new_journal_needs_a_passphrase(void **state)
{
    (void)state;
    struct desk *desk = asked_closed_desk();
    asked_refused(desk, "init", "{\"name\":\"Eva\"}", DAYBOOK_LOCKED, "passphrase");
    asked_refused(desk, "init", "{\"name\":\"Eva\",\"role\":\"device\"}", DAYBOOK_INVALID, "role");
    asked_refused(desk, "init", "{\"name\":\"Eva\",\"memory_mib\":1}", DAYBOOK_INVALID, "64");
    asked_refused(desk, "init", "{\"name\":\"Eva\",\"words\":\"de\"}", DAYBOOK_INVALID, "es");
    desk_free(desk);
}

static void status_counts_what_is_kept_where(void **state)
{
    (void)state;
    static const char *const members[] = {"schema",  "name",     "role",    "home",
                                          "circles", "exchange", "notices", NULL};
    struct desk *desk = asked_desk(ROLE_PATIENT);
    char *id = asked_log(desk, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}");
    json_t *answer = asked(desk, "status", NULL, DAYBOOK_OK);
    asked_expect_members(answer, members);
    const json_t *circle = json_array_get(json_object_get(answer, "circles"), 0);
    assert_string_equal(asked_text(circle, "patient"), "Ana");
    assert_int_equal(json_integer_value(json_object_get(circle, "entries")), 1);
    const json_t *exchange = json_object_get(answer, "exchange");
    assert_true(json_is_false(json_object_get(exchange, "connected")));
    assert_true(json_is_null(json_object_get(exchange, "reason")));
    json_decref(answer);
    free(id);
    desk_free(desk);
}

static void a_number_keeps_its_shortest_form(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    free(asked_log(desk, "{\"kind\":\"body_weight\",\"words\":[\"weight=72.3\"]}"));
    const struct request_call call = {.name = bytes_of_text("list")};
    struct request *asking = request_start(desk, &call);
    assert_non_null(asking);
    assert_non_null(strstr(request_answer(asking), "\"weight\":72.3"));
    assert_null(strstr(request_answer(asking), "72.29"));
    assert_null(strstr(request_answer(asking), "72.300"));
    request_free(asking);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_nobody_knows_is_refused),
        cmocka_unit_test(a_closed_journal_answers_locked),
        cmocka_unit_test(a_request_knows_where_it_is_answered),
        cmocka_unit_test(without_an_agent_there_is_nothing_to_lock),
        cmocka_unit_test(a_journal_that_is_there_is_not_made_again),
        cmocka_unit_test(a_new_journal_needs_a_passphrase),
        cmocka_unit_test(status_counts_what_is_kept_where),
        cmocka_unit_test(a_number_keeps_its_shortest_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
