/* A broker of a few bytes inside a test, that answers as the test says. */
#include "transport/scripted_broker.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 20000, PACKET_SIZE = 130, LEVEL_3_1_1 = 4, LEVEL_5 = 5 };
enum { TLS_HANDSHAKE = 0x16 };
enum { CONNECT = 1, PUBLISH = 3, SUBSCRIBE = 8 }; /* the upper half of a packet's first byte */

void scripted_broker_close(struct scripted_broker *broker)
{
    if (broker->connection >= 0) {
        (void)close(broker->connection);
        broker->connection = -1;
    }
}

void scripted_broker_say(struct scripted_broker *broker, const uint8_t *bytes, size_t size)
{
    assert_int_equal(send(broker->connection, bytes, size, MSG_NOSIGNAL), (ssize_t)size);
}

static void answer_connect(struct scripted_broker *broker, const uint8_t *body)
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
        scripted_broker_close(broker);
    } else {
        scripted_broker_say(broker, answer.bytes, answer.size);
    }
}

/* Every filter that begins with "no" is refused. */
static void answer_subscribe(struct scripted_broker *broker, const uint8_t *body)
{
    bool refused = memcmp(body + 4, "no", 2) == 0;
    uint8_t bytes[] = {0x90, 3, body[0], body[1], refused ? 0x80 : 1};
    scripted_broker_say(broker, bytes, sizeof bytes);
}

static void answer_publish(struct scripted_broker *broker, const uint8_t *body)
{
    size_t topic_size = (size_t)body[0] * 256 + body[1];
    uint8_t bytes[] = {0x40, 2, body[2 + topic_size], body[3 + topic_size], broker->publish_code};
    bytes[1] = broker->publish_code == 0 ? 2 : 3;
    scripted_broker_say(broker, bytes, bytes[1] + 2U);
}

/* Read one packet, all of which the tests keep below 128 bytes, and answer it. */
static void serve(struct scripted_broker *broker)
{
    uint8_t header[2];
    uint8_t body[PACKET_SIZE] = {0};
    if (recv(broker->connection, header, sizeof header, MSG_WAITALL) != sizeof header ||
        header[0] == TLS_HANDSHAKE || header[1] > 127 ||
        recv(broker->connection, body, header[1], MSG_WAITALL) != (ssize_t)header[1]) {
        scripted_broker_close(broker);
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
    struct scripted_broker *broker = context;
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
            scripted_broker_close(broker);
            broker->connection = accept(broker->listener, NULL, NULL);
        }
        if (fds[0].revents != 0) {
            return true;
        }
    }
}

int scripted_broker_begin(void **state)
{
    struct scripted_broker *broker = calloc(1, sizeof *broker);
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

int scripted_broker_end(void **state)
{
    struct scripted_broker *broker = *state;
    scripted_broker_close(broker);
    (void)close(broker->listener);
    free(broker);
    return 0;
}

struct transport_event scripted_broker_connect(struct scripted_broker *broker,
                                               struct transport *transport)
{
    struct transport_event event =
        conformance_connect(&broker->conformance, transport, &broker->seat);
    assert_int_equal(event.session_present, event.older);
    return event;
}
