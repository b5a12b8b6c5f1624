/* Requests that take time: joining, approving and exchanging between two desks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/exchange.h"
#include "requests/asked.h"
#include "requests/two_desks.h"
#include "transport/memory_broker.h"

static void an_invited_device_joins_and_entries_travel(void **state)
{
    struct two_desks *room = *state;
    two_desks_join(room);
    free(asked_log(room->ben, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}"));
    json_t *answer = two_desks_ask(room, room->ben, "sync", NULL, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.sync/1");
    assert_true(json_is_true(json_object_get(answer, "settled")));
    assert_int_equal(json_integer_value(json_object_get(answer, "owed")), 0);
    assert_int_equal(json_integer_value(json_object_get(answer, "present")), 1);
    assert_true(json_integer_value(json_object_get(answer, "sent")) >= 1);
    json_decref(answer);

    answer = asked(room->ana, "list", NULL, DAYBOOK_OK);
    const json_t *entry = json_array_get(json_object_get(answer, "entries"), 0);
    assert_string_equal(asked_text(entry, "author"), "Ben");
    assert_string_equal(asked_text(entry, "author_role"), "caregiver");
    assert_string_equal(asked_text(entry, "on_behalf_of"), "Ana");
    json_decref(answer);

    answer = asked(room->ben, "list", NULL, DAYBOOK_OK);
    entry = json_array_get(json_object_get(answer, "entries"), 0);
    assert_string_equal(asked_text(entry, "sync"), "everywhere");
    json_decref(answer);
}

static void what_a_caregiver_says_of_themselves_is_for_nobody(void **state)
{
    struct two_desks *room = *state;
    two_desks_join(room);
    free(asked_log(room->ben, "{\"kind\":\"pain\",\"words\":[\"worst=3\"],\"for\":\"ben\"}"));
    json_t *answer = asked(room->ben, "list", NULL, DAYBOOK_OK);
    const json_t *entry = json_array_get(json_object_get(answer, "entries"), 0);
    assert_null(json_object_get(entry, "on_behalf_of"));
    json_decref(answer);
}

static void the_words_are_compared_before_the_approval(void **state)
{
    struct two_desks *room = *state;
    char *join = two_desks_invitation(room, false);
    struct request *joining = two_desks_start(room, room->ben, "circle.join", join);
    json_t *answer = two_desks_ask(room, room->ana, "circle.pending", "{\"wait\":30}", DAYBOOK_OK);
    const json_t *pending = json_array_get(json_object_get(answer, "pending"), 0);
    assert_true(json_is_true(json_object_get(pending, "answered")));
    two_desks_rest(room, 500);
    request_continue(joining, DAYBOOK_OK);
    const json_t *words = json_object_get(pending, "words");
    assert_int_equal(json_array_size(words), 4);
    for (size_t i = 0; i < 4; i++) {
        assert_non_null(strstr(room->progress, json_string_value(json_array_get(words, i))));
    }
    json_decref(answer);
    assert_false(request_is_done(joining));

    answer = asked(room->ana, "circle.approve", "{\"who\":\"Ben\"}", DAYBOOK_OK);
    assert_true(json_is_true(json_object_get(answer, "approved")));
    json_decref(answer);
    two_desks_run(room, joining);
    answer = two_desks_finish(joining, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "stage"), "complete");
    json_decref(answer);
    free(join);
}

static void an_approval_can_wait_for_the_caller(void **state)
{
    struct two_desks *room = *state;
    char *join = two_desks_invitation(room, false);
    struct request *approving = two_desks_start(room, room->ana, "circle.approve", "{\"wait\":60}");
    assert_false(request_is_done(approving));
    struct request *joining = two_desks_start(room, room->ben, "circle.join", join);
    while (!request_is_done(joining) && room->now_ms < LONG_MS) {
        room->now_ms += STEP_MS;
        assert_int_equal(journal_step(desk_journal(room->ana)), DAYBOOK_OK);
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(approving, DAYBOOK_OK);
        request_continue(joining, DAYBOOK_OK);
    }
    json_decref(two_desks_finish(joining, DAYBOOK_OK));
    two_desks_run(room, approving);
    json_t *answer = two_desks_finish(approving, DAYBOOK_OK);
    assert_true(json_is_true(json_object_get(answer, "approved")));
    json_decref(answer);
    free(join);
}

static void joining_without_an_answer_stays_unfinished_and_goes_on_later(void **state)
{
    struct two_desks *room = *state;
    char *join = two_desks_invitation(room, true);
    desk_close(room->ana);
    struct request *joining = two_desks_start(room, room->ben, "circle.join", join);
    while (!request_is_done(joining)) {
        room->now_ms += STEP_MS;
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(joining, DAYBOOK_OK);
    }
    json_t *answer = two_desks_finish(joining, DAYBOOK_UNFINISHED);
    assert_string_equal(asked_text(answer, "schema"), "daybook.join/1");
    assert_string_equal(asked_text(answer, "stage"), "calling");
    assert_true(asked_text(answer, "next")[0] != '\0');
    assert_true(asked_text(answer, "error")[0] != '\0');
    json_decref(answer);
    free(join);
}

static void nobody_is_reached_when_the_broker_is_away(void **state)
{
    struct two_desks *room = *state;
    two_desks_join(room);
    memory_broker_set_reachable(room->broker, false);
    int64_t before_ms = room->now_ms;
    json_t *answer = two_desks_ask(room, room->ben, "sync", NULL, DAYBOOK_OFFLINE);
    assert_true(room->now_ms - before_ms < 5000);
    json_decref(answer);
    before_ms = room->now_ms;
    answer = two_desks_ask(room, room->ben, "sync", "{\"wait\":20}", DAYBOOK_OFFLINE);
    assert_true(room->now_ms - before_ms >= 20000);
    json_decref(answer);
}

static void who_waits_is_answered_when_the_broker_comes_back(void **state)
{
    struct two_desks *room = *state;
    two_desks_join(room);
    memory_broker_set_reachable(room->broker, false);
    struct request *request = two_desks_start(room, room->ben, "sync", "{\"wait\":100}");
    for (size_t i = 0; i < 100; i++) {
        room->now_ms += STEP_MS;
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(request, DAYBOOK_OK);
    }
    memory_broker_set_reachable(room->broker, true);
    two_desks_run(room, request);
    json_decref(two_desks_finish(request, DAYBOOK_OK));
}

static void locking_ends_what_was_being_waited_for(void **state)
{
    struct two_desks *room = *state;
    char *join = two_desks_invitation(room, false);
    struct request *request = two_desks_start(room, room->ana, "circle.pending", "{\"wait\":60}");
    assert_false(request_is_done(request));
    json_decref(asked(room->ana, "lock", NULL, DAYBOOK_OK));
    request_continue(request, DAYBOOK_OK);
    json_decref(two_desks_finish(request, DAYBOOK_LOCKED));
    free(join);
}

#define ROOM_TEST(name) cmocka_unit_test_setup_teardown(name, two_desks_set_up, two_desks_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOM_TEST(an_invited_device_joins_and_entries_travel),
        ROOM_TEST(what_a_caregiver_says_of_themselves_is_for_nobody),
        ROOM_TEST(the_words_are_compared_before_the_approval),
        ROOM_TEST(an_approval_can_wait_for_the_caller),
        ROOM_TEST(joining_without_an_answer_stays_unfinished_and_goes_on_later),
        ROOM_TEST(nobody_is_reached_when_the_broker_is_away),
        ROOM_TEST(who_waits_is_answered_when_the_broker_comes_back),
        ROOM_TEST(locking_ends_what_was_being_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
