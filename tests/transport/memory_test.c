/* Tests of the broker in memory: it is a transport like the real one, and its faults are as asked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "transport/conformance.h"
#include "transport/memory_broker.h"

struct world {
    struct conformance conformance;
    struct memory_broker *broker;
    struct seat seats[DEVICE_COUNT];
    size_t decisions;
};

static void attach(void *context, struct transport *out_transport)
{
    struct world *world = context;
    memory_broker_attach(world->broker, out_transport);
}

static const struct seat *seat_of(void *context, enum conformance_device device)
{
    const struct world *world = context;
    return &world->seats[device];
}

static bool wait_for_nothing(void *context, const struct transport *transport)
{
    (void)context;
    assert_int_equal(transport_wake_fd(transport), -1);
    return false;
}

static void cut(void *context)
{
    struct world *world = context;
    memory_broker_cut(world->broker, NULL);
}

static int begin(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->conformance = (struct conformance){world, attach, seat_of, wait_for_nothing, cut};
    world->broker = memory_broker_create();
    for (int device = 0; device < DEVICE_COUNT; device++) {
        struct seat *seat = &world->seats[device];
        *seat = (struct seat){.broker = "mqtt://127.0.0.1:1883", .password = "a password"};
        (void)snprintf(seat->circle, sizeof seat->circle, "circle0000000000%d",
                       device == DEVICE_STRANGER);
        (void)snprintf(seat->client_id, sizeof seat->client_id, "device0000000000%d", device);
        (void)snprintf(seat->username, sizeof seat->username, "user%d", device);
        memory_broker_admit(world->broker, seat);
    }
    *state = world;
    return 0;
}

static int end(void **state)
{
    struct world *world = *state;
    memory_broker_free(world->broker);
    free(world);
    return 0;
}

/* Anna connected, and Ben connected and subscribed to the circle. */
static void join_both(struct world *world, struct transport *out_anna, struct transport *out_ben)
{
    attach(world, out_anna);
    attach(world, out_ben);
    (void)conformance_connect(&world->conformance, out_anna, &world->seats[DEVICE_ANNA]);
    (void)conformance_connect(&world->conformance, out_ben, &world->seats[DEVICE_BEN]);
    assert_int_equal(transport_subscribe(out_ben, "daybook/1/circle00000000000/+/ops"), DAYBOOK_OK);
    (void)conformance_expect(&world->conformance, out_ben, TRANSPORT_SUBSCRIBED);
}

static void send(struct world *world, const struct transport *anna, const char *text)
{
    struct transport_publish message = {.topic =
                                            "daybook/1/circle00000000000/device00000000000/ops",
                                        .payload = bytes_of_text(text),
                                        .retain = true};
    assert_int_equal(transport_publish(anna, &message), DAYBOOK_OK);
    (void)conformance_expect(&world->conformance, anna, TRANSPORT_PUBLISHED);
}

static enum memory_fate lose_then_double(void *context, const char *client_id, const char *topic,
                                         struct bytes payload)
{
    struct world *world = context;
    assert_string_equal(client_id, world->seats[DEVICE_BEN].client_id);
    assert_non_null(topic);
    assert_true(payload.size > 0);
    world->decisions++;
    return world->decisions == 1 ? MEMORY_LOSE : MEMORY_DELIVER_TWICE;
}

static void messages_are_lost_and_doubled_as_decided(void **state)
{
    struct world *world = *state;
    struct transport anna;
    struct transport ben;
    join_both(world, &anna, &ben);
    memory_broker_decide(world->broker, lose_then_double, world);
    send(world, &anna, "lost");
    send(world, &anna, "doubled");
    for (int i = 0; i < 2; i++) {
        struct transport_event event =
            conformance_expect(&world->conformance, &ben, TRANSPORT_MESSAGE);
        assert_true(bytes_equal_text(event.payload, "doubled"));
    }
    struct transport_event event;
    assert_false(transport_next_event(&ben, &event));
    assert_int_equal(memory_broker_message_count(world->broker), 2);
    assert_int_equal(memory_broker_payload_size(world->broker), 11);
    transport_destroy(&anna);
    transport_destroy(&ben);
}

static void an_empty_restart_forgets_sessions_and_retained_messages(void **state)
{
    struct world *world = *state;
    struct transport anna;
    struct transport ben;
    join_both(world, &anna, &ben);
    send(world, &anna, "kept nowhere");
    transport_disconnect(&ben);
    memory_broker_restart(world->broker, true);
    struct transport_event event =
        conformance_connect(&world->conformance, &ben, &world->seats[DEVICE_BEN]);
    assert_false(event.session_present);
    assert_int_equal(transport_subscribe(&ben, "daybook/1/circle00000000000/#"), DAYBOOK_OK);
    (void)conformance_expect(&world->conformance, &ben, TRANSPORT_SUBSCRIBED);
    assert_false(transport_next_event(&ben, &event));
    transport_destroy(&anna);
    transport_destroy(&ben);
}

static void an_unreachable_broker_says_so(void **state)
{
    struct world *world = *state;
    struct transport anna;
    attach(world, &anna);
    memory_broker_set_reachable(world->broker, false);
    assert_int_equal(transport_connect(&anna, &world->seats[DEVICE_ANNA]), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&world->conformance, &anna, TRANSPORT_DISCONNECTED);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    memory_broker_set_reachable(world->broker, true);
    (void)conformance_connect(&world->conformance, &anna, &world->seats[DEVICE_ANNA]);
    transport_destroy(&anna);
}

static void a_banned_device_is_cut_and_refused(void **state)
{
    struct world *world = *state;
    struct transport anna;
    attach(world, &anna);
    (void)conformance_connect(&world->conformance, &anna, &world->seats[DEVICE_ANNA]);
    memory_broker_ban(world->broker, world->seats[DEVICE_ANNA].client_id);
    (void)conformance_expect(&world->conformance, &anna, TRANSPORT_DISCONNECTED);
    assert_int_equal(transport_connect(&anna, &world->seats[DEVICE_ANNA]), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&world->conformance, &anna, TRANSPORT_DISCONNECTED);
    assert_int_equal(event.status, DAYBOOK_DENIED);
    transport_destroy(&anna);
}

static void a_forbidden_publish_may_look_accepted(void **state)
{
    struct world *world = *state;
    struct transport anna;
    struct transport ben;
    join_both(world, &anna, &ben);
    memory_broker_acknowledge_everything(world->broker);
    struct transport_publish forged = {.topic = "daybook/1/circle00000000000/device00000000001/ops",
                                       .ticket = 3};
    assert_int_equal(transport_publish(&anna, &forged), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&world->conformance, &anna, TRANSPORT_PUBLISHED);
    assert_int_equal(event.ticket, 3);
    assert_false(transport_next_event(&ben, &event));
    transport_destroy(&anna);
    transport_destroy(&ben);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CONFORMANCE_TESTS(begin, end),
        cmocka_unit_test_setup_teardown(messages_are_lost_and_doubled_as_decided, begin, end),
        cmocka_unit_test_setup_teardown(an_empty_restart_forgets_sessions_and_retained_messages,
                                        begin, end),
        cmocka_unit_test_setup_teardown(an_unreachable_broker_says_so, begin, end),
        cmocka_unit_test_setup_teardown(a_banned_device_is_cut_and_refused, begin, end),
        cmocka_unit_test_setup_teardown(a_forbidden_publish_may_look_accepted, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
