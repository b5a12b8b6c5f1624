/* A simulated device: what its disk keeps, and the engine that runs on it. */
#include "simulation/device.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { DEVICE_ACTION_MAX = 256, DEVICE_BATCH_FIT = 64 };

static void trace(struct device *device, uint64_t value)
{
    device->trace = (device->trace ^ value) * UINT64_C(0x100000001B3);
    device->trace ^= device->trace >> 29;
}

struct key256 device_key(size_t number)
{
    struct key256 key = {{(uint8_t)(number + 1), 0xD0}};
    return key;
}

static struct id128 feed_id(size_t number, enum stream stream)
{
    struct id128 id = {{(uint8_t)(number * 37 + 11), (uint8_t)stream, (uint8_t)number, 0xFE}};
    return id;
}

static struct key256 operation_hash(struct id128 feed, uint64_t number)
{
    struct key256 hash;
    struct chance chance = {number};
    memcpy(&chance.state, feed.bytes, 4);
    chance.state ^= number << 32;
    for (size_t i = 0; i < sizeof hash.bytes; i += sizeof(uint64_t)) {
        uint64_t word = chance_next(&chance);
        memcpy(&hash.bytes[i], &word, sizeof word);
    }
    return hash;
}

const struct disk_feed *device_feed(const struct device *device, struct id128 id)
{
    for (size_t i = 0; i < device->disk.feed_count; i++) {
        if (id128_equal(device->disk.feeds[i].id, id)) {
            return &device->disk.feeds[i];
        }
    }
    return NULL;
}

static struct disk_feed *open_feed(struct device *device, struct id128 id, struct key256 author,
                                   enum stream stream)
{
    struct disk *disk = &device->disk;
    for (size_t i = 0; i < disk->feed_count; i++) {
        if (id128_equal(disk->feeds[i].id, id)) {
            return &disk->feeds[i];
        }
    }
    assert(disk->feed_count < DEVICE_FEED_MAX);
    disk->feeds[disk->feed_count] =
        (struct disk_feed){.id = id, .author = author, .stream = stream};
    return &disk->feeds[disk->feed_count++];
}

static void append(struct disk_feed *feed, struct key256 hash)
{
    if (feed->count == feed->capacity) {
        feed->capacity = feed->capacity == 0 ? 16 : feed->capacity * 2;
        feed->hashes = realloc(feed->hashes, feed->capacity * sizeof *feed->hashes);
        assert(feed->hashes != NULL);
    }
    feed->hashes[feed->count++] = hash;
}

static struct sync_position head_of(const struct disk_feed *feed)
{
    struct sync_position head = {.feed = feed->id, .number = feed->count};
    if (feed->count > 0) {
        memcpy(head.hash_start, feed->hashes[feed->count - 1].bytes, sizeof head.hash_start);
    }
    return head;
}

static bool reads(const struct device *device, enum stream stream)
{
    return device->members[device->number].reads[stream];
}

static void publish_run(struct device *device, int64_t now_ms, const struct sync_action *action)
{
    const struct disk_feed *feed = device_feed(device, action->feed);
    assert(feed != NULL && action->first > 0 && action->first <= action->last);
    assert(action->last <= feed->count); /* only what is durable is published */
    uint64_t count = action->last - action->first + 1;
    count = count < device->fit ? count : device->fit;
    struct message *message = message_create(MESSAGE_RUN, (size_t)count);
    message->stream = feed->stream;
    message->sender = device->number;
    message->feed = feed->id;
    message->author = feed->author;
    message->first = action->first;
    if (action->first > 1) {
        message->previous = feed->hashes[action->first - 2];
    }
    memcpy(message->hashes, &feed->hashes[action->first - 1],
           (size_t)count * sizeof *message->hashes);
    broker_publish(device->broker, now_ms, message, action->ticket);
}

static void publish_have(struct device *device, int64_t now_ms, const struct sync_action *action)
{
    struct message *message = message_create(MESSAGE_HAVE, device->disk.feed_count);
    message->stream = action->stream;
    message->sender = device->number;
    message->author = device->key;
    message->counter = ++device->disk.have_counter;
    message->wants_answer = action->wants_answer;
    message->count = 0;
    for (size_t i = 0; i < device->disk.feed_count; i++) {
        if (device->disk.feeds[i].stream == action->stream) {
            message->positions[message->count++] = head_of(&device->disk.feeds[i]);
        }
    }
    broker_publish(device->broker, now_ms, message, action->ticket);
}

/* Commit the new part of a run; the event that reports it. */
static struct sync_event store_run(struct device *device, const struct sync_action *action,
                                   const struct sync_event *run)
{
    struct sync_event report = {.type = SYNC_EVENT_STORE_FAILED,
                                .now_ms = run->now_ms,
                                .stream = run->stream,
                                .ticket = action->ticket};
    if (chance_strikes(device->chance, device->faults.fail_store)) {
        return report;
    }
    struct disk_feed *feed = open_feed(device, run->position.feed, run->device, run->stream);
    assert(feed->count + 1 == run->first + action->skip); /* no gap, nothing twice */
    for (size_t i = action->skip; i < run->hash_count; i++) {
        append(feed, run->hashes[i]);
        device->stored++;
    }
    report.type = SYNC_EVENT_STORED;
    report.position = head_of(feed);
    return report;
}

/* Perform one action; true when it must be reported at once. */
static bool perform(struct device *device, const struct sync_action *action,
                    const struct sync_event *cause, struct sync_event *out_report)
{
    switch (action->type) {
    case SYNC_ACTION_STORE:
        assert(cause->type == SYNC_EVENT_RUN);
        *out_report = store_run(device, action, cause);
        return true;
    case SYNC_ACTION_PUBLISH_RUN:
        publish_run(device, cause->now_ms, action);
        return false;
    case SYNC_ACTION_PUBLISH_HAVE:
        publish_have(device, cause->now_ms, action);
        return false;
    case SYNC_ACTION_SEND_KEYS:
        *out_report = (struct sync_event){.type = SYNC_EVENT_PUBLISHED,
                                          .now_ms = cause->now_ms,
                                          .ticket = action->ticket,
                                          .last = action->last};
        return true;
    case SYNC_ACTION_TELL:
        device->told++;
        return false;
    case SYNC_ACTION_WAKE_AT:
        assert(action->wake_ms > cause->now_ms);
        device->wake_ms = action->wake_ms;
        return false;
    }
    return false;
}

/* What the engine believes of its own feeds must be on the disk. */
static void check_durable(const struct device *device)
{
    for (size_t i = 0; i < device->disk.feed_count; i++) {
        const struct disk_feed *feed = &device->disk.feeds[i];
        assert(sync_position(device->sync, feed->id).number <= feed->count);
    }
}

/* Give the engine an event and do what it says, stopping where a crash strikes. The reports it is
 * owed follow before anything else can happen. */
static void handle(struct device *device, const struct sync_event *first)
{
    struct sync_event events[DEVICE_ACTION_MAX] = {*first};
    size_t event_count = 1;
    for (size_t next = 0; next < event_count && device->sync != NULL; next++) {
        struct sync_actions actions;
        sync_handle(device->sync, &events[next], &actions);
        trace(device, (uint64_t)events[next].type + (uint64_t)events[next].now_ms * 16);
        device->wake_ms = INT64_MAX;
        for (size_t i = 0; i < actions.count; i++) {
            const struct sync_action *action = &actions.items[i];
            if (chance_strikes(device->chance, device->faults.crash)) {
                device_crash(device);
                return;
            }
            trace(device, (uint64_t)action->type + action->first * 8 + action->last * 4096);
            assert(event_count < DEVICE_ACTION_MAX);
            event_count += perform(device, action, &events[next], &events[event_count]);
        }
        check_durable(device);
    }
}

void device_start(struct device *device, int64_t now_ms)
{
    struct sync_options options =
        sync_options_default(device->key, device->number + device->disk.have_counter);
    device->sync = sync_create(&options);
    assert(device->sync != NULL);
    device->connected = false;
    device->fit = DEVICE_BATCH_FIT;
    device->wake_ms = INT64_MAX;
    struct device_faults faults = device->faults;
    device->faults = (struct device_faults){0};
    handle(device, &(struct sync_event){.type = SYNC_EVENT_MEMBERS,
                                        .now_ms = now_ms,
                                        .members = device->members,
                                        .member_count = device->member_count});
    for (size_t i = 0; i < device->disk.feed_count; i++) {
        const struct disk_feed *feed = &device->disk.feeds[i];
        handle(device, &(struct sync_event){.type = SYNC_EVENT_FEED,
                                            .now_ms = now_ms,
                                            .stream = feed->stream,
                                            .device = feed->author,
                                            .position = head_of(feed)});
    }
    device->faults = faults;
}

void device_crash(struct device *device)
{
    sync_free(device->sync);
    device->sync = NULL;
    device->connected = false;
    device->wake_ms = INT64_MAX;
    broker_disconnect(device->broker, device->number);
}

void device_connect(struct device *device, int64_t now_ms)
{
    if (device->sync == NULL || device->connected) {
        return;
    }
    device->connected = true;
    broker_connect(device->broker, now_ms, device->number, device->members[device->number].reads);
    handle(device, &(struct sync_event){.type = SYNC_EVENT_CONNECTED, .now_ms = now_ms});
}

void device_disconnect(struct device *device, int64_t now_ms)
{
    if (device->sync == NULL || !device->connected) {
        return;
    }
    device->connected = false;
    broker_disconnect(device->broker, device->number);
    handle(device, &(struct sync_event){.type = SYNC_EVENT_DISCONNECTED, .now_ms = now_ms});
}

void device_write(struct device *device, int64_t now_ms, enum stream stream, uint64_t count)
{
    if (device->sync == NULL || !reads(device, stream)) {
        return;
    }
    struct id128 id = feed_id(device->number, stream);
    struct disk_feed *feed = open_feed(device, id, device->key, stream);
    for (uint64_t i = 0; i < count; i++) {
        append(feed, operation_hash(id, feed->count + 1));
    }
    if (chance_strikes(device->chance, device->faults.crash)) {
        device_crash(device);
        return;
    }
    handle(device, &(struct sync_event){.type = SYNC_EVENT_WRITTEN,
                                        .now_ms = now_ms,
                                        .stream = stream,
                                        .position = head_of(feed)});
}

void device_receive(struct device *device, int64_t now_ms, const struct message *message,
                    bool retained)
{
    if (device->sync == NULL || !device->connected || message->sender == device->number) {
        return;
    }
    struct sync_event event = {.now_ms = now_ms,
                               .stream = message->stream,
                               .device = message->author,
                               .retained = retained};
    if (message->kind == MESSAGE_RUN) {
        event.type = SYNC_EVENT_RUN;
        event.position.feed = message->feed;
        event.first = message->first;
        event.previous = message->previous;
        event.hashes = message->hashes;
        event.hash_count = message->count;
        device->received += message->count;
    } else {
        event.type = SYNC_EVENT_HAVE;
        event.counter = message->counter;
        event.wants_answer = message->wants_answer;
        event.positions = message->positions;
        event.position_count = message->count;
    }
    handle(device, &event);
}

void device_answer(struct device *device, int64_t now_ms, const struct occurrence *answer)
{
    if (device->sync != NULL && device->connected) {
        handle(device, &(struct sync_event){.type = answer->refused ? SYNC_EVENT_PUBLISH_FAILED
                                                                    : SYNC_EVENT_PUBLISHED,
                                            .now_ms = now_ms,
                                            .ticket = answer->ticket,
                                            .last = answer->last});
    }
}

void device_wake(struct device *device, int64_t now_ms)
{
    handle(device, &(struct sync_event){.type = SYNC_EVENT_CLOCK, .now_ms = now_ms});
}

void device_ask(struct device *device, int64_t now_ms)
{
    if (device->sync != NULL) {
        handle(device, &(struct sync_event){.type = SYNC_EVENT_ASKED, .now_ms = now_ms});
    }
}

void device_free(struct device *device)
{
    sync_free(device->sync);
    device->sync = NULL;
    for (size_t i = 0; i < device->disk.feed_count; i++) {
        free(device->disk.feeds[i].hashes);
    }
}
