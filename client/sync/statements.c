/* What peers say they hold: their HAVE, live, retained or remembered. */
#include "sync/statements.h"

#include <string.h>

#include "sync/engine.h"
#include "sync/feeds.h"
#include "sync/have.h"
#include "sync/keys.h"
#include "sync/offers.h"
#include "sync/peers.h"

/* HAVE in a row, each with a higher counter, after which a lower one than before is believed. */
enum { STATEMENT_RISES = 4 };

static bool same_hash_start(const struct feed *feed, const struct sync_position *position)
{
    return memcmp(feed->hash_start, position->hash_start, sizeof feed->hash_start) == 0;
}

/* Who holds more of an own feed, or something else under its last number, learnt it from a clone or
 * before a rollback. Two histories of somebody else's feed are told, too. */
static void compare_heads(struct sync *sync, struct feed *feed, const struct sync_position *said)
{
    bool own = engine_owns(sync, feed);
    bool differs = said->number == feed->number && said->number > 0 && !same_hash_start(feed, said);
    if (own && !feed->closed && (differs || said->number > feed->number)) {
        engine_tell(sync, feed, SYNC_TELL_OWN_FEED_AHEAD, differs);
    } else if (differs) {
        engine_tell(sync, feed, own ? SYNC_TELL_OWN_FEED_AHEAD : SYNC_TELL_FORKED_FEED, true);
    }
}

/* Everything a HAVE allocates, before it changes anything. False when memory is short. */
static bool make_room(struct sync *sync, const struct sync_event *event)
{
    for (size_t i = 0; i < event->position_count; i++) {
        const struct feed_list *list = &sync->feeds[event->stream];
        if (feeds_obtain(sync, event->stream, event->positions[i].feed, false) == NULL &&
            list->count < HAVE_FEED_MAX) {
            return false;
        }
    }
    return true;
}

/* Take over one position; true when it is further than before. */
static bool take_position(struct sync *sync, struct feed *feed, size_t slot,
                          const struct sync_position *said)
{
    struct holding *holding = &feed->holdings[slot];
    bool further = said->number > holding->number;
    holding->number = said->number;
    holding->named = true;
    if (further) {
        offers_progressed(sync, feed, slot);
    }
    compare_heads(sync, feed, said);
    return further;
}

/* A HAVE is complete: a feed it does not name is held not at all. */
static void clear_unnamed(struct sync *sync, enum stream stream, size_t slot)
{
    for (size_t i = 0; i < sync->feeds[stream].count; i++) {
        struct holding *holding = &sync->feeds[stream].items[i]->holdings[slot];
        if (!holding->named) {
            holding->number = 0;
        }
        holding->named = false;
    }
}

static bool take_positions(struct sync *sync, const struct sync_event *event, size_t slot)
{
    bool progressed = false;
    for (size_t i = 0; i < event->position_count; i++) {
        struct feed *feed = feeds_find(sync, event->stream, event->positions[i].feed);
        if (feed != NULL) {
            progressed |= take_position(sync, feed, slot, &event->positions[i]);
        }
    }
    clear_unnamed(sync, event->stream, slot);
    return progressed;
}

/* A HAVE of the own device can only be old, or a clone's. */
static void compare_with_clone(struct sync *sync, const struct sync_event *event)
{
    for (size_t i = 0; i < event->position_count; i++) {
        struct feed *feed = feeds_find(sync, event->stream, event->positions[i].feed);
        if (feed != NULL && engine_owns(sync, feed)) {
            compare_heads(sync, feed, &event->positions[i]);
        }
    }
}

/* A device that was set back together with its clock counts from an old number: who goes on
 * counting there is believed after a while. An old HAVE that is replayed only says too little,
 * until the next true one. */
static bool was_set_back(struct statement *statement, const struct sync_event *event)
{
    if (event->retained || event->counter == statement->behind) {
        return false;
    }
    statement->rises = event->counter > statement->behind ? statement->rises + 1 : 1;
    statement->behind = event->counter;
    return statement->rises >= STATEMENT_RISES;
}

/* The same HAVE counts once from memory and once live: only the latter says that somebody is there.
 */
static bool is_news(struct statement *statement, const struct sync_event *event)
{
    if (!statement->known || event->counter > statement->counter) {
        return true;
    }
    if (event->counter == statement->counter) {
        return !event->retained && !statement->live;
    }
    return was_set_back(statement, event);
}

/* The peer is there: help it, answer it, ask it. */
static void respond(struct sync *sync, const struct sync_event *event, size_t slot)
{
    for (size_t i = 0; i < sync->feeds[event->stream].count; i++) {
        offers_stated(sync, sync->feeds[event->stream].items[i], slot, event->wants_answer);
    }
    if (event->wants_answer) {
        have_answer(sync, event->stream);
    }
    if (have_behind(sync, event->stream) > 0) {
        have_ask(sync, event->stream);
    }
}

void statements_heard(struct sync *sync, const struct sync_event *event)
{
    if (event->position_count > HAVE_FEED_MAX) {
        return;
    }
    if (key256_equal(event->device, sync->options.self)) {
        compare_with_clone(sync, event);
        return;
    }
    size_t slot = 0;
    struct peer *peer = peers_find(sync, event->device, &slot);
    if (peer == NULL || !is_news(&peer->statements[event->stream], event) ||
        !make_room(sync, event)) {
        return;
    }
    struct statement *statement = &peer->statements[event->stream];
    *statement =
        (struct statement){.known = true, .live = !event->retained, .counter = event->counter};
    sync->quiet_since_ms = sync->now_ms;
    sync->have_heard = true;
    bool progressed = take_positions(sync, event, slot);
    if (event->stream == STREAM_CIRCLE) {
        keys_stated(sync, slot, progressed);
    }
    if (!event->retained && sync->connected) {
        peer->heard = true;
        peer->heard_ms = sync->now_ms;
        statement->answered = true;
        respond(sync, event, slot);
    }
}

void statements_remembered(struct sync *sync, const struct sync_event *event)
{
    size_t slot = 0;
    struct peer *peer = peers_find(sync, event->device, &slot);
    if (peer == NULL || event->position_count > HAVE_FEED_MAX || !make_room(sync, event)) {
        return;
    }
    peer->statements[event->stream] = (struct statement){.known = true, .counter = event->counter};
    (void)take_positions(sync, event, slot);
}
