/* Tests of the fallback from MQTT 5 to 3.1.1, against a broker of a few bytes inside the test. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "transport/conformance.h"
#include "transport/paho.h"

enum { PATIENCE_MS = 20000, PACKET_SIZE = 130, LEVEL_3_1_1 = 4, LEVEL_5 = 5 };
enum { TLS_HANDSHAKE = 0x16 };
enum { CONNECT = 1, PUBLISH = 3, SUBSCRIBE = 8 }; /* the upper half of a packet's first byte */

/* Bytes to answer a CONNECT with; none: the connection is closed instead. */
struct answer {
    uint8_t bytes[5];
    size_t size;
};

static const struct answer close_at_once = {{0}, 0};
static const struct answer refuse_version_5 = {{0x20, 3, 0, 0x84, 0}, 5};
static const struct answer refuse_version_3 = {{0x20, 2, 0, 0x01}, 4};
static const struct answer refuse_password_3 = {{0x20, 2, 0, 0x05}, 4};
static const struct answer accept_5 = {{0x20, 3, 0, 0, 0}, 5};
static const struct answer accept_3 = {{0x20, 2, 1, 0}, 4};

struct old_broker {
    struct conformance conformance;
    struct seat seat;
    int listener;
    int connection; /* -1 without one */
    struct answer answer_5;
    struct answer later_answer_5; /* from the second time on */
    struct answer answer_3;
    size_t connects_5;
    size_t connects_3;
    bool kept_session;
    uint8_t publish_code; /* to answer a PUBLISH with, in version 5; 0: it is taken */
};

static void end_connection(struct old_broker *broker)
{
    if (broker->connection >= 0) {
        (void)close(broker->connection);
        broker->connection = -1;
    }
}

static void reply(struct old_broker *broker, const uint8_t *bytes, size_t size)
{
    assert_int_equal(send(broker->connection, bytes, size, MSG_NOSIGNAL), (ssize_t)size);
}

static void answer_connect(struct old_broker *broker, const uint8_t *body)
{
    struct answer answer = broker->answer_3;
    if (body[6] == LEVEL_5) {
        answer = broker->connects_5 == 0 ? broker->answer_5 : broker->later_answer_5;
        broker->connects_5++;
    } else {
        assert_int_equal(body[6], LEVEL_3_1_1);
        broker->connects_3++;
    }
    broker->kept_session = (body[7] & 2) == 0;
    if (answer.size == 0) {
        end_connection(broker);
    } else {
        reply(broker, answer.bytes, answer.size);
    }
}

/* Every filter that begins with "no" is refused. */
static void answer_subscribe(struct old_broker *broker, const uint8_t *body)
{
    bool refused = memcmp(body + 4, "no", 2) == 0;
    uint8_t bytes[] = {0x90, 3, body[0], body[1], refused ? 0x80 : 1};
    reply(broker, bytes, sizeof bytes);
}

static void answer_publish(struct old_broker *broker, const uint8_t *body)
{
    size_t topic_size = (size_t)body[0] * 256 + body[1];
    uint8_t bytes[] = {0x40, 2, body[2 + topic_size], body[3 + topic_size], broker->publish_code};
    bytes[1] = broker->publish_code == 0 ? 2 : 3;
    reply(broker, bytes, bytes[1] + 2U);
}

/* Read one packet, all of which the tests keep below 128 bytes, and answer it. */
static void serve(struct old_broker *broker)
{
    uint8_t header[2];
    uint8_t body[PACKET_SIZE] = {0};
    if (recv(broker->connection, header, sizeof header, MSG_WAITALL) != sizeof header ||
        header[0] == TLS_HANDSHAKE || header[1] > 127 ||
        recv(broker->connection, body, header[1], MSG_WAITALL) != (ssize_t)header[1]) {
        end_connection(broker);
        return;
    }
    switch (header[0] >> 4) {
    case CONNECT:
        answer_connect(broker, body);
        break;
    case SUBSCRIBE:
        answer_subscribe(broker, body);
        break;
    case PUBLISH:
        answer_publish(broker, body);
        break;
    default:
        break;
    }
}

/* Be the broker until the transport has something to say. */
static bool wait_and_serve(void *context, const struct transport *transport)
{
    struct old_broker *broker = context;
    while (true) {
        struct pollfd fds[] = {{.fd = transport_wake_fd(transport), .events = POLLIN},
                               {.fd = broker->listener, .events = POLLIN},
                               {.fd = broker->connection, .events = POLLIN}};
        if (poll(fds, 3, PATIENCE_MS) <= 0) {
            return false;
        }
        if (fds[2].revents != 0) {
            serve(broker);
        }
        if (fds[1].revents != 0) {
            end_connection(broker);
            broker->connection = accept(broker->listener, NULL, NULL);
        }
        if (fds[0].revents != 0) {
            return true;
        }
    }
}

static int begin(void **state)
{
    struct old_broker *broker = calloc(1, sizeof *broker);
    assert_non_null(broker);
    broker->conformance = (struct conformance){.context = broker, .wait = wait_and_serve};
    broker->connection = -1;
    broker->listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    assert_int_equal(bind(broker->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(broker->listener, 4), 0);
    assert_int_equal(getsockname(broker->listener, (struct sockaddr *)&address, &size), 0);
    broker->seat = (struct seat){.circle = "circle00000000000",
                                 .client_id = "device00000000000",
                                 .username = "user",
                                 .password = "password"};
    (void)snprintf(broker->seat.broker, sizeof broker->seat.broker, "mqtt://127.0.0.1:%u",
                   (unsigned)ntohs(address.sin_port));
    *state = broker;
    return 0;
}

static int end(void **state)
{
    struct old_broker *broker = *state;
    end_connection(broker);
    (void)close(broker->listener);
    free(broker);
    return 0;
}

static void connect_to(struct old_broker *broker, struct transport *transport)
{
    struct transport_event event =
        conformance_connect(&broker->conformance, transport, &broker->seat);
    assert_int_equal(event.session_present, broker->connects_3 > 0);
}

static void begin_transport(struct transport *out_transport)
{
    assert_int_equal(transport_paho_create(out_transport), DAYBOOK_OK);
}

static void expect_fallback(struct old_broker *broker, struct answer answer, size_t connects_5)
{
    broker->answer_5 = answer;
    broker->later_answer_5 = answer;
    broker->answer_3 = accept_3;
    struct transport transport;
    begin_transport(&transport);
    connect_to(broker, &transport);
    assert_int_equal(broker->connects_5, connects_5);
    assert_int_equal(broker->connects_3, 1);
    assert_true(broker->kept_session);
    transport_destroy(&transport);
}

static void a_broker_that_refuses_version_5_by_its_code_is_reached(void **state)
{
    expect_fallback(*state, refuse_version_5, 1);
}

static void a_broker_that_refuses_version_5_by_the_old_code_is_reached(void **state)
{
    expect_fallback(*state, refuse_version_3, 1);
}

static void a_broker_that_closes_on_version_5_is_reached_the_third_time(void **state)
{
    expect_fallback(*state, close_at_once, 2);
}

static void a_single_close_does_not_lead_to_the_older_version(void **state)
{
    struct old_broker *broker = *state;
    broker->answer_5 = close_at_once;
    broker->later_answer_5 = accept_5;
    struct transport transport;
    begin_transport(&transport);
    connect_to(broker, &transport);
    assert_int_equal(broker->connects_5, 2);
    assert_int_equal(broker->connects_3, 0);
    assert_true(broker->kept_session);
    transport_destroy(&transport);
}

static void the_older_version_is_remembered_while_it_works(void **state)
{
    struct old_broker *broker = *state;
    broker->answer_5 = refuse_version_5;
    broker->later_answer_5 = accept_5;
    broker->answer_3 = accept_3;
    struct transport transport;
    begin_transport(&transport);
    connect_to(broker, &transport);
    transport_disconnect(&transport);
    connect_to(broker, &transport);
    assert_int_equal(broker->connects_5, 1);
    assert_int_equal(broker->connects_3, 2);
    transport_disconnect(&transport);
    broker->answer_3 = close_at_once;
    assert_int_equal(transport_connect(&transport, &broker->seat), DAYBOOK_OK);
    (void)conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_int_equal(transport_connect(&transport, &broker->seat), DAYBOOK_OK);
    (void)conformance_expect(&broker->conformance, &transport, TRANSPORT_CONNECTED);
    assert_int_equal(broker->connects_5, 2);
    transport_destroy(&transport);
}

static void a_broker_that_closes_on_every_version_ends_in_a_sentence(void **state)
{
    struct old_broker *broker = *state;
    struct transport transport;
    begin_transport(&transport);
    assert_int_equal(transport_connect(&transport, &broker->seat), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    assert_string_equal(event.reason, "The broker closed the connection without an answer.");
    assert_int_equal(broker->connects_5, 2);
    assert_int_equal(broker->connects_3, 1);
    transport_destroy(&transport);
}

static void a_password_refused_in_the_older_version_is_denied(void **state)
{
    struct old_broker *broker = *state;
    broker->answer_5 = refuse_version_3;
    broker->answer_3 = refuse_password_3;
    struct transport transport;
    begin_transport(&transport);
    assert_int_equal(transport_connect(&transport, &broker->seat), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_int_equal(event.status, DAYBOOK_DENIED);
    transport_destroy(&transport);
}

static void requests_are_answered_in_the_older_version(void **state)
{
    struct old_broker *broker = *state;
    broker->answer_5 = refuse_version_5;
    broker->answer_3 = accept_3;
    struct transport transport;
    begin_transport(&transport);
    connect_to(broker, &transport);
    assert_int_equal(transport_subscribe(&transport, "yes/#"), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_SUBSCRIBED);
    assert_string_equal(event.topic, "yes/#");
    assert_int_equal(transport_subscribe(&transport, "no/#"), DAYBOOK_OK);
    event = conformance_expect(&broker->conformance, &transport, TRANSPORT_SUBSCRIBE_REFUSED);
    assert_string_equal(event.topic, "no/#");
    struct transport_publish message = {
        .topic = "daybook", .payload = bytes_of_text("sealed"), .ticket = 5};
    assert_int_equal(transport_publish(&transport, &message), DAYBOOK_OK);
    event = conformance_expect(&broker->conformance, &transport, TRANSPORT_PUBLISHED);
    assert_int_equal(event.ticket, 5);
    transport_destroy(&transport);
}

static void a_broker_that_does_not_speak_tls_is_no_version_problem(void **state)
{
    struct old_broker *broker = *state;
    struct seat seat = broker->seat;
    (void)snprintf(seat.broker, sizeof seat.broker, "mqtts%s", broker->seat.broker + 4);
    struct transport transport;
    begin_transport(&transport);
    assert_int_equal(transport_connect(&transport, &seat), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    assert_int_equal(broker->connects_3, 0);
    transport_destroy(&transport);
}

/* Connect with MQTT 5 and have the broker say farewell with this code; it may go on to close. */
static struct transport_event say_farewell(struct old_broker *broker, uint8_t code, bool closes)
{
    const uint8_t bytes[] = {0xe0, 2, code, 0};
    struct transport transport;
    broker->answer_5 = accept_5;
    broker->later_answer_5 = accept_5;
    begin_transport(&transport);
    connect_to(broker, &transport);
    reply(broker, bytes, sizeof bytes);
    if (closes) {
        end_connection(broker);
    }
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    transport_destroy(&transport);
    return event;
}

static void a_farewell_is_the_end_with_its_reason_even_when_nothing_is_closed(void **state)
{
    struct transport_event event = say_farewell(*state, 0x8e, false);
    assert_true(event.taken_over);
    assert_false(event.unexplained);
    assert_string_equal(event.reason, "Another connection with the same seat took over.");
    event = say_farewell(*state, 0x8b, false);
    assert_false(event.taken_over);
    assert_string_equal(event.reason, "The broker is shutting down.");
}

static void a_farewell_with_a_close_ends_with_the_reason_or_without_a_word(void **state)
{
    struct transport_event event = say_farewell(*state, 0x8e, true);
    assert_true(event.taken_over || event.unexplained); /* paho may see the close first */
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
}

static void a_connection_that_is_closed_without_a_word_is_unexplained(void **state)
{
    struct old_broker *broker = *state;
    struct transport transport;
    broker->answer_5 = accept_5;
    begin_transport(&transport);
    connect_to(broker, &transport);
    end_connection(broker);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_true(event.unexplained);
    assert_string_equal(event.reason, "The connection to the broker was lost.");
    transport_destroy(&transport);
}

static void a_refused_publish_says_why_in_version_5(void **state)
{
    struct old_broker *broker = *state;
    struct transport transport;
    broker->answer_5 = accept_5;
    broker->publish_code = 0x95;
    begin_transport(&transport);
    connect_to(broker, &transport);
    struct transport_publish message = {
        .topic = "daybook", .payload = bytes_of_text("sealed"), .ticket = 5};
    assert_int_equal(transport_publish(&transport, &message), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_PUBLISH_REFUSED);
    assert_int_equal(event.ticket, 5);
    assert_string_equal(event.reason, "The message is larger than the broker takes.");
    transport_destroy(&transport);
}

#define FALLBACK_TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FALLBACK_TEST(a_broker_that_refuses_version_5_by_its_code_is_reached),
        FALLBACK_TEST(a_broker_that_refuses_version_5_by_the_old_code_is_reached),
        FALLBACK_TEST(a_broker_that_closes_on_version_5_is_reached_the_third_time),
        FALLBACK_TEST(a_single_close_does_not_lead_to_the_older_version),
        FALLBACK_TEST(the_older_version_is_remembered_while_it_works),
        FALLBACK_TEST(a_broker_that_closes_on_every_version_ends_in_a_sentence),
        FALLBACK_TEST(a_password_refused_in_the_older_version_is_denied),
        FALLBACK_TEST(requests_are_answered_in_the_older_version),
        FALLBACK_TEST(a_broker_that_does_not_speak_tls_is_no_version_problem),
        FALLBACK_TEST(a_farewell_is_the_end_with_its_reason_even_when_nothing_is_closed),
        FALLBACK_TEST(a_farewell_with_a_close_ends_with_the_reason_or_without_a_word),
        FALLBACK_TEST(a_connection_that_is_closed_without_a_word_is_unexplained),
        FALLBACK_TEST(a_refused_publish_says_why_in_version_5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
