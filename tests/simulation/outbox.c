/* What a simulated device publishes when its engine says so. */
#include "simulation/outbox.h"

#include <string.h>

#include "simulation/members.h"
#include "simulation/message.h"

enum {
    OUTBOX_RATE = 5,
    OUTBOX_BURST = 10,
    OUTBOX_HAVE_RUNS = 8,
    OUTBOX_APART_MS = 2000,
    OUTBOX_PROMPT_MS = 200,
}; /* of sync_options_default() */

static void check(struct device *device, enum invariant invariant, bool holds, const char *story)
{
    verdict_check(device->circle->verdict, invariant, holds, story);
}

static void stamp(const struct device *device, struct message *message, enum stream stream)
{
    message->stream = stream;
    message->sender = device->slot;
    message->identity = device->identity;
    message->author = device->key;
    message->view = device->view;
    message->readers = members_readers(device, stream);
}

/* No more is published in a connection than its bucket holds. */
static void launch(struct device *device)
{
    uint64_t elapsed_ms = (uint64_t)(device->now_ms - device->connected_ms);
    device->launched++;
    check(device, INVARIANT_RATE,
          device->launched <= OUTBOX_BURST + elapsed_ms * OUTBOX_RATE / 1000,
          "more was published than the rate allows");
}

/* The least time between two HAVE of a stream, unless a person wants to exchange now, or so much
 * was stored, one run perhaps while the last HAVE left, that who sends it may wait for this; once
 * for each time a peer asked, it may be waiting, too. */
static void keep_apart(struct device *device, enum stream stream)
{
    int64_t *said_ms = &device->said_ms[stream];
    int64_t apart_ms = device->now_ms - *said_ms;
    bool may =
        device->hurried || *said_ms == 0 || device->stored_runs[stream] + 1 >= OUTBOX_HAVE_RUNS;
    bool prompt = device->asked[stream] && apart_ms >= OUTBOX_PROMPT_MS;
    check(device, INVARIANT_APART, may || prompt || apart_ms >= OUTBOX_APART_MS,
          "a HAVE was repeated at once");
    device->asked[stream] = device->asked[stream] && (may || apart_ms >= OUTBOX_APART_MS);
    device->stored_runs[stream] = 0;
    *said_ms = device->now_ms;
}

static struct message *carry(const struct device *device, enum message_kind kind, uint32_t number,
                             uint64_t first, uint64_t last)
{
    const struct ledger *ledger = &device->circle->ledger;
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    struct message *message = message_create(kind, (size_t)(last - first + 1));
    stamp(device, message, ledger->feeds[number].stream);
    message->feed = ledger_feed_id(ledger, number);
    message->author = device_key(ledger->feeds[number].identity);
    message->first = first;
    message->previous = ledger_hash(ledger, first > 1 ? feed->operations[first - 2] : 0);
    for (uint64_t i = first; i <= last; i++) {
        message->hashes[i - first] = ledger_hash(ledger, feed->operations[i - 1]);
    }
    return message;
}

/* The last operation of a batch: one whose hash the author signed, which the author can do now. */
static uint64_t batch_end(const struct device *device, uint32_t number, uint64_t first,
                          uint64_t last)
{
    struct ledger *ledger = &device->circle->ledger;
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    uint64_t reach = last - first < device->fit ? last : first + device->fit - 1;
    uint64_t end = reach;
    while (end > first && !ledger->operations[feed->operations[end - 1]].is_signed) {
        end--;
    }
    if (ledger->operations[feed->operations[end - 1]].is_signed) {
        return end;
    }
    if (ledger->feeds[number].identity == device->identity) {
        ledger->operations[feed->operations[reach - 1]].is_signed = true;
        return reach;
    }
    while (!ledger->operations[feed->operations[end - 1]].is_signed && end < feed->count) {
        end++;
    }
    return end;
}

/* Publish what an action names, checking that it is on the disk: unless the feed gave way only just
 * now, of which the engine did not know. */
static void publish_range(struct device *device, int64_t world_ms, const struct sync_action *action,
                          enum message_kind kind)
{
    if (device->gave_way && id128_equal(device->gave_way_feed, action->feed)) {
        launch(device);
        device_report(device, (struct sync_event){.type = SYNC_EVENT_PUBLISH_FAILED,
                                                  .ticket = action->ticket});
        return;
    }
    uint32_t number = 0;
    bool known = ledger_find_feed(&device->circle->ledger, action->feed, &number);
    const struct disk_feed *feed = known ? disk_feed(&device->disk, number) : NULL;
    bool durable = feed != NULL && action->first > 0 && action->first <= action->last &&
                   action->last <= feed->count;
    check(device, INVARIANT_PUBLISHED, durable, "what is not on the disk was published");
    launch(device);
    if (durable) {
        uint64_t last = batch_end(device, number, action->first, action->last);
        struct message *message = carry(device, kind, number, action->first, last);
        message->to = kind == MESSAGE_KEYS ? (size_t)action->device.bytes[0] - 1 : 0;
        broker_publish(device->circle->broker, world_ms, message, action->ticket);
    }
}

void outbox_run(struct device *device, int64_t world_ms, const struct sync_action *action)
{
    uint32_t others = members_readers(device, action->stream) & ~(UINT32_C(1) << device->identity);
    check(device, INVARIANT_ENTITLED, others != 0, "operations were published for nobody");
    publish_range(device, world_ms, action, MESSAGE_RUN);
}

static bool lies(struct device *device, enum fault fault)
{
    struct circle *circle = device->circle;
    bool does = circle->hostile[device->identity] && circle->lies[fault] > 0 &&
                chance_strikes(circle->chance, circle->lies[fault]);
    if (does) {
        verdict_inject(circle->verdict, fault);
    }
    return does;
}

static void falsify(struct device *device, struct message *have)
{
    struct chance *chance = device->circle->chance;
    if (have->count > 0 && lies(device, FAULT_LIE_HIGH)) {
        struct sync_position *said = &have->positions[chance_below(chance, (uint32_t)have->count)];
        said->number += chance_strikes(chance, 100) ? UINT64_MAX / 2 : 1 + chance_below(chance, 50);
    }
    if (have->count > 0 && lies(device, FAULT_LIE_HASH)) {
        have->positions[chance_below(chance, (uint32_t)have->count)].hash_start[0] ^= 0x55;
    }
    if (lies(device, FAULT_LIE_COUNTER)) {
        have->counter -= have->counter < 50 ? 0 : chance_below(chance, 50);
    }
}

void outbox_have(struct device *device, int64_t world_ms, const struct sync_action *action)
{
    const struct ledger *ledger = &device->circle->ledger;
    check(device, INVARIANT_ENTITLED, device->reads[action->stream],
          "a HAVE of a stream was published by who does not read it");
    launch(device);
    keep_apart(device, action->stream);
    struct message *message = message_create(MESSAGE_HAVE, ledger->feed_count);
    stamp(device, message, action->stream);
    int64_t wall_ms = world_ms + device->wall_offset_ms;
    uint64_t next = device->disk.have_counter + 1;
    next = wall_ms > 0 && (uint64_t)wall_ms > next ? (uint64_t)wall_ms : next;
    device->disk.have_counter = next;
    message->counter = next;
    message->wants_answer = action->wants_answer;
    message->count = 0;
    for (uint32_t i = 0; i < device->disk.feed_count; i++) {
        if (device->disk.feeds[i].known && ledger->feeds[i].stream == action->stream) {
            message->positions[message->count++] = disk_position(&device->disk, ledger, i);
        }
    }
    falsify(device, message);
    broker_publish(device->circle->broker, world_ms, message, action->ticket);
}

void outbox_keys(struct device *device, int64_t world_ms, const struct sync_action *action)
{
    size_t to = (size_t)action->device.bytes[0] - 1;
    check(device, INVARIANT_ENTITLED, members_know(device, to) && to != device->identity,
          "keys were sent to somebody who is not a member");
    publish_range(device, world_ms, action, MESSAGE_KEYS);
}

void outbox_fork(struct device *device, int64_t world_ms, enum stream stream)
{
    struct ledger *ledger = &device->circle->ledger;
    uint32_t number = device_own_feed(device, stream);
    const struct disk_feed *feed = disk_feed(&device->disk, number);
    if (feed == NULL || feed->count == 0) {
        return;
    }
    size_t keep = chance_below(device->circle->chance, (uint32_t)feed->count);
    size_t count = 1 + chance_below(device->circle->chance, 5);
    struct message *message = message_create(MESSAGE_RUN, count);
    stamp(device, message, stream);
    uint32_t previous = keep > 0 ? feed->operations[keep - 1] : 0;
    message->feed = ledger_feed_id(ledger, number);
    message->first = keep + 1;
    message->previous = ledger_hash(ledger, previous);
    for (size_t i = 0; i < count; i++) {
        uint32_t content = ledger_write(ledger, number, (struct change){CHANGE_NONE, 0});
        previous = ledger_append(ledger, number, previous, content);
        message->hashes[i] = ledger_hash(ledger, previous);
    }
    ledger->operations[previous].is_signed = true;
    device->circle->forks[device->identity] = true;
    verdict_inject(device->circle->verdict, FAULT_POISON);
    broker_publish(device->circle->broker, world_ms, message, 0);
}
