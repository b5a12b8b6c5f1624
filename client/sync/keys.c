/* Who misses `circle` operations and is sent them directly. */
#include "sync/keys.h"

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

static void plan(struct sync *sync, size_t slot)
{
    struct peer *peer = &sync->peers[slot];
    if (peer->keys_due_ms != SYNC_NEVER || !lacks_circle(sync, slot)) {
        return;
    }
    int64_t due = sync->now_ms + (engine_in_hurry(sync) ? 0 : peers_keys_delay(sync, slot));
    int64_t allowed = peer->keys_sent_ms + peer->keys_retry_ms;
    peer->keys_due_ms = due > allowed ? due : allowed;
}

void keys_newcomer(struct sync *sync, size_t slot)
{
    plan(sync, slot);
}

void keys_stale(struct sync *sync, struct key256 device)
{
    size_t slot = 0;
    if (peers_find(sync, device, &slot) != NULL) {
        plan(sync, slot);
    }
}

void keys_stated(struct sync *sync, size_t slot, bool progressed)
{
    struct peer *peer = &sync->peers[slot];
    if (progressed) {
        peer->keys_retry_ms = 0;
    }
    if (!lacks_circle(sync, slot)) {
        peer->keys_due_ms = SYNC_NEVER;
    }
}

void keys_flush(struct sync *sync)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct peer *peer = &sync->peers[slot];
        if (!peer->used || peer->keys_due_ms > sync->now_ms) {
            continue;
        }
        struct flight *flight = send_launch(sync, FLIGHT_KEYS);
        if (flight == NULL) {
            return;
        }
        flight->device = peer->device;
        struct sync_action *action = engine_act(sync, SYNC_ACTION_SEND_KEYS);
        action->stream = STREAM_CIRCLE;
        action->device = peer->device;
        flight->ticket = action->ticket;
        peer->keys_due_ms = SYNC_NEVER;
        peer->keys_sent_ms = sync->now_ms;
        peer->keys_retry_ms = engine_back_off(sync, peer->keys_retry_ms);
    }
}

bool keys_pending(const struct sync *sync)
{
    int64_t soon_ms = sync->now_ms + 2 * (int64_t)sync->options.repair_base_ms;
    return keys_deadline(sync) <= soon_ms;
}

int64_t keys_deadline(const struct sync *sync)
{
    int64_t deadline = SYNC_NEVER;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        const struct peer *peer = &sync->peers[slot];
        if (peer->used && peer->keys_due_ms < deadline) {
            deadline = peer->keys_due_ms;
        }
    }
    return deadline;
}
