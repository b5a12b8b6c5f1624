/* The exchange engine of one circle on one device: events in, actions out. It has no clock, file,
 * socket, key or random source of its own; the journal performs what it asks and reports back.
 * schema/wire/exchange.md is its specification. */
#ifndef SYNC_SYNC_H
#define SYNC_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"

struct sync;

/* How fast and how patient. sync_options_default() gives the protocol's figures. */
struct sync_options {
    struct key256 self;           /* the own device */
    uint64_t seed;                /* for jitter; any number */
    uint32_t messages_per_second; /* token bucket, 5; until CONNECTED tells another */
    uint32_t burst;               /* 10; twice the rate where that is more */
    uint32_t in_flight_max;       /* batches not yet acknowledged by the broker, 4; 32 at most */
    uint32_t pace_batches;     /* of a feed: after so many, those who are there must hold what left
                                  before them, 16 */
    uint32_t have_runs;        /* HAVE after so many runs were stored, whatever the time, 8 */
    uint32_t coalesce_ms;      /* wait this long for more before publishing, 1000 */
    uint32_t have_interval_ms; /* at most one HAVE per stream in this time, 5000; have_idle_ms while
                                  a peer waits for an answer */
    uint32_t have_idle_ms;     /* HAVE this long after the last change, 2000 */
    uint32_t have_refresh_ms;  /* and at least this often, 3600000 */
    uint32_t answer_jitter_ms; /* a newcomer's HAVE is answered within this, 500 */
    uint32_t repair_base_ms;   /* holders other than the author wait base · 2^rank, 2000 */
    uint32_t retry_min_ms;     /* per range and peer, doubled without progress, 15000 */
    uint32_t retry_max_ms;     /* 900000 */
    uint32_t absent_offer_ms;  /* after connecting, what absent devices lack is offered once after
                                  this, 1000 */
};

struct sync_options sync_options_default(struct key256 self, uint64_t seed);

/* NULL when memory is short. */
struct sync *sync_create(const struct sync_options *options);
void sync_free(struct sync *sync);

/* A member device and what it may read; self is among them. Retired devices are not. */
struct sync_member {
    struct key256 device;
    bool reads[STREAM_COUNT];
};

/* A batch that was handed over and not answered. */
struct sync_batch {
    uint64_t ticket;
    uint64_t last; /* last operation that was really in it */
};

/* A feed and how far someone holds it. */
struct sync_position {
    struct id128 feed;
    uint64_t number;       /* last operation held, 0 for none */
    uint8_t hash_start[8]; /* first bytes of its hash */
};

enum sync_event_type {
    SYNC_EVENT_CLOCK,   /* time has passed */
    SYNC_EVENT_MEMBERS, /* who is in the circle, or what they read, has changed: the whole list */
    SYNC_EVENT_FEED, /* at start: a feed this device holds, and its head; later: it was closed, or
                        its tail was given up */
    SYNC_EVENT_PEER, /* at start: what a peer was last known to hold of a stream */
    SYNC_EVENT_CONNECTED,    /* subscribed and ready to publish */
    SYNC_EVENT_DISCONNECTED, /* tickets not yet reported are void */
    SYNC_EVENT_WRITTEN,      /* own operations were committed: the feed's new head */
    SYNC_EVENT_RUN, /* an authentic run arrived: chain and signature were checked against itself */
    SYNC_EVENT_STORED,         /* a STORE action was committed */
    SYNC_EVENT_STORE_FAILED,   /* it was not; the run is forgotten and asked for again */
    SYNC_EVENT_HAVE,           /* an authentic HAVE arrived */
    SYNC_EVENT_PUBLISHED,      /* the broker acknowledged a ticket */
    SYNC_EVENT_PUBLISH_FAILED, /* refused, or the connection went away */
    SYNC_EVENT_UNREADABLE, /* something under an epoch this device does not know: it misses `circle`
                              operations */
    SYNC_EVENT_STALE_KEYS, /* a member device speaks under an old epoch of `circle`: it misses keys
                            */
    SYNC_EVENT_SEND_KEYS,  /* this device gave `circle` a new key, or let a device in: that device,
                              or  every other one when none is named, is sent what it lacks at once
                            */
    SYNC_EVENT_ASKED, /* a person asked to exchange now: do not wait for coalescing or back-off */
};

/* At start the order is: MEMBERS, every FEED, every PEER, then CONNECTED. A PEER or HAVE of a
 * device that is not a member is ignored, so MEMBERS comes first whenever it changes. A STORE is
 * reported by STORED or STORE_FAILED before the next RUN; a RUN given earlier is dropped. PUBLISHED
 * and PUBLISH_FAILED report the tickets of PUBLISH_RUN, PUBLISH_HAVE and SEND_KEYS at any later
 * time, in any order. */
struct sync_event {
    enum sync_event_type type;
    enum stream stream; /* FEED, PEER, WRITTEN, RUN, STORED, STORE_FAILED, HAVE, UNREADABLE */
    int64_t now_ms;     /* a clock that never goes back */
    struct key256
        device; /* FEED, RUN: the author; PEER, HAVE, STALE_KEYS, SEND_KEYS: the peer (HAVE: also
                   the own device, whose HAVE from a clone or from before a rollback tells) */
    /* FEED, WRITTEN, STORED: the head of the feed; RUN: only which feed it is */
    struct sync_position position;
    const struct sync_member *members; /* MEMBERS */
    size_t member_count;
    const struct sync_position *positions; /* PEER, HAVE */
    size_t position_count;
    uint64_t counter; /* HAVE: rises per device; an older one is ignored. PEER: that of the HAVE
                         remembered, 0 when it was not kept */
    uint32_t messages_per_second; /* CONNECTED: what this broker is fine with; 0: as before */
    bool closed; /* FEED: of an own incarnation that ended; others may go on with it */
    /* HAVE: from the broker's memory, says nothing about who is present. RUN: it did not pass on
     * the stream just now, because it came out of KEYS or was kept. */
    bool retained;
    bool wants_answer;           /* HAVE */
    uint64_t first;              /* RUN: number of the first operation */
    struct key256 previous;      /* RUN: hash before the first, zero when first is 1 */
    const struct key256 *hashes; /* RUN: one per operation */
    size_t hash_count;
    uint64_t ticket; /* PUBLISHED, PUBLISH_FAILED; STORED, STORE_FAILED: of the STORE action */
    uint64_t last; /* PUBLISHED, PUBLISH_FAILED: last operation that was really in the batch; 0 of a
                      failure: it did not leave */
    const struct sync_batch *batches; /* DISCONNECTED: what was under way, as far as it is known */
    size_t batch_count;
};

enum sync_action_type {
    SYNC_ACTION_STORE, /* commit operations skip… of the run just given, then report STORED */
    /* The run just given is ahead of a gap. Keep it while there is room and this connection lasts,
     * and give it again, as retained, once STORED brought its feed to where it starts. Keeping
     * none is safe: it is asked for again. */
    SYNC_ACTION_KEEP,
    SYNC_ACTION_PUBLISH_RUN, /* seal and publish operations first…last of a feed, as many as fit one
                                batch from the start, and report PUBLISHED with the last one really
                                sent */
    SYNC_ACTION_PUBLISH_HAVE, /* publish the own HAVE of a stream, retained */
    /* Send to one device, sealed to its box, operations first…last of a feed of `circle`, as many
     * as fit one message from the start, and report PUBLISHED like that of a run. */
    SYNC_ACTION_SEND_KEYS,
    SYNC_ACTION_TELL, /* let a person know */
    /* Send a CLOCK event at wake_ms. Comes last and replaces earlier ones; an event whose actions
     * lack it leaves no deadline. */
    SYNC_ACTION_WAKE_AT,
};

/* What others only say is told once per feed, until FEED tells of it again; what a verified run
 * proves is told each time. */
enum sync_tell {
    SYNC_TELL_FORKED_FEED, /* two different operations claim one number of a feed: its author was
                              cloned or forged */
    /* A peer holds more of an own feed than this device, or other operations: this device was
     * restored or cloned. Close the incarnation and tell so by FEED: from then on the engine
     * fetches the old feed like anybody else's. Until then, nothing of it is stored. */
    SYNC_TELL_OWN_FEED_AHEAD,
};

struct sync_action {
    enum sync_action_type type;
    uint64_t ticket; /* STORE, PUBLISH_RUN, PUBLISH_HAVE, SEND_KEYS */
    enum stream stream;
    struct id128 feed; /* STORE, KEEP, PUBLISH_RUN, SEND_KEYS, TELL */
    uint64_t first; /* PUBLISH_RUN, SEND_KEYS; TELL: the number where it differs, 0 when that is not
                       known */
    uint64_t last;  /* TELL: of the run that proves it */
    size_t skip;    /* STORE: operations at the start of the run that are held already */
    struct key256 device; /* SEND_KEYS: to whom; TELL: the author, zero when not known */
    bool wants_answer;    /* PUBLISH_HAVE */
    enum sync_tell tell;
    bool proven;     /* TELL: by a run its author signed, not only by what a peer said */
    bool differs;    /* TELL: other operations under numbers held here, not only more of them */
    int64_t wake_ms; /* WAKE_AT */
};

/* Actions of one event, in the order they must be performed. Borrowed from the engine until the
 * next call. */
struct sync_actions {
    const struct sync_action *items;
    size_t count;
    bool no_memory; /* the event was dropped */
    bool heard;     /* HAVE: it was news; one that is ignored, perhaps because it was replayed, says
                     * nothing of what its device holds or whether it is there */
};

/* Tell the engine what happened and learn what must be done. Malformed or hostile input changes
 * nothing. When memory is short the event is dropped as if it never arrived: the protocol repairs
 * later what others sent, and WRITTEN may be told again. */
void sync_handle(struct sync *sync, const struct sync_event *event,
                 struct sync_actions *out_actions);

/* Where an operation is known to be held, by signed HAVE alone. */
enum sync_reach { SYNC_REACH_HERE, SYNC_REACH_SHARED, SYNC_REACH_EVERYWHERE };
enum sync_reach sync_reach(const struct sync *sync, enum stream stream, struct id128 feed,
                           uint64_t number);

/* What is still to be done on this connection. */
struct sync_owing {
    size_t present;    /* member devices whose HAVE was heard live since connecting; a RUN does not
                          count, because any holder may have sent it */
    size_t silent;     /* HAVE of member devices not heard live since connecting, or since a person
                          asked: of each device one a stream that both read */
    uint64_t to_send;  /* operations some present device is known to lack, each counted once */
    uint64_t to_fetch; /* operations known to exist and not held here: by a present device's HAVE,
                          or by a run that passed within twice retry_min_ms */
    uint64_t unheard;  /* own operations some member device was never known to hold, present or not
                        */
    size_t in_flight;  /* publishes not yet acknowledged by the broker */
    size_t set_aside;  /* feeds of which not even one operation at a time gets through */
    bool queued;       /* something is waiting to be published within seconds */
    int64_t quiet_since_ms; /* when the last message arrived or left */
    int64_t asking_ms;      /* when the latest HAVE that wants answers left, or was acknowledged */
};
void sync_owing(const struct sync *sync, struct sync_owing *out_owing);

/* How far this device holds a feed; number 0 when it does not know the feed. */
struct sync_position sync_position(const struct sync *sync, struct id128 feed);

#endif
