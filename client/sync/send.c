/* What leaves: the token bucket, what is in flight, and the next batch of each feed. */
#include "sync/send.h"

#include "sync/feeds.h"
#include "sync/have.h"
#include "sync/offers.h"

enum {
    SEND_TOKEN = 1000,     /* one message, so that a millisecond is worth a whole number */
    SEND_LOST_ALLOWED = 2, /* connections in a row a feed may go down with before it is held */
};

void send_refill(struct sync *sync)
{
    uint64_t full = (uint64_t)sync->options.burst * SEND_TOKEN;
    uint64_t elapsed_ms = (uint64_t)(sync->now_ms - sync->tokens_ms);
    sync->tokens_ms = sync->now_ms;
    uint64_t rate = sync->options.messages_per_second;
    if (elapsed_ms > full / rate) {
        sync->tokens = full;
        return;
    }
    uint64_t tokens = sync->tokens + elapsed_ms * rate;
    sync->tokens = tokens < full ? tokens : full;
}

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

static bool may_launch(const struct sync *sync, enum flight_kind kind)
{
    return sync->tokens >= SEND_TOKEN &&
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
            sync->tokens -= SEND_TOKEN;
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
    if (on_its_way || first > feed->number) {
        return;
    }
    if (feed->send_next == 0 || first < feed->send_next) {
        set_next(sync, feed, first);
    }
}

/* Go on behind an operation, or end. */
static void go_on(struct sync *sync, struct feed *feed, uint64_t last)
{
    set_next(sync, feed, last < feed->number ? last + 1 : 0);
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

void send_connected(struct sync *sync)
{
    sync->tokens = (uint64_t)sync->options.burst * SEND_TOKEN;
    sync->tokens_ms = sync->now_ms;
}

/* Count a failure; those the feed is allowed cost nothing, the others hold it with back-off. */
static void hold(struct sync *sync, struct feed *feed, uint32_t allowed)
{
    feed->flight_first = 0;
    feed->failures++;
    uint32_t retry_ms = 0;
    for (uint32_t i = allowed; i < feed->failures && retry_ms < sync->options.retry_max_ms; i++) {
        retry_ms = engine_back_off(sync, retry_ms);
    }
    if (retry_ms > 0) {
        feed->hold_until_ms = sync->now_ms + retry_ms;
    }
}

void send_disconnected(struct sync *sync)
{
    for (size_t i = 0; i < ENGINE_FLIGHT_MAX; i++) {
        if (sync->flights[i].kind == FLIGHT_RUN) {
            hold(sync, sync->flights[i].feed, SEND_LOST_ALLOWED);
        }
        sync->flights[i] = (struct flight){.kind = FLIGHT_NONE};
    }
    struct feed_walk walk = {0};
    for (struct feed *feed = feeds_next(sync, &walk); feed != NULL;
         feed = feeds_next(sync, &walk)) {
        set_next(sync, feed, 0);
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
    if (landed.kind != FLIGHT_RUN) {
        return;
    }
    struct feed *feed = landed.feed;
    if (event->last < landed.first || event->last > landed.last) {
        hold(sync, feed, 0);
        return;
    }
    feed->flight_first = 0;
    feed->failures = 0;
    offers_passed(sync, feed, landed.first, event->last);
    bool rewound = feed->send_next != landed.first;
    if (!rewound) {
        go_on(sync, feed, event->last);
    }
}

void send_failed(struct sync *sync, const struct sync_event *event)
{
    struct flight *flight = find_flight(sync, event->ticket);
    if (flight == NULL) {
        return;
    }
    struct flight lost = *flight;
    *flight = (struct flight){.kind = FLIGHT_NONE};
    switch (lost.kind) {
    case FLIGHT_RUN:
        hold(sync, lost.feed, 0);
        break;
    case FLIGHT_HAVE:
        have_failed(sync, lost.stream);
        break;
    case FLIGHT_KEYS: /* the peer's next message under an old epoch asks again */
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
    uint64_t room = feed->number - first;
    struct sync_action *action = engine_act(sync, SYNC_ACTION_PUBLISH_RUN);
    action->stream = feed->stream;
    action->feed = feed->id;
    action->first = first;
    action->last = room < BATCH_OPERATIONS_MAX ? feed->number : first + BATCH_OPERATIONS_MAX - 1;
    flight->feed = feed;
    flight->first = first;
    flight->last = action->last;
    flight->ticket = action->ticket;
    feed->flight_first = first;
    return true;
}

static bool publish_stream(struct sync *sync, const struct feed_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct feed *feed = list->items[i];
        if (is_waiting(feed) && feed->hold_until_ms <= sync->now_ms && !publish_batch(sync, feed)) {
            return false;
        }
    }
    return true;
}

/* Circle first: without its keys nothing else can be read. */
void send_flush(struct sync *sync)
{
    if (sync->sending_count == 0) {
        return;
    }
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        if (!publish_stream(sync, &sync->feeds[stream])) {
            return;
        }
    }
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
        if (is_waiting(feed) && feed->hold_until_ms < deadline) {
            deadline = feed->hold_until_ms;
        }
    }
    return deadline;
}

bool send_pending(const struct sync *sync)
{
    return sync->connected && send_deadline(sync) <= sync->now_ms;
}

int64_t send_allowed_ms(const struct sync *sync)
{
    if (count_in_flight(sync, FLIGHT_NONE) == 0) {
        return SYNC_NEVER;
    }
    if (sync->tokens >= SEND_TOKEN) {
        return sync->now_ms;
    }
    uint64_t rate = sync->options.messages_per_second;
    return sync->now_ms + (int64_t)((SEND_TOKEN - sync->tokens + rate - 1) / rate);
}
