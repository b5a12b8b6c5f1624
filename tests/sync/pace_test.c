/* How far a sender runs ahead of what others say they stored, and when a receiver says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

/* Batches that leave before anybody is waited for, of 256 operations each, and all of a long feed.
 */
enum { AHEAD = 32 * 256, LONG_FEED = 100 * 256 };

static struct rig rig;

/* Others are there, hold nothing of a long feed, and hear of it. */
static void begin_sending(size_t member_count)
{
    rig_begin(&rig, member_count);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_CONNECTED, .messages_per_second = 200});
    for (size_t peer = 1; peer < member_count; peer++) {
        rig_have(&rig, peer, RIG_SELF, 0);
    }
    rig_forget(&rig);
    rig_writes(&rig, LONG_FEED);
    rig_pass(&rig, 5000);
}

static void a_sender_waits_for_what_those_who_are_there_stored(void **state)
{
    (void)state;
    begin_sending(2);
    assert_int_equal(rig_operations(&rig), AHEAD);
    rig_have(&rig, 1, RIG_SELF, AHEAD / 2 - 1);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_operations(&rig), AHEAD);
    rig_have(&rig, 1, RIG_SELF, AHEAD / 2);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_operations(&rig), AHEAD + AHEAD / 2);
    rig_end(&rig);
}

static void all_of_a_long_feed_leaves_once_when_it_is_stored(void **state)
{
    (void)state;
    begin_sending(2);
    for (uint64_t stored = 1; stored <= LONG_FEED; stored += 2048) {
        rig_have(&rig, 1, RIG_SELF, stored);
        rig_pass(&rig, 4000);
    }
    rig_have(&rig, 1, RIG_SELF, LONG_FEED);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), LONG_FEED);
    rig_end(&rig);
}

static void what_is_still_being_stored_is_not_sent_again(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 0);
    rig_writes(&rig, 2560);
    rig_pass(&rig, 5000);
    for (uint64_t stored = 1; stored < 2560; stored += 256) {
        rig_have(&rig, 1, RIG_SELF, stored);
        rig_pass(&rig, 8000);
    }
    assert_int_equal(rig_operations(&rig), 2560);
    rig_end(&rig);
}

static void who_stays_silent_is_waited_for_once(void **state)
{
    (void)state;
    begin_sending(3);
    rig_have(&rig, 2, RIG_SELF, AHEAD);
    rig_pass(&rig, 5000);
    assert_int_equal(rig_operations(&rig), AHEAD);
    rig_pass(&rig, 6000); /* 15 s since it began to wait */
    assert_int_equal(rig_operations(&rig), 2 * AHEAD);
    for (uint64_t stored = AHEAD; stored <= LONG_FEED; stored += AHEAD / 2) {
        rig_have(&rig, 2, RIG_SELF, stored);
        rig_pass(&rig, 200);
    }
    assert_true(rig_operations(&rig) >= LONG_FEED - AHEAD);
    rig_end(&rig);
}

static void nobody_is_waited_for_when_nobody_is_there(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_CONNECTED, .messages_per_second = 200});
    rig_writes(&rig, LONG_FEED);
    rig_pass(&rig, 5000);
    assert_int_equal(rig_operations(&rig), LONG_FEED);
    rig_end(&rig);
}

static void without_any_word_all_of_it_leaves_in_the_end(void **state)
{
    (void)state;
    begin_sending(3);
    rig_pass(&rig, 15000);
    assert_true(rig_operations(&rig) >= LONG_FEED);
    rig_end(&rig);
}

static void who_leaves_is_not_waited_for(void **state)
{
    (void)state;
    begin_sending(2);
    rig.members[1].reads[STREAM_LOG] = false;
    rig_members(&rig);
    rig_forget(&rig);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), 0);
    rig.members[1].reads[STREAM_LOG] = true;
    rig_members(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 0);
    rig_pass(&rig, 5000);
    assert_int_equal(rig_operations(&rig), 4 * BATCH_OPERATIONS_MAX);
    rig_end(&rig);
}

static void a_receiver_says_what_it_stored_while_more_is_coming(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    for (uint64_t run = 0; run < 24; run++) {
        rig_run(&rig, 1, 256 * run + 1, 256 * run + 256);
        rig_pass(&rig, 10);
    }
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 3);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sender_waits_for_what_those_who_are_there_stored),
        cmocka_unit_test(all_of_a_long_feed_leaves_once_when_it_is_stored),
        cmocka_unit_test(what_is_still_being_stored_is_not_sent_again),
        cmocka_unit_test(who_stays_silent_is_waited_for_once),
        cmocka_unit_test(nobody_is_waited_for_when_nobody_is_there),
        cmocka_unit_test(without_any_word_all_of_it_leaves_in_the_end),
        cmocka_unit_test(who_leaves_is_not_waited_for),
        cmocka_unit_test(a_receiver_says_what_it_stored_while_more_is_coming),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
