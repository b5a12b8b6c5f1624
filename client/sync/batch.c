/* Batches that do not get through: how many operations the next one holds, and when it may leave.
 */
#include "sync/batch.h"

#include "sync/engine.h"

enum {
    PROOFS_LEAST = 8,
    PROOFS_MOST = 1024,
    LOST_ALLOWED = 2,           /* connections in a row that may end with a batch by chance */
    SINGLE_TRIES = 3,           /* with a single operation, before it is set aside */
    ASIDE_MS = 6 * 3600 * 1000, /* the longest pause after which it is tried again */
};

static uint32_t most_of(const struct batch_size *batch)
{
    return batch->most == 0 ? BATCH_OPERATIONS_MAX : batch->most;
}

uint64_t batch_end(const struct feed *feed, uint64_t first)
{
    uint64_t room = feed->number - first;
    uint32_t most = most_of(&feed->batch);
    return room < most ? feed->number : first + most - 1;
}

/* False when one operation cannot be halved. */
static bool halve(struct feed *feed, uint64_t count)
{
    struct batch_size *batch = &feed->batch;
    uint32_t most = most_of(batch);
    most = count < most ? (uint32_t)count : most;
    if (most <= 1) {
        return false;
    }
    /* The larger size was tried too early. */
    if (batch->grown && batch->proofs_wanted < PROOFS_MOST) {
        batch->proofs_wanted *= 2;
    }
    batch->grown = false;
    batch->proofs = 0;
    batch->largest = 0;
    batch->most = most / 2;
    return true;
}

/* Hold a feed for what its failures in a row are worth, up to the longest pause. */
static void hold(const struct sync *sync, struct feed *feed, uint32_t failures, int64_t longest_ms)
{
    int64_t pause_ms = sync->options.retry_min_ms;
    for (uint32_t i = 1; i < failures && pause_ms < longest_ms; i++) {
        pause_ms *= 2;
    }
    feed->hold_until_ms = sync->now_ms + (pause_ms < longest_ms ? pause_ms : longest_ms);
}

void batch_not_sent(const struct sync *sync, struct feed *feed)
{
    feed->failures++;
    hold(sync, feed, feed->failures, sync->options.retry_max_ms);
}

void batch_refused(const struct sync *sync, struct feed *feed, uint64_t count)
{
    if (halve(feed, count)) {
        feed->failures = 0;
        return;
    }
    feed->failures++;
    feed->set_aside = feed->set_aside || feed->failures >= SINGLE_TRIES;
    hold(sync, feed, feed->failures, sync->options.retry_max_ms);
}

void batch_lost(const struct sync *sync, struct feed *feed, uint64_t count)
{
    feed->losses++;
    if (!batch_is_suspect(feed) || feed->losses == LOST_ALLOWED) {
        return;
    }
    if (halve(feed, count)) {
        feed->losses = LOST_ALLOWED;
        return;
    }
    uint32_t tries = feed->losses - LOST_ALLOWED;
    feed->set_aside = feed->set_aside || tries >= SINGLE_TRIES;
    hold(sync, feed, tries, ASIDE_MS);
}

bool batch_is_suspect(const struct feed *feed)
{
    return feed->losses >= LOST_ALLOWED;
}

bool batch_fruitless(const struct sync *sync, struct feed *feed, uint32_t retry_ms)
{
    bool halved = halve(feed, feed->batch.largest);
    bool single = feed->batch.most == 1;
    feed->set_aside = feed->set_aside ||
                      (!halved && single && retry_ms > SINGLE_TRIES * sync->options.retry_min_ms);
    return halved;
}

void batch_taken(struct feed *feed, uint64_t count)
{
    feed->set_aside = feed->set_aside && feed->failures == 0 && feed->losses == 0;
    feed->failures = 0;
    feed->losses = 0;
    if (count > feed->batch.largest) {
        feed->batch.largest = (uint32_t)count;
    }
}

void batch_proven(struct feed *feed)
{
    struct batch_size *batch = &feed->batch;
    feed->set_aside = false;
    batch->largest = 0;
    if (batch->most == 0) {
        return;
    }
    if (batch->proofs_wanted == 0) {
        batch->proofs_wanted = PROOFS_LEAST;
    }
    if (++batch->proofs >= batch->proofs_wanted) {
        batch->most = batch->most >= BATCH_OPERATIONS_MAX / 2 ? 0 : batch->most * 2;
        batch->grown = true;
        batch->proofs = 0;
    }
}
