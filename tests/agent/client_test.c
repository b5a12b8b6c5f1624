/* Clients of the agent that are slow, broken or hostile: they are dropped, and others served. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/running_agent.h"
#include "requests/frame.h"

static struct running_agent agent;

static int given_agent(void **state)
{
    (void)state;
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    return 0;
}

static int ended_agent(void **state)
{
    (void)state;
    running_agent_end(&agent);
    return 0;
}

static void expect_served(void)
{
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "agent.status", NULL, DAYBOOK_OK));
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    daybook_close(door);
}

/* The agent ends the connection without a word. */
static void expect_dropped(int socket)
{
    uint8_t byte = 0;
    ssize_t size = recv(socket, &byte, 1, 0);
    assert_true(size == 0 || (size < 0 && errno == ECONNRESET));
    assert_int_equal(close(socket), 0);
}

static void say(int socket, const void *bytes, size_t size)
{
    assert_int_equal(send(socket, bytes, size, MSG_NOSIGNAL), size);
}

static void whoever_does_not_speak_our_frames_is_dropped(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
    } openings[] = {
        {"GET / HTTP/1.1\r\n\r\n", 18}, {"\0\0\0\4X1234", 9}, {"\0\0\0\0J", 5},
        {"\377\377\377\377J", 5},       {"\0\0\377\377S", 5}, {"\0\0\0\4Pabcd", 9},
        {"\0\0\0\12Adone\n{}  ", 15},   {"\0\0\0\4Jlist", 9}, {"\0\0\0\4Sopen\0\0\0\4Sopen", 18},
    };
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        int socket = running_agent_connect(&agent);
        say(socket, openings[i].bytes, openings[i].size);
        expect_dropped(socket);
    }
    expect_served();
}

static void whoever_leaves_early_leaves_nothing_behind(void **state)
{
    (void)state;
    static const char request[] = "\0\0\0\5Jlist\n";
    for (size_t size = 0; size < sizeof request; size++) {
        int socket = running_agent_connect(&agent);
        say(socket, request, size);
        assert_int_equal(close(socket), 0);
    }
    expect_served();
}

static void a_request_may_come_byte_by_byte(void **state)
{
    (void)state;
    static const char request[] = "\0\0\0\7Jstatus\n";
    int socket = running_agent_connect(&agent);
    for (size_t i = 0; i + 1 < sizeof request; i++) {
        say(socket, request + i, 1);
        expect_served();
    }
    uint8_t head[FRAME_HEAD_SIZE];
    assert_int_equal(recv(socket, head, sizeof head, MSG_WAITALL), sizeof head);
    assert_int_equal(head[FRAME_HEAD_SIZE - 1], FRAME_ANSWER);
    assert_int_equal(close(socket), 0);
}

static void an_answer_nobody_fetches_does_not_stop_others(void **state)
{
    (void)state;
    int sockets[20];
    static const char request[] = "\0\0\0\6Jkinds\n";
    for (size_t i = 0; i < 20; i++) {
        sockets[i] = running_agent_connect(&agent);
        say(sockets[i], request, sizeof request - 1);
    }
    expect_served();
    for (size_t i = 0; i < 20; i++) {
        assert_int_equal(close(sockets[i]), 0);
    }
    expect_served();
}

static void more_clients_than_places_wait_their_turn(void **state)
{
    (void)state;
    int sockets[40];
    for (size_t i = 0; i < 40; i++) {
        sockets[i] = running_agent_connect(&agent);
    }
    static const char request[] = "\0\0\0\7Jstatus\n";
    say(sockets[39], request, sizeof request - 1);
    for (size_t i = 0; i < 39; i++) {
        assert_int_equal(close(sockets[i]), 0);
    }
    uint8_t head[FRAME_HEAD_SIZE];
    assert_int_equal(recv(sockets[39], head, sizeof head, MSG_WAITALL), sizeof head);
    assert_int_equal(head[FRAME_HEAD_SIZE - 1], FRAME_ANSWER);
    assert_int_equal(close(sockets[39]), 0);
    expect_served();
}

/* Megabytes both ways, more than any socket holds at once. */
static void large_requests_and_answers_go_through(void **state)
{
    (void)state;
    json_t *lines = json_array();
    for (size_t i = 0; i < 60000; i++) {
        (void)json_array_append_new(lines, json_string("{\"kind\":\"pain\",\"fields\":{}}"));
    }
    json_t *ask = json_pack("{s:o}", "lines", lines);
    char *text = json_dumps(ask, JSON_COMPACT);
    struct daybook *door = own_home_door(&agent.home);
    json_t *answer = own_home_ask(door, "log.bulk", text, DAYBOOK_OK);
    assert_int_equal(json_integer_value(json_object_get(answer, "refused")), 60000);
    json_decref(answer);
    daybook_close(door);
    free(text);
    json_decref(ask);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whoever_does_not_speak_our_frames_is_dropped),
        cmocka_unit_test(whoever_leaves_early_leaves_nothing_behind),
        cmocka_unit_test(a_request_may_come_byte_by_byte),
        cmocka_unit_test(an_answer_nobody_fetches_does_not_stop_others),
        cmocka_unit_test(more_clients_than_places_wait_their_turn),
        cmocka_unit_test(large_requests_and_answers_go_through),
    };
    return cmocka_run_group_tests(tests, given_agent, ended_agent);
}
