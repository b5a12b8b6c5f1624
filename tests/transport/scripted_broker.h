/* A broker of a few bytes inside a test, that answers as the test says. */
#ifndef TRANSPORT_SCRIPTED_BROKER_H
#define TRANSPORT_SCRIPTED_BROKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "transport/conformance.h"
#include "transport/seat.h"

/* Bytes to answer a CONNECT with; none: the connection is closed instead. */
struct answer {
    uint8_t bytes[5];
    size_t size;
};

struct scripted_broker {
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

/* Setup and teardown of a test: the state is a struct scripted_broker that listens on loopback. */
int scripted_broker_begin(void **state);
int scripted_broker_end(void **state);

/* Connect a transport, which must be accepted; what it was told. */
struct transport_event scripted_broker_connect(struct scripted_broker *broker,
                                               struct transport *transport);

/* Send bytes nobody asked for, and close the connection. */
void scripted_broker_say(struct scripted_broker *broker, const uint8_t *bytes, size_t size);
void scripted_broker_close(struct scripted_broker *broker);

#endif
