/* How long the agent waits for one client: a socket pair, and a clock that moves only when the test
 * says so. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "agent/client.h"
#include "journal/still_ports.h"

struct meeting {
    int64_t now_ms;
    struct desk *desk;
    struct client client;
    int other_end;
};

static int given_meeting(void **state)
{
    static struct meeting meeting;
    meeting = (struct meeting){.now_ms = 1000};
    const struct desk_setup setup = {
        .home = "/nowhere",
        .ports = still_ports(&meeting.now_ms),
        .is_agent = true,
    };
    int ends[2];
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_int_equal(desk_create(&setup, &meeting.desk), DAYBOOK_OK);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    client_begin(&meeting.client, meeting.desk, ends[0]);
    meeting.other_end = ends[1];
    *state = &meeting;
    return 0;
}

static int ended_meeting(void **state)
{
    struct meeting *meeting = *state;
    client_end(&meeting->client);
    desk_free(meeting->desk);
    return close(meeting->other_end);
}

static void say(struct meeting *meeting, const char *bytes, size_t size)
{
    assert_int_equal(send(meeting->other_end, bytes, size, MSG_NOSIGNAL), size);
    client_handle(&meeting->client, POLLIN);
}

/* Move the clock and let the client notice. */
static void wait_ms(struct meeting *meeting, int64_t ms)
{
    meeting->now_ms += ms;
    client_continue(&meeting->client, DAYBOOK_OK);
}

static void a_request_that_trickles_in_is_given_up(void **state)
{
    struct meeting *meeting = *state;
    assert_int_equal(client_wake_ms(&meeting->client), 1000 + CLIENT_PATIENCE_MS);
    say(meeting, "\0", 1);
    wait_ms(meeting, CLIENT_PATIENCE_MS - 1);
    assert_int_equal(meeting->client.stage, CLIENT_READING);
    say(meeting, "\0", 1);
    wait_ms(meeting, 1);
    assert_int_equal(meeting->client.stage, CLIENT_FREE);
    assert_int_equal(client_wake_ms(&meeting->client), INT64_MAX);
}

static void a_secret_is_wiped_as_soon_as_the_request_is_answered(void **state)
{
    struct meeting *meeting = *state;
    say(meeting, "\0\0\0\4Sopen", 9);
    assert_non_null(meeting->client.secret);
    say(meeting, "\0\0\0\15Jagent.status\n", 18);
    assert_null(meeting->client.secret);
}

/* Ask for the catalogue, which is more than a small socket holds. */
static void ask_for_much(struct meeting *meeting)
{
    int small = 4096;
    assert_int_equal(
        setsockopt(meeting->client.socket, SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
    say(meeting, "\0\0\0\6Jkinds\n", 11);
    assert_int_equal(meeting->client.stage, CLIENT_ANSWERING);
    assert_int_equal(client_events(&meeting->client), POLLOUT);
}

static void an_answer_nobody_fetches_is_given_up(void **state)
{
    struct meeting *meeting = *state;
    ask_for_much(meeting);
    wait_ms(meeting, CLIENT_PATIENCE_MS - 1);
    assert_int_equal(meeting->client.stage, CLIENT_ANSWERING);
    wait_ms(meeting, 1);
    assert_int_equal(meeting->client.stage, CLIENT_FREE);
}

static void whoever_fetches_slowly_gets_the_whole_answer(void **state)
{
    struct meeting *meeting = *state;
    static char answer[1 << 20];
    size_t size = 0;
    ask_for_much(meeting);
    while (meeting->client.stage != CLIENT_FREE) {
        ssize_t got = recv(meeting->other_end, answer + size, sizeof answer - size, 0);
        assert_true(got > 0);
        size += (size_t)got;
        wait_ms(meeting, CLIENT_PATIENCE_MS - 1);
        client_handle(&meeting->client, POLLOUT);
    }
    ssize_t rest = recv(meeting->other_end, answer + size, sizeof answer - size, 0);
    size += rest > 0 ? (size_t)rest : 0;
    assert_true(size > 10000);
    assert_int_equal(answer[FRAME_HEAD_SIZE - 1], FRAME_ANSWER);
    assert_int_equal(answer[size - 1], '}');
}

static void a_client_that_hangs_up_while_answered_is_ended(void **state)
{
    struct meeting *meeting = *state;
    ask_for_much(meeting);
    client_handle(&meeting->client, POLLHUP);
    assert_int_equal(meeting->client.stage, CLIENT_FREE);
}

#define MEETING_TEST(name) cmocka_unit_test_setup_teardown(name, given_meeting, ended_meeting)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEETING_TEST(a_request_that_trickles_in_is_given_up),
        MEETING_TEST(a_secret_is_wiped_as_soon_as_the_request_is_answered),
        MEETING_TEST(an_answer_nobody_fetches_is_given_up),
        MEETING_TEST(whoever_fetches_slowly_gets_the_whole_answer),
        MEETING_TEST(a_client_that_hangs_up_while_answered_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
