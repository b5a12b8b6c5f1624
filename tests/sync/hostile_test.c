/* Events in any order and with any content: the engine stays within its bounds and its memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sync/rig.h"

enum { SEED_COUNT = 100, EVENT_COUNT = 400, POSITION_COUNT = 6 };

static struct rig rig;
static size_t allocations_left = SIZE_MAX;

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static bool is_short(void)
{
    if (allocations_left == 0) {
        return true;
    }
    allocations_left -= allocations_left != SIZE_MAX;
    return false;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_short() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return is_short() ? NULL : __real_realloc(memory, size);
}

static uint64_t chance;

static uint64_t below(uint64_t bound)
{
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (chance >> 33) % bound;
}

static uint64_t any_number(void)
{
    const uint64_t numbers[] = {0, 1, 2, 3, 5, 200, 300, UINT64_MAX - 1, UINT64_MAX};
    return numbers[below(sizeof numbers / sizeof numbers[0])];
}

/* An event whose every field is chosen by chance. */
static void any_event(void)
{
    static struct sync_position positions[POSITION_COUNT];
    static struct key256 hashes[BATCH_OPERATIONS_MAX];
    enum stream stream = (enum stream)below(STREAM_COUNT);
    for (size_t i = 0; i < POSITION_COUNT; i++) {
        positions[i] = rig_position(below(5), stream, any_number());
    }
    uint64_t first = any_number();
    uint64_t author = below(5);
    for (size_t i = 0; i < BATCH_OPERATIONS_MAX; i++) {
        hashes[i] = rig_hash(author, first + i);
    }
    rig.member_count = 2 + below(4);
    rig_event(&rig, (struct sync_event){.type = (enum sync_event_type)below(SYNC_EVENT_ASKED + 1),
                                        .stream = stream,
                                        .device = rig_device(author),
                                        .position = rig_position(author, stream, any_number()),
                                        .members = rig.members,
                                        .member_count = rig.member_count,
                                        .positions = positions,
                                        .position_count = below(POSITION_COUNT + 1),
                                        .counter = below(1000),
                                        .retained = below(2) == 0,
                                        .wants_answer = below(2) == 0,
                                        .first = first,
                                        .previous = rig_hash(author, first - 1),
                                        .hashes = hashes,
                                        .hash_count = below(BATCH_OPERATIONS_MAX + 2),
                                        .ticket = below(50),
                                        .last = any_number()});
}

static void any_events_leave_the_engine_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEED_COUNT; seed++) {
        chance = seed;
        rig_begin(&rig, 6);
        for (size_t i = 0; i < EVENT_COUNT; i++) {
            any_event();
            rig_pass(&rig, (int64_t)below(3000));
            rig_forget(&rig);
            struct sync_owing owing;
            sync_owing(rig.sync, &owing);
            assert_true(owing.present < CIRCLE_DEVICE_MAX);
        }
        rig_end(&rig);
    }
}

/* A short story that allocates in every way the engine does; true when the run was stored. */
static bool tell_story(void)
{
    rig_run(&rig, 1, 1, 5);
    rig_have(&rig, 1, 2, 7);
    rig_writes(&rig, 3);
    return sync_position(rig.sync, rig_feed(1, STREAM_LOG)).number == 5;
}

static void an_event_without_memory_never_arrived_and_may_come_again(void **state)
{
    (void)state;
    for (size_t allowed = 0; allowed < 6; allowed++) {
        rig_begin(&rig, 3);
        rig_settle(&rig);
        allocations_left = allowed;
        bool stored = tell_story();
        allocations_left = SIZE_MAX;
        assert_true(stored == (allowed >= 2));
        assert_true(tell_story());
        assert_int_equal(sync_position(rig.sync, rig_feed(RIG_SELF, STREAM_LOG)).number, 3);
        rig_end(&rig);
    }
}

static void no_engine_is_made_without_memory(void **state)
{
    (void)state;
    struct sync_options options = sync_options_default(rig_device(RIG_SELF), 1);
    allocations_left = 0;
    struct sync *sync = sync_create(&options);
    allocations_left = SIZE_MAX;
    assert_null(sync);
    sync_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_events_leave_the_engine_whole),
        cmocka_unit_test(an_event_without_memory_never_arrived_and_may_come_again),
        cmocka_unit_test(no_engine_is_made_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
