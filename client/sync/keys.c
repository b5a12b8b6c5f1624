/* Who misses `circle` operations and is sent them directly. */
#include "sync/keys.h"

#include "sync/batch.h"
#include "sync/engine.h"
#include "sync/peers.h"
#include "sync/send.h"

static bool lacks_circle(const struct sync *sync, size_t slot)
{
    const struct feed_list *list = &sync->feeds[STREAM_CIRCLE];
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->holdings[slot].number < list->items[i]->number) {
            return true;
        }
    }
    return false;
}

/* The next feed and operation to send to a peer: what it is not known to hold, behind what was
 * acknowledged by the broker. NULL at the end. */
static struct feed *find_next(const struct sync *sync, size_t slot, uint64_t *out_first)
{
    const struct peer *peer = &sync->peers[slot];
    const struct feed_list *list = &sync->feeds[STREAM_CIRCLE];
    for (size_t i = 0; i < list->count; i++) {
        struct feed *feed = list->items[i];
        int order = id128_compare(feed->id, peer->keys_feed);
        uint64_t first = peer->keys_whole ? 1 : feed->holdings[slot].number + 1;
        first = order == 0 && peer->keys_next > first ? peer->keys_next : first;
        if (order >= 0 && first <= feed->number) {
            *out_first = first;
            return feed;
        }
    }
    return NULL;
}

static void begin(struct peer *peer)
{
    peer->keys_leaving = true;
    peer->keys_feed = (struct id128){{0}};
    peer->keys_next = 0;
}

static void plan(struct sync *sync, size_t slot)
{
    struct peer *peer = &sync->peers[slot];
    if (peer->keys_due_ms != SYNC_NEVER || peer->keys_leaving) {
        return;
    }
    int64_t due = sync->now_ms + (engine_in_hurry(sync) ? 0 : peers_keys_delay(sync, slot));
    int64_t allowed = peer->keys_sent_ms + peer->keys_retry_ms;
    peer->keys_due_ms = due > allowed ? due : allowed;
}

void keys_newcomer(struct sync *sync, size_t slot)
{
    if (lacks_circle(sync, slot)) {
        plan(sync, slot);
    }
}

void keys_stale(struct sync *sync, struct key256 device)
{
    size_t slot = 0;
    struct peer *peer = peers_find(sync, device, &slot);
    if (peer == NULL) {
        return;
    }
    /* It names as much as is here, or was sent the rest before, and yet misses a key: what it holds
     * is another history, of which its numbers say nothing. */
    bool fruitless = !peer->keys_leaving && peer->keys_retry_ms > sync->options.retry_min_ms;
    peer->keys_whole = peer->keys_whole || fruitless || !lacks_circle(sync, slot);
    plan(sync, slot);
}

void keys_stated(struct sync *sync, size_t slot, bool progressed)
{
    struct peer *peer = &sync->peers[slot];
    if (progressed) {
        peer->keys_retry_ms = 0;
    }
    if (!peer->keys_whole && !lacks_circle(sync, slot)) {
        peer->keys_due_ms = SYNC_NEVER;
        peer->keys_leaving = false;
    }
}

/* At once, because nobody else can tell them; what was under way may end before the new key. */
void keys_wanted(struct sync *sync, struct key256 device)
{
    static const struct key256 everybody;
    bool all = key256_equal(device, everybody);
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct peer *peer = &sync->peers[slot];
        bool meant = peer->used && (all || key256_equal(peer->device, device));
        if (meant && lacks_circle(sync, slot)) {
            peer->keys_due_ms = sync->now_ms;
        }
    }
}

void keys_published(struct sync *sync, struct key256 device, const struct feed *feed, uint64_t last)
{
    size_t slot = 0;
    struct peer *peer = peers_find(sync, device, &slot);
    if (peer != NULL) {
        peer->keys_in_flight = false;
        peer->keys_feed = feed->id;
        peer->keys_next = last + 1;
    }
}

void keys_failed(struct sync *sync, struct key256 device, bool left)
{
    size_t slot = 0;
    struct peer *peer = peers_find(sync, device, &slot);
    if (peer == NULL) {
        return;
    }
    peer->keys_in_flight = false;
    if (!left) {
        peer->keys_leaving = false;
        peer->keys_due_ms = sync->now_ms + peer->keys_retry_ms;
    }
}

void keys_disconnected(struct sync *sync)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        sync->peers[slot].keys_in_flight = false;
    }
}

/* One message to a peer; the next one leaves when the broker has acknowledged it. False when the
 * rate does not allow it now. */
static bool send_next(struct sync *sync, size_t slot)
{
    uint64_t first = 0;
    struct peer *peer = &sync->peers[slot];
    struct feed *feed = find_next(sync, slot, &first);
    if (feed == NULL) {
        peer->keys_leaving = false;
        peer->keys_whole = false;
        return true;
    }
    if (!send_may_carry(sync, feed)) {
        return true;
    }
    struct flight *flight = send_launch(sync, FLIGHT_KEYS);
    if (flight == NULL) {
        return false;
    }
    struct sync_action *action = engine_act(sync, SYNC_ACTION_SEND_KEYS);
    action->stream = STREAM_CIRCLE;
    action->device = peer->device;
    action->feed = feed->id;
    action->first = first;
    action->last = batch_end(feed, first);
    flight->device = peer->device;
    flight->feed = feed;
    flight->first = first;
    flight->last = action->last;
    flight->ticket = action->ticket;
    peer->keys_in_flight = true;
    return true;
}

void keys_flush(struct sync *sync)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct peer *peer = &sync->peers[slot];
        if (!peer->used || peer->keys_in_flight) {
            continue;
        }
        if (peer->keys_due_ms <= sync->now_ms) {
            peer->keys_due_ms = SYNC_NEVER;
            peer->keys_sent_ms = sync->now_ms;
            peer->keys_retry_ms = engine_back_off(sync, peer->keys_retry_ms);
            begin(peer);
        }
        if (peer->keys_leaving && !send_next(sync, slot)) {
            return;
        }
    }
}

bool keys_pending(const struct sync *sync)
{
    int64_t soon_ms = sync->now_ms + 2 * (int64_t)sync->options.repair_base_ms;
    return keys_deadline(sync) <= soon_ms;
}

/* When a peer's turn comes; one that waits for an acknowledgement has no deadline. */
static int64_t deadline_of(const struct sync *sync, size_t slot)
{
    uint64_t first = 0;
    const struct peer *peer = &sync->peers[slot];
    if (peer->keys_in_flight) {
        return SYNC_NEVER;
    }
    const struct feed *feed = peer->keys_leaving ? find_next(sync, slot, &first) : NULL;
    int64_t next_ms = feed == NULL ? SYNC_NEVER : send_carry_deadline(sync, feed);
    return next_ms < peer->keys_due_ms ? next_ms : peer->keys_due_ms;
}

int64_t keys_deadline(const struct sync *sync)
{
    int64_t deadline = SYNC_NEVER;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        int64_t due_ms = sync->peers[slot].used ? deadline_of(sync, slot) : SYNC_NEVER;
        deadline = due_ms < deadline ? due_ms : deadline;
    }
    return deadline;
}
