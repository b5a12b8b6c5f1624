/* Every operation that was ever written in a simulation, so that none can be lost or altered
 * unnoticed. */
#include "simulation/ledger.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "simulation/chance.h"

static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return items;
    }
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    items = realloc(items, *capacity * size);
    assert(items != NULL);
    return items;
}

void ledger_begin(struct ledger *ledger, uint64_t salt)
{
    *ledger = (struct ledger){.salt = salt, .operation_count = 1};
    ledger->operations = grow(NULL, 0, &ledger->operation_capacity, sizeof *ledger->operations);
    ledger->operations[0] = (struct ledger_operation){0};
}

void ledger_end(struct ledger *ledger)
{
    free(ledger->operations);
    free(ledger->contents);
    free(ledger->feeds);
    *ledger = (struct ledger){0};
}

uint32_t ledger_feed_of(struct ledger *ledger, size_t identity, uint64_t incarnation,
                        enum stream stream)
{
    for (size_t i = 0; i < ledger->feed_count; i++) {
        const struct ledger_feed *feed = &ledger->feeds[i];
        if (feed->identity == identity && feed->incarnation == incarnation &&
            feed->stream == stream) {
            return (uint32_t)i;
        }
    }
    ledger->feeds =
        grow(ledger->feeds, ledger->feed_count, &ledger->feed_capacity, sizeof *ledger->feeds);
    ledger->feeds[ledger->feed_count] =
        (struct ledger_feed){.identity = identity, .incarnation = incarnation, .stream = stream};
    return (uint32_t)ledger->feed_count++;
}

uint32_t ledger_write(struct ledger *ledger, uint32_t feed, struct change change)
{
    ledger->contents = grow(ledger->contents, ledger->content_count, &ledger->content_capacity,
                            sizeof *ledger->contents);
    struct content *content = &ledger->contents[ledger->content_count];
    *content = (struct content){.author = ledger->feeds[feed].identity,
                                .stream = ledger->feeds[feed].stream};
    if (change.kind != CHANGE_NONE) {
        assert(ledger->change_count < LEDGER_CHANGE_MAX);
        content->change = UINT64_C(1) << ledger->change_count;
        ledger->changes[ledger->change_count++] = change;
    }
    return (uint32_t)ledger->content_count++;
}

uint32_t ledger_append(struct ledger *ledger, uint32_t feed, uint32_t previous, uint32_t content)
{
    ledger->operations = grow(ledger->operations, ledger->operation_count,
                              &ledger->operation_capacity, sizeof *ledger->operations);
    uint64_t number = ledger->operations[previous].number + 1;
    ledger->operations[ledger->operation_count] = (struct ledger_operation){
        .feed = feed, .content = content, .previous = previous, .number = number};
    struct ledger_feed *written = &ledger->feeds[feed];
    written->forked = written->forked || number <= written->longest;
    written->longest = number > written->longest ? number : written->longest;
    return (uint32_t)ledger->operation_count++;
}

static uint64_t mix(uint64_t value)
{
    struct chance chance = {value};
    return chance_next(&chance);
}

struct id128 ledger_feed_id(const struct ledger *ledger, uint32_t feed)
{
    struct id128 id = {{0}};
    uint64_t scattered = mix(ledger->salt ^ feed);
    memcpy(id.bytes, &scattered, sizeof scattered);
    memcpy(&id.bytes[8], &feed, sizeof feed);
    return id;
}

bool ledger_find_feed(const struct ledger *ledger, struct id128 id, uint32_t *out_feed)
{
    memcpy(out_feed, &id.bytes[8], sizeof *out_feed);
    return *out_feed < ledger->feed_count && id128_equal(ledger_feed_id(ledger, *out_feed), id);
}

struct key256 ledger_hash(const struct ledger *ledger, uint32_t operation)
{
    struct key256 hash = {{0}};
    if (operation != 0) {
        uint64_t scattered = mix(~ledger->salt ^ operation);
        memcpy(hash.bytes, &scattered, sizeof scattered);
        memcpy(&hash.bytes[8], &operation, sizeof operation);
    }
    return hash;
}

uint32_t ledger_find(const struct ledger *ledger, const struct key256 *hash)
{
    uint32_t operation = 0;
    memcpy(&operation, &hash->bytes[8], sizeof operation);
    bool is_there =
        operation < ledger->operation_count && key256_equal(ledger_hash(ledger, operation), *hash);
    return is_there ? operation : 0;
}
