/* Two people at two desks, a broker in memory, and a clock that moves only when the test says so.
 */
#include "requests/two_desks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "journal/exchange.h"
#include "requests/asked.h"
#include "transport/memory_broker.h"

static int64_t wall_ms(void *context)
{
    return ASKED_NOW_MS + ((const struct two_desks *)context)->now_ms;
}

static int64_t monotonic_ms(void *context)
{
    return ((const struct two_desks *)context)->now_ms;
}

static int32_t no_offset(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 0;
}

static enum daybook_status open_transport(void *context, struct transport *out_transport)
{
    memory_broker_attach(((const struct two_desks *)context)->broker, out_transport);
    return DAYBOOK_OK;
}

static struct desk *make_desk(struct two_desks *room, const char *name, enum role role,
                              bool is_agent)
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

int two_desks_set_up(void **state)
{
    static struct two_desks room;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    room = (struct two_desks){.broker = memory_broker_create(), .now_ms = 1000};
    room.ana = make_desk(&room, "Ana", ROLE_PATIENT, true);
    room.ben = make_desk(&room, "Ben", ROLE_CAREGIVER, false);
    *state = &room;
    return 0;
}

int two_desks_tear_down(void **state)
{
    struct two_desks *room = *state;
    desk_free(room->ana);
    desk_free(room->ben);
    memory_broker_free(room->broker);
    return 0;
}

static void keep_progress(void *context, const char *sentence)
{
    struct two_desks *room = context;
    (void)snprintf(room->progress, sizeof room->progress, "%s", sentence);
}

struct request *two_desks_start(struct two_desks *room, struct desk *desk, const char *name,
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

void two_desks_run(struct two_desks *room, struct request *request)
{
    for (int64_t end_ms = room->now_ms + LONG_MS;
         !request_is_done(request) && room->now_ms < end_ms; room->now_ms += STEP_MS) {
        assert_int_equal(journal_step(desk_journal(room->ana)), DAYBOOK_OK);
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
        request_continue(request, DAYBOOK_OK);
    }
    assert_true(request_is_done(request));
}

void two_desks_rest(struct two_desks *room, int64_t ms)
{
    for (int64_t end_ms = room->now_ms + ms; room->now_ms < end_ms; room->now_ms += STEP_MS) {
        assert_int_equal(journal_step(desk_journal(room->ana)), DAYBOOK_OK);
        assert_int_equal(journal_step(desk_journal(room->ben)), DAYBOOK_OK);
    }
}

json_t *two_desks_finish(struct request *request, enum daybook_status expected)
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

json_t *two_desks_ask(struct two_desks *room, struct desk *desk, const char *name, const char *json,
                      enum daybook_status expected)
{
    struct request *request = two_desks_start(room, desk, name, json);
    two_desks_run(room, request);
    return two_desks_finish(request, expected);
}

/* A seat as JSON, admitted at the broker. */
static json_t *seat_json(struct two_desks *room, const char *client_id)
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

static json_t *ask_with(struct two_desks *room, const char *name, json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);
    json_t *answer = two_desks_ask(room, room->ana, name, text, DAYBOOK_OK);
    free(text);
    json_decref(object);
    return answer;
}

char *two_desks_invitation(struct two_desks *room, bool auto_approve)
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

void two_desks_join(struct two_desks *room)
{
    char *join = two_desks_invitation(room, true);
    json_t *answer = two_desks_ask(room, room->ben, "circle.join", join, DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "stage"), "complete");
    assert_string_equal(asked_text(answer, "patient"), "Ana");
    json_decref(answer);
    free(join);
}
