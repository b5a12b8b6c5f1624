/* What is published, when, and for whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

static struct rig rig;

static void what_is_written_leaves_in_one_batch_after_a_second(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_writes(&rig, 1);
    rig_pass(&rig, 500);
    rig_writes(&rig, 3);
    assert_int_equal(rig_operations(&rig), 0);
    rig_pass(&rig, 500);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 1);
    assert_int_equal(rig_operations(&rig), 3);
    rig_pass(&rig, 600000);
    assert_int_equal(rig_operations(&rig), 3);
    rig_end(&rig);
}

static void only_what_is_new_is_published(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 100);
    rig_connect(&rig);
    rig_have(&rig, 1, RIG_SELF, 100);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_writes(&rig, 101);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 101);
    rig_end(&rig);
}

static void nothing_is_published_when_nobody_reads(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig.members[1].reads[STREAM_LOG] = false;
    rig_members(&rig);
    rig_holds(&rig, RIG_SELF, 3);
    rig_settle(&rig);
    rig_writes(&rig, 4);
    rig_have(&rig, 1, RIG_SELF, 0);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

static void a_long_feed_leaves_in_batches_one_behind_the_other(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig.mute = true;
    rig_writes(&rig, 600);
    rig_pass(&rig, 5000);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 1);
    const struct sync_action first = *rig_find(&rig, SYNC_ACTION_PUBLISH_RUN);
    assert_int_equal(first.last, 256);
    rig_forget(&rig);
    rig_event(&rig, (struct sync_event){
                        .type = SYNC_EVENT_PUBLISHED, .ticket = first.ticket, .last = 40});
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 41);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->last, 296);
    rig_end(&rig);
}

static void at_most_four_batches_are_in_flight(void **state)
{
    (void)state;
    rig_begin(&rig, 9);
    for (size_t author = 1; author < 8; author++) {
        rig_holds(&rig, author, 5);
    }
    rig_settle(&rig);
    rig.mute = true;
    rig_have_asking(&rig, 8, 8, 0);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 4);
    rig_end(&rig);
}

static void the_rate_is_ten_messages_and_then_five_a_second(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_writes(&rig, 10240);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 10);
    rig_pass(&rig, 1000);
    assert_in_range(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 14, 15);
    rig_end(&rig);
}

static void a_broker_of_ones_own_is_sent_more(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_CONNECTED, .messages_per_second = 20});
    rig_pass(&rig, 60000);
    rig_forget(&rig);
    rig_writes(&rig, (uint64_t)1000 * BATCH_OPERATIONS_MAX);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 40);
    rig_pass(&rig, 1000);
    assert_in_range(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 59, 60);
    rig_end(&rig);
}

static void a_refused_batch_is_published_again_later_and_later(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig.mute = true;
    rig_writes(&rig, 1);
    rig_pass(&rig, 1000);
    for (int64_t wait_ms = 15000; wait_ms <= 60000; wait_ms *= 2) {
        uint64_t ticket = rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->ticket;
        rig_forget(&rig);
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_PUBLISH_FAILED, .ticket = ticket});
        rig_pass(&rig, wait_ms - 1);
        assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 0);
        rig_pass(&rig, 1);
        assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 1);
    }
    rig_end(&rig);
}

static void a_batch_lost_with_the_connection_leaves_on_the_next(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig.mute = true;
    rig_writes(&rig, 3);
    rig_pass(&rig, 1000);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    struct sync_owing owing;
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.in_flight, 0);
    rig_forget(&rig);
    rig_connect(&rig);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_operations(&rig), 3);
    rig_end(&rig);
}

static void a_feed_three_connections_went_down_with_is_set_aside_for_a_while(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 3);
    rig.mute = true;
    for (size_t i = 0; i < 3; i++) {
        rig_connect(&rig);
        rig_have_asking(&rig, 1, RIG_SELF, i); /* progress, so that no back-off hides the matter */
        assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), i + 1);
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    }
    rig_forget(&rig);
    rig_connect(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 0);
    rig_pass(&rig, 14999);
    assert_int_equal(rig_operations(&rig), 0);
    rig_pass(&rig, 16000);
    assert_int_equal(rig_operations(&rig), 3);
    rig_end(&rig);
}

static void what_the_absent_lack_is_offered_once_in_a_connection(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, RIG_SELF, 9);
    struct sync_position known = rig_position(RIG_SELF, STREAM_LOG, 9);
    struct sync_position less = rig_position(RIG_SELF, STREAM_LOG, 6);
    for (size_t peer = 1; peer < 3; peer++) {
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_PEER,
                                            .stream = STREAM_LOG,
                                            .device = rig_device(peer),
                                            .positions = peer == 1 ? &known : &less,
                                            .position_count = 1});
    }
    rig_connect(&rig);
    rig_pass(&rig, 999);
    assert_int_equal(rig_operations(&rig), 0);
    rig_pass(&rig, 1);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 7);
    rig_pass(&rig, 3600000);
    assert_int_equal(rig_operations(&rig), 3);
    rig_end(&rig);
}

static void offers_to_the_absent_grow_rarer_with_every_connection(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    for (size_t i = 0; i < 60; i++) {
        rig_connect(&rig);
        rig_pass(&rig, 10000);
    }
    assert_in_range(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 4, 7);
    rig_end(&rig);
}

static void the_author_brings_at_once_what_a_peer_lacks(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 4);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 5);
    rig_end(&rig);
}

static void a_range_several_peers_lack_is_published_once(void **state)
{
    (void)state;
    rig_begin(&rig, 5);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    for (size_t peer = 1; peer < 5; peer++) {
        rig_have(&rig, peer, RIG_SELF, 4);
    }
    rig_pass(&rig, 10000);
    assert_int_equal(rig_operations(&rig), 5);
    rig_end(&rig);
}

static void a_peer_without_progress_is_helped_ever_more_rarely(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    for (size_t second = 0; second < 3600; second += 5) {
        rig_have_asking(&rig, 1, RIG_SELF, 0);
        rig_pass(&rig, 5000);
    }
    assert_in_range(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 6, 12);
    rig_end(&rig);
}

static void progress_ends_the_back_off(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    for (size_t i = 0; i < 100; i++) {
        rig_have_asking(&rig, 1, RIG_SELF, 0);
        rig_pass(&rig, 5000);
    }
    rig_forget(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 3);
    rig_pass(&rig, 15000);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 4);
    rig_end(&rig);
}

static void a_holder_waits_for_the_author(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 9);
    rig_settle(&rig);
    rig_have_asking(&rig, 2, 1, 4);
    rig_pass(&rig, 1999);
    assert_int_equal(rig_operations(&rig), 0);
    rig_pass(&rig, 2001);
    assert_int_equal(rig_operations(&rig), 5);
    rig_end(&rig);
}

static void a_holder_is_silent_when_the_range_passes(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 9);
    rig_settle(&rig);
    rig_have_asking(&rig, 2, 1, 4);
    rig_run(&rig, 1, 5, 9);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

static void a_holder_is_silent_when_the_peer_has_it(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 9);
    rig_settle(&rig);
    rig_have_asking(&rig, 2, 1, 4);
    rig_have(&rig, 2, 1, 9);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

static void a_retained_have_starts_no_repair(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 9);
    rig_settle(&rig);
    struct sync_position position = rig_position(1, STREAM_LOG, 4);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_HAVE,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(2),
                                        .positions = &position,
                                        .position_count = 1,
                                        .counter = 1,
                                        .wants_answer = true,
                                        .retained = true});
    rig_pass(&rig, 60000);
    assert_int_equal(rig.count, rig_count(&rig, SYNC_ACTION_WAKE_AT));
    rig_end(&rig);
}

static void a_stranger_is_not_served(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    rig_have(&rig, 1, RIG_SELF, 9);
    rig_have_asking(&rig, 7, RIG_SELF, 0);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    struct sync_owing owing;
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.present, 1);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_leaves_in_one_batch_after_a_second),
        cmocka_unit_test(only_what_is_new_is_published),
        cmocka_unit_test(nothing_is_published_when_nobody_reads),
        cmocka_unit_test(a_long_feed_leaves_in_batches_one_behind_the_other),
        cmocka_unit_test(at_most_four_batches_are_in_flight),
        cmocka_unit_test(the_rate_is_ten_messages_and_then_five_a_second),
        cmocka_unit_test(a_broker_of_ones_own_is_sent_more),
        cmocka_unit_test(a_refused_batch_is_published_again_later_and_later),
        cmocka_unit_test(a_batch_lost_with_the_connection_leaves_on_the_next),
        cmocka_unit_test(a_feed_three_connections_went_down_with_is_set_aside_for_a_while),
        cmocka_unit_test(what_the_absent_lack_is_offered_once_in_a_connection),
        cmocka_unit_test(offers_to_the_absent_grow_rarer_with_every_connection),
        cmocka_unit_test(the_author_brings_at_once_what_a_peer_lacks),
        cmocka_unit_test(a_range_several_peers_lack_is_published_once),
        cmocka_unit_test(a_peer_without_progress_is_helped_ever_more_rarely),
        cmocka_unit_test(progress_ends_the_back_off),
        cmocka_unit_test(a_holder_waits_for_the_author),
        cmocka_unit_test(a_holder_is_silent_when_the_range_passes),
        cmocka_unit_test(a_holder_is_silent_when_the_peer_has_it),
        cmocka_unit_test(a_retained_have_starts_no_repair),
        cmocka_unit_test(a_stranger_is_not_served),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
