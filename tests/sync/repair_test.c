/* What a peer is sent that lacks something in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

/* Fourteen full batches, and how many operations leave in a first repair. */
enum { BATCHES = 14, LENGTH = BATCHES * BATCH_OPERATIONS_MAX, REPAIR = 4 * BATCH_OPERATIONS_MAX };

static struct rig rig;

/* A present peer was sent everything a while ago. */
static void begin(void)
{
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 0);
    rig_writes(&rig, LENGTH);
    rig_pass(&rig, 8000);
    assert_int_equal(rig_operations(&rig), LENGTH);
    rig_forget(&rig);
}

static void what_was_lost_leaves_soon_and_not_everything_behind_it(void **state)
{
    (void)state;
    begin();
    rig_have_asking(&rig, 1, RIG_SELF, 512);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 513);
    assert_int_equal(rig_operations(&rig), REPAIR);
    rig_pass(&rig, 60000);
    assert_int_equal(rig_operations(&rig), REPAIR);
    rig_end(&rig);
}

static void a_peer_that_got_further_is_sent_what_it_lacks_next(void **state)
{
    (void)state;
    begin();
    rig_have_asking(&rig, 1, RIG_SELF, 512);
    rig_pass(&rig, 1000);
    rig_forget(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 2560);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 2561);
    assert_int_equal(rig_operations(&rig), REPAIR);
    rig_end(&rig);
}

static void a_peer_that_kept_nothing_is_sent_twice_as_much_each_time(void **state)
{
    (void)state;
    begin();
    rig_have_asking(&rig, 1, RIG_SELF, 512);
    rig_pass(&rig, 1000);
    rig_forget(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 512 + REPAIR);
    rig_pass(&rig, 1000);
    assert_int_equal(rig_operations(&rig), 2 * REPAIR);
    rig_end(&rig);
}

static void without_progress_one_batch_leaves_ever_more_rarely(void **state)
{
    (void)state;
    static const int64_t waits_ms[] = {5000, 10000, 20000};
    begin();
    rig_have_asking(&rig, 1, RIG_SELF, 512);
    rig_pass(&rig, 1000);
    for (size_t i = 0; i < sizeof waits_ms / sizeof waits_ms[0]; i++) {
        rig_forget(&rig);
        rig_have_asking(&rig, 1, RIG_SELF, 512);
        rig_pass(&rig, waits_ms[i] - 1500);
        assert_int_equal(rig_operations(&rig), 0);
        rig_pass(&rig, 1500);
        assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 1);
    }
    rig_end(&rig);
}

static void who_came_afterwards_is_sent_everything(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 0);
    rig_writes(&rig, LENGTH);
    rig_pass(&rig, 8000);
    rig_have(&rig, 1, RIG_SELF, LENGTH);
    rig_forget(&rig);
    rig_pass(&rig, 30000);
    rig_have_asking(&rig, 2, RIG_SELF, 0);
    rig_pass(&rig, 8000);
    assert_int_equal(rig_operations(&rig), LENGTH);
    rig_end(&rig);
}

static void two_who_lack_different_ranges_are_both_helped(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_settle(&rig);
    rig_have(&rig, 1, RIG_SELF, 0);
    rig_have(&rig, 2, RIG_SELF, 0);
    rig_writes(&rig, LENGTH);
    rig_pass(&rig, 8000);
    rig_forget(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 0);
    rig_have_asking(&rig, 2, RIG_SELF, LENGTH / 2);
    rig_pass(&rig, 8000);
    assert_int_equal(rig_find(&rig, SYNC_ACTION_PUBLISH_RUN)->first, 1);
    assert_int_equal(rig_operations(&rig), 2 * REPAIR);
    rig_end(&rig);
}

static void a_new_connection_ends_most_of_the_back_off(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 5);
    rig_settle(&rig);
    for (size_t i = 0; i < 60; i++) {
        rig_have_asking(&rig, 1, RIG_SELF, 0);
        rig_pass(&rig, 10000);
    }
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    rig_connect(&rig);
    rig_forget(&rig);
    rig_have_asking(&rig, 1, RIG_SELF, 0);
    rig_pass(&rig, 15000);
    assert_int_equal(rig_count(&rig, SYNC_ACTION_PUBLISH_RUN), 1);
    rig_end(&rig);
}

static void one_who_sees_a_gap_asks_again_soon(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_run(&rig, 1, 4, 5);
    rig_pass(&rig, 4000);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_pass(&rig, 2000);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 2);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_lost_leaves_soon_and_not_everything_behind_it),
        cmocka_unit_test(a_peer_that_got_further_is_sent_what_it_lacks_next),
        cmocka_unit_test(a_peer_that_kept_nothing_is_sent_twice_as_much_each_time),
        cmocka_unit_test(without_progress_one_batch_leaves_ever_more_rarely),
        cmocka_unit_test(who_came_afterwards_is_sent_everything),
        cmocka_unit_test(two_who_lack_different_ranges_are_both_helped),
        cmocka_unit_test(a_new_connection_ends_most_of_the_back_off),
        cmocka_unit_test(one_who_sees_a_gap_asks_again_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
