/* What leaves: what is in flight, and the next batch of each feed. */
#include "sync/send.h"

#include "sync/batch.h"
#include "sync/feeds.h"
#include "sync/have.h"
#include "sync/keys.h"
#include "sync/offers.h"
#include "sync/pace.h"
#include "sync/peers.h"
#include "sync/rate.h"

static size_t count_in_flight(const struct sync *sync, enum flight_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        count += sync->flights[i].kind == kind;
    }
    return count;
}

size_t send_in_flight(const struct sync *sync)
{
    return ENGINE_FLIGHT_MAX - count_in_flight(sync, FLIGHT_NONE);
}

static struct flight *find_flight(struct sync *sync, uint64_t ticket)
{
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        if (sync->flights[i].kind != FLIGHT_NONE && sync->flights[i].ticket == ticket) {
            return &sync->flights[i];
        }
    }
    return NULL;
}

static bool carries(const struct flight *flight)
{
    return flight->kind == FLIGHT_RUN || flight->kind == FLIGHT_KEYS;
}

bool send_may_carry(const struct sync *sync, const struct feed *feed)
{
    if (feed->set_aside && feed->hold_until_ms > sync->now_ms) {
        return false;
    }
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        const struct flight *flight = &sync->flights[i];
        if (carries(flight) && (batch_is_suspect(feed) || batch_is_suspect(flight->feed))) {
            return false;
        }
    }
    return true;
}

static bool may_launch(const struct sync *sync, enum flight_kind kind)
{
    return rate_allows(sync) &&
           (kind != FLIGHT_RUN || count_in_flight(sync, kind) < sync->options.in_flight_max);
}

struct flight *send_launch(struct sync *sync, enum flight_kind kind)
{
    if (!may_launch(sync, kind)) {
        return NULL;
    }
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        if (sync->flights[i].kind == FLIGHT_NONE) {
            sync->flights[i] = (struct flight){.kind = kind};
            rate_take(sync);
            sync->quiet_since_ms = sync->now_ms;
            return &sync->flights[i];
        }
    }
    return NULL;
}

static void set_next(struct sync *sync, struct feed *feed, uint64_t next)
{
    sync->sending_count -= feed->send_next != 0;
    sync->sending_count += next != 0;
    feed->send_next = next;
}

void send_from(struct sync *sync, struct feed *feed, uint64_t first)
{
    bool on_its_way = feed->flight_first != 0 && feed->flight_first <= first;
    bool sooner = feed->send_next == 0 || first < feed->send_next;
    if (sooner && !on_its_way && first <= feed->number) {
        set_next(sync, feed, first);
        pace_start(feed);
    }
}

/* Go on behind an operation, or end. */
static void go_on(struct sync *sync, struct feed *feed, uint64_t last)
{
    bool ends = last >= feed->number || feed->batch.left == 1;
    feed->batch.left = ends || feed->batch.left == 0 ? 0 : feed->batch.left - 1;
    set_next(sync, feed, ends ? 0 : last + 1);
}

void send_skip(struct sync *sync, struct feed *feed, uint64_t first, uint64_t last)
{
    if (feed->flight_first == 0 && first <= feed->send_next && feed->send_next <= last) {
        go_on(sync, feed, last);
    }
}

void send_withdrawn(struct sync *sync, struct feed *feed)
{
    if (feed->send_next > feed->number) {
        set_next(sync, feed, 0);
    }
}

void send_connected(struct sync *sync, const struct sync_event *event)
{
    if (event->messages_per_second > 0) {
        sync->options.messages_per_second = event->messages_per_second;
    }
    rate_fill(sync);
}

/* How many operations were in a flight that ended with the connection, as far as the journal says.
 */
static uint64_t lost_count(const struct flight *flight, const struct sync_event *event)
{
    uint64_t last = flight->last;
    for (size_t i = 0; i < event->batch_count; i++) {
        const struct sync_batch *batch = &event->batches[i];
        bool within = batch->last >= flight->first && batch->last <= flight->last;
        last = batch->ticket == flight->ticket && within ? batch->last : last;
    }
    return last - flight->first + 1;
}

static uint64_t count_lost(const struct sync *sync, const struct feed *feed,
                           const struct sync_event *event)
{
    uint64_t most = 0;
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        const struct flight *flight = &sync->flights[i];
        uint64_t count = carries(flight) && flight->feed == feed ? lost_count(flight, event) : 0;
        most = count > most ? count : most;
    }
    return most;
}

void send_disconnected(struct sync *sync, const struct sync_event *event)
{
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        uint64_t count = count_lost(sync, feed, event);
        if (count > 0) {
            batch_lost(sync, feed, count);
        }
        feed->flight_first = 0;
        set_next(sync, feed, 0);
        pace_disconnected(feed);
    }
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        sync->flights[i] = (struct flight){.kind = FLIGHT_NONE};
    }
}

/* A batch may hold more than was asked for: another device's must end where its author signed. */
static bool is_within(const struct flight *flight, uint64_t last)
{
    return last >= flight->first && last <= flight->feed->number;
}

static void run_published(struct sync *sync, const struct flight *landed, uint64_t last)
{
    struct feed *feed = landed->feed;
    feed->flight_first = 0;
    if (!is_within(landed, last)) {
        batch_not_sent(sync, feed);
        return;
    }
    batch_taken(feed, last - landed->first + 1);
    if (feed->send_next == landed->first) {
        pace_left(feed);
    }
    offers_passed(sync, feed, landed->first, last);
    bool rewound = feed->send_next != landed->first;
    if (!rewound) {
        go_on(sync, feed, last);
    }
}

void send_published(struct sync *sync, const struct sync_event *event)
{
    struct flight *flight = find_flight(sync, event->ticket);
    if (flight == NULL) {
        return;
    }
    sync->quiet_since_ms = sync->now_ms;
    struct flight landed = *flight;
    *flight = (struct flight){.kind = FLIGHT_NONE};
    switch (landed.kind) {
    case FLIGHT_RUN:
        run_published(sync, &landed, event->last);
        break;
    case FLIGHT_KEYS:
        if (is_within(&landed, event->last)) {
            batch_taken(landed.feed, 0);
            keys_published(sync, landed.device, landed.feed, event->last);
        } else {
            keys_failed(sync, landed.device, false);
        }
        break;
    case FLIGHT_HAVE:
        sync->asking_ms = landed.asks ? sync->now_ms : sync->asking_ms;
        break;
    case FLIGHT_NONE:
        break;
    }
}

void send_failed(struct sync *sync, const struct sync_event *event)
{
    struct flight *flight = find_flight(sync, event->ticket);
    if (flight == NULL) {
        return;
    }
    struct flight failed = *flight;
    bool left = carries(&failed) && is_within(&failed, event->last);
    *flight = (struct flight){.kind = FLIGHT_NONE};
    if (left) {
        batch_refused(sync, failed.feed, event->last - failed.first + 1);
    }
    switch (failed.kind) {
    case FLIGHT_RUN:
        failed.feed->flight_first = 0;
        if (!left) {
            batch_not_sent(sync, failed.feed);
        }
        break;
    case FLIGHT_HAVE:
        have_failed(sync, failed.stream);
        break;
    case FLIGHT_KEYS:
        keys_failed(sync, failed.device, left);
        break;
    case FLIGHT_NONE:
        break;
    }
}

static bool is_waiting(const struct feed *feed)
{
    return feed->send_next != 0 && feed->flight_first == 0;
}

static bool publish_batch(struct sync *sync, struct feed *feed)
{
    struct flight *flight = send_launch(sync, FLIGHT_RUN);
    if (flight == NULL) {
        return false;
    }
    uint64_t first = feed->send_next;
    struct sync_action *action = engine_act(sync, SYNC_ACTION_PUBLISH_RUN);
    action->stream = feed->stream;
    action->feed = feed->id;
    action->first = first;
    action->last = batch_end(feed, first);
    flight->feed = feed;
    flight->first = first;
    flight->last = action->last;
    flight->ticket = action->ticket;
    feed->flight_first = first;
    return true;
}

static bool may_publish(const struct sync *sync, const struct feed *feed)
{
    return is_waiting(feed) && feed->hold_until_ms <= sync->now_ms && send_may_carry(sync, feed);
}

/* Nobody is left who reads the stream. */
static void stop_stream(struct sync *sync, const struct feed_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        set_next(sync, list->items[i], 0);
    }
}

static bool publish_stream(struct sync *sync, const struct feed_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct feed *feed = list->items[i];
        bool may = may_publish(sync, feed) && !batch_is_suspect(feed) && pace_allows(sync, feed);
        if (may && !publish_batch(sync, feed)) {
            return false;
        }
    }
    return true;
}

/* The suspect that fewest connections ended with. */
static void publish_suspect(struct sync *sync)
{
    struct feed *chosen = NULL;
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        bool may = may_publish(sync, feed) && batch_is_suspect(feed);
        if (may && (chosen == NULL || feed->losses < chosen->losses)) {
            chosen = feed;
        }
    }
    if (chosen != NULL) {
        (void)publish_batch(sync, chosen); /* without a token now, with the next one */
    }
}

/* Circle first: without its keys nothing else can be read. */
void send_flush(struct sync *sync)
{
    if (sync->sending_count == 0) {
        return;
    }
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        if (!peers_any_reader(sync, (enum stream)stream)) {
            stop_stream(sync, &sync->feeds[stream]);
        } else if (!publish_stream(sync, &sync->feeds[stream])) {
            return;
        }
    }
    publish_suspect(sync);
}

/* What waits for what is in flight has no deadline. */
int64_t send_carry_deadline(const struct sync *sync, const struct feed *feed)
{
    if (feed->set_aside && feed->hold_until_ms > sync->now_ms) {
        return feed->hold_until_ms;
    }
    return send_may_carry(sync, feed) ? sync->now_ms : SYNC_NEVER;
}

static int64_t run_deadline(const struct sync *sync, const struct feed *feed)
{
    if (!is_waiting(feed)) {
        return SYNC_NEVER;
    }
    if (feed->hold_until_ms > sync->now_ms) {
        return feed->hold_until_ms;
    }
    int64_t carry_ms = send_carry_deadline(sync, feed);
    int64_t pace_ms = batch_is_suspect(feed) ? sync->now_ms : pace_deadline(sync, feed);
    return carry_ms > pace_ms ? carry_ms : pace_ms;
}

/* With every place in flight taken there is no deadline: an acknowledgement comes first. */
int64_t send_deadline(const struct sync *sync)
{
    int64_t deadline = SYNC_NEVER;
    if (sync->sending_count == 0 ||
        count_in_flight(sync, FLIGHT_RUN) >= sync->options.in_flight_max) {
        return deadline;
    }
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        int64_t due_ms = run_deadline(sync, feed);
        deadline = due_ms < deadline ? due_ms : deadline;
    }
    return deadline;
}

bool send_pending(const struct sync *sync)
{
    return sync->connected && send_deadline(sync) <= sync->now_ms;
}

int64_t send_allowed_ms(const struct sync *sync)
{
    return count_in_flight(sync, FLIGHT_NONE) == 0 ? SYNC_NEVER : rate_next_ms(sync);
}
