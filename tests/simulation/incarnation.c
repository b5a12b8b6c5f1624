/* What a journal does when somebody holds another history than its own. */
#include "simulation/incarnation.h"

#include <string.h>

#include "simulation/message.h"

enum {
    GIVE_UP_FIRST = 32,
    GIVE_UP_DOUBLINGS_MAX = 40,
    HEARSAY_PAUSE_MS = 24 * 3600 * 1000,
    HEARSAY_PAUSE_FIRST_MS = 5000,
    AWAIT_MAX_MS = 15 * 60 * 1000,
};

static bool is_own(const struct device *device, uint32_t feed)
{
    return device->circle->ledger.feeds[feed].identity == device->identity;
}

static bool is_current(const struct device *device, uint32_t feed)
{
    return is_own(device, feed) &&
           device->circle->ledger.feeds[feed].incarnation == device->disk.incarnation;
}

void incarnation_begin(struct device *device)
{
    device->disk.has_closed = true;
    device->disk.incarnation = ++device->circle->ledger.incarnations;
}

/* Append the content of an operation to the own feed of its stream. */
static void write_again(struct device *device, uint32_t operation)
{
    struct ledger *ledger = &device->circle->ledger;
    uint32_t content = ledger->operations[operation].content;
    uint32_t number = device_own_feed(device, ledger->contents[content].stream);
    const struct disk_feed *own = disk_open_feed(&device->disk, number);
    uint32_t head = own->count > 0 ? own->operations[own->count - 1] : 0;
    uint32_t written = ledger_append(ledger, number, head, content);
    ledger->operations[written].is_signed = true;
    disk_append(&device->disk, ledger, device->slot, written);
}

/* Delete the tail; all of it must stand somewhere else. */
static void drop(struct device *device, uint32_t number, size_t keep)
{
    struct ledger *ledger = &device->circle->ledger;
    size_t first = device->disk.dropped_count;
    disk_drop(&device->disk, ledger, number, keep);
    for (size_t i = first; i < device->disk.dropped_count; i++) {
        uint32_t content = ledger->operations[device->disk.dropped[i]].content;
        verdict_check(device->circle->verdict, INVARIANT_FORGOTTEN,
                      disk_places(&device->disk, content) > 0, "a device deleted what it held");
    }
}

/* Write the tail again and give it up. */
static bool give_up(struct device *device, uint32_t number, uint64_t differs)
{
    struct ledger *ledger = &device->circle->ledger;
    struct disk_feed *feed = disk_feed(&device->disk, number);
    if (feed == NULL || feed->count == 0) {
        return false;
    }
    uint32_t doublings = device->given_up * 2;
    uint64_t step = (uint64_t)GIVE_UP_FIRST
                    << (doublings < GIVE_UP_DOUBLINGS_MAX ? doublings : GIVE_UP_DOUBLINGS_MAX);
    size_t keep = feed->count > step ? (size_t)(feed->count - step) : 0;
    keep = differs > 0 && differs <= keep ? (size_t)differs - 1 : keep;
    for (size_t i = keep; i < feed->count; i++) {
        uint32_t operation = feed->operations[i];
        if (disk_places(&device->disk, ledger->operations[operation].content) < 2) {
            write_again(device, operation);
            feed = disk_feed(&device->disk, number);
        }
    }
    drop(device, number, keep);
    if (keep > 0) {
        ledger->operations[feed->operations[keep - 1]].is_signed = true;
    }
    feed->rewritten = feed->given_up && feed->rewritten < keep ? feed->rewritten : keep;
    feed->given_up = true;
    device->given_up++;
    return true;
}

/* Give up the tail of somebody else's feed as far as its author has written it again. */
static bool yield(struct device *device, uint32_t number)
{
    const struct ledger *ledger = &device->circle->ledger;
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    if (feed == NULL || feed->count == 0) {
        return false;
    }
    size_t keep = feed->count;
    while (keep > 0 &&
           disk_places(&device->disk, ledger->operations[feed->operations[keep - 1]].content) > 1) {
        keep--;
    }
    while (keep > 0 && keep < feed->count &&
           !ledger->operations[feed->operations[keep - 1]].is_signed) {
        keep++;
    }
    bool gives = keep < feed->count;
    if (gives) {
        drop(device, number, keep);
    }
    return gives;
}

static void introduce_anew(struct device *device, uint32_t told)
{
    for (uint32_t i = 0; i < device->disk.feed_count; i++) {
        if (device->disk.feeds[i].known && (is_own(device, i) || i == told)) {
            device_report(device, device_feed_event(device, i));
        }
    }
    if (disk_feed(&device->disk, told) == NULL) {
        device_report(device, device_feed_event(device, told));
    }
}

/* What peers merely say is acted upon once a day. */
static bool may_believe(struct device *device, bool proven)
{
    int64_t wall_ms = device->now_ms + device->wall_offset_ms;
    int64_t since_ms = wall_ms - device->disk.believed_ms;
    bool may =
        proven || device->disk.believed_ms == 0 || since_ms < 0 || since_ms >= HEARSAY_PAUSE_MS;
    device->disk.believed_ms = may ? wall_ms : device->disk.believed_ms;
    return may;
}

static bool may_believe_of_closed(struct device *device)
{
    if (device->now_ms < device->hearsay_after_ms) {
        return false;
    }
    int64_t pause_ms = device->hearsay_pause_ms * 2;
    pause_ms = pause_ms < HEARSAY_PAUSE_FIRST_MS ? HEARSAY_PAUSE_FIRST_MS : pause_ms;
    device->hearsay_pause_ms = pause_ms < HEARSAY_PAUSE_MS ? pause_ms : HEARSAY_PAUSE_MS;
    device->hearsay_after_ms = device->now_ms + device->hearsay_pause_ms;
    return true;
}

static bool close_current(struct device *device, const struct sync_action *action, uint32_t feed)
{
    if (!may_believe(device, action->proven)) {
        return false;
    }
    incarnation_begin(device);
    if (action->differs) {
        (void)give_up(device, feed, action->first);
    }
    return true;
}

static bool answer_closed(struct device *device, const struct sync_action *action, uint32_t number)
{
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    if (feed == NULL) {
        return action->proven;
    }
    bool gives_way =
        action->differs && (action->proven ? action->last > feed->count
                                           : action->first > 0 && may_believe_of_closed(device));
    return gives_way && give_up(device, number, action->first);
}

void incarnation_told(struct device *device, const struct sync_action *action)
{
    bool changed = false;
    uint32_t feed = 0;
    device->told++;
    if (!ledger_find_feed(&device->circle->ledger, action->feed, &feed)) {
        return;
    }
    switch (action->tell) {
    case SYNC_TELL_FORKED_FEED:
        changed = action->proven && disk_feed(&device->disk, feed) != NULL &&
                  action->last > disk_feed(&device->disk, feed)->count && yield(device, feed);
        break;
    case SYNC_TELL_OWN_FEED_AHEAD:
        changed = is_current(device, feed) ? close_current(device, action, feed)
                                           : answer_closed(device, action, feed);
        break;
    }
    if (changed) {
        device->gave_way = true;
        device->gave_way_feed = action->feed;
        introduce_anew(device, feed);
    }
}

/* Whether a peer holds another history under this number than was ever here. */
static bool contradicts(const struct device *device, uint32_t number,
                        const struct sync_position *said)
{
    const struct ledger *ledger = &device->circle->ledger;
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    if (feed == NULL || said->number == 0 || said->number > feed->count) {
        return false;
    }
    struct key256 held = ledger_hash(ledger, feed->operations[said->number - 1]);
    for (size_t i = 0; i < device->disk.dropped_count; i++) {
        struct key256 dropped = ledger_hash(ledger, device->disk.dropped[i]);
        if (memcmp(dropped.bytes, said->hash_start, sizeof said->hash_start) == 0) {
            return false;
        }
    }
    return memcmp(held.bytes, said->hash_start, sizeof said->hash_start) != 0;
}

/* What was here comes back as quickly as what gave cause to give it up, so wait for that. */
static void await(struct device *device, const struct sync_position *said)
{
    int64_t patience_ms =
        device->hearsay_pause_ms < AWAIT_MAX_MS ? device->hearsay_pause_ms : AWAIT_MAX_MS;
    device->awaited = *said;
    device->awaited_until_ms = device->now_ms + patience_ms;
}

bool incarnation_refuses(struct device *device, const struct sync_event *run)
{
    const struct sync_position *awaited = &device->awaited;
    if (device->now_ms >= device->awaited_until_ms ||
        !id128_equal(run->position.feed, awaited->feed) || run->first > awaited->number ||
        awaited->number - run->first >= run->hash_count) {
        return false;
    }
    const struct key256 *hash = &run->hashes[awaited->number - run->first];
    return memcmp(hash->bytes, awaited->hash_start, sizeof awaited->hash_start) != 0;
}

static bool answer_contradiction(struct device *device, const struct sync_position *said)
{
    uint32_t feed = 0;
    if (!ledger_find_feed(&device->circle->ledger, said->feed, &feed) || !is_own(device, feed) ||
        !contradicts(device, feed, said)) {
        return false;
    }
    incarnation_told(device, &(struct sync_action){.type = SYNC_ACTION_TELL,
                                                   .feed = said->feed,
                                                   .first = said->number,
                                                   .tell = SYNC_TELL_OWN_FEED_AHEAD,
                                                   .differs = true});
    if (disk_feed(&device->disk, feed)->count < said->number) {
        await(device, said);
    }
    return true;
}

void incarnation_heard(struct device *device, const struct sync_position *said)
{
    uint32_t number = 0;
    device->contested = true;
    if (ledger_find_feed(&device->circle->ledger, said->feed, &number)) {
        const struct disk_feed *feed = disk_feed(&device->disk, number);
        if (feed != NULL && !feed->given_up) {
            (void)answer_contradiction(device, said);
        }
    }
}

void incarnation_proven(struct device *device, const struct sync_position *said)
{
    device->contested = true;
    (void)answer_contradiction(device, said);
}

static void catch_up(struct device *device, uint32_t number)
{
    struct disk_feed *feed = disk_feed(&device->disk, number);
    const struct ledger *ledger = &device->circle->ledger;
    if (feed == NULL || !feed->given_up || feed->count <= feed->rewritten ||
        !is_own(device, number)) {
        return;
    }
    for (size_t i = feed->rewritten; i < feed->count; i++) {
        uint32_t operation = feed->operations[i];
        if (disk_places(&device->disk, ledger->operations[operation].content) < 2) {
            enum stream stream = ledger->feeds[number].stream;
            write_again(device, operation);
            struct sync_event event = device_feed_event(device, device_own_feed(device, stream));
            event.type = SYNC_EVENT_WRITTEN;
            device_report(device, event);
            feed = disk_feed(&device->disk, number);
        }
    }
    feed->rewritten = feed->count;
}

/* Closed feeds only: of the current one a HAVE tells at once. */
static bool settle_said(struct device *device, const struct message *have)
{
    for (size_t i = 0; have != NULL && i < have->count; i++) {
        uint32_t feed = 0;
        if (ledger_find_feed(&device->circle->ledger, have->positions[i].feed, &feed) &&
            !is_current(device, feed) && answer_contradiction(device, &have->positions[i])) {
            return true;
        }
    }
    return false;
}

void incarnation_settle(struct device *device)
{
    if (!device->disk.has_closed) {
        return;
    }
    for (uint32_t i = 0; i < device->disk.feed_count; i++) {
        catch_up(device, i);
    }
    if (!device->contested || device->now_ms < device->hearsay_after_ms) {
        return;
    }
    device->contested = false;
    for (size_t i = 0; i < (size_t)BROKER_DEVICE_MAX * STREAM_COUNT; i++) {
        if (settle_said(device, device->disk.heard[i / STREAM_COUNT][i % STREAM_COUNT])) {
            return;
        }
    }
}
