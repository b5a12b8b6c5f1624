/* A sender does not run far ahead of what those who are there have stored. */
#include "sync/pace.h"

#include "sync/peers.h"

void pace_start(struct feed *feed)
{
    feed->pace = (struct pace){.since_ms = SYNC_NEVER};
}

void pace_left(struct feed *feed)
{
    feed->pace.batches++;
}

void pace_progressed(struct feed *feed, size_t slot)
{
    feed->holdings[slot].outpaced = false;
}

void pace_disconnected(struct feed *feed)
{
    pace_start(feed);
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        feed->holdings[slot].outpaced = false;
    }
}

/* A peer that is there and has yet to store what left before the latest batches. */
static bool is_awaited(const struct sync *sync, const struct feed *feed, size_t slot)
{
    const struct holding *holding = &feed->holdings[slot];
    return !holding->outpaced && holding->number < feed->pace.wanted &&
           peers_reads(sync, slot, feed->stream) && peers_present(sync, slot) &&
           sync->peers[slot].statements[feed->stream].live;
}

static bool awaits_any(const struct sync *sync, const struct feed *feed)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        if (is_awaited(sync, feed, slot)) {
            return true;
        }
    }
    return false;
}

/* The wait is over for who has not got so far. */
static void outpace(const struct sync *sync, struct feed *feed)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        feed->holdings[slot].outpaced =
            feed->holdings[slot].outpaced || is_awaited(sync, feed, slot);
    }
}

static bool is_due(const struct sync *sync, const struct feed *feed)
{
    return feed->pace.batches >= sync->options.pace_batches;
}

bool pace_allows(struct sync *sync, struct feed *feed)
{
    struct pace *pace = &feed->pace;
    if (!is_due(sync, feed)) {
        return true;
    }
    if (pace->since_ms != SYNC_NEVER && pace_deadline(sync, feed) <= sync->now_ms) {
        outpace(sync, feed);
    }
    if (awaits_any(sync, feed)) {
        pace->since_ms = pace->since_ms == SYNC_NEVER ? sync->now_ms : pace->since_ms;
        return false;
    }
    *pace = (struct pace){.wanted = feed->send_next - 1, .since_ms = SYNC_NEVER};
    return true;
}

int64_t pace_deadline(const struct sync *sync, const struct feed *feed)
{
    if (!is_due(sync, feed) || feed->pace.since_ms == SYNC_NEVER || !awaits_any(sync, feed)) {
        return sync->now_ms;
    }
    return feed->pace.since_ms + sync->options.retry_min_ms;
}
