/* A circle of simulated devices around a hostile broker: one seed, one history. */
#include "simulation/world.h"

#include <string.h>

#include "simulation/message.h"

enum { WORLD_AWAY_MAX_MS = 60000, WORLD_FIRST_MS = 1000000 };

void world_begin(struct world *world, uint64_t seed, size_t device_count)
{
    *world = (struct world){.chance = {seed}, .device_count = device_count};
    world->now_ms = WORLD_FIRST_MS;
    world->broker.agenda = &world->agenda;
    world->broker.chance = &world->chance;
    world->broker.device_count = device_count;
    for (size_t number = 0; number < device_count; number++) {
        struct sync_member *member = &world->members[number];
        member->device = device_key(number);
        memset(member->reads, true, sizeof member->reads);
        struct device *device = &world->devices[number];
        device->number = number;
        device->key = member->device;
        device->members = world->members;
        device->member_count = device_count;
        device->broker = &world->broker;
        device->chance = &world->chance;
    }
    for (size_t number = 0; number < device_count; number++) {
        device_start(&world->devices[number], world->now_ms);
    }
}

void world_end(struct world *world)
{
    for (size_t number = 0; number < world->device_count; number++) {
        device_free(&world->devices[number]);
    }
    broker_free(&world->broker);
    agenda_free(&world->agenda);
}

static void plan(struct world *world, enum occurrence_kind kind, size_t device, uint32_t within_ms)
{
    agenda_add(&world->agenda, (struct occurrence){.at_ms = world->now_ms + 1 +
                                                            chance_below(&world->chance, within_ms),
                                                   .kind = kind,
                                                   .device = device});
}

static void plan_return(struct world *world, size_t device)
{
    plan(world, world->devices[device].sync == NULL ? OCCURRENCE_START : OCCURRENCE_CONNECT, device,
         WORLD_AWAY_MAX_MS);
}

void world_set_faults(struct world *world, struct world_faults faults)
{
    bool had_mischief = world->faults.mischief_ms > 0;
    world->faults = faults;
    world->broker.faults = faults.broker;
    for (size_t number = 0; number < world->device_count; number++) {
        world->devices[number].faults = faults.device;
    }
    if (faults.mischief_ms > 0 && !had_mischief) {
        plan(world, OCCURRENCE_MISCHIEF, 0, 2 * faults.mischief_ms);
    }
    if (faults.mischief_ms == 0) {
        for (size_t number = 0; number < world->device_count; number++) {
            plan_return(world, number);
        }
    }
}

void world_connect(struct world *world, size_t device)
{
    device_connect(&world->devices[device], world->now_ms);
}

void world_connect_all(struct world *world)
{
    for (size_t number = 0; number < world->device_count; number++) {
        world_connect(world, number);
    }
}

static void restart_broker(struct world *world)
{
    for (size_t number = 0; number < world->device_count; number++) {
        device_disconnect(&world->devices[number], world->now_ms);
        plan_return(world, number);
    }
    broker_restart(&world->broker);
}

/* Something happens to a device or to the broker. */
static void do_mischief(struct world *world)
{
    if (world->faults.mischief_ms == 0) {
        return;
    }
    size_t number = chance_below(&world->chance, (uint32_t)world->device_count);
    struct device *device = &world->devices[number];
    switch (chance_below(&world->chance, 8)) {
    case 0:
        restart_broker(world);
        break;
    case 1:
    case 2:
        device_crash(device);
        plan_return(world, number);
        break;
    case 3:
    case 4:
        device_disconnect(device, world->now_ms);
        plan_return(world, number);
        break;
    default:
        device_write(device, world->now_ms, (enum stream)chance_below(&world->chance, STREAM_COUNT),
                     1 + chance_below(&world->chance, 80));
        break;
    }
    plan(world, OCCURRENCE_MISCHIEF, 0, 2 * world->faults.mischief_ms);
}

static void happen(struct world *world, const struct occurrence *occurrence)
{
    struct device *device = &world->devices[occurrence->device];
    bool void_session = occurrence->session != world->broker.sessions[occurrence->device].number;
    switch (occurrence->kind) {
    case OCCURRENCE_DELIVERY:
        if (!void_session) {
            device_receive(device, world->now_ms, occurrence->message, occurrence->retained);
        }
        break;
    case OCCURRENCE_ANSWER:
        if (!void_session) {
            device_answer(device, world->now_ms, occurrence);
        }
        break;
    case OCCURRENCE_START:
        if (device->sync == NULL) {
            device_start(device, world->now_ms);
        }
        device_connect(device, world->now_ms);
        break;
    case OCCURRENCE_CONNECT:
        device_connect(device, world->now_ms);
        break;
    case OCCURRENCE_MISCHIEF:
        do_mischief(world);
        break;
    }
}

/* The device that wants to be woken first. */
static struct device *next_sleeper(struct world *world)
{
    struct device *first = &world->devices[0];
    for (size_t number = 1; number < world->device_count; number++) {
        if (world->devices[number].wake_ms < first->wake_ms) {
            first = &world->devices[number];
        }
    }
    return first;
}

/* A crash inside an action leaves a device down that nobody planned to start. */
static void raise_the_fallen(struct world *world, bool was_up[static BROKER_DEVICE_MAX])
{
    for (size_t number = 0; number < world->device_count; number++) {
        bool is_up = world->devices[number].sync != NULL;
        if (was_up[number] && !is_up) {
            plan_return(world, number);
        }
        was_up[number] = is_up;
    }
}

/* The next thing that happens, when it does so until this moment. */
static bool step(struct world *world, int64_t until_ms)
{
    struct device *sleeper = next_sleeper(world);
    int64_t agenda_ms = agenda_next_ms(&world->agenda);
    int64_t next_ms = sleeper->wake_ms < agenda_ms ? sleeper->wake_ms : agenda_ms;
    if (next_ms > until_ms) {
        return false;
    }
    world->now_ms = next_ms > world->now_ms ? next_ms : world->now_ms;
    bool was_up[BROKER_DEVICE_MAX] = {false};
    for (size_t number = 0; number < world->device_count; number++) {
        was_up[number] = world->devices[number].sync != NULL;
    }
    if (agenda_ms <= sleeper->wake_ms) {
        struct occurrence occurrence = agenda_take(&world->agenda);
        happen(world, &occurrence);
        message_release(occurrence.message);
    } else {
        device_wake(sleeper, world->now_ms);
    }
    raise_the_fallen(world, was_up);
    return true;
}

void world_run_until(struct world *world, int64_t until_ms)
{
    while (step(world, until_ms)) {
    }
    world->now_ms = until_ms;
}

bool world_run_until_equal(struct world *world, int64_t until_ms)
{
    while (!world_is_equal(world)) {
        if (!step(world, until_ms)) {
            return false;
        }
    }
    return true;
}

static bool holds(const struct world *world, size_t number, const struct disk_feed *feed)
{
    if (!world->members[number].reads[feed->stream]) {
        return true;
    }
    const struct disk_feed *held = device_feed(&world->devices[number], feed->id);
    return held != NULL && held->count >= feed->count &&
           memcmp(held->hashes, feed->hashes, (size_t)feed->count * sizeof *feed->hashes) == 0;
}

static bool all_hold_what_one_does(const struct world *world, const struct device *one)
{
    for (size_t i = 0; i < one->disk.feed_count; i++) {
        for (size_t number = 0; number < world->device_count; number++) {
            if (!holds(world, number, &one->disk.feeds[i])) {
                return false;
            }
        }
    }
    return true;
}

bool world_is_equal(const struct world *world)
{
    for (size_t number = 0; number < world->device_count; number++) {
        if (!all_hold_what_one_does(world, &world->devices[number])) {
            return false;
        }
    }
    return true;
}

uint64_t world_trace(const struct world *world)
{
    uint64_t trace = 0;
    for (size_t number = 0; number < world->device_count; number++) {
        trace = trace * 31 + world->devices[number].trace;
    }
    return trace;
}
