/* What exchange costs: bytes and operations published over those that were missing. */
#include "simulation/bounds.h"

#include <stdio.h>

#include "simulation/message.h"
#include "simulation/world.h"

static const int64_t minute_ms = 60000;
static const int64_t hour_ms = 3600000;

static struct world world;

/* What must cross the broker once. */
struct missing {
    uint64_t operations;
    uint64_t bytes;
};

/* Each commit in batches of its own, padded, as the author would send it. */
static struct missing written(uint64_t commits, uint64_t operations)
{
    struct message batch = {.kind = MESSAGE_RUN};
    struct message operation = {.kind = MESSAGE_RUN, .count = 100};
    uint64_t each = (message_size(&operation) - message_size(&batch)) / operation.count;
    return (struct missing){operations, commits * message_size(&batch) + operations * each};
}

static struct missing write_at_random(size_t count)
{
    uint64_t before = world_written(&world);
    for (size_t i = 0; i < count; i++) {
        size_t author = chance_below(&world.chance, (uint32_t)world.device_count);
        device_write(&world.devices[author], world.now_ms,
                     (enum stream)chance_below(&world.chance, STREAM_COUNT),
                     1 + chance_below(&world.chance, 90));
        world_run_until(&world, world.now_ms + chance_below(&world.chance, 30000));
    }
    return written(count, world_written(&world) - before);
}

/* Everybody is there, and writes. */
static struct missing all_write(void)
{
    world_connect_all(&world);
    world_run_until(&world, world.now_ms + minute_ms);
    return write_at_random(40);
}

static void forget_cost(void)
{
    world.broker.published_operations = 0;
    world.broker.published_bytes = 0;
}

/* Three wrote; a fourth comes for the first time. */
static struct missing a_newcomer(void)
{
    for (size_t slot = 0; slot < 3; slot++) {
        world_connect(&world, slot);
        device_write(&world.devices[slot], world.now_ms, STREAM_LOG, 300);
    }
    world_run_until(&world, world.now_ms + hour_ms);
    forget_cost();
    world_connect(&world, 3);
    return written(3, 900);
}

/* Three hold what one wrote who is gone; a fourth comes, and nothing was queued for it. */
static struct missing an_absent_author(void)
{
    world.broker.faults.forgets_absent = true;
    for (size_t slot = 0; slot < 3; slot++) {
        world_connect(&world, slot);
    }
    device_write(&world.devices[0], world.now_ms, STREAM_LOG, 500);
    world_run_until(&world, world.now_ms + hour_ms);
    device_crash(&world.devices[0]);
    forget_cost();
    world_connect(&world, 3);
    return written(1, 500);
}

/* Everybody comes back at the same moment. */
static struct missing all_return(void)
{
    world.broker.faults.forgets_absent = true;
    for (size_t slot = 0; slot < world.device_count; slot++) {
        device_write(&world.devices[slot], world.now_ms, STREAM_LOG, 100);
    }
    for (size_t slot = 0; slot < world.device_count; slot++) {
        world_connect(&world, slot);
        world_run_until(&world, world.now_ms + chance_below(&world.chance, 300));
    }
    return written(4, 400);
}

/* Two who never meet, through a broker that queues, and a third in between. */
static struct missing a_relay(void)
{
    world.broker.faults.forgets_absent = true;
    world_connect(&world, 0);
    world_connect(&world, 1);
    device_write(&world.devices[0], world.now_ms, STREAM_LOG, 200);
    world_run_until(&world, world.now_ms + hour_ms);
    device_disconnect(&world.devices[0], world.now_ms);
    forget_cost();
    world_connect(&world, 2);
    world_connect(&world, 3);
    return written(1, 200);
}

/* One cannot store what another one wrote, and asks for it again and again. */
static struct missing a_full_disk(void)
{
    world_connect(&world, 0);
    device_write(&world.devices[0], world.now_ms, STREAM_LOG, 50);
    world.devices[3].disk_full = true;
    for (size_t i = 0; i < 200; i++) {
        world_connect(&world, 3);
        world_run_until(&world, world.now_ms + 6000);
        device_disconnect(&world.devices[3], world.now_ms);
    }
    world.devices[3].disk_full = false;
    world_connect(&world, 3);
    return written(1, 50);
}

/* One cannot store what another one wrote, and answers a third who comes and goes. */
static struct missing a_talker(void)
{
    world_connect(&world, 0);
    world_connect(&world, 1);
    device_write(&world.devices[0], world.now_ms, STREAM_LOG, 300);
    world_run_until(&world, world.now_ms + minute_ms);
    world.devices[3].disk_full = true;
    world_connect(&world, 3);
    for (size_t i = 0; i < 200; i++) {
        world_run_until(&world, world.now_ms + 6000);
        device_disconnect(&world.devices[1], world.now_ms);
        world_connect(&world, 1);
    }
    world.devices[3].disk_full = false;
    return written(1, 300);
}

static const struct {
    const char *name;
    struct missing (*begin)(void);
    double bound; /* without loss */
    double lossy_bound;
} stories[] = {
    {"all write", all_write, 2, 4},
    {"a newcomer", a_newcomer, 2, 4},
    {"an absent author", an_absent_author, 2, 4},
    {"all return at once", all_return, 2, 4},
    {"a relay", a_relay, 2, 4},
    {"a full disk", a_full_disk, 14, 14},         /* for 200 times it asked */
    {"a full disk that talks", a_talker, 10, 12}, /* for 200 HAVE of it */
};

struct cost {
    double operations;
    double bytes;
};

static bool measure(size_t story, uint64_t seed, uint32_t lose, struct cost *out_cost)
{
    world_begin(&world, seed, 4);
    world.broker.faults.lose = lose;
    struct missing missing = stories[story].begin();
    world_run_until(&world, world.now_ms + 2 * hour_ms);
    bool all_there = world.devices[3].stored > 0 || lose == 0;
    out_cost->operations = (double)world.broker.published_operations / (double)missing.operations;
    out_cost->bytes = (double)world.broker.published_bytes / (double)missing.bytes;
    world_end(&world);
    return all_there;
}

static bool print_story(size_t story, uint64_t seeds, uint32_t lose, double bound)
{
    struct cost sum = {0};
    struct cost most = {0};
    bool holds = true;
    for (uint64_t seed = 1; seed <= seeds; seed++) {
        struct cost cost = {0};
        holds = measure(story, seed, lose, &cost) && holds;
        sum.operations += cost.operations;
        sum.bytes += cost.bytes;
        most.operations = cost.operations > most.operations ? cost.operations : most.operations;
        most.bytes = cost.bytes > most.bytes ? cost.bytes : most.bytes;
    }
    printf("%-22s %4u %% %9.2f %9.2f %9.2f %9.2f %7.0f\n", stories[story].name, lose / 10,
           sum.operations / (double)seeds, most.operations, sum.bytes / (double)seeds, most.bytes,
           bound);
    holds = holds && sum.operations <= bound * (double)seeds && sum.bytes <= bound * (double)seeds;
    if (!holds) {
        printf("bounds: %s at %u %% loss costs more than %.0f times, or does not arrive\n",
               stories[story].name, lose / 10, bound);
    }
    return holds;
}

bool bounds_print(uint64_t seeds)
{
    bool holds = true;
    printf("%-22s %6s %9s %9s %9s %9s %7s\n", "published / missing", "loss", "ops mean", "ops max",
           "byte mean", "byte max", "bound");
    for (size_t story = 0; story < sizeof stories / sizeof stories[0]; story++) {
        holds = print_story(story, seeds, 0, stories[story].bound) && holds;
        holds = print_story(story, seeds, 300, stories[story].lossy_bound) && holds;
    }
    return holds;
}
