/* Tests of the rules a seat must keep before anything is sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "transport/seat.h"

static const struct seat good = {.broker = "mqtts://broker.clinic.example:8883",
                                 .circle = "abcdefghij0123456789",
                                 .client_id = "0123456789abcdef",
                                 .username = "0123456789abcdef",
                                 .password = "secret-of-the-seat"};

static enum daybook_status check(const struct seat *seat)
{
    char reason[TRANSPORT_REASON_SIZE] = "";
    enum daybook_status status = seat_check(seat, reason);
    assert_null(strstr(reason, seat->password));
    assert_int_equal(status == DAYBOOK_OK, reason[0] == '\0');
    return status;
}

static enum daybook_status check_broker(const char *broker)
{
    struct seat seat = good;
    (void)snprintf(seat.broker, sizeof seat.broker, "%s", broker);
    return check(&seat);
}

static void an_address_leads_to_one_host_and_port(void **state)
{
    (void)state;
    static const struct {
        const char *broker;
        const char *uri;
        bool tls;
    } cases[] = {
        {"mqtts://broker.clinic.example:8883", "ssl://broker.clinic.example:8883", true},
        {"mqtts://broker.clinic.example", "ssl://broker.clinic.example:8883", true},
        {"mqtts://[2001:db8::1]:443", "ssl://2001:db8::1:443", true},
        {"mqtt://localhost", "tcp://localhost:1883", false},
        {"mqtt://127.0.0.1:65535", "tcp://127.0.0.1:65535", false},
        {"mqtt://[::1]:1", "tcp://::1:1", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct seat seat = good;
        (void)snprintf(seat.broker, sizeof seat.broker, "%s", cases[i].broker);
        assert_int_equal(check(&seat), DAYBOOK_OK);
        char uri[SEAT_URI_SIZE];
        bool tls = !cases[i].tls;
        seat_uri(&seat, uri, &tls);
        assert_string_equal(uri, cases[i].uri);
        assert_int_equal(tls, cases[i].tls);
    }
}

static void an_address_of_another_form_is_refused(void **state)
{
    (void)state;
    static const char *const brokers[] = {
        "",
        "broker.clinic.example:8883",
        "tcp://127.0.0.1:1883",
        "mqtts://",
        "mqtts://:8883",
        "mqtts://broker:0",
        "mqtts://broker:65536",
        "mqtts://broker:99999999999",
        "mqtts://broker:8883/path",
        "mqtts://user:word@broker:8883",
        "mqtts://broker:",
        "mqtts://[::1",
        "mqtts://[]:1",
        "mqtts://bro ker:8883",
        "mqtts://broker,other:8883",
    };
    for (size_t i = 0; i < sizeof brokers / sizeof brokers[0]; i++) {
        assert_int_equal(check_broker(brokers[i]), DAYBOOK_INVALID);
    }
}

static void a_websocket_is_refused_with_what_to_ask_for(void **state)
{
    (void)state;
    static const char *const brokers[] = {
        "wss://",
        "wss://broker.clinic.example",
        "wss://broker.clinic.example:443/mqtt",
        "wss://127.0.0.1:443/mqtt",
        "ws://127.0.0.1:9001/mqtt",
    };
    for (size_t i = 0; i < sizeof brokers / sizeof brokers[0]; i++) {
        struct seat seat = good;
        char reason[TRANSPORT_REASON_SIZE] = "";
        (void)snprintf(seat.broker, sizeof seat.broker, "%s", brokers[i]);
        assert_int_equal(seat_check(&seat, reason), DAYBOOK_INVALID);
        assert_non_null(strstr(reason, "WebSocket"));
        assert_non_null(strstr(reason, "mqtts://host:port."));
    }
    assert_int_equal(check_broker("mqtts://broker.clinic.example:443"), DAYBOOK_OK);
}

static void only_loopback_is_reached_without_tls(void **state)
{
    (void)state;
    static const char *const brokers[] = {"mqtt://broker.clinic.example:1883",
                                          "mqtt://127.example.org:1883",
                                          "mqtt://10.0.0.1:1883",
                                          "mqtt://127.0.0.1.example.org:1883",
                                          "mqtt://localhost.example.org",
                                          "mqtt://[::2]:1883",
                                          "mqtt://127.1:1883"};
    for (size_t i = 0; i < sizeof brokers / sizeof brokers[0]; i++) {
        assert_int_equal(check_broker(brokers[i]), DAYBOOK_INVALID);
    }
}

static void names_say_nothing_about_people(void **state)
{
    (void)state;
    static const char *const names[] = {"",
                                        "short",
                                        "Uppercase00000000",
                                        "with-dash-000000000",
                                        "topic/level/00000",
                                        "thirty-three-characters-are-too-m",
                                        "abcdefghijklmnopqrstuvwxyz0123456"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct seat seat = good;
        (void)snprintf(seat.circle, sizeof seat.circle, "%s", names[i]);
        assert_int_equal(check(&seat), DAYBOOK_INVALID);
        seat = good;
        (void)snprintf(seat.client_id, sizeof seat.client_id, "%s", names[i]);
        assert_int_equal(check(&seat), DAYBOOK_INVALID);
    }
}

static void a_text_without_an_end_is_refused(void **state)
{
    (void)state;
    char reason[TRANSPORT_REASON_SIZE];
    struct seat seat = good;
    memset(seat.password, 'p', sizeof seat.password);
    assert_int_equal(seat_check(&seat, reason), DAYBOOK_INVALID);
}

static void an_authority_is_a_certificate(void **state)
{
    (void)state;
    struct seat seat = good;
    seat.ca_pem = bytes_of_text("-----BEGIN PRIVATE KEY-----\n");
    assert_int_equal(check(&seat), DAYBOOK_INVALID);
    seat.ca_pem = bytes_of_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assert_int_equal(check(&seat), DAYBOOK_OK);
    seat.ca_pem.size = SEAT_CA_MAX + 1; /* only the size is looked at */
    assert_int_equal(check(&seat), DAYBOOK_INVALID);
}

static void only_ones_own_broker_is_sent_more_than_a_shared_one_bears(void **state)
{
    (void)state;
    struct seat seat = good;
    assert_int_equal(seat_rate(&seat), 5);
    seat.messages_per_second = 40;
    assert_int_equal(seat_rate(&seat), 40);
    seat.messages_per_second = 1000;
    assert_int_equal(check(&seat), DAYBOOK_OK);
    seat.messages_per_second = 1001;
    assert_int_equal(check(&seat), DAYBOOK_INVALID);
    seat.messages_per_second = 0;
    (void)snprintf(seat.broker, sizeof seat.broker, "mqtts://127.0.0.1:1883");
    assert_int_equal(seat_rate(&seat), 200);
    seat.messages_per_second = 3;
    assert_int_equal(seat_rate(&seat), 3);
}

static void a_wiped_seat_holds_nothing(void **state)
{
    (void)state;
    static const struct seat empty;
    struct seat seat = good;
    seat_wipe(&seat);
    assert_memory_equal(&seat, &empty, sizeof seat);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_leads_to_one_host_and_port),
        cmocka_unit_test(an_address_of_another_form_is_refused),
        cmocka_unit_test(a_websocket_is_refused_with_what_to_ask_for),
        cmocka_unit_test(only_loopback_is_reached_without_tls),
        cmocka_unit_test(names_say_nothing_about_people),
        cmocka_unit_test(a_text_without_an_end_is_refused),
        cmocka_unit_test(an_authority_is_a_certificate),
        cmocka_unit_test(only_ones_own_broker_is_sent_more_than_a_shared_one_bears),
        cmocka_unit_test(a_wiped_seat_holds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
