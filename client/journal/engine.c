/* Driving the exchange engine of a circle: events in, its actions performed one by one. */
#include "journal/engine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "journal/ahead.h"
#include "journal/incarnation.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/sending.h"
#include "journal/state.h"

/* Room for the actions of one event and of the failures they may end in. It is there before the
 * first event: an engine that asked for a STORE waits for its answer, so what it asks for must not
 * be lost. Of hundreds of circles one is busy at a time, so they share it. */
enum { ENGINE_QUEUE_START = 256 };

enum daybook_status engine_begin(struct own_circle *circle, const struct sync_options *options)
{
    struct journal *journal = circle->journal;
    circle->engine.sync = sync_create(options);
    if (journal->spare_actions == NULL) {
        journal->spare_actions = calloc(ENGINE_QUEUE_START, sizeof *journal->spare_actions);
    }
    bool begun = circle->engine.sync != NULL && journal->spare_actions != NULL;
    return begun ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}

/* NULL: another circle has it, and the queue grows from nothing. */
static void take_queue(struct own_circle *circle)
{
    struct engine *engine = &circle->engine;
    if (engine->actions == NULL) {
        engine->actions = circle->journal->spare_actions;
        engine->capacity = engine->actions == NULL ? 0 : ENGINE_QUEUE_START;
        circle->journal->spare_actions = NULL;
    }
}

static void give_queue_back(struct own_circle *circle)
{
    struct engine *engine = &circle->engine;
    if (circle->journal->spare_actions == NULL && engine->capacity >= ENGINE_QUEUE_START) {
        circle->journal->spare_actions = engine->actions;
    } else {
        free(engine->actions);
    }
    engine->actions = NULL;
    engine->capacity = 0;
    engine->next = 0;
    engine->count = 0;
}

/* The engine's list is borrowed until its next event, and performing an action makes events: so it
 * is copied. */
static void queue_actions(struct engine *engine, const struct sync_actions *actions)
{
    if (engine->next == engine->count) {
        engine->next = 0;
        engine->count = 0;
    }
    size_t needed = engine->count + actions->count;
    if (needed > engine->capacity) {
        struct sync_action *grown = realloc(engine->actions, needed * 2 * sizeof *grown);
        if (grown == NULL) {
            engine->no_memory = true;
            return;
        }
        engine->actions = grown;
        engine->capacity = needed * 2;
    }
    if (actions->count > 0) {
        memcpy(engine->actions + engine->count, actions->items,
               actions->count * sizeof *actions->items);
    }
    engine->count = needed;
}

static void handle(struct own_circle *circle, const struct sync_event *event)
{
    struct sync_event timed = *event;
    struct sync_actions actions;
    take_queue(circle);
    timed.now_ms = journal_monotonic_ms(circle->journal);
    circle->engine.wake_ms = INT64_MAX; /* an event without WAKE_AT leaves no deadline */
    sync_handle(circle->engine.sync, &timed, &actions);
    circle->engine.no_memory = circle->engine.no_memory || actions.no_memory;
    circle->engine.heard = event->type == SYNC_EVENT_HAVE ? actions.heard : circle->engine.heard;
    queue_actions(&circle->engine, &actions);
}

/* A publish that was handed over is reported when the broker answers; one that was not, at once. */
static enum daybook_status report_publish(struct own_circle *circle,
                                          const struct sync_action *action,
                                          enum daybook_status status)
{
    if (status == DAYBOOK_OK) {
        return DAYBOOK_OK;
    }
    handle(circle,
           &(struct sync_event){.type = SYNC_EVENT_PUBLISH_FAILED, .ticket = action->ticket});
    bool harmless = status == DAYBOOK_OFFLINE || status == DAYBOOK_FULL || status == DAYBOOK_DENIED;
    return harmless ? DAYBOOK_OK : status;
}

static enum daybook_status perform_store(struct own_circle *circle,
                                         const struct sync_action *action)
{
    const struct received_run *run = circle->engine.run;
    assert(run != NULL);
    struct id128 id = run->feed;
    enum daybook_status status = receiving_store(circle, run, action->skip);
    const struct feed_row *feed = own_circle_feed(circle, id);
    struct sync_event result = {.type = status == DAYBOOK_OK ? SYNC_EVENT_STORED
                                                             : SYNC_EVENT_STORE_FAILED,
                                .ticket = action->ticket,
                                .stream = action->stream,
                                .position = {.feed = id}};
    if (feed != NULL) {
        result.position = own_circle_position(feed);
        result.device = feed->device;
    }
    handle(circle, &result);
    if (status == DAYBOOK_OK && action->stream == STREAM_CIRCLE) {
        return membership_changed(circle); /* whatever comes of it, the operations are stored */
    }
    return status == DAYBOOK_FORGED ? DAYBOOK_OK : status;
}

/* Tell the engine how far own feeds reach and which of them are closed, and the feed it told of. */
static void introduce_anew(struct own_circle *circle, struct id128 told, enum stream stream)
{
    const struct key256 self = circle->journal->self.sign;
    for (size_t i = 0; i < circle->feed_count; i++) {
        const struct feed_row *feed = &circle->feeds[i];
        bool own = key256_equal(feed->device, self);
        if (own || id128_equal(feed->feed, told)) {
            handle(circle, &(struct sync_event){
                               .type = SYNC_EVENT_FEED,
                               .stream = feed->stream,
                               .device = feed->device,
                               .position = own_circle_position(feed),
                               .closed = own && !own_circle_is_current(circle, feed->feed)});
        }
    }
    if (own_circle_feed(circle, told) == NULL) { /* an own one that is not here at all */
        handle(circle, &(struct sync_event){.type = SYNC_EVENT_FEED,
                                            .stream = stream,
                                            .device = self,
                                            .position = {.feed = told},
                                            .closed = true});
    }
}

static enum daybook_status perform_tell(struct own_circle *circle, const struct sync_action *action)
{
    bool changed = false;
    enum daybook_status status = incarnation_told(circle, action, &changed);
    if (status == DAYBOOK_OK && changed) {
        introduce_anew(circle, action->feed, action->stream);
    }
    return status;
}

static enum daybook_status perform(struct own_circle *circle, const struct sync_action *action)
{
    switch (action->type) {
    case SYNC_ACTION_STORE:
        return perform_store(circle, action);
    case SYNC_ACTION_KEEP:
        assert(circle->engine.run != NULL);
        ahead_keep(circle, circle->engine.run);
        return DAYBOOK_OK;
    case SYNC_ACTION_PUBLISH_RUN:
        return report_publish(circle, action, sending_run(circle, action));
    case SYNC_ACTION_PUBLISH_HAVE:
        return report_publish(circle, action, sending_have(circle, action));
    case SYNC_ACTION_SEND_KEYS:
        return report_publish(circle, action, sending_keys(circle, action));
    case SYNC_ACTION_TELL:
        return perform_tell(circle, action);
    case SYNC_ACTION_WAKE_AT:
        circle->engine.wake_ms = action->wake_ms;
        return DAYBOOK_OK;
    }
    return DAYBOOK_OK;
}

/* Perform what is queued, until nothing is left to do. */
static enum daybook_status perform_all(struct own_circle *circle)
{
    struct engine *engine = &circle->engine;
    enum daybook_status first_failure = DAYBOOK_OK;
    while (engine->next < engine->count) {
        const struct sync_action action = engine->actions[engine->next++];
        enum daybook_status status = perform(circle, &action);
        if (first_failure == DAYBOOK_OK) {
            first_failure = status;
        }
    }
    give_queue_back(circle);
    return first_failure == DAYBOOK_OK && engine->no_memory ? DAYBOOK_NO_MEMORY : first_failure;
}

enum daybook_status engine_deliver_run(struct own_circle *circle, const struct sync_event *event,
                                       const struct received_run *run)
{
    struct engine *engine = &circle->engine;
    engine->run = run;
    engine->no_memory = false;
    handle(circle, event);
    enum daybook_status status = perform_all(circle);
    engine->run = NULL;
    return status;
}

enum daybook_status engine_contradicted(struct own_circle *circle, const struct feed_row *feed,
                                        uint64_t number)
{
    const struct sync_action told = {.type = SYNC_ACTION_TELL,
                                     .stream = feed->stream,
                                     .feed = feed->feed,
                                     .device = feed->device,
                                     .first = number,
                                     .tell = SYNC_TELL_OWN_FEED_AHEAD,
                                     .differs = true};
    circle->engine.no_memory = false;
    enum daybook_status status = perform_tell(circle, &told);
    enum daybook_status performed = perform_all(circle);
    return status == DAYBOOK_OK ? performed : status;
}

enum daybook_status engine_deliver(struct own_circle *circle, const struct sync_event *event)
{
    return engine_deliver_run(circle, event, NULL);
}

void engine_end(struct engine *engine)
{
    sync_free(engine->sync);
    free(engine->actions);
    *engine = (struct engine){0};
}
