/* Requests that take time: two people at two desks, a broker in memory, and a clock that moves only
 * when the test says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/exchange.h"
#include "requests/asked.h"
#include "requests/request.h"
#include "transport/memory_broker.h"

enum { STEP_MS = 50, LONG_MS = 120000 };

struct room {
    struct memory_broker *broker;
    int64_t now_ms;
    struct desk *ana;
    struct desk *ben;
    char progress[300]; /* what Ben's request told last */
};

static int64_t wall_ms(void *context)
{
    return ASKED_NOW_MS + ((const struct room *)context)->now_ms;
}

static int64_t monotonic_ms(void *context)
{
    return ((const struct room *)context)->now_ms;
}

static int32_t no_offset(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 0;
}

static enum daybook_status open_transport(void *context, struct transport *out_transport)
{
    memory_broker_attach(((const struct room *)context)->broker, out_transport);
    return DAYBOOK_OK;
}

static struct desk *make_desk(struct room *room, const char *name, enum role role, bool is_agent)
{
    const struct journal_ports ports = {room, wall_ms, monotonic_ms, no_offset, open_transport};
    const struct desk_setup setup = {.home = "/nowhere", .ports = ports, .is_agent = is_agent};
    struct desk *desk = NULL;
    struct journal *journal = NULL;
    assert_int_equal(desk_create(&setup, &desk), DAYBOOK_OK);
    assert_int_equal(journal_create_in_memory(bytes_of_text(name), role, &ports, &journal),
                     DAYBOOK_OK);
    desk_adopt(desk, journal);
    return desk;
}

static int given_room(void **state)
{
    static struct room room;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    room = (struct room){.broker = memory_broker_create(), .now_ms = 1000};
    room.ana = make_desk(&room, "Ana", ROLE_PATIENT, true);
    room.ben = make_desk(&room, "Ben", ROLE_CAREGIVER, false);
    *state = &room;
    return 0;
}

static int left_room(void **state)
{
    struct room *room = *state;
    desk_free(room->ana);
    desk_free(room->ben);
    memory_broker_free(room->broker);
    return 0;
}

static void keep_progress(void *context, const char *sentence)
{
    struct room *room = context;
    (void)snprintf(room->progress, sizeof room->progress, "%s", sentence);
}

static struct request *start(struct room *room, struct desk *desk, const char *name,
                             const char *json)
{
    const struct request_call call = {
        .name = bytes_of_text(name),
        .json = json == NULL ? (struct bytes){NULL, 0} : bytes_of_text(json),
        .context = room,
        .progress = desk == room->ben ? keep_progress : NULL,
    };
    struct request *request = request_start(desk, &call);
    assert_non_null(request);
    return request;
}

/* Let time pass for both until the request is done. */
static void run(struct room *room, struct request *request)
{
    for (int64_t end_ms = room->now_ms + LONG_MS;
         !request_is_done(request) && room->now_ms < end_ms; room->now_ms += STEP_MS) {
        assert_int_equal(journal_step(desk_journal(room->ana)), DAYBOOK_OK);
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(request, DAYBOOK_OK);
    }
    assert_true(request_is_done(request));
}

/* Let time pass for both. */
static void rest(struct room *room, int64_t ms)
{
    for (int64_t end_ms = room->now_ms + ms; room->now_ms < end_ms; room->now_ms += STEP_MS) {
        assert_int_equal(journal_step(desk_journal(room->ana)), DAYBOOK_OK);
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
    }
}

static json_t *finish(struct request *request, enum daybook_status expected)
{
    if (request_status(request) != expected) {
        print_error("%s\n", request_answer(request));
    }
    assert_int_equal(request_status(request), expected);
    json_error_t error;
    json_t *answer = json_loads(request_answer(request), 0, &error);
    assert_non_null(answer);
    request_free(request);
    return answer;
}

static json_t *ask(struct room *room, struct desk *desk, const char *name, const char *json,
                   enum daybook_status expected)
{
    struct request *request = start(room, desk, name, json);
    run(room, request);
    return finish(request, expected);
}

/* A seat as JSON, admitted at the broker. */
static json_t *seat_json(struct room *room, const char *client_id)
{
    struct seat seat = {.broker = "mqtt://127.0.0.1:1",
                        .circle = "circlecirclecircle01",
                        .password = "long enough"};
    (void)snprintf(seat.client_id, sizeof seat.client_id, "%s", client_id);
    (void)snprintf(seat.username, sizeof seat.username, "%s", client_id);
    memory_broker_admit(room->broker, &seat);
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "broker", seat.broker, "circle", seat.circle,
                     "client_id", seat.client_id, "username", seat.username, "password",
                     seat.password);
}

static json_t *ask_with(struct room *room, const char *name, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    json_t *answer = ask(room, room->ana, name, text, DAYBOOK_OK);
    free(text);
    json_decref(object);
    return answer;
}

/* Ana gets a seat and invites Ben; the request he joins with. The caller frees it. */
static char *given_invitation(struct room *room, bool auto_approve)
{
    json_decref(ask_with(room, "broker",
                         json_pack("{s:o}", "seat", seat_json(room, "devicedevicedevice01"))));
    json_t *answer = ask_with(room, "circle.invite",
                              json_pack("{s:s, s:s, s:b, s:o}", "name", "Ben", "role", "caregiver",
                                        "auto_approve", auto_approve, "seat",
                                        seat_json(room, "devicedevicedevice02")));
    json_t *join = json_pack("{s:s, s:i}", "code", asked_text(answer, "code"), "wait", 60);
    char *text = json_dumps(join, JSON_COMPACT);
    json_decref(join);
    json_decref(answer);
    return text;
}

static void join_at_once(struct room *room)
{
    char *join = given_invitation(room, true);
    json_t *answer = ask(room, room->ben, "circle.join", join, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "stage"), "complete");
    assert_string_equal(asked_text(answer, "patient"), "Ana");
    json_decref(answer);
    free(join);
}

static void an_invited_device_joins_and_entries_travel(void **state)
{
    struct room *room = *state;
    join_at_once(room);
    free(asked_log(room->ben, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}"));
    json_t *answer = ask(room, room->ben, "sync", NULL, DAYBOOK_OK);
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

static void correct(struct desk *desk, const char *id, const char *word)
{
    json_t *wanted = json_pack("{s:s, s:[s]}", "id", id, "words", word);
    char *text = json_dumps(wanted, JSON_COMPACT);
    json_decref(asked(desk, "amend", text, DAYBOOK_OK));
    free(text);
    json_decref(wanted);
}

static json_t *show(struct desk *desk, const char *id)
{
    json_t *wanted = json_pack("{s:s}", "id", id);
    char *text = json_dumps(wanted, JSON_COMPACT);
    json_t *answer = asked(desk, "show", text, DAYBOOK_OK);
    free(text);
    json_decref(wanted);
    return answer;
}

static void expect_beside(struct desk *desk, const char *id, size_t count)
{
    json_t *answer = show(desk, id);
    assert_int_equal(json_array_size(json_object_get(answer, "beside")), count);
    assert_int_equal(json_integer_value(json_object_get(answer, "also_recorded")), count);
    json_decref(answer);
    answer = asked(desk, "list", NULL, DAYBOOK_OK);
    const json_t *entry = json_array_get(json_object_get(answer, "entries"), 0);
    assert_int_equal(json_integer_value(json_object_get(entry, "also_recorded")), count);
    json_decref(answer);
}

static void two_corrections_made_apart_stand_side_by_side_until_one_settles_it(void **state)
{
    struct room *room = *state;
    join_at_once(room);
    char *id = asked_log(room->ana, "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}");
    json_decref(ask(room, room->ben, "sync", NULL, DAYBOOK_OK));
    memory_broker_set_reachable(room->broker, false);
    correct(room->ana, id, "worst=5");
    room->now_ms += 1000;
    correct(room->ben, id, "worst=7");
    expect_beside(room->ben, id, 0);
    memory_broker_set_reachable(room->broker, true);
    rest(room, 70000);
    json_decref(ask(room, room->ben, "sync", NULL, DAYBOOK_OK));
    expect_beside(room->ana, id, 1);
    expect_beside(room->ben, id, 1);

    json_t *answer = show(room->ana, id);
    const json_t *beside = json_array_get(json_object_get(answer, "beside"), 0);
    const json_t *differs = json_object_get(beside, "differs");
    assert_string_equal(asked_text(beside, "author"), "Ana"); /* Ben's is later: it is shown */
    assert_int_equal(json_array_size(differs), 1);
    assert_string_equal(json_string_value(json_array_get(differs, 0)), "worst");
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(beside, "fields"), "worst")), 5);
    json_decref(answer);

    correct(room->ana, id, "worst=6");
    rest(room, 5000);
    json_decref(ask(room, room->ben, "sync", NULL, DAYBOOK_OK));
    expect_beside(room->ana, id, 0);
    expect_beside(room->ben, id, 0);
    free(id);
}

static void what_a_caregiver_says_of_themselves_is_for_nobody(void **state)
{
    struct room *room = *state;
    join_at_once(room);
    free(asked_log(room->ben, "{\"kind\":\"pain\",\"words\":[\"worst=3\"],\"for\":\"ben\"}"));
    json_t *answer = asked(room->ben, "list", NULL, DAYBOOK_OK);
    const json_t *entry = json_array_get(json_object_get(answer, "entries"), 0);
    assert_null(json_object_get(entry, "on_behalf_of"));
    json_decref(answer);
}

static void the_words_are_compared_before_the_approval(void **state)
{
    struct room *room = *state;
    char *join = given_invitation(room, false);
    struct request *joining = start(room, room->ben, "circle.join", join);
    json_t *answer = ask(room, room->ana, "circle.pending", "{\"wait\":30}", DAYBOOK_OK);
    const json_t *pending = json_array_get(json_object_get(answer, "pending"), 0);
    assert_true(json_is_true(json_object_get(pending, "answered")));
    rest(room, 500);
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
    run(room, joining);
    answer = finish(joining, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "stage"), "complete");
    json_decref(answer);
    free(join);
}

static void an_approval_can_wait_for_the_caller(void **state)
{
    struct room *room = *state;
    char *join = given_invitation(room, false);
    struct request *approving = start(room, room->ana, "circle.approve", "{\"wait\":60}");
    assert_false(request_is_done(approving));
    struct request *joining = start(room, room->ben, "circle.join", join);
    while (!request_is_done(joining) && room->now_ms < LONG_MS) {
        room->now_ms += STEP_MS;
        assert_int_equal(journal_step(desk_journal(room->ana)), DAYBOOK_OK);
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(approving, DAYBOOK_OK);
        request_continue(joining, DAYBOOK_OK);
    }
    json_decref(finish(joining, DAYBOOK_OK));
    run(room, approving);
    json_t *answer = finish(approving, DAYBOOK_OK);
    assert_true(json_is_true(json_object_get(answer, "approved")));
    json_decref(answer);
    free(join);
}

static void joining_without_an_answer_stays_unfinished_and_goes_on_later(void **state)
{
    struct room *room = *state;
    char *join = given_invitation(room, true);
    desk_close(room->ana);
    struct request *joining = start(room, room->ben, "circle.join", join);
    while (!request_is_done(joining)) {
        room->now_ms += STEP_MS;
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(joining, DAYBOOK_OK);
    }
    json_t *answer = finish(joining, DAYBOOK_UNFINISHED);
    assert_string_equal(asked_text(answer, "schema"), "daybook.join/1");
    assert_string_equal(asked_text(answer, "stage"), "calling");
    assert_true(asked_text(answer, "next")[0] != '\0');
    assert_true(asked_text(answer, "error")[0] != '\0');
    json_decref(answer);
    free(join);
}

static void nobody_is_reached_when_the_broker_is_away(void **state)
{
    struct room *room = *state;
    join_at_once(room);
    memory_broker_set_reachable(room->broker, false);
    int64_t before_ms = room->now_ms;
    json_t *answer = ask(room, room->ben, "sync", NULL, DAYBOOK_OFFLINE);
    assert_true(room->now_ms - before_ms < 5000);
    json_decref(answer);
    before_ms = room->now_ms;
    answer = ask(room, room->ben, "sync", "{\"wait\":20}", DAYBOOK_OFFLINE);
    assert_true(room->now_ms - before_ms >= 20000);
    json_decref(answer);
}

static void who_waits_is_answered_when_the_broker_comes_back(void **state)
{
    struct room *room = *state;
    join_at_once(room);
    memory_broker_set_reachable(room->broker, false);
    struct request *request = start(room, room->ben, "sync", "{\"wait\":100}");
    for (size_t i = 0; i < 100; i++) {
        room->now_ms += STEP_MS;
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(request, DAYBOOK_OK);
    }
    memory_broker_set_reachable(room->broker, true);
    run(room, request);
    json_decref(finish(request, DAYBOOK_OK));
}

static void locking_ends_what_was_being_waited_for(void **state)
{
    struct room *room = *state;
    char *join = given_invitation(room, false);
    struct request *request = start(room, room->ana, "circle.pending", "{\"wait\":60}");
    assert_false(request_is_done(request));
    json_decref(asked(room->ana, "lock", NULL, DAYBOOK_OK));
    request_continue(request, DAYBOOK_OK);
    json_decref(finish(request, DAYBOOK_LOCKED));
    free(join);
}

#define ROOM_TEST(name) cmocka_unit_test_setup_teardown(name, given_room, left_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOM_TEST(an_invited_device_joins_and_entries_travel),
        ROOM_TEST(two_corrections_made_apart_stand_side_by_side_until_one_settles_it),
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
