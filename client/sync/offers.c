/* When which range of a feed is published, and for whom: written, lacking, absent. */
#include "sync/offers.h"

#include "sync/batch.h"
#include "sync/engine.h"
#include "sync/feeds.h"
#include "sync/pace.h"
#include "sync/peers.h"
#include "sync/repair.h"
#include "sync/send.h"

void offers_note_deadline(struct sync *sync, struct feed *feed, int64_t due_ms)
{
    if (due_ms < feed->due_ms) {
        feed->due_ms = due_ms;
    }
    if (due_ms < sync->offers_due_ms) {
        sync->offers_due_ms = due_ms;
    }
}

bool offers_lacks(const struct sync *sync, const struct feed *feed, size_t slot)
{
    return peers_reads(sync, slot, feed->stream) && feed->holdings[slot].number < feed->number;
}

bool offers_is_leaving(const struct feed *feed, uint64_t number)
{
    return (feed->flight_first != 0 && feed->flight_first <= number) ||
           (feed->send_next != 0 && feed->send_next <= number);
}

bool offers_passed_within(const struct sync *sync, const struct feed *feed, uint64_t number,
                          uint32_t duration_ms)
{
    return sync->now_ms - feed->passed_ms < duration_ms && feed->passed_first <= number + 1 &&
           feed->passed_last == feed->number;
}

void offers_stated(struct sync *sync, struct feed *feed, size_t slot, bool fresh)
{
    struct holding *holding = &feed->holdings[slot];
    if (!offers_lacks(sync, feed, slot)) {
        holding->due_ms = SYNC_NEVER;
        holding->window = 0;
        return;
    }
    repair_stated(holding);
    if (holding->offered < holding->number || (fresh && holding->retry_ms == 0)) {
        holding->offered = holding->number;
    }
    holding->due_ms = repair_time(sync, feed, slot, fresh);
    offers_note_deadline(sync, feed, holding->due_ms);
}

void offers_progressed(struct sync *sync, struct feed *feed, size_t slot)
{
    struct holding *holding = &feed->holdings[slot];
    holding->retry_ms = 0;
    holding->offered_ms = sync->now_ms;
    holding->due_ms = SYNC_NEVER;
    repair_progressed(holding);
    feed->absent_retry_ms = 0;
    feed->absent_after_ms = SYNC_LONG_AGO;
    batch_proven(feed);
    pace_progressed(feed, slot);
}

void offers_written(struct sync *sync, struct feed *feed, uint64_t first)
{
    if (!sync->connected || !peers_any_reader(sync, feed->stream) ||
        offers_is_leaving(feed, first)) {
        return;
    }
    if (feed->written_due_ms == SYNC_NEVER) {
        feed->written_first = first;
        feed->written_due_ms =
            sync->now_ms + (engine_in_hurry(sync) ? 0 : sync->options.coalesce_ms);
        offers_note_deadline(sync, feed, feed->written_due_ms);
    }
}

/* A repair that waits is no longer needed, or only for what has not passed yet. */
static void put_off(struct sync *sync, struct feed *feed, size_t slot)
{
    struct holding *holding = &feed->holdings[slot];
    holding->offered_ms = sync->now_ms;
    if (holding->due_ms == SYNC_NEVER) {
        return;
    }
    holding->due_ms = SYNC_NEVER;
    if (holding->offered < feed->number) {
        holding->due_ms = sync->now_ms + peers_feed_delay(sync, feed, slot);
        offers_note_deadline(sync, feed, holding->due_ms);
    }
}

/* What the range means to one peer: nothing when it holds it or lacks what comes before it. */
static void pass_by(struct sync *sync, struct feed *feed, size_t slot, uint64_t first,
                    uint64_t last)
{
    struct holding *holding = &feed->holdings[slot];
    if (last > holding->beyond && peers_present(sync, slot)) {
        holding->beyond = last;
    }
    uint64_t reached = holding->offered > holding->number ? holding->offered : holding->number;
    if (last <= holding->number || first > reached + 1) {
        return;
    }
    bool from_the_start = first <= holding->number + 1;
    holding->offered = from_the_start || last > reached ? last : reached;
    /* The tail of a feed does not help a peer whose retry of the beginning is due. */
    bool goes_on = sync->now_ms - holding->offered_ms < sync->options.retry_min_ms;
    if (from_the_start || goes_on || holding->due_ms == SYNC_NEVER) {
        put_off(sync, feed, slot);
    }
}

static void note_passed(const struct sync *sync, struct feed *feed, uint64_t first, uint64_t last)
{
    bool goes_on = sync->now_ms - feed->passed_ms < sync->options.retry_min_ms &&
                   feed->passed_first <= first && first <= feed->passed_last + 1;
    if (!goes_on) {
        feed->passed_first = first;
    }
    feed->passed_last = goes_on && feed->passed_last > last ? feed->passed_last : last;
    feed->passed_ms = sync->now_ms;
}

void offers_passed(struct sync *sync, struct feed *feed, uint64_t first, uint64_t last)
{
    note_passed(sync, feed, first, last);
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        if (peers_reads(sync, slot, feed->stream)) {
            pass_by(sync, feed, slot, first, last);
        }
    }
    send_skip(sync, feed, first, last);
}

void offers_withdrawn(struct feed *feed)
{
    feed->written_due_ms = SYNC_NEVER;
    feed->passed_first = 0;
    feed->passed_last = 0;
    feed->passed_ms = SYNC_LONG_AGO;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct holding *holding = &feed->holdings[slot];
        holding->offered = holding->offered > feed->number ? feed->number : holding->offered;
        holding->beyond = holding->beyond > feed->number ? feed->number : holding->beyond;
    }
}

void offers_connected(struct sync *sync)
{
    int64_t due_ms = sync->now_ms + (engine_in_hurry(sync) ? 0 : sync->options.absent_offer_ms);
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        /* Somebody else's, when it is known who is there. */
        int64_t later_ms = engine_owns(sync, feed) ? 0 : sync->options.retry_min_ms;
        int64_t wanted_ms = due_ms + later_ms;
        feed->absent_ranked = false;
        feed->absent_due_ms = wanted_ms > feed->absent_after_ms ? wanted_ms : feed->absent_after_ms;
        offers_note_deadline(sync, feed, feed->absent_due_ms);
    }
}

void offers_disconnected(struct sync *sync)
{
    sync->offers_due_ms = SYNC_NEVER;
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        feed->seen = 0; /* whoever holds more will say so again */
        feed->written_due_ms = SYNC_NEVER;
        feed->absent_due_ms = SYNC_NEVER;
        feed->due_ms = SYNC_NEVER;
        for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
            feed->holdings[slot].due_ms = SYNC_NEVER;
            feed->holdings[slot].beyond = 0;
            feed->holdings[slot].window = 0;
            feed->holdings[slot].repaired = false;
            repair_forgiven(sync, &feed->holdings[slot]);
        }
    }
}

static void hurry_feed(struct sync *sync, struct feed *feed)
{
    if (feed->written_due_ms != SYNC_NEVER) {
        feed->written_due_ms = sync->now_ms;
    }
    if (feed->absent_due_ms != SYNC_NEVER) {
        feed->absent_due_ms = sync->now_ms;
    }
    feed->hold_until_ms = SYNC_LONG_AGO;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        struct holding *holding = &feed->holdings[slot];
        holding->retry_ms = 0;
        holding->due_ms = holding->due_ms == SYNC_NEVER ? SYNC_NEVER : sync->now_ms;
    }
    offers_note_deadline(sync, feed, sync->now_ms);
}

void offers_hurried(struct sync *sync)
{
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        hurry_feed(sync, feed);
    }
}

bool offers_pending(const struct sync *sync)
{
    int64_t soon_ms = sync->now_ms + sync->options.absent_offer_ms;
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        bool offers = engine_owns(sync, feed) && feed->absent_due_ms <= soon_ms;
        if (feed->written_due_ms != SYNC_NEVER || offers) {
            return true;
        }
    }
    return false;
}

static uint64_t lower(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

/* The first operation some silent reader is not known to hold; of somebody else's feed, is known
 * not to hold. UINT64_MAX when there is none. */
static uint64_t first_lacked(const struct sync *sync, const struct feed *feed, size_t *out_slot)
{
    uint64_t first = UINT64_MAX;
    bool own = engine_owns(sync, feed);
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        uint64_t lacked = feed->holdings[slot].number + 1;
        bool counts = own || sync->peers[slot].statements[feed->stream].known;
        if (!peers_present(sync, slot) && offers_lacks(sync, feed, slot) && counts &&
            lacked < first) {
            first = lacked;
            *out_slot = slot;
        }
    }
    return first;
}

/* Whether somebody else's feed has to wait, or need not be offered at all: its author is there, or
 * another holder was earlier. */
static bool is_left_to_others(struct sync *sync, struct feed *feed, uint64_t first, size_t slot)
{
    if (engine_owns(sync, feed)) {
        return false;
    }
    bool passed = offers_passed_within(sync, feed, first - 1, sync->options.retry_max_ms);
    if (passed || !feed->author_known || peers_device_present(sync, feed->author)) {
        return true;
    }
    if (!feed->absent_ranked) {
        feed->absent_ranked = true;
        feed->absent_due_ms = sync->now_ms + peers_feed_delay(sync, feed, slot);
        return true;
    }
    return false;
}

/* What is to be left at the broker for those who are absent. */
static uint64_t first_for_absent(struct sync *sync, struct feed *feed)
{
    size_t slot = 0;
    if (feed->absent_due_ms > sync->now_ms) {
        return UINT64_MAX;
    }
    feed->absent_due_ms = SYNC_NEVER;
    uint64_t first = first_lacked(sync, feed, &slot);
    if (first == UINT64_MAX || is_left_to_others(sync, feed, first, slot)) {
        return UINT64_MAX;
    }
    feed->absent_retry_ms = engine_back_off(sync, feed->absent_retry_ms);
    feed->absent_after_ms = sync->now_ms + feed->absent_retry_ms;
    return first;
}

static void fire(struct sync *sync, struct feed *feed)
{
    feed->due_ms = SYNC_NEVER;
    struct repair repair = repair_begin(sync, feed);
    uint64_t first = lower(repair.first, first_for_absent(sync, feed));
    bool bounded = first == repair.first;
    bool written = feed->written_due_ms != SYNC_NEVER;
    if (written && (feed->written_due_ms <= sync->now_ms || first <= feed->written_first)) {
        first = lower(first, feed->written_first);
        feed->written_due_ms = SYNC_NEVER;
        bounded = false;
    }
    offers_note_deadline(sync, feed, feed->written_due_ms);
    offers_note_deadline(sync, feed, feed->absent_due_ms);
    if (first != UINT64_MAX) {
        bool resting = feed->send_next == 0 && feed->flight_first == 0;
        bool may_end = bounded && (resting || feed->batch.left > 0);
        feed->batch.left = may_end ? repair.window : 0;
        send_from(sync, feed, first);
    }
}

void offers_flush(struct sync *sync)
{
    if (sync->offers_due_ms > sync->now_ms) {
        return;
    }
    sync->offers_due_ms = SYNC_NEVER;
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        if (feed->due_ms <= sync->now_ms) {
            fire(sync, feed);
        }
        offers_note_deadline(sync, feed, feed->due_ms);
    }
}

int64_t offers_deadline(const struct sync *sync)
{
    return sync->offers_due_ms;
}
