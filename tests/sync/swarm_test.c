/* What seeds of tests/simulation/swarm found, each as the story it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "sync/rig.h"

static struct rig rig;

static void have_counting(uint64_t counter, uint64_t number)
{
    rig.counter = counter - 1;
    rig_have(&rig, 1, RIG_SELF, number);
}

/* Seed 264: it was ignored for ever, and nobody sent it what it had forgotten. */
static void a_device_set_back_with_its_clock_is_believed_after_four_have(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    have_counting(1000000, 9);
    rig_pass(&rig, 60000);
    rig_forget(&rig);
    for (uint64_t counter = 11; counter <= 13; counter++) {
        have_counting(counter, 0);
    }
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    have_counting(14, 0);
    rig_pass(&rig, 60000);
    assert_true(rig_operations(&rig) >= 9);
    rig_end(&rig);
}

static void one_old_have_that_is_replayed_is_never_believed(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_connect(&rig);
    have_counting(1000000, 9);
    rig_pass(&rig, 60000);
    rig_forget(&rig);
    for (size_t i = 0; i < 50; i++) {
        have_counting(11 + i % 3, 0);
    }
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

/* The journal must not take it for a sign of life. */
static void a_have_that_is_ignored_is_not_called_heard(void **state)
{
    (void)state;
    struct sync_actions actions;
    struct sync_position position = rig_position(RIG_SELF, STREAM_LOG, 0);
    struct sync_event event = {.type = SYNC_EVENT_HAVE,
                               .stream = STREAM_LOG,
                               .device = rig_device(1),
                               .positions = &position,
                               .position_count = 1,
                               .counter = 5};
    rig_begin(&rig, 2);
    rig_connect(&rig);
    event.now_ms = rig.now_ms;
    sync_handle(rig.sync, &event, &actions);
    assert_true(actions.heard);
    sync_handle(rig.sync, &event, &actions);
    assert_false(actions.heard);
    event.device = rig_device(40);
    sync_handle(rig.sync, &event, &actions);
    assert_false(actions.heard);
    rig_end(&rig);
}

static void circle_is_held_by(size_t peer, uint64_t number, uint64_t counter)
{
    struct sync_position position = rig_position(3, STREAM_CIRCLE, number);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_HAVE,
                                        .stream = STREAM_CIRCLE,
                                        .device = rig_device(peer),
                                        .positions = &position,
                                        .position_count = 1,
                                        .counter = counter});
}

/* Seed 802: its own history of `circle` was longer than that of the others, so it seemed to lack
 * nothing, and could read nobody. */
static void who_speaks_under_an_old_key_and_lacks_nothing_is_sent_all_of_circle(void **state)
{
    (void)state;
    rig_begin(&rig, 4);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                        .stream = STREAM_CIRCLE,
                                        .device = rig_device(3),
                                        .position = rig_position(3, STREAM_CIRCLE, 3)});
    rig_connect(&rig);
    circle_is_held_by(1, 6, 1);
    rig_pass(&rig, 60000);
    rig_forget(&rig);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_STALE_KEYS, .device = rig_device(1)});
    rig_pass(&rig, 60000);
    const struct sync_action *keys = rig_find(&rig, SYNC_ACTION_SEND_KEYS);
    assert_non_null(keys);
    assert_int_equal(keys->first, 1);
    assert_int_equal(keys->last, 3);
    rig_end(&rig);
}

/* Seed 5123: it was thought to hold what only a copy of its device had, and could say nothing. */
static void who_goes_on_under_an_old_key_after_the_rest_was_sent_is_sent_all_of_circle(void **state)
{
    (void)state;
    bool whole = false;
    rig_begin(&rig, 4);
    for (size_t author = 2; author <= 3; author++) {
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                            .stream = STREAM_CIRCLE,
                                            .device = rig_device(author),
                                            .position = rig_position(author, STREAM_CIRCLE, 3)});
    }
    rig_connect(&rig);
    circle_is_held_by(1, 3, 1);
    rig_pass(&rig, 60000);
    for (size_t i = 0; i < 4; i++) {
        rig_forget(&rig);
        rig_event(&rig,
                  (struct sync_event){.type = SYNC_EVENT_STALE_KEYS, .device = rig_device(1)});
        rig_pass(&rig, 120000);
        const struct sync_action *keys = rig_find(&rig, SYNC_ACTION_SEND_KEYS);
        assert_non_null(keys);
        assert_true(i > 0 || rig_count(&rig, SYNC_ACTION_SEND_KEYS) == 1);
        whole = whole || rig_count(&rig, SYNC_ACTION_SEND_KEYS) == 2;
    }
    assert_true(whole);
    rig_end(&rig);
}

/* Seed 2: somebody else's run must end at a signature, which may lie behind what was asked for. */
static void a_batch_may_hold_more_than_was_asked_for(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig.mute = true;
    rig_writes(&rig, 300);
    rig_pass(&rig, 2000);
    const struct sync_action *batch = rig_find(&rig, SYNC_ACTION_PUBLISH_RUN);
    assert_int_equal(batch->last, 256);
    uint64_t ticket = batch->ticket;
    rig_forget(&rig);
    rig_event(&rig,
              (struct sync_event){.type = SYNC_EVENT_PUBLISHED, .ticket = ticket, .last = 260});
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 261);
    rig_end(&rig);
}

/* Seed 107: the last other reader was removed while something waited to leave. */
static void what_waits_does_not_leave_when_the_last_reader_is_removed(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig.mute = true;
    rig_writes(&rig, 3);
    rig_pass(&rig, 900);
    rig.member_count = 1;
    rig_members(&rig);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

static void remembered(size_t peer, uint64_t number)
{
    struct sync_position position = rig_position(2, STREAM_LOG, number);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_PEER,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(peer),
                                        .positions = &position,
                                        .position_count = 1,
                                        .counter = 1});
}

static void a_holder_leaves_for_the_absent_what_an_absent_author_wrote_once(void **state)
{
    (void)state;
    rig_begin(&rig, 4);
    rig_holds(&rig, 2, 7);
    remembered(1, 4);
    rig_connect(&rig);
    rig_pass(&rig, 10000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_pass(&rig, 3600000);
    assert_int_equal(rig_operations(&rig), 3);
    rig_end(&rig);
}

static void a_holder_leaves_it_to_the_author_who_is_there(void **state)
{
    (void)state;
    rig_begin(&rig, 4);
    rig_holds(&rig, 2, 7);
    remembered(1, 4);
    rig_connect(&rig);
    rig_have(&rig, 2, 2, 7);
    rig_pass(&rig, 3600000);
    assert_int_equal(rig_operations(&rig), 0);
    rig_end(&rig);
}

/* Seed 17552: what the others sent ended where its own history does, so it left the sending to
 * them. */
static void another_history_that_passes_is_no_substitute_for_the_one_held_here(void **state)
{
    (void)state;
    struct key256 hashes[7];
    rig_begin(&rig, 3);
    rig_holds(&rig, 2, 7);
    rig_connect(&rig);
    rig_have(&rig, 1, 2, 0);
    for (size_t i = 0; i < 7; i++) {
        hashes[i] = rig_hash(9, i + 1);
    }
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_RUN,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(2),
                                        .position.feed = rig_feed(2, STREAM_LOG),
                                        .first = 1,
                                        .hashes = hashes,
                                        .hash_count = 7});
    rig_pass(&rig, 10000);
    assert_int_equal(rig_operations(&rig), 7);
    rig_end(&rig);
}

static void one_device_cannot_use_up_the_room_for_feeds(void **state)
{
    (void)state;
    struct key256 hash = rig_hash(1, 1);
    rig_begin(&rig, 3);
    for (size_t i = 0; i < HAVE_FEED_MAX / 4 + 1; i++) {
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_RUN,
                                            .stream = STREAM_LOG,
                                            .device = rig_device(1),
                                            .position.feed = rig_feed(100 + i, STREAM_LOG),
                                            .first = 1,
                                            .hashes = &hash,
                                            .hash_count = 1});
    }
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), HAVE_FEED_MAX / 4);
    rig_run(&rig, 2, 1, 5);
    assert_int_equal(sync_position(rig.sync, rig_feed(2, STREAM_LOG)).number, 5);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_set_back_with_its_clock_is_believed_after_four_have),
        cmocka_unit_test(one_old_have_that_is_replayed_is_never_believed),
        cmocka_unit_test(a_have_that_is_ignored_is_not_called_heard),
        cmocka_unit_test(who_speaks_under_an_old_key_and_lacks_nothing_is_sent_all_of_circle),
        cmocka_unit_test(
            who_goes_on_under_an_old_key_after_the_rest_was_sent_is_sent_all_of_circle),
        cmocka_unit_test(a_batch_may_hold_more_than_was_asked_for),
        cmocka_unit_test(what_waits_does_not_leave_when_the_last_reader_is_removed),
        cmocka_unit_test(a_holder_leaves_for_the_absent_what_an_absent_author_wrote_once),
        cmocka_unit_test(a_holder_leaves_it_to_the_author_who_is_there),
        cmocka_unit_test(another_history_that_passes_is_no_substitute_for_the_one_held_here),
        cmocka_unit_test(one_device_cannot_use_up_the_room_for_feeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
