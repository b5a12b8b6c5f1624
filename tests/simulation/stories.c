/* Short lives written by hand, for rules that a drawn life may keep by luck. */
#include "simulation/stories.h"

#include <inttypes.h>
#include <stdio.h>

#include "simulation/hearing.h"
#include "simulation/message.h"
#include "simulation/world.h"

enum { STORY_DEVICES = 4, STORY_REPLAYS = 3 };

static const int64_t second_ms = 1000;
static const int64_t minute_ms = 60000;
static const int64_t hour_ms = 3600000;

static struct world world; /* one at a time; too large for the stack */

static struct sync_owing owing_of(size_t slot)
{
    struct sync_owing owing = {0};
    sync_owing(world.devices[slot].sync, &owing);
    return owing;
}

static void let_pass(int64_t duration_ms)
{
    world_run_until(&world, world.now_ms + duration_ms);
}

/* One second of collecting, and the way: nobody has to ask for what is written while all are
 * there. */
static bool what_is_written_is_everywhere_in_two_seconds(void)
{
    bool everywhere = true;
    world_connect_all(&world);
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        let_pass(10 * minute_ms);
        device_write(&world.devices[stream % STORY_DEVICES], world.now_ms, (enum stream)stream, 10);
        everywhere = world_run_until_equal(&world, world.now_ms + 2 * second_ms) && everywhere;
    }
    return everywhere;
}

/* A broker that keeps nothing: only answers tell who is there. */
static bool who_comes_knows_in_a_second_who_is_there(void)
{
    world.broker.faults.lose_retained = 1000;
    world_connect_all(&world);
    let_pass(10 * minute_ms);
    device_disconnect(&world.devices[3], world.now_ms);
    let_pass(minute_ms);
    world_connect(&world, 3);
    let_pass(second_ms);
    return owing_of(3).present == STORY_DEVICES - 1;
}

/* A HAVE of before comes again, live and from the broker's memory. */
static bool what_was_said_before_moves_nobody(void)
{
    bool moved = false;
    world_connect_all(&world);
    let_pass(minute_ms);
    struct message *before = message_keep(world.broker.retained[1][STREAM_LOG]);
    device_write(&world.devices[0], world.now_ms, STREAM_LOG, 50);
    let_pass(hour_ms);
    uint64_t published = world.broker.published_operations;
    for (size_t i = 0; i < STORY_REPLAYS; i++) {
        hearing_message(&world.devices[0], world.now_ms, before, i % 2 == 1);
        moved = moved || owing_of(0).to_send > 0;
        let_pass(minute_ms);
    }
    message_release(before);
    return !moved && world.broker.published_operations == published;
}

static bool all_is_on(uint32_t slots)
{
    const struct ledger *ledger = &world.circle.ledger;
    bool all = ledger->content_count > 0;
    for (size_t i = 0; i < ledger->content_count; i++) {
        all = all && (ledger->contents[i].holders & slots) == slots;
    }
    return all;
}

/* One who is there stores nothing: it is waited for once, and the others get all. */
static bool a_full_disk_holds_up_nobody_else(void)
{
    world_connect_all(&world);
    let_pass(minute_ms);
    world.devices[3].disk_full = true;
    device_write(&world.devices[2], world.now_ms, STREAM_LOG, 600);
    let_pass(2 * minute_ms);
    return all_is_on(7) && !all_is_on(8);
}

static const struct {
    const char *name;
    bool (*ends_well)(void);
} stories[] = {
    {"what is written is everywhere in two seconds", what_is_written_is_everywhere_in_two_seconds},
    {"who comes knows in a second who is there", who_comes_knows_in_a_second_who_is_there},
    {"what was said before moves nobody", what_was_said_before_moves_nobody},
    {"a full disk holds up nobody else", a_full_disk_holds_up_nobody_else},
};

/* Print why not. */
static bool ends_well(size_t story, uint64_t seed)
{
    world_begin(&world, seed, STORY_DEVICES);
    bool well = stories[story].ends_well();
    if (world.verdict.failed) {
        printf("story, seed %" PRIu64 ": %s: %s\n", seed, invariant_name(world.verdict.broken),
               world.verdict.story);
    } else if (!well) {
        printf("story, seed %" PRIu64 ": not so: %s\n", seed, stories[story].name);
    }
    well = well && !world.verdict.failed;
    world_end(&world);
    return well;
}

bool stories_print(uint64_t seeds)
{
    bool all = true;
    for (size_t story = 0; story < sizeof stories / sizeof stories[0]; story++) {
        uint64_t seed = 1;
        while (seed <= seeds && ends_well(story, seed)) {
            seed++;
        }
        if (seed > seeds) {
            printf("%s\n", stories[story].name);
        }
        all = all && seed > seeds;
    }
    return all;
}
