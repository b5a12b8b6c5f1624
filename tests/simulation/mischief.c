/* The faults that happen to a circle, rather than to one of its messages. */
#include "simulation/mischief.h"

#include "simulation/incarnation.h"
#include "simulation/members.h"
#include "simulation/outbox.h"

enum {
    MISCHIEF_SOON_MS = 600000,
    MISCHIEF_LATE_MS = 6 * 3600 * 1000,
    MISCHIEF_WRITE_MAX = 6,
    MISCHIEF_LONG_WRITE_MAX = 120,
};

static const int64_t year_ms = INT64_C(365) * 24 * 3600 * 1000;

static struct device *any(struct world *world)
{
    return &world->devices[chance_below(&world->chance, (uint32_t)world->device_count)];
}

static enum stream any_stream(struct world *world)
{
    return (enum stream)chance_below(&world->chance, STREAM_COUNT);
}

/* The process ends and comes back. */
static void stop(struct world *world, struct device *device)
{
    device_crash(device);
    world_plan_return(world, device->slot);
}

static bool restore(struct world *world, struct device *device, bool noticed)
{
    struct ledger *ledger = &world->circle.ledger;
    struct disk *copy = &world->copies[device->slot];
    if (world->circle.hostile[device->identity]) {
        return false; /* nobody owes it that its histories are put together again */
    }
    if (!world->copied[device->slot]) {
        disk_copy(copy, &device->disk);
        world->copied[device->slot] = true;
        return false;
    }
    stop(world, device);
    disk_leave(&device->disk, ledger, device->slot);
    disk_free(&device->disk);
    device->disk = *copy;
    disk_enter(&device->disk, ledger, device->slot);
    *copy = (struct disk){0};
    world->copied[device->slot] = false;
    if (noticed) {
        incarnation_begin(device);
    }
    return true;
}

static bool clone(struct world *world, struct device *device)
{
    struct device *other = device->destroyed || world->circle.hostile[device->identity]
                               ? NULL
                               : world_add(world, device->identity);
    if (other == NULL) {
        return false;
    }
    disk_free(&other->disk);
    disk_copy(&other->disk, &device->disk);
    disk_enter(&other->disk, &world->circle.ledger, other->slot);
    other->wall_offset_ms = device->wall_offset_ms;
    world_plan_return(world, other->slot);
    return true;
}

static bool divide(struct world *world)
{
    for (size_t slot = 0; slot < world->device_count; slot++) {
        world->broker.sessions[slot].group = chance_below(&world->chance, 2);
        world_plan_mending(world, slot, MISCHIEF_SOON_MS);
    }
    return true;
}

static bool slow_down(struct world *world, struct device *device, uint32_t rate)
{
    device_set_rate(device, world->now_ms, rate);
    world_plan_mending(world, device->slot, MISCHIEF_LATE_MS);
    return true;
}

static bool jump(struct world *world, struct device *device)
{
    static const int64_t years[] = {-10, 10, 0};
    int64_t offset_ms = years[chance_below(&world->chance, 3)] * year_ms;
    device->wall_offset_ms =
        offset_ms + chance_below(&world->chance, 24 * 3600 * 1000) - (int64_t)12 * 3600 * 1000;
    return true;
}

static bool fill_disk(struct world *world, struct device *device)
{
    device->disk_full = true;
    world_plan_mending(world, device->slot, MISCHIEF_SOON_MS);
    return true;
}

static bool is_used(const struct world *world, size_t identity)
{
    bool used = identity < world->circle.first_count;
    for (size_t slot = 0; slot < world->device_count; slot++) {
        used = used || world->devices[slot].identity == identity;
    }
    return used;
}

/* A newcomer begins with the `circle` operations of whoever invited it. */
static bool invite(struct world *world, struct device *inviter)
{
    size_t identity = 0;
    struct ledger *ledger = &world->circle.ledger;
    while (identity < BROKER_DEVICE_MAX && is_used(world, identity)) {
        identity++;
    }
    bool may = inviter->sync != NULL && members_know(inviter, inviter->identity) &&
               ledger->change_count < LEDGER_CHANGE_MAX && !inviter->disk_full;
    struct device *newcomer =
        may && identity < BROKER_DEVICE_MAX ? world_add(world, identity) : NULL;
    if (newcomer == NULL) {
        return false;
    }
    device_change(inviter, world->now_ms, (struct change){CHANGE_ADD, identity});
    for (uint32_t i = 0; i < inviter->disk.feed_count; i++) {
        const struct disk_feed *feed = disk_feed(&inviter->disk, i);
        for (size_t n = 0;
             feed != NULL && ledger->feeds[i].stream == STREAM_CIRCLE && n < feed->count; n++) {
            disk_append(&newcomer->disk, ledger, newcomer->slot, feed->operations[n]);
        }
    }
    world_plan_return(world, newcomer->slot);
    if (inviter->sync == NULL) {
        world_plan_return(world, inviter->slot);
    }
    return true;
}

/* A member changes what another one is. */
static bool change(struct world *world, struct device *device, enum change_kind kind)
{
    size_t subject = chance_below(&world->chance, BROKER_DEVICE_MAX);
    if (device->sync == NULL || !members_know(device, device->identity) ||
        !members_know(device, subject) || subject == device->identity) {
        return false;
    }
    device_change(device, world->now_ms, (struct change){kind, subject});
    if (device->sync == NULL) {
        world_plan_return(world, device->slot);
    }
    return true;
}

static bool fork_own(struct world *world)
{
    struct device *device = any(world);
    if (world->circle.hostile[device->identity] && device->connected) {
        outbox_fork(device, world->now_ms, any_stream(world)); /* which counts it */
    }
    return false;
}

/* True when it happened and is to be counted. A flat list of what each fault does. */
static bool happen(struct world *world, enum fault fault, struct device *device)
{
    switch (fault) {
    case FAULT_DISK_FULL:
        (void)fill_disk(world, device);
        return false; /* each write that fails is */
    case FAULT_PARTITION:
        return divide(world);
    case FAULT_BROKER_RESTART:
        world_restart_broker(world);
        return true;
    case FAULT_TAKEOVER: /* somebody else connects under its name */
    case FAULT_DISCONNECT:
        device_disconnect(device, world->now_ms);
        world_plan_return(world, device->slot);
        return true;
    case FAULT_RESTORE:
    case FAULT_RESTORE_BLIND:
        return restore(world, device, fault == FAULT_RESTORE);
    case FAULT_CLONE:
        return clone(world, device);
    case FAULT_WALL_CLOCK:
        return jump(world, device);
    case FAULT_CLOCK_DRIFT:
        return slow_down(world, device, 300 + chance_below(&world->chance, 3000));
    case FAULT_CLOCK_FROZEN:
        return slow_down(world, device, 0);
    case FAULT_ADDED:
        return invite(world, device);
    case FAULT_REMOVED:
        return chance_strikes(&world->chance, 300) && change(world, device, CHANGE_REMOVE);
    case FAULT_GRANT:
        return change(world, device,
                      chance_strikes(&world->chance, 500) ? CHANGE_GRANT : CHANGE_UNGRANT);
    case FAULT_POISON:
        return fork_own(world);
    case FAULT_CRASH:
        stop(world, device);
        return true;
    case FAULT_LOSS:
    case FAULT_REPEAT:
    case FAULT_DELAY:
    case FAULT_REPLAY:
    case FAULT_REFUSE:
    case FAULT_RETAINED_LOST:
    case FAULT_RETAINED_OLD:
    case FAULT_QUEUE_FULL:
    case FAULT_QUEUE_NONE:
    case FAULT_OVERSIZE:
    case FAULT_STORE_FAILS:
    case FAULT_LIE_HIGH:
    case FAULT_LIE_HASH:
    case FAULT_LIE_COUNTER:
    case FAULT_COUNT:
        return false; /* the broker and the devices do these */
    }
    return false;
}

/* FAULT_COUNT when none of those that happen was drawn. */
static enum fault any_drawn(struct world *world)
{
    enum fault drawn[FAULT_COUNT];
    uint32_t count = 0;
    for (size_t fault = FAULT_CRASH; fault < FAULT_COUNT; fault++) {
        if (fault_is_drawn(&world->plan, (enum fault)fault)) {
            drawn[count++] = (enum fault)fault;
        }
    }
    return count == 0 ? FAULT_COUNT : drawn[chance_below(&world->chance, count)];
}

void mischief_happen(struct world *world)
{
    enum fault fault = any_drawn(world);
    struct device *device = any(world);
    if (!device->destroyed && happen(world, fault, device)) {
        verdict_inject(&world->verdict, fault);
    }
}

void mischief_write(struct world *world)
{
    struct device *device = any(world);
    uint32_t most =
        chance_strikes(&world->chance, 50) ? MISCHIEF_LONG_WRITE_MAX : MISCHIEF_WRITE_MAX;
    bool was_up = device->sync != NULL;
    device_write(device, world->now_ms, any_stream(world), 1 + chance_below(&world->chance, most));
    if (was_up && device->sync == NULL) {
        world_plan_return(world, device->slot);
    }
}

void mischief_end_clones(struct world *world)
{
    for (size_t slot = 0; slot < world->device_count; slot++) {
        for (size_t other = 0; other < slot; other++) {
            struct device *one = &world->devices[slot];
            struct device *two = &world->devices[other];
            if (one->identity != two->identity || one->destroyed || two->destroyed) {
                continue;
            }
            struct device *gone = chance_strikes(&world->chance, 500) ? one : two;
            device_crash(gone);
            disk_leave(&gone->disk, &world->circle.ledger, gone->slot);
            gone->destroyed = true;
        }
    }
}
