/* What of a simulated device survives a crash. */
#include "simulation/disk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/message.h"

/* At least `wanted` zeroed items. */
static void *widen(void *items, size_t *count, size_t wanted, size_t size)
{
    if (wanted <= *count) {
        return items;
    }
    size_t grown = *count * 2 > wanted ? *count * 2 : wanted + 16;
    uint8_t *bytes = realloc(items, grown * size);
    assert(bytes != NULL);
    memset(&bytes[*count * size], 0, (grown - *count) * size);
    *count = grown;
    return bytes;
}

struct disk_feed *disk_feed(const struct disk *disk, uint32_t feed)
{
    return feed < disk->feed_count && disk->feeds[feed].known ? &disk->feeds[feed] : NULL;
}

struct disk_feed *disk_open_feed(struct disk *disk, uint32_t feed)
{
    disk->feeds = widen(disk->feeds, &disk->feed_count, (size_t)feed + 1, sizeof *disk->feeds);
    disk->feeds[feed].known = true;
    return &disk->feeds[feed];
}

size_t disk_places(const struct disk *disk, uint32_t content)
{
    return content < disk->place_count ? disk->places[content] : 0;
}

void disk_append(struct disk *disk, struct ledger *ledger, size_t slot, uint32_t operation)
{
    const struct ledger_operation *written = &ledger->operations[operation];
    struct content *content = &ledger->contents[written->content];
    struct disk_feed *feed = disk_open_feed(disk, written->feed);
    feed->operations =
        widen(feed->operations, &feed->capacity, feed->count + 1, sizeof *feed->operations);
    feed->operations[feed->count++] = operation;
    uint64_t *durable = &ledger->feeds[written->feed].durable[slot];
    *durable = feed->count > *durable ? feed->count : *durable;
    disk->places =
        widen(disk->places, &disk->place_count, (size_t)written->content + 1, sizeof *disk->places);
    disk->places[written->content]++;
    disk->view |= content->change;
    content->holders |= UINT32_C(1) << slot;
}

void disk_drop(struct disk *disk, struct ledger *ledger, uint32_t number, size_t keep)
{
    struct disk_feed *feed = disk_feed(disk, number);
    while (feed->count > keep) {
        uint32_t operation = feed->operations[--feed->count];
        disk->dropped = widen(disk->dropped, &disk->dropped_capacity, disk->dropped_count + 1,
                              sizeof *disk->dropped);
        disk->dropped[disk->dropped_count++] = operation;
        disk->places[ledger->operations[operation].content]--;
    }
}

struct sync_position disk_position(const struct disk *disk, const struct ledger *ledger,
                                   uint32_t number)
{
    struct sync_position position = {.feed = ledger_feed_id(ledger, number)};
    const struct disk_feed *feed = disk_feed(disk, number);
    if (feed != NULL && feed->count > 0) {
        struct key256 hash = ledger_hash(ledger, feed->operations[feed->count - 1]);
        position.number = feed->count;
        memcpy(position.hash_start, hash.bytes, sizeof position.hash_start);
    }
    return position;
}

void disk_hear(struct disk *disk, struct message *have, bool retained)
{
    struct message **kept = &disk->heard[have->identity][have->stream];
    uint64_t *counter = &disk->heard_counters[have->identity];
    message_release(*kept);
    *kept = message_keep(have);
    if (!retained && have->counter > *counter) {
        *counter = have->counter;
    }
}

static void *copy_of(const void *items, size_t size)
{
    void *copy = malloc(size + 1);
    assert(copy != NULL);
    if (size > 0) {
        memcpy(copy, items, size);
    }
    return copy;
}

void disk_copy(struct disk *to, const struct disk *from)
{
    *to = *from;
    to->feeds = copy_of(from->feeds, from->feed_count * sizeof *from->feeds);
    to->places = copy_of(from->places, from->place_count * sizeof *from->places);
    to->dropped = copy_of(from->dropped, from->dropped_count * sizeof *from->dropped);
    to->dropped_capacity = from->dropped_count;
    for (size_t i = 0; i < to->feed_count; i++) {
        struct disk_feed *feed = &to->feeds[i];
        const struct disk_feed *source = &from->feeds[i];
        feed->operations = copy_of(source->operations, source->count * sizeof *source->operations);
        feed->capacity = source->count;
    }
    for (size_t i = 0; i < (size_t)BROKER_DEVICE_MAX * STREAM_COUNT; i++) {
        struct message *have = to->heard[i / STREAM_COUNT][i % STREAM_COUNT];
        (void)(have == NULL ? NULL : message_keep(have));
    }
}

void disk_enter(const struct disk *disk, struct ledger *ledger, size_t slot)
{
    for (size_t i = 0; i < disk->place_count; i++) {
        if (disk->places[i] > 0) {
            ledger->contents[i].holders |= UINT32_C(1) << slot;
        }
    }
}

void disk_leave(const struct disk *disk, struct ledger *ledger, size_t slot)
{
    for (size_t i = 0; i < disk->place_count; i++) {
        if (disk->places[i] > 0) {
            struct content *content = &ledger->contents[i];
            content->holders &= ~(UINT32_C(1) << slot);
            content->excused = content->holders == 0;
        }
    }
}

void disk_free(struct disk *disk)
{
    for (size_t i = 0; i < disk->feed_count; i++) {
        free(disk->feeds[i].operations);
    }
    for (size_t i = 0; i < (size_t)BROKER_DEVICE_MAX * STREAM_COUNT; i++) {
        message_release(disk->heard[i / STREAM_COUNT][i % STREAM_COUNT]);
    }
    free(disk->feeds);
    free(disk->places);
    free(disk->dropped);
    *disk = (struct disk){0};
}
