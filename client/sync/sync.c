/* The exchange engine: what each event sets going, and what it owes. */
#include "sync/sync.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sync/engine.h"
#include "sync/feeds.h"
#include "sync/have.h"
#include "sync/keys.h"
#include "sync/offers.h"
#include "sync/peers.h"
#include "sync/rate.h"
#include "sync/runs.h"
#include "sync/send.h"
#include "sync/statements.h"

struct sync_options sync_options_default(struct key256 self, uint64_t seed)
{
    return (struct sync_options){.self = self,
                                 .seed = seed,
                                 .messages_per_second = 5,
                                 .burst = 10,
                                 .in_flight_max = 4,
                                 .pace_batches = 16,
                                 .have_runs = 8,
                                 .coalesce_ms = 1000,
                                 .have_interval_ms = 5000,
                                 .have_idle_ms = 2000,
                                 .have_refresh_ms = 3600000,
                                 .answer_jitter_ms = 500,
                                 .repair_base_ms = 2000,
                                 .retry_min_ms = 15000,
                                 .retry_max_ms = 900000,
                                 .absent_offer_ms = 1000};
}

struct sync *sync_create(const struct sync_options *options)
{
    assert(options != NULL);
    assert(options->messages_per_second > 0);
    assert(options->burst > 0);
    assert(options->pace_batches > 0 && options->have_runs > 0);
    assert(options->in_flight_max > 0 && options->in_flight_max <= ENGINE_RUN_FLIGHT_MAX);
    struct sync *sync = calloc(1, sizeof *sync);
    if (sync == NULL) {
        return NULL;
    }
    sync->options = *options;
    sync->random = options->seed;
    sync->now_ms = SYNC_LONG_AGO;
    sync->tokens_ms = SYNC_LONG_AGO;
    sync->hurry_until_ms = SYNC_LONG_AGO;
    sync->answers_until_ms = SYNC_LONG_AGO;
    sync->quiet_since_ms = SYNC_LONG_AGO;
    sync->asking_ms = SYNC_LONG_AGO;
    sync->offers_due_ms = SYNC_NEVER;
    return sync;
}

void sync_free(struct sync *sync)
{
    if (sync != NULL) {
        feeds_free(sync);
        free(sync);
    }
}

/* A person is patient for two HAVE intervals. */
static void start_hurry(struct sync *sync)
{
    sync->asked = false;
    sync->hurry_until_ms = sync->now_ms + 2 * (int64_t)sync->options.have_interval_ms;
}

/* Who is there is not known, or no longer. */
static void forget_presence(struct sync *sync)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        sync->peers[slot].heard = false;
        for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
            sync->peers[slot].statements[stream].answered = false;
        }
    }
}

static void disconnect(struct sync *sync, const struct sync_event *event)
{
    sync->connected = false;
    forget_presence(sync);
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
            sync->peers[slot].statements[stream].live = false;
        }
    }
    send_disconnected(sync, event);
    keys_disconnected(sync);
    offers_disconnected(sync);
}

static void connect(struct sync *sync, const struct sync_event *event)
{
    disconnect(sync, event);
    sync->connected = true;
    sync->quiet_since_ms = sync->now_ms;
    if (sync->asked) {
        start_hurry(sync);
    }
    send_connected(sync, event);
    have_connected(sync);
    offers_connected(sync);
}

static void hurry(struct sync *sync)
{
    if (!sync->connected) {
        sync->asked = true;
        return;
    }
    forget_presence(sync); /* a device that left without a word says nothing now */
    start_hurry(sync);
    offers_hurried(sync);
    have_hurried(sync);
}

/* A flat list of what each event means. */
static void dispatch(struct sync *sync, const struct sync_event *event)
{
    switch (event->type) {
    case SYNC_EVENT_CLOCK:
        break;
    case SYNC_EVENT_MEMBERS:
        peers_changed(sync, event);
        break;
    case SYNC_EVENT_FEED:
        runs_held(sync, event);
        break;
    case SYNC_EVENT_PEER:
        statements_remembered(sync, event);
        break;
    case SYNC_EVENT_CONNECTED:
        connect(sync, event);
        break;
    case SYNC_EVENT_DISCONNECTED:
        disconnect(sync, event);
        break;
    case SYNC_EVENT_WRITTEN:
        runs_written(sync, event);
        break;
    case SYNC_EVENT_RUN:
        runs_arrived(sync, event);
        break;
    case SYNC_EVENT_STORED:
        runs_stored(sync, event);
        break;
    case SYNC_EVENT_STORE_FAILED:
        runs_not_stored(sync, event);
        break;
    case SYNC_EVENT_HAVE:
        statements_heard(sync, event);
        break;
    case SYNC_EVENT_PUBLISHED:
        send_published(sync, event);
        break;
    case SYNC_EVENT_PUBLISH_FAILED:
        send_failed(sync, event);
        break;
    case SYNC_EVENT_UNREADABLE:
        have_unreadable(sync);
        break;
    case SYNC_EVENT_STALE_KEYS:
        keys_stale(sync, event->device);
        break;
    case SYNC_EVENT_SEND_KEYS:
        keys_wanted(sync, event->device);
        break;
    case SYNC_EVENT_ASKED:
        hurry(sync);
        break;
    }
}

static int64_t earliest(const int64_t *deadlines, size_t count)
{
    int64_t earliest_ms = SYNC_NEVER;
    for (size_t i = 0; i < count; i++) {
        earliest_ms = deadlines[i] < earliest_ms ? deadlines[i] : earliest_ms;
    }
    return earliest_ms;
}

/* What waits for the rate is due when the rate allows. */
static void plan_wake(struct sync *sync)
{
    const int64_t deadlines[] = {have_deadline(sync), keys_deadline(sync), offers_deadline(sync),
                                 send_deadline(sync)};
    int64_t wake_ms = earliest(deadlines, sizeof deadlines / sizeof deadlines[0]);
    int64_t allowed_ms = send_allowed_ms(sync);
    wake_ms = wake_ms > allowed_ms ? wake_ms : allowed_ms;
    if (wake_ms != SYNC_NEVER) {
        assert(wake_ms > sync->now_ms);
        engine_act(sync, SYNC_ACTION_WAKE_AT)->wake_ms = wake_ms;
    }
}

void sync_handle(struct sync *sync, const struct sync_event *event,
                 struct sync_actions *out_actions)
{
    assert(sync != NULL);
    assert(event != NULL);
    assert(out_actions != NULL);
    sync->action_count = 0;
    sync->tell_count = 0;
    sync->no_memory = false;
    sync->have_heard = false;
    sync->now_ms = event->now_ms > sync->now_ms ? event->now_ms : sync->now_ms;
    if ((size_t)event->stream < STREAM_COUNT) {
        dispatch(sync, event);
    }
    if (sync->connected) {
        rate_refill(sync);
        offers_flush(sync);
        have_flush(sync);
        keys_flush(sync);
        send_flush(sync);
        plan_wake(sync);
    }
    *out_actions =
        (struct sync_actions){sync->actions, sync->action_count, sync->no_memory, sync->have_heard};
}

enum sync_reach sync_reach(const struct sync *sync, enum stream stream, struct id128 feed,
                           uint64_t number)
{
    const struct feed *found = feeds_find(sync, stream, feed);
    if (found == NULL) {
        return SYNC_REACH_HERE;
    }
    size_t readers = 0;
    size_t holders = 0;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        if (peers_reads(sync, slot, stream)) {
            readers++;
            holders += found->holdings[slot].number >= number;
        }
    }
    if (holders == 0) {
        return SYNC_REACH_HERE;
    }
    return holders == readers ? SYNC_REACH_EVERYWHERE : SYNC_REACH_SHARED;
}

static uint64_t add_saturating(uint64_t left, uint64_t right)
{
    return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}

/* Operations from the first one some reader is not known to hold; `present`: only count readers who
 * are there and have said so. */
static uint64_t count_lacking(const struct sync *sync, const struct feed *feed, bool present)
{
    uint64_t lowest = feed->number;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        bool counts = peers_reads(sync, slot, feed->stream) &&
                      (!present || (peers_present(sync, slot) &&
                                    sync->peers[slot].statements[feed->stream].known));
        if (counts && feed->holdings[slot].number < lowest) {
            lowest = feed->holdings[slot].number;
        }
    }
    return feed->number - lowest;
}

/* What a device has not said since it was asked, of the streams that it reads and is heard of. */
static size_t count_silent(const struct sync *sync, size_t slot)
{
    size_t silent = 0;
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        bool speaks = sync->self_reads[stream] && peers_reads(sync, slot, (enum stream)stream);
        silent += speaks && !sync->peers[slot].statements[stream].answered;
    }
    return silent;
}

void sync_owing(const struct sync *sync, struct sync_owing *out_owing)
{
    assert(sync != NULL);
    assert(out_owing != NULL);
    struct sync_owing owing = {.quiet_since_ms = sync->quiet_since_ms,
                               .asking_ms = sync->asking_ms,
                               .in_flight = send_in_flight(sync),
                               .queued =
                                   send_pending(sync) || offers_pending(sync) ||
                                   (sync->connected && (have_pending(sync) || keys_pending(sync)))};
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        owing.present += peers_present(sync, slot);
        owing.silent += count_silent(sync, slot);
    }
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        owing.to_fetch = add_saturating(owing.to_fetch, have_behind(sync, (enum stream)stream));
    }
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        owing.set_aside += feed->set_aside;
        if (sync->self_reads[feed->stream]) { /* of the others it hears no HAVE */
            owing.to_send = add_saturating(owing.to_send, count_lacking(sync, feed, true));
        }
        if (engine_owns(sync, feed)) {
            owing.unheard = add_saturating(owing.unheard, count_lacking(sync, feed, false));
        }
    }
    *out_owing = owing;
}

struct sync_position sync_position(const struct sync *sync, struct id128 feed)
{
    struct sync_position position = {.feed = feed};
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        const struct feed *found = feeds_find(sync, (enum stream)stream, feed);
        if (found != NULL) {
            position.number = found->number;
            memcpy(position.hash_start, found->hash_start, sizeof position.hash_start);
        }
    }
    return position;
}
