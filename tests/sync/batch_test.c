/* What becomes of batches that do not get through, and of keys in many messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

enum { PEER = 1, FIT = 100, RESTLESS_MAX = 3000 };

/* What a broker does with a batch that is too large for it. */
enum habit { REFUSES, CLOSES, DROPS };

/* A broker between the engine and one peer. */
struct broker {
    enum habit habit;
    uint64_t most;   /* operations it passes on at once */
    uint64_t poison; /* a batch with this operation of `log` is too large however small; 0: none */
    uint64_t held[STREAM_COUNT]; /* by the peer, of the own feeds */
    size_t batches;
    size_t closes;
    size_t alone; /* closes while nothing else was under way */
};

static struct rig rig;

static bool passes(const struct broker *broker, const struct sync_action *action)
{
    bool poisoned = action->stream == STREAM_LOG && action->first <= broker->poison &&
                    broker->poison <= action->last;
    return action->last - action->first + 1 <= broker->most && !poisoned;
}

static void answer(const struct sync_action *action, enum sync_event_type type)
{
    rig_event(&rig,
              (struct sync_event){.type = type, .ticket = action->ticket, .last = action->last});
}

/* The connection ends with everything that is under way, and another begins. */
static void close_connection(struct broker *broker, size_t under_way)
{
    broker->closes++;
    broker->alone += under_way == 1;
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    rig_forget(&rig);
    rig_pass(&rig, 1000);
    rig_connect(&rig);
}

/* Answer one batch. False when that ended the connection. */
static bool serve_batch(struct broker *broker, const struct sync_action *action)
{
    size_t under_way = rig_count(&rig, SYNC_ACTION_PUBLISH_RUN);
    broker->batches++;
    if (!passes(broker, action)) {
        switch (broker->habit) {
        case REFUSES:
            answer(action, SYNC_EVENT_PUBLISH_FAILED);
            return true;
        case CLOSES:
            close_connection(broker, under_way);
            return false;
        case DROPS:
            answer(action, SYNC_EVENT_PUBLISHED);
            return true;
        }
    }
    uint64_t *held = &broker->held[action->stream];
    if (action->first <= *held + 1 && action->last > *held) {
        *held = action->last;
    }
    answer(action, SYNC_EVENT_PUBLISHED);
    return true;
}

/* Answer what the engine published, until it has nothing more to say. */
static void serve(struct broker *broker)
{
    for (size_t i = 0; i < rig.count; i++) {
        assert_true(broker->batches < RESTLESS_MAX);
        const struct sync_action action = rig.actions[i];
        if (action.type == SYNC_ACTION_PUBLISH_HAVE) {
            answer(&action, SYNC_EVENT_PUBLISHED);
        } else if (action.type == SYNC_ACTION_PUBLISH_RUN && !serve_batch(broker, &action)) {
            i = SIZE_MAX; /* from the first action of the new connection on */
        }
    }
    rig_forget(&rig);
}

static void tell(const struct broker *broker, enum stream stream)
{
    const struct sync_position position = rig_position(RIG_SELF, stream, broker->held[stream]);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_HAVE,
                                        .stream = stream,
                                        .device = rig_device(PEER),
                                        .positions = &position,
                                        .position_count = 1,
                                        .counter = ++rig.counter});
}

/* Seconds until the peer holds this much of `log`; it says what it holds every five. */
static int64_t seconds_until(struct broker *broker, uint64_t number)
{
    int64_t seconds = 0;
    for (; broker->held[STREAM_LOG] < number && seconds < (int64_t)24 * 3600; seconds += 5) {
        tell(broker, STREAM_LOG);
        serve(broker);
        for (int second = 0; second < 5; second++) {
            rig_pass(&rig, 1000);
            serve(broker);
        }
    }
    return seconds;
}

static void begin(uint64_t number)
{
    rig_begin(&rig, 2);
    rig.mute = true;
    rig_holds(&rig, RIG_SELF, number);
    rig_connect(&rig);
}

static size_t set_aside(void)
{
    struct sync_owing owing;
    sync_owing(rig.sync, &owing);
    return owing.set_aside;
}

static void batches_shrink_until_they_pass(void **state)
{
    (void)state;
    for (enum habit habit = REFUSES; habit <= DROPS; habit++) {
        for (uint64_t most = 1; most <= 30; most += 29) {
            struct broker broker = {.habit = habit, .most = most};
            begin(300);
            int64_t seconds = seconds_until(&broker, 300);
            assert_int_equal(broker.held[STREAM_LOG], 300);
            assert_in_range(seconds, 0, 600);
            assert_int_equal(set_aside(), 0);
            rig_end(&rig);
        }
    }
}

static void an_operation_that_never_passes_is_set_aside_and_said(void **state)
{
    (void)state;
    for (enum habit habit = REFUSES; habit <= DROPS; habit++) {
        struct broker broker = {.habit = habit, .most = 256, .poison = 20};
        begin(40);
        (void)seconds_until(&broker, 40);
        assert_int_equal(broker.held[STREAM_LOG], 19);
        assert_int_equal(set_aside(), 1);
        assert_in_range(broker.batches, 10, 160); /* in a day */
        assert_in_range(broker.closes, habit == CLOSES ? 8 : 0, habit == CLOSES ? 40 : 0);
        broker.poison = 0; /* its keeper allowed more */
        rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_ASKED});
        (void)seconds_until(&broker, 40);
        assert_int_equal(broker.held[STREAM_LOG], 40);
        tell(&broker, STREAM_LOG);
        assert_int_equal(set_aside(), 0);
        rig_end(&rig);
    }
}

static void what_cannot_pass_does_not_hold_up_another_stream(void **state)
{
    (void)state;
    struct broker broker = {.habit = CLOSES, .most = 256, .poison = 1};
    begin(1);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                        .stream = STREAM_PLAN,
                                        .device = rig_device(RIG_SELF),
                                        .position = rig_position(RIG_SELF, STREAM_PLAN, 5)});
    for (size_t i = 0; i < 12; i++) {
        tell(&broker, STREAM_LOG);
        tell(&broker, STREAM_PLAN);
        serve(&broker);
        rig_pass(&rig, 5000);
        serve(&broker);
    }
    assert_int_equal(broker.held[STREAM_PLAN], 5);
    assert_in_range(broker.alone, broker.closes - 2, broker.closes);
    rig_end(&rig);
}

static void batches_grow_again_once_peers_get_further(void **state)
{
    (void)state;
    struct broker broker = {.habit = REFUSES, .most = 1};
    begin(40);
    (void)seconds_until(&broker, 40);
    broker.most = 256;
    for (uint64_t number = 41; number < 200; number++) {
        rig_writes(&rig, number);
        (void)seconds_until(&broker, number);
    }
    tell(&broker, STREAM_LOG);
    broker.batches = 0;
    rig_writes(&rig, 500);
    (void)seconds_until(&broker, 500);
    assert_in_range(broker.batches, 2, 3);
    rig_end(&rig);
}

/* Acknowledge the messages with keys, each of which held a hundred operations at most; how many
 * there were. */
static size_t serve_keys(uint64_t *next)
{
    size_t messages = 0;
    for (int second = 0; second < 60; second++) {
        assert_in_range(rig_count(&rig, SYNC_ACTION_SEND_KEYS), 0, 1);
        const struct sync_action *found = rig_find(&rig, SYNC_ACTION_SEND_KEYS);
        const struct sync_action action = found != NULL ? *found : (struct sync_action){0};
        rig_forget(&rig);
        if (found != NULL) {
            assert_int_equal(action.first, *next);
            uint64_t last = action.first + FIT - 1;
            *next = (last < action.last ? last : action.last) + 1;
            messages++;
            rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_PUBLISHED,
                                                .ticket = action.ticket,
                                                .last = *next - 1});
        }
        rig_pass(&rig, 1000);
    }
    return messages;
}

static void begin_keys(uint64_t number)
{
    rig_begin(&rig, 2);
    rig.mute = true;
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_FEED,
                                        .stream = STREAM_CIRCLE,
                                        .device = rig_device(RIG_SELF),
                                        .position = rig_position(RIG_SELF, STREAM_CIRCLE, number)});
    rig_connect(&rig);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_SEND_KEYS, .device = rig_device(PEER)});
}

static void thousands_of_membership_operations_reach_a_device_page_by_page(void **state)
{
    (void)state;
    uint64_t next = 1;
    begin_keys(3000);
    assert_int_equal(serve_keys(&next), 30);
    assert_int_equal(next, 3001);
    rig_end(&rig);
}

static void only_what_a_have_does_not_name_is_sent_as_keys(void **state)
{
    (void)state;
    uint64_t next = 2951;
    struct broker broker = {.held[STREAM_CIRCLE] = 2950};
    begin_keys(3000);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    tell(&broker, STREAM_CIRCLE);
    rig_forget(&rig);
    rig_connect(&rig);
    assert_int_equal(serve_keys(&next), 1);
    assert_int_equal(next, 3001);
    rig_end(&rig);
}

static void keys_go_on_where_a_lost_connection_left_them(void **state)
{
    (void)state;
    uint64_t next = 1;
    begin_keys(20000);
    assert_int_equal(serve_keys(&next), 60);
    rig_event(&rig, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED});
    rig_forget(&rig);
    rig_connect(&rig);
    assert_int_equal(serve_keys(&next), 60);
    assert_int_equal(next, 12001);
    rig_end(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_shrink_until_they_pass),
        cmocka_unit_test(an_operation_that_never_passes_is_set_aside_and_said),
        cmocka_unit_test(what_cannot_pass_does_not_hold_up_another_stream),
        cmocka_unit_test(batches_grow_again_once_peers_get_further),
        cmocka_unit_test(thousands_of_membership_operations_reach_a_device_page_by_page),
        cmocka_unit_test(only_what_a_have_does_not_name_is_sent_as_keys),
        cmocka_unit_test(keys_go_on_where_a_lost_connection_left_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
