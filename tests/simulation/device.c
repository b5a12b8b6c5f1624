/* A simulated device: what its disk keeps, the engine that runs on it, and a journal around both.
 */
#include "simulation/device.h"

#include <assert.h>
#include <string.h>

#include "simulation/incarnation.h"
#include "simulation/members.h"
#include "simulation/message.h"
#include "simulation/outbox.h"
#include "simulation/storing.h"

enum {
    DEVICE_BATCH_FIT = 64,
    DEVICE_SIGNATURE_SPAN = 64,
    DEVICE_RATE = 1000,
    DEVICE_WAKES = 500,
    DEVICE_WAKE_MS = 20
};

static void trace(struct device *device, uint64_t value)
{
    device->trace = (device->trace ^ value) * UINT64_C(0x100000001B3);
    device->trace ^= device->trace >> 29;
}

struct key256 device_key(size_t identity)
{
    struct key256 key = {{(uint8_t)(identity + 1), 0xD0}};
    return key;
}

uint32_t device_own_feed(const struct device *device, enum stream stream)
{
    return ledger_feed_of(&device->circle->ledger, device->identity, device->disk.incarnation,
                          stream);
}

static int64_t own_time(const struct device *device, int64_t world_ms)
{
    const struct device_clock *clock = &device->clock;
    return clock->own_ms + (world_ms - clock->world_ms) * (int64_t)clock->rate / DEVICE_RATE;
}

static void plan_wake(struct device *device, int64_t own_wake_ms)
{
    const struct device_clock *clock = &device->clock;
    device->own_wake_ms = own_wake_ms;
    device->wake_ms = INT64_MAX;
    if (own_wake_ms != INT64_MAX && clock->rate > 0) {
        int64_t wait_ms = (own_wake_ms - clock->own_ms) * DEVICE_RATE;
        device->wake_ms = clock->world_ms + (wait_ms + clock->rate - 1) / (int64_t)clock->rate;
    }
}

void device_set_rate(struct device *device, int64_t world_ms, uint32_t rate)
{
    device->clock = (struct device_clock){world_ms, own_time(device, world_ms), rate};
    plan_wake(device, device->own_wake_ms);
}

void device_report(struct device *device, struct sync_event event)
{
    assert(device->pending_count < DEVICE_PENDING_MAX);
    device->pending[device->pending_count++] = event;
}

struct sync_event device_feed_event(const struct device *device, uint32_t feed)
{
    const struct ledger_feed *written = &device->circle->ledger.feeds[feed];
    return (struct sync_event){.type = SYNC_EVENT_FEED,
                               .stream = written->stream,
                               .device = device_key(written->identity),
                               .position =
                                   disk_position(&device->disk, &device->circle->ledger, feed),
                               .closed = written->identity == device->identity &&
                                         written->incarnation != device->disk.incarnation};
}

static void perform(struct device *device, const struct sync_action *action,
                    const struct sync_event *cause, int64_t world_ms)
{
    switch (action->type) {
    case SYNC_ACTION_STORE:
        storing_run(device, action, cause);
        break;
    case SYNC_ACTION_KEEP:
        ahead_keep(&device->ahead, &device->disk, &device->circle->ledger, cause);
        break;
    case SYNC_ACTION_PUBLISH_RUN:
        outbox_run(device, world_ms, action);
        break;
    case SYNC_ACTION_PUBLISH_HAVE:
        outbox_have(device, world_ms, action);
        break;
    case SYNC_ACTION_SEND_KEYS:
        outbox_keys(device, world_ms, action);
        break;
    case SYNC_ACTION_TELL:
        incarnation_told(device, action);
        break;
    case SYNC_ACTION_WAKE_AT:
        verdict_check(device->circle->verdict, INVARIANT_TIME, action->wake_ms > cause->now_ms,
                      "the engine wants to wake in the past");
        plan_wake(device, action->wake_ms);
        break;
    }
}

/* Give the engine an event and perform what it says, stopping where a crash strikes; false then. */
static bool handle_one(struct device *device, struct sync_event *event, int64_t world_ms)
{
    struct sync_actions actions;
    event->now_ms = device->now_ms;
    device->events++;
    sync_handle(device->sync, event, &actions);
    device->heard = event->type == SYNC_EVENT_HAVE ? actions.heard : device->heard;
    trace(device, (uint64_t)event->type + (uint64_t)event->now_ms * 32);
    plan_wake(device, INT64_MAX);
    device->gave_way = false;
    for (size_t i = 0; i < actions.count; i++) {
        const struct sync_action *action = &actions.items[i];
        if (device->faults.crash > 0 &&
            chance_strikes(device->circle->chance, device->faults.crash)) {
            verdict_inject(device->circle->verdict, FAULT_CRASH);
            device_crash(device);
            return false;
        }
        trace(device, (uint64_t)action->type + action->first * 8 + action->last * 4096);
        perform(device, action, event, world_ms);
    }
    return true;
}

bool device_handle(struct device *device, struct sync_event first, int64_t world_ms)
{
    struct id128 feed = first.position.feed;
    device->now_ms = own_time(device, world_ms);
    device_report(device, first);
    for (size_t next = 0; next < device->pending_count; next++) {
        struct sync_event event = device->pending[next];
        if (!handle_one(device, &event, world_ms)) {
            device->pending_count = 0;
            return false;
        }
        members_learn(device);
        if (next + 1 == device->pending_count) {
            incarnation_settle(device);
        }
    }
    device->pending_count = 0;
    storing_check(device, feed);
    return true;
}

static void remember_peer(struct device *device, int64_t world_ms, const struct message *have)
{
    (void)device_handle(device,
                        (struct sync_event){.type = SYNC_EVENT_PEER,
                                            .stream = have->stream,
                                            .device = device_key(have->identity),
                                            .positions = have->positions,
                                            .position_count = have->count,
                                            .counter = device->disk.heard_counters[have->identity]},
                        world_ms);
}

void device_start(struct device *device, int64_t world_ms)
{
    struct sync_options options =
        sync_options_default(device->key, device->slot + device->disk.have_counter);
    options.pace_batches = 1 + (uint32_t)device->slot % 3; /* feeds are short here */
    device->sync = sync_create(&options);
    assert(device->sync != NULL);
    device->connected = false;
    device->fit = DEVICE_BATCH_FIT;
    plan_wake(device, INT64_MAX);
    device->given_up = 0;
    device->hearsay_after_ms = 0;
    device->hearsay_pause_ms = 0;
    device->awaited_until_ms = 0;
    device->contested = true;
    struct device_faults faults = device->faults;
    device->faults = (struct device_faults){0};
    (void)members_refold(device);
    (void)device_handle(device,
                        (struct sync_event){.type = SYNC_EVENT_MEMBERS,
                                            .members = device->members,
                                            .member_count = device->member_count},
                        world_ms);
    for (uint32_t i = 0; i < device->disk.feed_count; i++) {
        if (device->disk.feeds[i].known) {
            (void)device_handle(device, device_feed_event(device, i), world_ms);
        }
    }
    for (size_t i = 0; i < (size_t)BROKER_DEVICE_MAX * STREAM_COUNT; i++) {
        const struct message *have = device->disk.heard[i / STREAM_COUNT][i % STREAM_COUNT];
        if (have != NULL) {
            remember_peer(device, world_ms, have);
        }
    }
    device->faults = faults;
}

void device_crash(struct device *device)
{
    sync_free(device->sync);
    device->sync = NULL;
    device->connected = false;
    device->hurried = false; /* a new engine knows of no ask */
    ahead_forget(&device->ahead);
    plan_wake(device, INT64_MAX);
    broker_disconnect(device->circle->broker, device->slot);
}

void device_connect(struct device *device, int64_t world_ms)
{
    if (device->sync == NULL || device->connected) {
        return;
    }
    device->connected = true;
    device->launched = 0;
    device->woken = 0;
    device->spoke = 0;
    memset(device->said_ms, 0, sizeof device->said_ms);
    memset(device->asked, 0, sizeof device->asked);
    device->connected_ms = own_time(device, world_ms);
    broker_connect(device->circle->broker, world_ms, device->slot, device->reads);
    (void)device_handle(device, (struct sync_event){.type = SYNC_EVENT_CONNECTED}, world_ms);
}

void device_disconnect(struct device *device, int64_t world_ms)
{
    if (device->sync == NULL || !device->connected) {
        return;
    }
    device->connected = false;
    ahead_forget(&device->ahead);
    broker_disconnect(device->circle->broker, device->slot);
    (void)device_handle(device, (struct sync_event){.type = SYNC_EVENT_DISCONNECTED}, world_ms);
}

/* Commit, tell the engine; a crash may come between. */
static void commit(struct device *device, int64_t world_ms, uint32_t number)
{
    if (device->faults.crash > 0 && chance_strikes(device->circle->chance, device->faults.crash)) {
        verdict_inject(device->circle->verdict, FAULT_CRASH);
        device_crash(device);
        return;
    }
    struct sync_event event = device_feed_event(device, number);
    event.type = SYNC_EVENT_WRITTEN;
    (void)device_handle(device, event, world_ms);
}

static void append(struct device *device, uint32_t number, uint32_t content, bool is_signed)
{
    struct ledger *ledger = &device->circle->ledger;
    const struct disk_feed *feed = disk_open_feed(&device->disk, number);
    uint32_t head = feed->count > 0 ? feed->operations[feed->count - 1] : 0;
    uint32_t operation = ledger_append(ledger, number, head, content);
    ledger->operations[operation].is_signed = is_signed;
    disk_append(&device->disk, ledger, device->slot, operation);
}

void device_write(struct device *device, int64_t world_ms, enum stream stream, uint64_t count)
{
    if (device->sync == NULL || !device->reads[stream] || device->disk_full) {
        return;
    }
    uint32_t number = device_own_feed(device, stream);
    for (uint64_t i = 1; i <= count; i++) {
        append(device, number,
               ledger_write(&device->circle->ledger, number, (struct change){CHANGE_NONE, 0}),
               i == count || i % DEVICE_SIGNATURE_SPAN == 0);
    }
    commit(device, world_ms, number);
}

void device_change(struct device *device, int64_t world_ms, struct change change)
{
    struct ledger *ledger = &device->circle->ledger;
    if (device->sync == NULL || device->disk_full || ledger->change_count == LEDGER_CHANGE_MAX) {
        return;
    }
    uint32_t number = device_own_feed(device, STREAM_CIRCLE);
    append(device, number, ledger_write(ledger, number, change), true);
    commit(device, world_ms, number);
}

void device_answer(struct device *device, int64_t world_ms, const struct occurrence *answer)
{
    if (device->sync != NULL && device->connected) {
        (void)device_handle(device,
                            (struct sync_event){.type = answer->refused ? SYNC_EVENT_PUBLISH_FAILED
                                                                        : SYNC_EVENT_PUBLISHED,
                                                .ticket = answer->ticket,
                                                .last = answer->last},
                            world_ms);
    }
}

void device_wake(struct device *device, int64_t world_ms)
{
    uint64_t elapsed_ms = (uint64_t)(own_time(device, world_ms) - device->connected_ms);
    device->woken++;
    verdict_check(device->circle->verdict, INVARIANT_CALM,
                  !device->connected || device->woken <= DEVICE_WAKES + elapsed_ms / DEVICE_WAKE_MS,
                  "the engine wakes all the time");
    (void)device_handle(device, (struct sync_event){.type = SYNC_EVENT_CLOCK}, world_ms);
}

void device_ask(struct device *device, int64_t world_ms)
{
    if (device->sync != NULL) {
        device->hurried = true;
        (void)device_handle(device, (struct sync_event){.type = SYNC_EVENT_ASKED}, world_ms);
    }
}

void device_free(struct device *device)
{
    sync_free(device->sync);
    device->sync = NULL;
    ahead_forget(&device->ahead);
    disk_free(&device->disk);
}
