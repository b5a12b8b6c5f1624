/* Driving the exchange engine of a circle: events in, its actions performed one by one. For
 * journal/ only. */
#ifndef JOURNAL_ENGINE_H
#define JOURNAL_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "sync/sync.h"

struct feed_row;
struct own_circle;
struct received_run;

/* The engine of a circle and what it wants done. */
struct engine {
    struct sync *sync;
    bool connected;              /* it was told so */
    int64_t wake_ms;             /* when it wants a CLOCK event */
    struct sync_action *actions; /* still to be performed, from next on; NULL between events */
    size_t next;
    size_t count;
    size_t capacity;
    bool heard;                     /* the latest HAVE was news */
    bool no_memory;                 /* an event or its actions were dropped */
    const struct received_run *run; /* the run a STORE is about */
};

/* Make the engine of a blank circle, which knows its journal. NO_MEMORY. Freed by engine_end(),
 * also then. */
enum daybook_status engine_begin(struct own_circle *circle, const struct sync_options *options);

/* Give the engine an event, perform what it wants, report the results, until nothing is left to do.
 * The event's time is filled in. Statuses of the store end it and are returned; the engine has been
 * told of the failure then. NO_MEMORY: the event may have been dropped. */
enum daybook_status engine_deliver(struct own_circle *circle, const struct sync_event *event);

/* The same for a run, which a STORE action may refer to. */
enum daybook_status engine_deliver_run(struct own_circle *circle, const struct sync_event *event,
                                       const struct received_run *run);

/* A peer said that it holds another operation than this device under a number of an own feed. */
enum daybook_status engine_contradicted(struct own_circle *circle, const struct feed_row *feed,
                                        uint64_t number);

/* Free what it holds. */
void engine_end(struct engine *engine);

#endif
