/* A circle of simulated devices around a hostile broker: one seed, one history. */
#include "simulation/world.h"

#include <string.h>

#include "simulation/hearing.h"
#include "simulation/incarnation.h"
#include "simulation/message.h"

enum {
    WORLD_AWAY_MAX_MS = 60000,
    WORLD_LONG_AWAY_MS = 4 * 3600 * 1000,
    WORLD_FIRST_MS = 1000000,
    WORLD_CLOCK_RATE = 1000
};

struct device *world_add(struct world *world, size_t identity)
{
    if (world->device_count == BROKER_DEVICE_MAX) {
        return NULL;
    }
    struct device *device = &world->devices[world->device_count];
    device->slot = world->device_count++;
    device->identity = identity;
    device->key = device_key(identity);
    device->circle = &world->circle;
    device->faults = world->faults.device;
    device->clock = (struct device_clock){world->now_ms, world->now_ms, WORLD_CLOCK_RATE};
    device->wake_ms = INT64_MAX;
    device->own_wake_ms = INT64_MAX;
    world->broker.identities[device->slot] = identity;
    world->broker.device_count = world->device_count;
    incarnation_begin(device);
    device->disk.has_closed = false;
    return device;
}

void world_begin(struct world *world, uint64_t seed, size_t device_count)
{
    *world = (struct world){.chance = {seed}};
    world->now_ms = WORLD_FIRST_MS;
    world->broker.agenda = &world->agenda;
    world->broker.chance = &world->chance;
    world->broker.injected = world->verdict.injected;
    world->circle = (struct circle){.chance = &world->chance,
                                    .broker = &world->broker,
                                    .verdict = &world->verdict,
                                    .first_count = device_count};
    memset(world->circle.reads, true, sizeof world->circle.reads);
    ledger_begin(&world->circle.ledger, seed);
    for (size_t identity = 0; identity < device_count; identity++) {
        device_start(world_add(world, identity), world->now_ms);
    }
}

void world_end(struct world *world)
{
    for (size_t slot = 0; slot < world->device_count; slot++) {
        device_free(&world->devices[slot]);
        disk_free(&world->copies[slot]);
    }
    broker_free(&world->broker);
    agenda_free(&world->agenda);
    ledger_end(&world->circle.ledger);
}

static void plan(struct world *world, enum occurrence_kind kind, size_t device, uint32_t within_ms)
{
    agenda_add(&world->agenda, (struct occurrence){.at_ms = world->now_ms + 1 +
                                                            chance_below(&world->chance, within_ms),
                                                   .kind = kind,
                                                   .device = device});
}

void world_plan_return(struct world *world, size_t device)
{
    /* Now and then somebody is away for hours. */
    bool long_away = world->plan.drawn != 0 && chance_strikes(&world->chance, 100);
    plan(world, world->devices[device].sync == NULL ? OCCURRENCE_START : OCCURRENCE_CONNECT, device,
         long_away ? WORLD_LONG_AWAY_MS : WORLD_AWAY_MAX_MS);
}

void world_plan_mending(struct world *world, size_t device, uint32_t within_ms)
{
    plan(world, OCCURRENCE_MEND, device, within_ms);
}

void world_set_faults(struct world *world, struct world_faults faults)
{
    bool had_mischief = world->faults.mischief_ms > 0;
    world->faults = faults;
    world->broker.faults = faults.broker;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        world->devices[slot].faults = faults.device;
    }
    if (faults.mischief_ms > 0 && !had_mischief) {
        plan(world, OCCURRENCE_MISCHIEF, 0, 2 * faults.mischief_ms);
    }
    for (size_t slot = 0; faults.mischief_ms == 0 && slot < world->device_count; slot++) {
        world_plan_return(world, slot);
    }
}

void world_connect(struct world *world, size_t device)
{
    device_connect(&world->devices[device], world->now_ms);
}

void world_connect_all(struct world *world)
{
    for (size_t slot = 0; slot < world->device_count; slot++) {
        world_connect(world, slot);
    }
}

void world_restart_broker(struct world *world)
{
    for (size_t slot = 0; slot < world->device_count; slot++) {
        device_disconnect(&world->devices[slot], world->now_ms);
        world_plan_return(world, slot);
    }
    broker_restart(&world->broker);
}

/* Something happens to a device or to the broker. */
static void do_mischief(struct world *world)
{
    if (world->faults.mischief_ms == 0) {
        return;
    }
    size_t slot = chance_below(&world->chance, (uint32_t)world->device_count);
    struct device *device = &world->devices[slot];
    switch (chance_below(&world->chance, 8)) {
    case 0:
        world_restart_broker(world);
        break;
    case 1:
    case 2:
        device_crash(device);
        world_plan_return(world, slot);
        break;
    case 3:
    case 4:
        device_disconnect(device, world->now_ms);
        world_plan_return(world, slot);
        break;
    case 5:
        device_ask(device, world->now_ms);
        break;
    default: /* mostly, a person writes */
        device_write(device, world->now_ms, (enum stream)chance_below(&world->chance, STREAM_COUNT),
                     1 + chance_below(&world->chance, 40));
        break;
    }
    plan(world, OCCURRENCE_MISCHIEF, 0, 2 * world->faults.mischief_ms);
}

static void start(struct world *world, struct device *device)
{
    if (device->sync == NULL && !device->destroyed) {
        device_start(device, world->now_ms);
        plan(world, OCCURRENCE_CONNECT, device->slot, WORLD_AWAY_MAX_MS / 10);
    }
}

/* Only the one that connected last keeps the session of two devices with one name. */
static void connect(struct world *world, struct device *device)
{
    if (device->sync == NULL || device->connected) {
        return;
    }
    for (size_t slot = 0; slot < world->device_count; slot++) {
        struct device *other = &world->devices[slot];
        if (other != device && other->identity == device->identity && other->connected) {
            verdict_inject(&world->verdict, FAULT_TAKEOVER);
            device_disconnect(other, world->now_ms);
            plan(world, OCCURRENCE_CONNECT, slot, 5 * WORLD_AWAY_MAX_MS);
        }
    }
    device_connect(device, world->now_ms);
}

static void mend(struct world *world, struct device *device)
{
    world->broker.sessions[device->slot].group = 0;
    device->disk_full = false;
    device_set_rate(device, world->now_ms, WORLD_CLOCK_RATE);
}

static void happen(struct world *world, struct occurrence *occurrence)
{
    struct device *device = &world->devices[occurrence->device];
    bool current = world->broker.sessions[occurrence->device].number == occurrence->session;
    switch (occurrence->kind) {
    case OCCURRENCE_DELIVERY:
        if (current) {
            hearing_message(device, world->now_ms, occurrence->message, occurrence->retained);
        }
        break;
    case OCCURRENCE_ANSWER:
        if (current) {
            device_answer(device, world->now_ms, occurrence);
        }
        break;
    case OCCURRENCE_CONNECT:
        connect(world, device);
        break;
    case OCCURRENCE_START:
        start(world, device);
        break;
    case OCCURRENCE_MISCHIEF:
        do_mischief(world);
        break;
    case OCCURRENCE_MEND:
        mend(world, device);
        break;
    }
}

/* The device that wakes first. */
static struct device *next_sleeper(struct world *world)
{
    struct device *first = &world->devices[0];
    for (size_t slot = 1; slot < world->device_count; slot++) {
        if (world->devices[slot].wake_ms < first->wake_ms) {
            first = &world->devices[slot];
        }
    }
    return first;
}

static uint32_t who_is_up(const struct world *world)
{
    uint32_t up = 0;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        up |= (uint32_t)(world->devices[slot].sync != NULL) << slot;
    }
    return up;
}

/* A crash inside an action leaves a device down that nobody planned to start. */
static void raise_the_fallen(struct world *world, uint32_t fallen)
{
    for (size_t slot = 0; fallen != 0 && slot < world->device_count; slot++) {
        if ((fallen >> slot & 1) != 0) {
            world_plan_return(world, slot);
        }
    }
}

bool world_step(struct world *world, int64_t until_ms)
{
    struct device *sleeper = next_sleeper(world);
    int64_t agenda_ms = agenda_next_ms(&world->agenda);
    int64_t next_ms = sleeper->wake_ms < agenda_ms ? sleeper->wake_ms : agenda_ms;
    if (next_ms > until_ms || world->verdict.failed) {
        return false;
    }
    world->now_ms = next_ms > world->now_ms ? next_ms : world->now_ms;
    world->events++;
    uint32_t up = who_is_up(world);
    if (agenda_ms <= sleeper->wake_ms) {
        struct occurrence occurrence = agenda_take(&world->agenda);
        happen(world, &occurrence);
        message_release(occurrence.message);
    } else {
        device_wake(sleeper, world->now_ms);
    }
    raise_the_fallen(world, up & ~who_is_up(world));
    return true;
}

void world_run_until(struct world *world, int64_t until_ms)
{
    while (world_step(world, until_ms)) {
    }
    world->now_ms = until_ms;
}

bool world_run_until_equal(struct world *world, int64_t until_ms)
{
    while (!world_is_equal(world)) {
        bool stepped = true;
        for (size_t i = 0; i < 8 && stepped; i++) {
            stepped = world_step(world, until_ms);
        }
        if (!stepped) {
            return world_is_equal(world);
        }
    }
    return true;
}

uint64_t world_written(const struct world *world)
{
    return world->circle.ledger.content_count;
}

uint64_t world_trace(const struct world *world)
{
    uint64_t trace = 0;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        trace = trace * 31 + world->devices[slot].trace;
    }
    return trace;
}
