/* The own HAVE, what it asks, what others say in theirs, and what is told to a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

static struct rig rig;

static void a_connection_announces_every_stream_and_wants_answers(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_connect(&rig);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_HAVE), STREAM_COUNT);
    assert_true(rig_find(&rig, SYNC_ACTION_PUBLISH_HAVE)->wants_answer);
    rig_end(&rig);
}

static void an_idle_connection_costs_two_messages_a_stream(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, 1, 5);
    rig_connect(&rig);
    rig_pass(&rig, 3000000);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 2);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

static void a_change_is_announced_two_seconds_after_the_last(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_run(&rig, 1, 1, 1);
    rig_pass(&rig, 1500);
    rig_run(&rig, 1, 2, 2);
    rig_pass(&rig, 1999);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 0);
    rig_pass(&rig, 1);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_end(&rig);
}

static void changes_without_end_are_announced_every_five_seconds(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    for (uint64_t number = 1; number <= 60; number++) {
        rig_run(&rig, 1, number, number);
        rig_pass(&rig, 1000);
    }
    assert_in_range(rig_haves(&rig, STREAM_LOG), 9, 13);
    rig_end(&rig);
}

static void two_answers_are_two_seconds_apart(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have_asking(&rig, 1, 1, 0);
    rig_pass(&rig, 500);
    rig_forget(&rig);
    rig_have_asking(&rig, 1, 1, 0);
    rig_pass(&rig, 1400);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 0);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_end(&rig);
}

static void a_newcomer_is_answered_within_half_a_second(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have_asking(&rig, 1, 1, 0);
    rig_pass(&rig, 500);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_HAVE), 1);
    rig_end(&rig);
}

static void many_newcomers_get_one_answer(void **state)
{
    (void)state;
    rig_begin(&rig, 9);
    rig_settle(&rig);
    for (size_t peer = 1; peer < 9; peer++) {
        rig_have_asking(&rig, peer, 1, 0);
    }
    rig_pass(&rig, 4000);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_end(&rig);
}

static void what_a_present_peer_holds_and_does_not_come_is_asked_for(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have(&rig, 1, 1, 9);
    rig_pass(&rig, 1999);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 0);
    rig_pass(&rig, 1);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_pass(&rig, 3000000);
    assert_in_range(rig_haves(&rig, STREAM_LOG), 5, 12);
    rig_end(&rig);
}

static void an_older_have_is_ignored(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 9);
    rig.counter = 0;
    rig_have(&rig, 1, RIG_SELF, 2);
    assert_int_equal(sync_reach(rig.sync, STREAM_LOG, rig_feed(RIG_SELF, STREAM_LOG), 9),
                     SYNC_REACH_EVERYWHERE);
    rig_end(&rig);
}

static void reach_follows_signed_have_alone(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    struct id128 feed = rig_feed(RIG_SELF, STREAM_LOG);
    rig_settle(&rig);
    rig_writes(&rig, 9);
    rig_pass(&rig, 5000);
    assert_int_equal(sync_reach(rig.sync, STREAM_LOG, feed, 9), SYNC_REACH_HERE);
    rig_have(&rig, 1, RIG_SELF, 9);
    assert_int_equal(sync_reach(rig.sync, STREAM_LOG, feed, 9), SYNC_REACH_SHARED);
    rig_have(&rig, 2, RIG_SELF, 8);
    assert_int_equal(sync_reach(rig.sync, STREAM_LOG, feed, 9), SYNC_REACH_SHARED);
    assert_int_equal(sync_reach(rig.sync, STREAM_LOG, feed, 8), SYNC_REACH_EVERYWHERE);
    rig_end(&rig);
}

static void a_device_that_left_does_not_count(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, RIG_SELF, 9);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 9);
    rig.member_count = 2;
    rig_members(&rig);
    assert_int_equal(sync_reach(rig.sync, STREAM_LOG, rig_feed(RIG_SELF, STREAM_LOG), 9),
                     SYNC_REACH_EVERYWHERE);
    rig_end(&rig);
}

static void what_is_owed_is_counted_for_those_present(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, RIG_SELF, 9);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 4);
    rig_have(&rig, 1, 1, 6);
    struct sync_owing owing;
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.present, 1);
    assert_int_equal(owing.to_send, 9);
    assert_int_equal(owing.to_fetch, 6);
    assert_int_equal(owing.unheard, 9);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.present, 0);
    assert_int_equal(owing.to_send, 0);
    assert_int_equal(owing.unheard, 9);
    rig_end(&rig);
}

static void a_peer_that_holds_more_of_an_own_feed_is_told(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 10);
    rig_have(&rig, 1, RIG_SELF, 11);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_TELL), 1);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_TELL)->tell, SYNC_TELL_OWN_FEED_AHEAD);
    rig_end(&rig);
}

static void a_have_of_the_own_device_shows_its_clone(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_settle(&rig);
    rig_have(&rig, RIG_SELF, RIG_SELF, 8);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_TELL), 0);
    rig_have(&rig, RIG_SELF, RIG_SELF, 10);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_TELL), 1);
    rig_end(&rig);
}

static void nothing_is_asked_while_there_is_no_connection(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_writes(&rig, 9);
    rig_have_asking(&rig, 1, RIG_SELF, 0);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
    rig_pass(&rig, 3600000);
    assert_int_equal(rig.count, 0);
    rig_end(&rig);
}

static void an_unreadable_message_asks_for_circle_and_no_faster_than_the_back_off(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    for (size_t second = 0; second < 100; second++) {
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_UNREADABLE, .stream = STREAM_LOG});
        rig_pass(&rig, 1000);
    }
    assert_true(rig_find(&rig, SYNC_ACTION_PUBLISH_HAVE)->wants_answer);
    assert_in_range(rig_haves(&rig, STREAM_CIRCLE), 3, 4);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 0);
    rig_end(&rig);
}

static void a_device_with_stale_keys_is_sent_circle_and_rarely_again(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                        .stream = STREAM_CIRCLE,
                                        .device = rig_device(RIG_SELF),
                                        .position = rig_position(RIG_SELF, STREAM_CIRCLE, 3)});
    rig_settle(&rig);
    for (size_t second = 0; second < 100; second++) {
        rig_event(&rig,
                  (struct sync_event){.type = SYNC_EVENT_STALE_KEYS, .device = rig_device(1)});
        rig_pass(&rig, 1000);
    }
    assert_in_range(rig_count(&rig, SYNC_ACTION_SEND_KEYS), 3, 4);
    assert_true(key256_equal(rig_find(&rig, SYNC_ACTION_SEND_KEYS)->device, rig_device(1)));
    rig_end(&rig);
}

static void a_new_member_is_sent_circle_and_asked_what_it_holds(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                        .stream = STREAM_CIRCLE,
                                        .device = rig_device(RIG_SELF),
                                        .position = rig_position(RIG_SELF, STREAM_CIRCLE, 3)});
    rig_settle(&rig);
    rig.members[2] = rig.members[1];
    rig.members[2].device = rig_device(2);
    rig.member_count = 3;
    rig_members(&rig);
    rig_pass(&rig, 5000);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_SEND_KEYS), 1);
    assert_true(key256_equal(rig_find(&rig, SYNC_ACTION_SEND_KEYS)->device, rig_device(2)));
    assert_true(rig_find(&rig, SYNC_ACTION_PUBLISH_HAVE)->wants_answer);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_announces_every_stream_and_wants_answers),
        cmocka_unit_test(an_idle_connection_costs_two_messages_a_stream),
        cmocka_unit_test(a_change_is_announced_two_seconds_after_the_last),
        cmocka_unit_test(changes_without_end_are_announced_every_five_seconds),
        cmocka_unit_test(two_answers_are_two_seconds_apart),
        cmocka_unit_test(a_newcomer_is_answered_within_half_a_second),
        cmocka_unit_test(many_newcomers_get_one_answer),
        cmocka_unit_test(what_a_present_peer_holds_and_does_not_come_is_asked_for),
        cmocka_unit_test(an_older_have_is_ignored),
        cmocka_unit_test(reach_follows_signed_have_alone),
        cmocka_unit_test(a_device_that_left_does_not_count),
        cmocka_unit_test(what_is_owed_is_counted_for_those_present),
        cmocka_unit_test(a_peer_that_holds_more_of_an_own_feed_is_told),
        cmocka_unit_test(a_have_of_the_own_device_shows_its_clone),
        cmocka_unit_test(nothing_is_asked_while_there_is_no_connection),
        cmocka_unit_test(an_unreadable_message_asks_for_circle_and_no_faster_than_the_back_off),
        cmocka_unit_test(a_device_with_stale_keys_is_sent_circle_and_rarely_again),
        cmocka_unit_test(a_new_member_is_sent_circle_and_asked_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
