/* Tests of the fallback from MQTT 5 to 3.1.1, against a broker of a few bytes inside the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "transport/paho.h"
#include "transport/scripted_broker.h"

static const struct answer close_at_once = {{0}, 0};
static const struct answer refuse_version_5 = {{0x20, 3, 0, 0x84, 0}, 5};
static const struct answer refuse_version_3 = {{0x20, 2, 0, 0x01}, 4};
static const struct answer refuse_password_3 = {{0x20, 2, 0, 0x05}, 4};
static const struct answer accept_5 = {{0x20, 3, 0, 0, 0}, 5};
static const struct answer accept_3 = {{0x20, 2, 1, 0}, 4};

static void begin_transport(struct transport *out_transport)
{
    assert_int_equal(transport_paho_create(out_transport), DAYBOOK_OK);
}

static void expect_fallback(struct scripted_broker *broker, struct answer answer, size_t connects_5)
{
    broker->answer_5 = answer;
    broker->later_answer_5 = answer;
    broker->answer_3 = accept_3;
    struct transport transport;
    begin_transport(&transport);
    assert_true(scripted_broker_connect(broker, &transport).older);
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
    struct scripted_broker *broker = *state;
    broker->answer_5 = close_at_once;
    broker->later_answer_5 = accept_5;
    struct transport transport;
    begin_transport(&transport);
    assert_false(scripted_broker_connect(broker, &transport).older);
    assert_int_equal(broker->connects_5, 2);
    assert_int_equal(broker->connects_3, 0);
    assert_true(broker->kept_session);
    transport_destroy(&transport);
}

static void a_seat_whose_broker_is_known_begins_with_the_older_version(void **state)
{
    struct scripted_broker *broker = *state;
    broker->answer_3 = accept_3;
    broker->seat.begins_older = true;
    struct transport transport;
    begin_transport(&transport);
    assert_true(scripted_broker_connect(broker, &transport).older);
    assert_int_equal(broker->connects_5, 0);
    assert_int_equal(broker->connects_3, 1);
    transport_destroy(&transport);
}

static void a_broker_that_knows_only_version_5_by_now_is_reached_all_the_same(void **state)
{
    struct scripted_broker *broker = *state;
    broker->answer_5 = accept_5;
    broker->later_answer_5 = accept_5;
    const struct answer refusals[] = {close_at_once, refuse_version_3};
    broker->seat.begins_older = true;
    struct transport transport;
    begin_transport(&transport);
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        broker->answer_3 = refusals[i];
        assert_false(scripted_broker_connect(broker, &transport).older);
        assert_int_equal(broker->connects_3, i + 1);
        assert_int_equal(broker->connects_5, i + 1);
        transport_disconnect(&transport);
    }
    transport_destroy(&transport);
}

static void each_connection_begins_with_what_its_seat_says(void **state)
{
    struct scripted_broker *broker = *state;
    broker->answer_5 = refuse_version_5;
    broker->later_answer_5 = accept_5;
    broker->answer_3 = accept_3;
    struct transport transport;
    begin_transport(&transport);
    assert_true(scripted_broker_connect(broker, &transport).older);
    transport_disconnect(&transport);
    assert_false(scripted_broker_connect(broker, &transport).older);
    assert_int_equal(broker->connects_5, 2);
    assert_int_equal(broker->connects_3, 1);
    transport_destroy(&transport);
}

static void a_broker_that_closes_on_every_version_ends_in_a_sentence(void **state)
{
    struct scripted_broker *broker = *state;
    struct transport transport;
    begin_transport(&transport);
    assert_int_equal(transport_connect(&transport, &broker->seat), DAYBOOK_OK);
    struct transport_event event =
        conformance_expect(&broker->conformance, &transport, TRANSPORT_DISCONNECTED);
    assert_int_equal(event.status, DAYBOOK_OFFLINE);
    assert_non_null(strstr(event.reason, "The broker closed the connection without an answer"));
    assert_int_equal(broker->connects_5, 2);
    assert_int_equal(broker->connects_3, 1);
    transport_destroy(&transport);
}

static void a_password_refused_in_the_older_version_is_denied(void **state)
{
    struct scripted_broker *broker = *state;
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
    struct scripted_broker *broker = *state;
    broker->answer_5 = refuse_version_5;
    broker->answer_3 = accept_3;
    struct transport transport;
    begin_transport(&transport);
    (void)scripted_broker_connect(broker, &transport);
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
    struct scripted_broker *broker = *state;
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

#define FALLBACK_TEST(name)                                                                        \
    cmocka_unit_test_setup_teardown(name, scripted_broker_begin, scripted_broker_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FALLBACK_TEST(a_broker_that_refuses_version_5_by_its_code_is_reached),
        FALLBACK_TEST(a_broker_that_refuses_version_5_by_the_old_code_is_reached),
        FALLBACK_TEST(a_broker_that_closes_on_version_5_is_reached_the_third_time),
        FALLBACK_TEST(a_single_close_does_not_lead_to_the_older_version),
        FALLBACK_TEST(a_seat_whose_broker_is_known_begins_with_the_older_version),
        FALLBACK_TEST(a_broker_that_knows_only_version_5_by_now_is_reached_all_the_same),
        FALLBACK_TEST(each_connection_begins_with_what_its_seat_says),
        FALLBACK_TEST(a_broker_that_closes_on_every_version_ends_in_a_sentence),
        FALLBACK_TEST(a_password_refused_in_the_older_version_is_denied),
        FALLBACK_TEST(requests_are_answered_in_the_older_version),
        FALLBACK_TEST(a_broker_that_does_not_speak_tls_is_no_version_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
