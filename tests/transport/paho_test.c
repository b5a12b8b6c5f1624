/* Tests of the transport on paho against a real Mosquitto with TLS. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "broker/running_broker.h"
#include "transport/conformance.h"
#include "transport/paho.h"

enum { PATIENCE_MS = 20000 };

/* One broker for all tests, devices anew for each. */
struct world {
    struct conformance conformance;
    struct running_broker broker;
    struct running_seat seats[DEVICE_COUNT];
};

static void attach(void *context, struct transport *out_transport)
{
    (void)context;
    assert_int_equal(transport_paho_create(out_transport), DAYBOOK_OK);
}

static const struct seat *seat_of(void *context, enum conformance_device device)
{
    const struct world *world = context;
    return &world->seats[device].seat;
}

static bool wait_for_event(void *context, const struct transport *transport)
{
    (void)context;
    struct pollfd wake = {.fd = transport_wake_fd(transport), .events = POLLIN};
    return poll(&wake, 1, PATIENCE_MS) == 1;
}

static void cut(void *context)
{
    struct world *world = context;
    running_broker_kill(&world->broker);
    running_broker_resume(&world->broker);
}

static int begin_broker(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->conformance = (struct conformance){world, attach, seat_of, wait_for_event, cut};
    running_broker_start(&world->broker);
    /* Every test would fail if they counted. */
    assert_int_equal(setenv("http_proxy", "http://127.0.0.1:1", 1), 0);
    assert_int_equal(setenv("https_proxy", "http://127.0.0.1:1", 1), 0);
    assert_int_equal(setenv("no_proxy", "elsewhere.example", 1), 0);
    *state = world;
    return 0;
}

static int end_broker(void **state)
{
    struct world *world = *state;
    running_broker_stop(&world->broker);
    free(world);
    return 0;
}

static int begin(void **state)
{
    struct world *world = *state;
    char circle[40];
    running_broker_add_circle(&world->broker, circle);
    running_broker_add_device(&world->broker, circle, &world->seats[DEVICE_ANNA]);
    running_broker_add_device(&world->broker, circle, &world->seats[DEVICE_BEN]);
    running_broker_add_circle(&world->broker, circle);
    running_broker_add_device(&world->broker, circle, &world->seats[DEVICE_STRANGER]);
    return 0;
}

/* Try to connect with a seat that does not work. */
static struct transport_event fail_to_connect(const struct world *world, const struct seat *seat)
{
    struct transport anna;
    attach(NULL, &anna);
    assert_int_equal(transport_connect(&anna, seat), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&world->conformance, &anna, TRANSPORT_DISCONNECTED);
    transport_destroy(&anna);
    return event;
}

static void a_broker_of_another_authority_is_not_trusted(void **state)
{
    const struct world *world = *state;
    struct running_broker other = {0};
    struct running_seat foreign;
    char circle[40];
    running_broker_start(&other);
    running_broker_add_circle(&other, circle);
    running_broker_add_device(&other, circle, &foreign);
    struct seat seat = world->seats[DEVICE_ANNA].seat;
    seat.ca_pem = foreign.seat.ca_pem;
    struct transport_event event = fail_to_connect(world, &seat);
    assert_int_equal(event.status, DAYBOOK_FORGED);
    assert_non_null(strstr(event.reason, "by another authority than this seat trusts"));
    seat.ca_pem = (struct bytes){0};
    event = fail_to_connect(world, &seat);
    assert_int_equal(event.status, DAYBOOK_FORGED);
    running_broker_stop(&other);
}

static void a_certificate_for_another_host_is_not_trusted(void **state)
{
    const struct world *world = *state;
    struct seat seat = world->seats[DEVICE_ANNA].seat;
    const char *port = strrchr(world->broker.address, ':');
    /* Another way to write 127.0.0.1, which the certificate does not name. */
    (void)snprintf(seat.broker, sizeof seat.broker, "mqtts://127.1%s", port);
    struct transport_event event = fail_to_connect(world, &seat);
    assert_non_null(strstr(event.reason, "for another host name"));
    (void)snprintf(seat.broker, sizeof seat.broker, "mqtts://localhost%s", port);
    struct transport anna;
    attach(NULL, &anna);
    (void)conformance_connect(&world->conformance, &anna, &seat);
    transport_destroy(&anna);
}

static void an_authority_that_is_no_certificate_ends_in_a_sentence(void **state)
{
    const struct world *world = *state;
    struct seat seat = world->seats[DEVICE_ANNA].seat;
    seat.ca_pem = bytes_of_text("-----BEGIN CERTIFICATE-----\nbm8=\n-----END CERTIFICATE-----\n");
    struct transport_event event = fail_to_connect(world, &seat);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    assert_true(strlen(event.reason) > 0);
}

static void a_port_where_nobody_listens_is_offline(void **state)
{
    const struct world *world = *state;
    struct seat seat = world->seats[DEVICE_ANNA].seat;
    (void)snprintf(seat.broker, sizeof seat.broker, "mqtts://127.0.0.1:1");
    struct transport_event event = fail_to_connect(world, &seat);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    assert_non_null(strstr(event.reason, "The broker could not be reached"));
}

static void proxies_of_the_environment_are_not_used(void **state)
{
    struct world *world = *state;
    struct transport anna;
    attach(NULL, &anna);
    assert_null(getenv("http_proxy"));
    assert_null(getenv("https_proxy"));
    assert_null(getenv("no_proxy"));
    (void)conformance_connect(&world->conformance, &anna, &world->seats[DEVICE_ANNA].seat);
    transport_destroy(&anna);
}

static void a_graceful_restart_keeps_the_session(void **state)
{
    struct world *world = *state;
    struct transport anna;
    attach(NULL, &anna);
    const struct seat *seat = &world->seats[DEVICE_ANNA].seat;
    (void)conformance_connect(&world->conformance, &anna, seat);
    running_broker_resume(&world->broker);
    (void)conformance_expect(&world->conformance, &anna, TRANSPORT_DISCONNECTED);
    struct transport_event event = conformance_connect(&world->conformance, &anna, seat);
    assert_true(event.session_present);
    transport_destroy(&anna);
}

static int64_t seconds_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void a_frozen_broker_is_noticed_within_twice_the_keep_alive(void **state)
{
    enum { KEEP_ALIVE_SECONDS = 2 };
    struct world *world = *state;
    struct transport anna;
    assert_int_equal(transport_paho_create_with(KEEP_ALIVE_SECONDS, &anna), DAYBOOK_OK);
    (void)conformance_connect(&world->conformance, &anna, &world->seats[DEVICE_ANNA].seat);
    running_broker_freeze(&world->broker);
    int64_t since = seconds_now();
    struct transport_event event =
        conformance_expect(&world->conformance, &anna, TRANSPORT_DISCONNECTED);
    running_broker_thaw(&world->broker);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    assert_in_range(seconds_now() - since, 1, 2 * KEEP_ALIVE_SECONDS + 2);
    transport_destroy(&anna);
}

static void a_frozen_broker_does_not_hold_up_who_leaves_it(void **state)
{
    struct world *world = *state;
    struct transport anna;
    attach(NULL, &anna);
    (void)conformance_connect(&world->conformance, &anna, &world->seats[DEVICE_ANNA].seat);
    running_broker_freeze(&world->broker);
    struct transport_publish message = {.topic = "t", .payload = bytes_of_text("x"), .ticket = 1};
    assert_int_equal(transport_publish(&anna, &message), DAYBOOK_OK);
    int64_t since = seconds_now();
    transport_destroy(&anna);
    int64_t seconds = seconds_now() - since;
    running_broker_thaw(&world->broker);
    assert_in_range(seconds, 0, 2);
}

static void a_broker_says_how_large_a_packet_it_takes(void **state)
{
    struct world *world = *state;
    struct transport anna;
    attach(NULL, &anna);
    struct transport_event event =
        conformance_connect(&world->conformance, &anna, &world->seats[DEVICE_ANNA].seat);
    assert_int_equal(event.packet_max, 262144); /* broker-config/mosquitto/mosquitto.conf */
    transport_destroy(&anna);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONFORMANCE_TESTS(begin, NULL),
        cmocka_unit_test_setup(a_broker_of_another_authority_is_not_trusted, begin),
        cmocka_unit_test_setup(a_certificate_for_another_host_is_not_trusted, begin),
        cmocka_unit_test_setup(an_authority_that_is_no_certificate_ends_in_a_sentence, begin),
        cmocka_unit_test_setup(a_port_where_nobody_listens_is_offline, begin),
        cmocka_unit_test_setup(proxies_of_the_environment_are_not_used, begin),
        cmocka_unit_test_setup(a_graceful_restart_keeps_the_session, begin),
        cmocka_unit_test_setup(a_broker_says_how_large_a_packet_it_takes, begin),
        cmocka_unit_test_setup(a_frozen_broker_is_noticed_within_twice_the_keep_alive, begin),
        cmocka_unit_test_setup(a_frozen_broker_does_not_hold_up_who_leaves_it, begin),
    };
    return cmocka_run_group_tests(tests, begin_broker, end_broker);
}
