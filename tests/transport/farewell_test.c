/* Tests of how a connection ends and a publish is refused, against a broker of a few bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "transport/paho.h"
#include "transport/scripted_broker.h"

static const struct answer accept_5 = {{0x20, 3, 0, 0, 0}, 5};

static void begin_transport(struct transport *out_transport)
{
    assert_int_equal(transport_paho_create(out_transport), DAYBOOK_OK);
}

/* Connect with MQTT 5 and have the broker say farewell with this code; it may go on to close. */
static struct transport_event say_farewell(struct scripted_broker *broker, uint8_t code,
                                           bool closes)
{
    const uint8_t bytes[] = {0xe0, 2, code, 0};
    struct transport transport;
    broker->answer_5 = accept_5;
    broker->later_answer_5 = accept_5;
    begin_transport(&transport);
    (void)scripted_broker_connect(broker, &transport);
    scripted_broker_say(broker, bytes, sizeof bytes);
    if (closes) {
        scripted_broker_close(broker);
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
    struct scripted_broker *broker = *state;
    struct transport transport;
    broker->answer_5 = accept_5;
    begin_transport(&transport);
    (void)scripted_broker_connect(broker, &transport);
    scripted_broker_close(broker);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_true(event.unexplained);
    assert_string_equal(event.reason, "The connection to the broker was lost.");
    transport_destroy(&transport);
}

static void a_refused_publish_says_why_in_version_5(void **state)
{
    struct scripted_broker *broker = *state;
    struct transport transport;
    broker->answer_5 = accept_5;
    broker->publish_code = 0x95;
    begin_transport(&transport);
    (void)scripted_broker_connect(broker, &transport);
    struct transport_publish message = {
        .topic = "daybook", .payload = bytes_of_text("sealed"), .ticket = 5};
    assert_int_equal(transport_publish(&transport, &message), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_PUBLISH_REFUSED);
    assert_int_equal(event.ticket, 5);
    assert_non_null(strstr(event.reason, "The message is larger than the broker takes"));
    transport_destroy(&transport);
}

#define FAREWELL_TEST(name)                                                                        \
    cmocka_unit_test_setup_teardown(name, scripted_broker_begin, scripted_broker_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FAREWELL_TEST(a_farewell_is_the_end_with_its_reason_even_when_nothing_is_closed),
        FAREWELL_TEST(a_farewell_with_a_close_ends_with_the_reason_or_without_a_word),
        FAREWELL_TEST(a_connection_that_is_closed_without_a_word_is_unexplained),
        FAREWELL_TEST(a_refused_publish_says_why_in_version_5),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
