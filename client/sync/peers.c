/* The other devices of the circle: who they are, what they read, who is there now. */
#include "sync/peers.h"

#include <string.h>

#include "sync/engine.h"
#include "sync/feeds.h"
#include "sync/have.h"
#include "sync/jitter.h"
#include "sync/keys.h"

enum { PEERS_RANK_MAX = 6 };

struct peer *peers_find(struct sync *sync, struct key256 device, size_t *out_slot)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct peer *peer = &sync->peers[slot];
        if (peer->used && key256_equal(peer->device, device)) {
            *out_slot = slot;
            return peer;
        }
    }
    return NULL;
}

bool peers_reads(const struct sync *sync, size_t slot, enum stream stream)
{
    return sync->peers[slot].used && sync->peers[slot].reads[stream];
}

bool peers_any_reader(const struct sync *sync, enum stream stream)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        if (peers_reads(sync, slot, stream)) {
            return true;
        }
    }
    return false;
}

bool peers_present(const struct sync *sync, size_t slot)
{
    const struct peer *peer = &sync->peers[slot];
    /* Whoever is there speaks at least once in a refresh; two allow for a lost one. */
    return peer->used && peer->heard &&
           sync->now_ms - peer->heard_ms <= 2 * (int64_t)sync->options.have_refresh_ms;
}

bool peers_device_present(struct sync *sync, struct key256 device)
{
    size_t slot = 0;
    return peers_find(sync, device, &slot) != NULL && peers_present(sync, slot);
}

static const struct sync_member *find_member(const struct sync_event *event, struct key256 device)
{
    for (size_t i = 0; i < event->member_count; i++) {
        if (key256_equal(event->members[i].device, device)) {
            return &event->members[i];
        }
    }
    return NULL;
}

static void remove_absent(struct sync *sync, const struct sync_event *event)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct peer *peer = &sync->peers[slot];
        if (peer->used && find_member(event, peer->device) == NULL) {
            *peer = (struct peer){0};
            feeds_clear_slot(sync, slot);
        }
    }
}

static size_t free_slot(const struct sync *sync)
{
    size_t slot = 0;
    while (slot < CIRCLE_DEVICE_MAX && sync->peers[slot].used) {
        slot++;
    }
    return slot;
}

/* A newcomer may have spoken before this device knew it: ask it to speak again. */
static void welcome(struct sync *sync, size_t slot)
{
    keys_newcomer(sync, slot);
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        if (peers_reads(sync, slot, (enum stream)stream)) {
            have_request(sync, (enum stream)stream);
        }
    }
}

static void take_in(struct sync *sync, const struct sync_member *member)
{
    size_t slot = 0;
    struct peer *peer = peers_find(sync, member->device, &slot);
    bool is_new = peer == NULL;
    if (is_new) {
        slot = free_slot(sync);
        if (slot == CIRCLE_DEVICE_MAX) {
            return;
        }
        peer = &sync->peers[slot];
        *peer = (struct peer){.used = true,
                              .device = member->device,
                              .keys_due_ms = SYNC_NEVER,
                              .keys_sent_ms = SYNC_LONG_AGO};
    }
    memcpy(peer->reads, member->reads, sizeof peer->reads);
    if (is_new && sync->members_known) {
        welcome(sync, slot);
    }
}

void peers_changed(struct sync *sync, const struct sync_event *event)
{
    if (event->member_count > CIRCLE_DEVICE_MAX) {
        return;
    }
    remove_absent(sync, event);
    for (size_t i = 0; i < event->member_count; i++) {
        if (!key256_equal(event->members[i].device, sync->options.self)) {
            take_in(sync, &event->members[i]);
        }
    }
    const struct sync_member *self = find_member(event, sync->options.self);
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        bool reads = self != NULL && self->reads[stream];
        bool gained = reads && !sync->self_reads[stream];
        sync->self_reads[stream] = reads;
        if (gained) {
            have_request(sync, (enum stream)stream);
        }
    }
    sync->members_known = true;
}

static int64_t delay_of_rank(struct sync *sync, size_t rank)
{
    uint32_t base = sync->options.repair_base_ms;
    size_t doublings = rank < PEERS_RANK_MAX ? rank : PEERS_RANK_MAX;
    return ((int64_t)base << doublings) + jitter_next(sync, base);
}

int64_t peers_feed_delay(struct sync *sync, const struct feed *feed, size_t slot)
{
    const struct peer *peer = &sync->peers[slot];
    uint64_t counter = peer->statements[feed->stream].counter;
    uint64_t own = jitter_score(sync->options.self, peer->device, counter);
    size_t rank = 0;
    for (size_t other = 0; other < CIRCLE_DEVICE_MAX; other++) {
        if (other == slot || !peers_present(sync, other) ||
            feed->holdings[other].number <= feed->holdings[slot].number ||
            key256_equal(sync->peers[other].device, feed->author)) {
            continue;
        }
        rank += jitter_score(sync->peers[other].device, peer->device, counter) < own;
    }
    return delay_of_rank(sync, rank);
}

int64_t peers_keys_delay(struct sync *sync, size_t slot)
{
    const struct peer *peer = &sync->peers[slot];
    uint64_t counter = peer->statements[STREAM_CIRCLE].counter;
    uint64_t own = jitter_score(sync->options.self, peer->device, counter);
    size_t rank = 0;
    for (size_t other = 0; other < CIRCLE_DEVICE_MAX; other++) {
        if (other != slot && peers_present(sync, other)) {
            rank += jitter_score(sync->peers[other].device, peer->device, counter) < own;
        }
    }
    return delay_of_rank(sync, rank);
}
