/* How a simulated device stores what arrives, and whether its engine has the right idea of it. */
#include "simulation/storing.h"

#include <assert.h>

static void check(struct device *device, enum invariant invariant, bool holds, const char *story)
{
    verdict_check(device->circle->verdict, invariant, holds, story);
}

/* Commit the new part of a run, checking that it is what was written and in its place. */
static void store_new(struct device *device, const struct sync_action *action,
                      const struct sync_event *run, uint32_t number)
{
    struct ledger *ledger = &device->circle->ledger;
    struct disk_feed *feed = disk_open_feed(&device->disk, number);
    bool fits = action->skip < run->hash_count && feed->count + 1 == run->first + action->skip;
    check(device, INVARIANT_CONTIGUOUS, fits, "operations were stored with a gap or twice");
    for (size_t i = action->skip; fits && i < run->hash_count; i++) {
        uint32_t operation = ledger_find(ledger, &run->hashes[i]);
        const struct ledger_operation *written = &ledger->operations[operation];
        uint32_t previous = feed->count > 0 ? feed->operations[feed->count - 1] : 0;
        bool same = operation != 0 && written->feed == number &&
                    written->number == feed->count + 1 && written->previous == previous;
        check(device, INVARIANT_ALTERED, same, "an operation was stored that nobody wrote there");
        if (!same) {
            return;
        }
        disk_append(&device->disk, ledger, device->slot, operation);
        device->stored++;
    }
}

void storing_run(struct device *device, const struct sync_action *action,
                 const struct sync_event *run)
{
    struct circle *circle = device->circle;
    uint32_t number = 0;
    bool known = ledger_find_feed(&circle->ledger, action->feed, &number);
    struct sync_event report = {.type = SYNC_EVENT_STORE_FAILED,
                                .stream = action->stream,
                                .position.feed = action->feed,
                                .ticket = action->ticket};
    bool fails =
        device->faults.fail_store > 0 && chance_strikes(circle->chance, device->faults.fail_store);
    if (fails || device->disk_full) {
        verdict_inject(circle->verdict, fails ? FAULT_STORE_FAILS : FAULT_DISK_FULL);
        device_report(device, report);
        return;
    }
    assert(known && run->type == SYNC_EVENT_RUN);
    store_new(device, action, run, number);
    device->stored_runs[action->stream]++;
    report.type = SYNC_EVENT_STORED;
    report.position = disk_position(&device->disk, &circle->ledger, number);
    device_report(device, report);
    const struct sync_event *kept = ahead_give(&device->ahead, &report.position);
    if (kept != NULL) {
        device_report(device, *kept);
    }
}

/* What a person would be told is on every device must have been on every device. */
static void check_reach(struct device *device, uint32_t number)
{
    const struct circle *circle = device->circle;
    const struct ledger_feed *feed = &circle->ledger.feeds[number];
    const struct disk_feed *held = disk_feed(&device->disk, number);
    if (held == NULL || held->count == 0 || feed->forked ||
        sync_reach(device->sync, feed->stream, ledger_feed_id(&circle->ledger, number),
                   held->count) != SYNC_REACH_EVERYWHERE) {
        return;
    }
    for (size_t i = 0; i < device->member_count; i++) {
        size_t identity = (size_t)device->members[i].device.bytes[0] - 1;
        bool counts = device->members[i].reads[feed->stream] && !circle->hostile[identity];
        bool holds = false;
        for (size_t slot = 0; counts && slot < BROKER_DEVICE_MAX; slot++) {
            holds = holds || (circle->broker->identities[slot] == identity &&
                              feed->durable[slot] >= held->count);
        }
        check(device, INVARIANT_EVERYWHERE, !counts || holds,
              "an operation is called held by every device, and is not");
    }
}

void storing_check(struct device *device, struct id128 id)
{
    uint32_t number = 0;
    if (!ledger_find_feed(&device->circle->ledger, id, &number)) {
        return;
    }
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    uint64_t held = feed == NULL ? 0 : feed->count;
    check(device, INVARIANT_DURABLE, sync_position(device->sync, id).number == held,
          "the engine takes for held what is not on the disk, or the reverse");
    if (device->connected && device->events % 4 == 0) {
        check_reach(device, number);
    }
}
