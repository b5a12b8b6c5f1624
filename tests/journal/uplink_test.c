/* A connection and its pauses, over a transport whose every event the test invents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/journal.h"
#include "journal/uplink.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS, EVENT_MAX = 8 };

/* What the transport was asked, and what it says next. */
struct script {
    size_t connects;
    size_t disconnects;
    size_t subscribes;
    bool forgets; /* the broker has no session */
    struct transport_event events[EVENT_MAX];
    size_t event_count;
};

static struct script script;
static struct uplink uplink;
static struct journal_ports ports;
static int64_t now_ms;

static enum daybook_status script_connect(void *context, const struct seat *seat)
{
    (void)context;
    (void)seat;
    script.connects++;
    return DAYBOOK_OK;
}

static void script_disconnect(void *context)
{
    (void)context;
    script.disconnects++;
}

static enum daybook_status script_subscribe(void *context, const char *topic_filter)
{
    (void)context;
    (void)topic_filter;
    script.subscribes++;
    return DAYBOOK_OK;
}

static enum daybook_status script_publish(void *context, const struct transport_publish *message)
{
    (void)context;
    (void)message;
    return DAYBOOK_OK;
}

static bool script_next_event(void *context, struct transport_event *out_event)
{
    (void)context;
    if (script.event_count == 0) {
        return false;
    }
    *out_event = script.events[0];
    script.event_count--;
    memmove(&script.events[0], &script.events[1], script.event_count * sizeof script.events[0]);
    return true;
}

static enum daybook_status open_script(void *context, struct transport *out_transport)
{
    static const struct transport_calls calls = {.connect = script_connect,
                                                 .disconnect = script_disconnect,
                                                 .subscribe = script_subscribe,
                                                 .publish = script_publish,
                                                 .next_event = script_next_event,
                                                 .destroy = script_disconnect};
    *out_transport = (struct transport){.context = context, .calls = &calls};
    return DAYBOOK_OK;
}

static int set_up(void **state)
{
    (void)state;
    const struct seat seat = {.broker = "mqtt://127.0.0.1:1883"};
    script = (struct script){0};
    uplink = (struct uplink){0};
    ports = (struct journal_ports){.open_transport = open_script};
    now_ms = 1000000;
    assert_int_equal(uplink_set_seat(&uplink, &seat), DAYBOOK_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    uplink_end(&uplink);
    return 0;
}

static void happens(const struct transport_event *event)
{
    assert_true(script.event_count < EVENT_MAX);
    script.events[script.event_count++] = *event;
}

/* What a journal does with the next event; false when none came. */
static bool step(void)
{
    char filters[1][TRANSPORT_TOPIC_MAX + 1] = {"daybook/1/c/+/to/d"};
    struct transport_event event;
    if (!uplink_next_event(&uplink, now_ms, &event)) {
        return false;
    }
    if (event.type == TRANSPORT_CONNECTED) {
        uplink_connected(&uplink, &event, now_ms);
        assert_int_equal(uplink_subscribe(&uplink, filters, 1), DAYBOOK_OK);
    } else if (event.type == TRANSPORT_DISCONNECTED) {
        uplink_lost(&uplink, &event, now_ms);
    } else {
        uplink_answered(&uplink, &event);
    }
    return true;
}

/* Connect as soon as the pause is over; how long that was. */
static int64_t connect_again(enum transport_event_type answer)
{
    int64_t since_ms = now_ms;
    now_ms = uplink_wake_ms(&uplink) > now_ms ? uplink_wake_ms(&uplink) : now_ms;
    uplink_try(&uplink, &ports, now_ms);
    assert_int_equal(uplink.stage, UPLINK_CONNECTING);
    happens(&(struct transport_event){
        .type = TRANSPORT_CONNECTED, .packet_max = 20000, .session_present = !script.forgets});
    happens(&(struct transport_event){.type = answer, .reason = "The broker does not allow this."});
    assert_true(step());
    assert_true(step());
    assert_int_equal(uplink.stage, UPLINK_READY);
    return now_ms - since_ms;
}

static void end_after(int64_t duration_ms, struct transport_event event)
{
    event.type = TRANSPORT_DISCONNECTED;
    event.status = DAYBOOK_OFFLINE;
    now_ms += duration_ms;
    happens(&event);
    assert_true(step());
    assert_int_equal(uplink.stage, UPLINK_OFF);
}

static void publish(uint64_t last)
{
    const struct transport_publish message = {.topic = "t"};
    const struct uplink_ticket ticket = {.engine_ticket = last, .last = last};
    assert_int_equal(uplink_publish(&uplink, &message, &ticket), DAYBOOK_OK);
}

static void a_broker_that_accepts_and_closes_at_once_meets_growing_pauses(void **state)
{
    (void)state;
    int64_t pause_ms = 0;
    for (size_t i = 0; i < 12; i++) {
        pause_ms = connect_again(TRANSPORT_SUBSCRIBED);
        publish(1); /* no contest for the seat: it may have been this */
        end_after(SECOND_MS, (struct transport_event){.unexplained = true});
    }
    assert_in_range(pause_ms, 30 * SECOND_MS, 90 * SECOND_MS);
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    end_after((int64_t)2 * MINUTE_MS, (struct transport_event){0});
    pause_ms = connect_again(TRANSPORT_SUBSCRIBED);
    assert_in_range(pause_ms, SECOND_MS / 2, 3 * SECOND_MS / 2);
}

static void a_broker_that_accepts_and_closes_all_day_is_dialled_about_once_a_minute(void **state)
{
    (void)state;
    const int64_t end_ms = now_ms + (int64_t)24 * 60 * MINUTE_MS;
    while (now_ms < end_ms) {
        assert_true(connect_again(TRANSPORT_SUBSCRIBED) > 0 || script.connects == 1);
        publish(1);
        end_after(0, (struct transport_event){.unexplained = true});
    }
    assert_in_range(script.connects, 24 * 40, 24 * 100);
}

static void pauses_are_never_all_the_same(void **state)
{
    (void)state;
    int64_t shortest_ms = INT64_MAX;
    int64_t longest_ms = 0;
    for (size_t i = 0; i < 100; i++) {
        (void)connect_again(TRANSPORT_SUBSCRIBED);
        end_after((int64_t)2 * MINUTE_MS, (struct transport_event){0});
        int64_t pause_ms = uplink_wake_ms(&uplink) - now_ms;
        shortest_ms = pause_ms < shortest_ms ? pause_ms : shortest_ms;
        longest_ms = pause_ms > longest_ms ? pause_ms : longest_ms;
    }
    assert_in_range(shortest_ms, 500, 700);
    assert_in_range(longest_ms, 1300, 1500);
}

static void a_broker_that_owes_an_answer_is_left_after_45_seconds(void **state)
{
    (void)state;
    struct sync_batch batches[UPLINK_TICKETS_MAX];
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    now_ms += (int64_t)10 * MINUTE_MS;
    assert_false(step()); /* quiet is not dead: that is the keep-alive's matter */
    assert_true(uplink_wake_ms(&uplink) == INT64_MAX);
    publish(7);
    assert_int_equal(uplink_wake_ms(&uplink), now_ms + (int64_t)45 * SECOND_MS);
    now_ms += (int64_t)44 * SECOND_MS;
    assert_false(step());
    publish(8); /* more that is sent is no sign of life */
    now_ms += SECOND_MS;
    assert_true(step());
    assert_int_equal(uplink.stage, UPLINK_OFF);
    assert_int_equal(script.disconnects, 1);
    assert_string_equal(uplink.reason,
                        "The broker does not answer any more: tell its keeper if that lasts.");
    assert_int_equal(uplink_forget_tickets(&uplink, batches), 2);
    assert_int_equal(batches[0].last + batches[1].last, 15);
}

static void a_broker_that_does_not_answer_a_connect_or_subscribe_is_left_too(void **state)
{
    (void)state;
    uplink_try(&uplink, &ports, now_ms);
    now_ms += (int64_t)45 * SECOND_MS;
    assert_true(step());
    now_ms = uplink_wake_ms(&uplink);
    uplink_try(&uplink, &ports, now_ms);
    happens(&(struct transport_event){.type = TRANSPORT_CONNECTED});
    assert_true(step());
    now_ms += (int64_t)44 * SECOND_MS;
    assert_false(step());
    now_ms += SECOND_MS;
    assert_true(step());
    assert_int_equal(uplink.stage, UPLINK_OFF);
    assert_int_equal(script.connects, 2);
}

static void a_refused_filter_is_said_and_asked_for_again_ever_more_rarely(void **state)
{
    (void)state;
    int64_t pauses_ms[6];
    (void)connect_again(TRANSPORT_SUBSCRIBE_REFUSED);
    for (size_t i = 0; i < 6; i++) {
        char filters[1][TRANSPORT_TOPIC_MAX + 1] = {"daybook/1/c/+/to/d"};
        assert_true(uplink.refused);
        assert_string_equal(uplink.reason, "The broker does not allow this.");
        uplink.hears_own = true;
        pauses_ms[i] = uplink_wake_ms(&uplink) - now_ms;
        now_ms += pauses_ms[i];
        assert_false(step());
        assert_false(uplink.hears_own);
        assert_int_equal(uplink_subscribe(&uplink, filters, 1), DAYBOOK_OK);
        happens(&(struct transport_event){.type = TRANSPORT_SUBSCRIBE_REFUSED,
                                          .reason = "The broker does not allow this."});
        assert_true(step());
    }
    assert_int_equal(pauses_ms[0], MINUTE_MS);
    assert_int_equal(pauses_ms[1], 2 * MINUTE_MS);
    assert_int_equal(pauses_ms[5], 15 * MINUTE_MS);
    char filters[1][TRANSPORT_TOPIC_MAX + 1] = {"daybook/1/c/+/to/d"};
    assert_int_equal(uplink_subscribe(&uplink, filters, 1), DAYBOOK_OK);
    happens(&(struct transport_event){.type = TRANSPORT_SUBSCRIBED});
    assert_true(step());
    assert_false(uplink.refused);
    assert_int_equal(uplink.status, DAYBOOK_OK);
}

static void a_person_who_asks_waits_for_no_pause(void **state)
{
    (void)state;
    (void)connect_again(TRANSPORT_SUBSCRIBE_REFUSED);
    uplink.hears_own = true;
    uplink_hurry(&uplink);
    assert_int_equal(uplink.status, DAYBOOK_OK); /* until the broker answers anew */
    assert_true(uplink.refused);
    assert_true(uplink_wake_ms(&uplink) <= now_ms);
    assert_false(step());
    assert_false(uplink.hears_own);
    end_after(0, (struct transport_event){.reason = "The connection to the broker was lost."});
    assert_true(uplink_wake_ms(&uplink) > now_ms);
    uplink_hurry(&uplink);
    assert_true(uplink_wake_ms(&uplink) <= now_ms);
    assert_int_equal(uplink.failures, 1); /* and who asks all the time does not shorten them */
}

static void three_takeovers_in_a_row_are_a_contest_with_long_pauses(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        assert_false(uplink_is_contested(&uplink));
        (void)connect_again(TRANSPORT_SUBSCRIBED);
        end_after((int64_t)30 * SECOND_MS, (struct transport_event){.taken_over = true});
    }
    assert_true(uplink_is_contested(&uplink));
    assert_in_range(connect_again(TRANSPORT_SUBSCRIBED), 30 * SECOND_MS, 90 * SECOND_MS);
    end_after((int64_t)10 * MINUTE_MS, (struct transport_event){.taken_over = true});
    assert_true(uplink_is_contested(&uplink));
    assert_non_null(strstr(uplink.reason, "Another device seems to use the seat of this one"));
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    end_after((int64_t)10 * MINUTE_MS, (struct transport_event){0});
    assert_false(uplink_is_contested(&uplink));
}

static void
five_brief_connections_without_a_word_are_a_contest_unless_something_was_under_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        assert_false(uplink_is_contested(&uplink));
        (void)connect_again(TRANSPORT_SUBSCRIBED);
        end_after((int64_t)30 * SECOND_MS, (struct transport_event){.unexplained = true});
    }
    assert_true(uplink_is_contested(&uplink));
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    publish(1);
    end_after(SECOND_MS, (struct transport_event){.unexplained = true});
    assert_false(uplink_is_contested(&uplink));
}

static void a_broker_that_breaks_off_when_asked_is_said_to_until_it_grants_the_filters(void **state)
{
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        now_ms = uplink_wake_ms(&uplink) > now_ms ? uplink_wake_ms(&uplink) : now_ms;
        uplink_try(&uplink, &ports, now_ms);
        happens(&(struct transport_event){.type = TRANSPORT_CONNECTED, .session_present = true});
        assert_true(step());
        end_after(SECOND_MS, (struct transport_event){.unexplained = true});
        assert_non_null(strstr(uplink.reason, "asked for what is new"));
    }
    assert_true(uplink_is_refused(&uplink) && !uplink_is_contested(&uplink));
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    assert_false(uplink_is_refused(&uplink));
}

static void a_broker_that_breaks_off_when_sent_something_is_said_to_until_it_answers(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 6; i++) {
        (void)connect_again(TRANSPORT_SUBSCRIBED);
        assert_true(uplink_is_refused(&uplink) == (i > 0) && !uplink_is_contested(&uplink));
        publish(i % 2); /* a batch, or a list of what is had, which nobody waits for */
        end_after(SECOND_MS, (struct transport_event){.unexplained = true});
        assert_non_null(strstr(uplink.reason, "sent something"));
    }
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    publish(7);
    assert_true(uplink_take_ticket(&uplink, uplink.last_ticket, &(struct uplink_ticket){0}));
    assert_int_equal(uplink.status, DAYBOOK_OK);
}

static void a_broker_that_forgets_sessions_is_no_contest(void **state)
{
    (void)state;
    script.forgets = true;
    for (size_t i = 0; i < 20; i++) {
        (void)connect_again(TRANSPORT_SUBSCRIBED);
        end_after(SECOND_MS, (struct transport_event){.unexplained = true});
    }
    assert_false(uplink_is_contested(&uplink));
}

static void a_broker_that_names_its_largest_packet_is_not_sent_larger_ones(void **state)
{
    (void)state;
    assert_int_equal(uplink_payload_max(&uplink), 0);
    (void)connect_again(TRANSPORT_SUBSCRIBED);
    assert_in_range(uplink_payload_max(&uplink), 19000, 20000 - TRANSPORT_TOPIC_MAX);
}

#define UPLINK_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UPLINK_TEST(a_broker_that_accepts_and_closes_at_once_meets_growing_pauses),
        UPLINK_TEST(a_broker_that_accepts_and_closes_all_day_is_dialled_about_once_a_minute),
        UPLINK_TEST(pauses_are_never_all_the_same),
        UPLINK_TEST(a_broker_that_owes_an_answer_is_left_after_45_seconds),
        UPLINK_TEST(a_broker_that_does_not_answer_a_connect_or_subscribe_is_left_too),
        UPLINK_TEST(a_refused_filter_is_said_and_asked_for_again_ever_more_rarely),
        UPLINK_TEST(a_person_who_asks_waits_for_no_pause),
        UPLINK_TEST(three_takeovers_in_a_row_are_a_contest_with_long_pauses),
        UPLINK_TEST(
            five_brief_connections_without_a_word_are_a_contest_unless_something_was_under_way),
        UPLINK_TEST(a_broker_that_breaks_off_when_asked_is_said_to_until_it_grants_the_filters),
        UPLINK_TEST(a_broker_that_breaks_off_when_sent_something_is_said_to_until_it_answers),
        UPLINK_TEST(a_broker_that_forgets_sessions_is_no_contest),
        UPLINK_TEST(a_broker_that_names_its_largest_packet_is_not_sent_larger_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
