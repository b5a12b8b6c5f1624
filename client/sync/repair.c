/* What a present peer is sent of what it lacks, how much at once, and how soon again. */
#include "sync/repair.h"

#include "sync/batch.h"
#include "sync/engine.h"
#include "sync/offers.h"
#include "sync/peers.h"

/* Batches of a first repair where later ones passed, and the most of any. */
enum { WINDOW_FIRST = 4, WINDOW_MOST = 64 };

static uint32_t retry_of(const struct sync *sync, const struct holding *holding)
{
    return holding->retry_ms == 0 ? sync->options.retry_min_ms : holding->retry_ms;
}

/* Whoever lacks what others passed beyond has missed it: what it asks for may cross what is on its
 * way, and is not waited for any longer than that. */
static int64_t gap_time(struct sync *sync, struct feed *feed, size_t slot)
{
    const struct holding *holding = &feed->holdings[slot];
    if (offers_is_leaving(feed, holding->number + 1)) {
        return SYNC_NEVER;
    }
    bool crosses = !holding->repaired && feed->passed_first <= holding->number + 1 &&
                   sync->now_ms - feed->passed_ms < sync->options.coalesce_ms;
    uint32_t first_ms = crosses ? sync->options.have_interval_ms + sync->options.coalesce_ms
                                : sync->options.coalesce_ms;
    int64_t allowed_ms =
        holding->offered_ms + (holding->retry_ms == 0 ? first_ms : holding->retry_ms);
    int64_t delay_ms = engine_owns(sync, feed) ? 0 : peers_feed_delay(sync, feed, slot);
    int64_t due_ms = sync->now_ms + delay_ms;
    due_ms = due_ms > allowed_ms ? due_ms : allowed_ms;
    return due_ms < holding->due_ms ? due_ms : holding->due_ms;
}

int64_t repair_time(struct sync *sync, struct feed *feed, size_t slot, bool fresh)
{
    const struct holding *holding = &feed->holdings[slot];
    if (fresh && holding->window > 0) {
        return gap_time(sync, feed, slot);
    }
    if (offers_is_leaving(feed, holding->offered + 1)) {
        return SYNC_NEVER;
    }
    if (fresh && offers_passed_within(sync, feed, holding->number, sync->options.coalesce_ms)) {
        /* Many come back at once: its next HAVE tells whether it came too late for this. */
        return sync->now_ms + sync->options.have_interval_ms + sync->options.coalesce_ms;
    }
    if (!fresh && offers_passed_within(sync, feed, holding->number, sync->options.retry_min_ms)) {
        /* Who got further since is still storing it. */
        int64_t since_ms =
            feed->passed_ms > holding->offered_ms ? feed->passed_ms : holding->offered_ms;
        return since_ms + retry_of(sync, holding);
    }
    if (holding->offered == feed->number) {
        return holding->offered_ms + retry_of(sync, holding);
    }
    bool own = engine_owns(sync, feed);
    int64_t due_ms = sync->now_ms + (own ? 0 : peers_feed_delay(sync, feed, slot));
    int64_t allowed_ms = holding->offered_ms + holding->retry_ms;
    due_ms = due_ms > allowed_ms ? due_ms : allowed_ms;
    return due_ms < holding->due_ms ? due_ms : holding->due_ms;
}

void repair_stated(struct holding *holding)
{
    if (holding->beyond <= holding->number) {
        holding->window = 0;
        holding->repaired = false;
    } else if (holding->window == 0) {
        holding->window = WINDOW_FIRST;
    }
}

/* A peer that got exactly to the end of a repair kept nothing behind it, and is sent more the next
 * time; one that got further needs only what is missing in between. */
void repair_progressed(struct holding *holding)
{
    if (holding->window > 0 && holding->number == holding->offered) {
        holding->window = holding->window < WINDOW_MOST ? holding->window * 2 : WINDOW_MOST;
    } else if (holding->window > 0 && holding->number > holding->offered) {
        holding->window = WINDOW_FIRST;
    }
}

void repair_forgiven(const struct sync *sync, struct holding *holding)
{
    if (holding->retry_ms > sync->options.retry_min_ms) {
        holding->retry_ms = sync->options.retry_min_ms;
    }
}

/* How many batches a repair for a peer holds; 0: up to the head. One that brought no progress is
 * repeated with one batch, and what the peer says to it decides about the rest. */
static uint32_t window_of(const struct holding *holding)
{
    return holding->retry_ms > 0 ? 1 : holding->window;
}

/* Count a repair. Where later batches passed the way is open, and the size of what was lost not yet
 * to blame. */
static void repeat(const struct sync *sync, struct feed *feed, struct holding *holding)
{
    holding->repaired = holding->window > 0;
    if (holding->window > 0 && holding->retry_ms < sync->options.retry_min_ms) {
        holding->retry_ms =
            holding->retry_ms == 0 ? sync->options.have_interval_ms : holding->retry_ms * 2;
        return;
    }
    bool fruitless = holding->retry_ms > 0;
    if (!fruitless || !batch_fruitless(sync, feed, holding->retry_ms)) {
        holding->retry_ms = engine_back_off(sync, holding->retry_ms);
    }
}

static bool is_due(const struct sync *sync, const struct feed *feed, size_t slot)
{
    return feed->holdings[slot].due_ms <= sync->now_ms && peers_present(sync, slot) &&
           offers_lacks(sync, feed, slot);
}

static struct repair choose_repair(const struct sync *sync, const struct feed *feed)
{
    struct repair repair = {.first = UINT64_MAX};
    bool whole = false;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        if (!is_due(sync, feed, slot)) {
            continue;
        }
        const struct holding *holding = &feed->holdings[slot];
        uint32_t window = window_of(holding);
        whole = whole || window == 0;
        uint64_t first = holding->number + 1;
        repair.first = first < repair.first ? first : repair.first;
        repair.window = window > repair.window ? window : repair.window;
    }
    repair.window = whole ? 0 : repair.window;
    return repair;
}

/* Settle one holder's turn: a repair under way covers it, it waits for the one that goes first, or
 * it has nothing to wait for. */
static void take_turn(const struct sync *sync, struct feed *feed, size_t slot,
                      const struct repair *repair)
{
    struct holding *holding = &feed->holdings[slot];
    bool due = is_due(sync, feed, slot);
    if (due && repair->window > 0 && holding->number + 1 > repair->first) {
        holding->due_ms = sync->now_ms + sync->options.coalesce_ms;
        return;
    }
    if (holding->due_ms <= sync->now_ms) {
        holding->due_ms = SYNC_NEVER;
    }
    if (due) {
        repeat(sync, feed, holding);
    }
}

struct repair repair_begin(struct sync *sync, struct feed *feed)
{
    struct repair repair = choose_repair(sync, feed);
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        take_turn(sync, feed, slot, &repair);
        offers_note_deadline(sync, feed, feed->holdings[slot].due_ms);
    }
    return repair;
}
