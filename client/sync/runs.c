/* Operations that arrive: whether they continue a feed, and what the journal made of them. */
#include "sync/runs.h"

#include <string.h>

#include "sync/engine.h"
#include "sync/feeds.h"
#include "sync/have.h"
#include "sync/offers.h"
#include "sync/send.h"

static void set_head(struct feed *feed, const struct sync_position *head)
{
    feed->number = head->number;
    memcpy(feed->hash_start, head->hash_start, sizeof feed->hash_start);
}

void runs_held(struct sync *sync, const struct sync_event *event)
{
    struct feed *feed = feeds_obtain(sync, event->stream, event->position.feed, true);
    if (feed == NULL || !feeds_set_author(feed, event->device)) {
        return;
    }
    bool gave_up = event->position.number < feed->number;
    set_head(feed, &event->position);
    feed->closed = event->closed;
    feed->told = false;
    if (gave_up) {
        send_withdrawn(sync, feed);
        offers_withdrawn(feed);
    }
    if (sync->connected) {
        have_request(sync, feed->stream);
    }
}

void runs_written(struct sync *sync, const struct sync_event *event)
{
    struct feed *feed = feeds_obtain(sync, event->stream, event->position.feed, true);
    if (feed == NULL || !feeds_set_author(feed, sync->options.self) ||
        event->position.number <= feed->number) {
        return;
    }
    uint64_t first = feed->number + 1;
    set_head(feed, &event->position);
    offers_written(sync, feed, first);
    have_changed(sync, event->stream);
}

static bool is_well_formed(const struct sync_event *event)
{
    static const struct key256 zero;
    return event->hash_count > 0 && event->hash_count <= BATCH_OPERATIONS_MAX && event->first > 0 &&
           event->first <= UINT64_MAX - event->hash_count &&
           (event->first > 1 || key256_equal(event->previous, zero));
}

static bool hash_starts(const struct key256 *hash, const struct feed *feed)
{
    return memcmp(hash->bytes, feed->hash_start, sizeof feed->hash_start) == 0;
}

/* Whether the run tells another story than the held head; only a run that touches it can. */
static bool contradicts(const struct feed *feed, const struct sync_event *event, uint64_t last)
{
    if (feed->number == 0 || last < feed->number || event->first > feed->number + 1) {
        return false;
    }
    if (event->first == feed->number + 1) {
        return !hash_starts(&event->previous, feed);
    }
    return !hash_starts(&event->hashes[feed->number - event->first], feed);
}

/* Ask the journal to commit what is new in the run. */
static void store(struct sync *sync, struct feed *feed, const struct sync_event *event)
{
    struct sync_action *action = engine_act(sync, SYNC_ACTION_STORE);
    action->stream = feed->stream;
    action->feed = feed->id;
    action->skip = (size_t)(feed->number + 1 - event->first);
    sync->storing = feed;
    sync->storing_ticket = action->ticket;
}

/* What comes out of KEYS is in order, and what was kept is within reach. */
static void keep(struct sync *sync, const struct feed *feed, const struct sync_event *event)
{
    if (!event->retained) {
        struct sync_action *action = engine_act(sync, SYNC_ACTION_KEEP);
        action->stream = feed->stream;
        action->feed = feed->id;
    }
}

static void saw(const struct sync *sync, struct feed *feed, uint64_t last)
{
    feed->seen = last > feed->seen ? last : feed->seen;
    feed->seen_ms = sync->now_ms;
}

/* Our own feed went on elsewhere, or somebody's has two histories: tell, for nothing of this run
 * can be stored. False: it is neither. */
static bool tell_conflict(struct sync *sync, struct feed *feed, uint64_t last, bool contradiction)
{
    if (engine_owns(sync, feed) && (contradiction || (!feed->closed && last > feed->number))) {
        /* The incarnation has to be closed first; the run is asked for again afterwards. */
        engine_tell_proven(sync, feed, SYNC_TELL_OWN_FEED_AHEAD, contradiction, last);
        saw(sync, feed, last);
        have_ask(sync, feed->stream);
        return true;
    }
    if (contradiction) {
        engine_tell_proven(sync, feed, SYNC_TELL_FORKED_FEED, true, last);
    }
    return contradiction;
}

void runs_arrived(struct sync *sync, const struct sync_event *event)
{
    if (!is_well_formed(event) || !sync->self_reads[event->stream] || sync->storing != NULL) {
        return;
    }
    struct feed *feed = feeds_obtain(sync, event->stream, event->position.feed, true);
    if (feed == NULL || !feeds_set_author(feed, event->device)) {
        return;
    }
    if (feed->number == 0 && feeds_held_of(sync, feed) >= FEEDS_AUTHOR_MAX) {
        return;
    }
    uint64_t last = event->first + event->hash_count - 1;
    sync->quiet_since_ms = sync->now_ms;
    bool contradiction = contradicts(feed, event, last);
    if (!event->retained && !contradiction) { /* another history is no substitute for this one */
        offers_passed(sync, feed, event->first, last);
    }
    if (tell_conflict(sync, feed, last, contradiction) || last <= feed->number) {
        return;
    }
    saw(sync, feed, last);
    if (event->first > feed->number + 1) {
        keep(sync, feed, event);
        have_ask_now(sync, event->stream);
        return;
    }
    store(sync, feed, event);
}

static struct feed *take_stored(struct sync *sync, const struct sync_event *event)
{
    struct feed *feed = sync->storing;
    if (feed == NULL || sync->storing_ticket != event->ticket) {
        return NULL;
    }
    sync->storing = NULL;
    return feed;
}

void runs_stored(struct sync *sync, const struct sync_event *event)
{
    struct feed *feed = take_stored(sync, event);
    if (feed == NULL || !id128_equal(feed->id, event->position.feed) ||
        event->position.number <= feed->number) {
        return;
    }
    set_head(feed, &event->position);
    have_stored(sync, feed->stream);
    have_progressed(sync, feed->stream);
}

void runs_not_stored(struct sync *sync, const struct sync_event *event)
{
    struct feed *feed = take_stored(sync, event);
    if (feed != NULL) {
        have_ask(sync, feed->stream);
    }
}
