/* What every transport must do, as tests that run over any of them. */
#ifndef TRANSPORT_CONFORMANCE_H
#define TRANSPORT_CONFORMANCE_H

#include <stdbool.h>
#include <stddef.h>

#include "transport/seat.h"
#include "transport/transport.h"

/* Three devices a broker was told of: two of one circle and one of another. */
enum conformance_device { DEVICE_ANNA, DEVICE_BEN, DEVICE_STRANGER, DEVICE_COUNT };

/* A broker and a way to reach it. A test's setup puts one of these into the state. */
struct conformance {
    void *context;
    /* Make a transport; the test destroys it. */
    void (*attach)(void *context, struct transport *out_transport);
    /* The seat of one of the devices. */
    const struct seat *(*seat)(void *context, enum conformance_device device);
    /* Wait until an event may be there; false when none will come. */
    bool (*wait)(void *context, const struct transport *transport);
    /* End every connection abruptly and be ready for new ones. */
    void (*cut)(void *context);
};

/* Take the next event, waiting for it; fails the test when none comes or it is of another type. */
struct transport_event conformance_expect(const struct conformance *conformance,
                                          const struct transport *transport,
                                          enum transport_event_type type);

/* Connect a transport and read the answer. */
struct transport_event conformance_connect(const struct conformance *conformance,
                                           const struct transport *transport,
                                           const struct seat *seat);

/* The tests; each starts from a broker with empty sessions. */
void conformance_a_device_is_told_that_it_is_connected(void **state);
void conformance_a_wrong_password_is_denied(void **state);
void conformance_nothing_is_sent_while_disconnected(void **state);
void conformance_a_message_reaches_the_other_device_whole(void **state);
void conformance_another_circle_cannot_be_read(void **state);
void conformance_another_device_cannot_be_written_for(void **state);
void conformance_a_retained_message_waits_for_a_late_subscriber(void **state);
void conformance_what_was_sent_meanwhile_arrives_with_the_next_connection(void **state);
void conformance_the_twenty_first_publish_is_told_to_wait(void **state);
void conformance_bytes_in_flight_are_limited_too(void **state);
void conformance_what_breaks_a_limit_is_refused_at_once(void **state);
void conformance_a_second_connection_takes_over(void **state);
void conformance_a_lost_connection_is_told_and_can_be_made_anew(void **state);
void conformance_nothing_is_heard_after_disconnecting(void **state);
void conformance_a_transport_can_be_destroyed_in_every_state(void **state);

#define CONFORMANCE_TEST(name, setup, teardown)                                                    \
    cmocka_unit_test_setup_teardown(conformance_##name, setup, teardown)

#define CONFORMANCE_TESTS(setup, teardown)                                                         \
    CONFORMANCE_TEST(a_device_is_told_that_it_is_connected, setup, teardown),                      \
        CONFORMANCE_TEST(a_wrong_password_is_denied, setup, teardown),                             \
        CONFORMANCE_TEST(nothing_is_sent_while_disconnected, setup, teardown),                     \
        CONFORMANCE_TEST(a_message_reaches_the_other_device_whole, setup, teardown),               \
        CONFORMANCE_TEST(another_circle_cannot_be_read, setup, teardown),                          \
        CONFORMANCE_TEST(another_device_cannot_be_written_for, setup, teardown),                   \
        CONFORMANCE_TEST(a_retained_message_waits_for_a_late_subscriber, setup, teardown),         \
        CONFORMANCE_TEST(what_was_sent_meanwhile_arrives_with_the_next_connection, setup,          \
                         teardown),                                                                \
        CONFORMANCE_TEST(the_twenty_first_publish_is_told_to_wait, setup, teardown),               \
        CONFORMANCE_TEST(bytes_in_flight_are_limited_too, setup, teardown),                        \
        CONFORMANCE_TEST(what_breaks_a_limit_is_refused_at_once, setup, teardown),                 \
        CONFORMANCE_TEST(a_second_connection_takes_over, setup, teardown),                         \
        CONFORMANCE_TEST(a_lost_connection_is_told_and_can_be_made_anew, setup, teardown),         \
        CONFORMANCE_TEST(nothing_is_heard_after_disconnecting, setup, teardown),                   \
        CONFORMANCE_TEST(a_transport_can_be_destroyed_in_every_state, setup, teardown)

#endif
