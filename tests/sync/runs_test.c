/* Operations that arrive: which are stored, which are not, and what is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

static struct rig rig;

static void a_run_that_continues_a_feed_is_stored(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_run(&rig, 1, 1, 5);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 1);
    assert_int_equal(sync_position(rig.sync, rig_feed(1, STREAM_LOG)).number, 5);
    rig_end(&rig);
}

static void what_is_held_already_is_skipped(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_run(&rig, 1, 1, 5);
    rig_forget(&rig);
    rig_run(&rig, 1, 3, 9);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_STORE)->skip, 3);
    assert_int_equal(sync_position(rig.sync, rig_feed(1, STREAM_LOG)).number, 9);
    rig_end(&rig);
}

static void a_run_heard_twice_is_stored_once(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_run(&rig, 1, 1, 5);
    rig_run(&rig, 1, 1, 5);
    rig_run(&rig, 1, 2, 3);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 1);
    rig_end(&rig);
}

static void a_run_ahead_of_a_gap_is_kept_and_what_is_missing_asked_for(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_run(&rig, 1, 4, 5);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 0);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_KEEP), 1);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    assert_true(rig_find(&rig, SYNC_ACTION_PUBLISH_HAVE)->wants_answer);
    rig_end(&rig);
}

static void what_nobody_present_holds_any_more_is_not_waited_for(void **state)
{
    (void)state;
    struct sync_owing owing;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_run(&rig, 1, 4, 5);
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.to_fetch, 5);
    rig_pass(&rig, 60000);
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.to_fetch, 0);
    rig_have(&rig, 1, 1, 3);
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.to_fetch, 3);
    rig_end(&rig);
}

static void a_run_of_a_stream_one_may_not_read_is_ignored(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig.members[RIG_SELF].reads[STREAM_LOG] = false;
    rig_members(&rig);
    rig_run(&rig, 1, 1, 5);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 0);
    rig_end(&rig);
}

static void a_failed_commit_forgets_the_run_and_asks_again(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig.full = true;
    rig_run(&rig, 1, 1, 5);
    assert_int_equal(sync_position(rig.sync, rig_feed(1, STREAM_LOG)).number, 0);
    rig_pass(&rig, 3000);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig.full = false;
    rig_run(&rig, 1, 1, 5);
    assert_int_equal(sync_position(rig.sync, rig_feed(1, STREAM_LOG)).number, 5);
    rig_end(&rig);
}

static void another_operation_at_the_held_head_is_told_once(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 5);
    struct key256 forged[2] = {rig_hash(2, 5), rig_hash(2, 6)};
    struct sync_event event = {.type = SYNC_EVENT_RUN,
                               .stream = STREAM_LOG,
                               .device = rig_device(1),
                               .position.feed = rig_feed(1, STREAM_LOG),
                               .first = 5,
                               .previous = rig_hash(1, 4),
                               .hashes = forged,
                               .hash_count = 2};
    rig_event(&rig, event);
    rig_event(&rig, event);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_TELL), 2);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_TELL)->tell, SYNC_TELL_FORKED_FEED);
    assert_true(rig_find(&rig, SYNC_ACTION_TELL)->proven);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_TELL)->last, 6);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 0);
    rig_end(&rig);
}

static void a_run_that_follows_another_head_is_told(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 5);
    struct key256 forged = rig_hash(2, 6);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_RUN,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(1),
                                        .position.feed = rig_feed(1, STREAM_LOG),
                                        .first = 6,
                                        .previous = rig_hash(2, 5),
                                        .hashes = &forged,
                                        .hash_count = 1});
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 0);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_TELL)->tell, SYNC_TELL_FORKED_FEED);
    rig_end(&rig);
}

/* The journal has closed the incarnation. */
static void close_own_feed(uint64_t number)
{
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(RIG_SELF),
                                        .position = rig_position(RIG_SELF, STREAM_LOG, number),
                                        .closed = true});
}

static void more_of_an_own_feed_is_told_and_fetched_once_it_is_closed(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 5);
    rig_run(&rig, RIG_SELF, 6, 7);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_TELL)->tell, SYNC_TELL_OWN_FEED_AHEAD);
    assert_false(rig_find(&rig, SYNC_ACTION_TELL)->differs);
    rig_run(&rig, RIG_SELF, 6, 7);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 0);
    close_own_feed(5);
    rig_forget(&rig);
    rig_run(&rig, RIG_SELF, 6, 7);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_TELL), 0);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 1);
    rig_end(&rig);
}

static void a_tail_that_was_given_up_is_fetched_and_not_sent(void **state)
{
    (void)state;
    struct sync_owing owing;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 9);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 5);
    close_own_feed(3);
    rig_forget(&rig);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.to_send, 0);
    assert_int_equal(owing.to_fetch, 2);
    rig_run(&rig, RIG_SELF, 4, 5);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 1);
    sync_owing(rig.sync, &owing);
    assert_int_equal(owing.to_fetch, 0);
    rig_end(&rig);
}

static void a_feed_cannot_change_its_author(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_holds(&rig, 1, 5);
    struct key256 hash = rig_hash(1, 6);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_RUN,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(2),
                                        .position.feed = rig_feed(1, STREAM_LOG),
                                        .first = 6,
                                        .previous = rig_hash(1, 5),
                                        .hashes = &hash,
                                        .hash_count = 1});
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 0);
    rig_end(&rig);
}

static void a_malformed_run_changes_nothing(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    struct key256 hash = rig_hash(1, 1);
    struct sync_event good = {.type = SYNC_EVENT_RUN,
                              .stream = STREAM_LOG,
                              .device = rig_device(1),
                              .position.feed = rig_feed(1, STREAM_LOG),
                              .first = 1,
                              .hashes = &hash,
                              .hash_count = 1};
    struct sync_event bad[4] = {good, good, good, good};
    bad[0].first = 0;
    bad[1].hash_count = 0;
    bad[2].previous = rig_hash(1, 9);
    bad[3].first = UINT64_MAX;
    for (size_t i = 0; i < 4; i++) {
        rig_event(&rig, bad[i]);
    }
    assert_int_equal(rig.count, 0);
    rig_event(&rig, good);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_STORE), 1);
    rig_end(&rig);
}

static void feeds_are_bounded_and_hearsay_makes_room(void **state)
{
    (void)state;
    static struct sync_position positions[HAVE_FEED_MAX];
    rig_begin(&rig, 2);
    for (size_t i = 0; i < HAVE_FEED_MAX; i++) {
        positions[i] = rig_position(1000 + i, STREAM_LOG, 1);
    }
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_HAVE,
                                        .stream = STREAM_LOG,
                                        .device = rig_device(1),
                                        .positions = positions,
                                        .position_count = HAVE_FEED_MAX,
                                        .counter = 1});
    rig_run(&rig, 1, 1, 5);
    assert_int_equal(sync_position(rig.sync, rig_feed(1, STREAM_LOG)).number, 5);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_that_continues_a_feed_is_stored),
        cmocka_unit_test(what_is_held_already_is_skipped),
        cmocka_unit_test(a_run_heard_twice_is_stored_once),
        cmocka_unit_test(a_run_ahead_of_a_gap_is_kept_and_what_is_missing_asked_for),
        cmocka_unit_test(what_nobody_present_holds_any_more_is_not_waited_for),
        cmocka_unit_test(a_run_of_a_stream_one_may_not_read_is_ignored),
        cmocka_unit_test(a_failed_commit_forgets_the_run_and_asks_again),
        cmocka_unit_test(another_operation_at_the_held_head_is_told_once),
        cmocka_unit_test(a_run_that_follows_another_head_is_told),
        cmocka_unit_test(more_of_an_own_feed_is_told_and_fetched_once_it_is_closed),
        cmocka_unit_test(a_tail_that_was_given_up_is_fetched_and_not_sent),
        cmocka_unit_test(a_feed_cannot_change_its_author),
        cmocka_unit_test(a_malformed_run_changes_nothing),
        cmocka_unit_test(feeds_are_bounded_and_hearsay_makes_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
