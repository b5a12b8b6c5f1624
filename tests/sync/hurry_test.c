/* What a person who asked to exchange need not wait for, here and at the other end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

static struct rig rig;

static void someone_who_asked_hears_and_is_heard_at_once(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_run(&rig, 1, 1, 1);
    rig_pass(&rig, 250);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 2);
    rig_end(&rig);
}

static void someone_who_asked_does_not_wait_for_more(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
    rig_writes(&rig, 1);
    assert_int_equal(rig_operations(&rig), 1);
    rig_end(&rig);
}

static void someone_who_asked_leaves_at_once_what_the_absent_lack(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_holds(&rig, RIG_SELF, 3);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
    rig_connect(&rig);
    assert_int_equal(rig_operations(&rig), 3);
    rig_pass(&rig, 5000);
    assert_int_equal(rig_operations(&rig), 3);
    rig_end(&rig);
}

static void the_first_change_after_a_peer_asked_is_announced_at_once(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have_asking(&rig, 1, 1, 0);
    rig_pass(&rig, 500);
    rig_forget(&rig);
    rig_run(&rig, 1, 1, 1);
    rig_pass(&rig, 200);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_run(&rig, 1, 2, 2);
    rig_pass(&rig, 1900);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 1);
    rig_pass(&rig, 200);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 2);
    rig_end(&rig);
}

static void a_change_long_after_a_peer_asked_is_announced_like_any_other(void **state)
{
    (void)state;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_have_asking(&rig, 1, 1, 0);
    rig_pass(&rig, 11000);
    rig_forget(&rig);
    rig_run(&rig, 1, 1, 1);
    rig_pass(&rig, 1900);
    assert_int_equal(rig_haves(&rig, STREAM_LOG), 0);
    rig_end(&rig);
}

static size_t silent(void)
{
    struct sync_owing owing;
    sync_owing(rig.sync, &owing);
    return owing.silent;
}

static void who_has_not_answered_is_counted_stream_by_stream(void **state)
{
    (void)state;
    rig_begin(&rig, 3);
    rig_settle(&rig);
    assert_int_equal(silent(), 2 * STREAM_COUNT);
    rig_have(&rig, 1, 1, 0);
    assert_int_equal(silent(), 2 * STREAM_COUNT - 1);
    rig.members[2].reads[STREAM_LOG] = false;
    rig_members(&rig);
    assert_int_equal(silent(), 2 * STREAM_COUNT - 2);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
    assert_int_equal(silent(), 2 * STREAM_COUNT - 1);
    rig_end(&rig);
}

static void when_others_were_asked_last_is_known(void **state)
{
    (void)state;
    struct sync_owing owing;
    rig_begin(&rig, 2);
    rig_settle(&rig);
    rig_run(&rig, 1, 1, 1);
    rig_pass(&rig, 5000); /* a HAVE that tells of it asks for nothing */
    int64_t asked_ms = rig.now_ms;
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
    rig_pass(&rig, 3000);
    sync_owing(rig.sync, &owing);
    assert_true(owing.asking_ms == asked_ms);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(someone_who_asked_hears_and_is_heard_at_once),
        cmocka_unit_test(someone_who_asked_does_not_wait_for_more),
        cmocka_unit_test(someone_who_asked_leaves_at_once_what_the_absent_lack),
        cmocka_unit_test(the_first_change_after_a_peer_asked_is_announced_at_once),
        cmocka_unit_test(a_change_long_after_a_peer_asked_is_announced_like_any_other),
        cmocka_unit_test(who_has_not_answered_is_counted_stream_by_stream),
        cmocka_unit_test(when_others_were_asked_last_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
