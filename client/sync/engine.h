/* What the engine remembers; every file of this room works on it, nobody else sees it. */
#ifndef SYNC_ENGINE_H
#define SYNC_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "domain/stream.h"
#include "sync/sync.h"

/* A deadline that is not set, and a moment before every other. */
#define SYNC_NEVER    INT64_MAX
#define SYNC_LONG_AGO (INT64_MIN / 4)

enum {
    ENGINE_TELL_MAX = 16,       /* things told in one event; the rest is told by the next one */
    ENGINE_RUN_FLIGHT_MAX = 32, /* upper bound of sync_options.in_flight_max */
    ENGINE_FLIGHT_MAX = ENGINE_RUN_FLIGHT_MAX + 4 * STREAM_COUNT + CIRCLE_DEVICE_MAX,
    ENGINE_ACTION_MAX =
        ENGINE_TELL_MAX + ENGINE_RUN_FLIGHT_MAX + STREAM_COUNT + CIRCLE_DEVICE_MAX + 2,
    ENGINE_HURRY_MS = 200, /* what a person who asked waits instead of the usual delays */
};

/* How far one peer holds one feed, and when to send it what it lacks. */
struct holding {
    uint64_t number;    /* by the peer's own HAVE */
    uint64_t offered;   /* last operation that passed on the stream since, without a gap */
    int64_t offered_ms; /* when that was, or when the peer last made progress */
    int64_t due_ms;     /* when to publish from number + 1 for this peer */
    uint32_t retry_ms;  /* back-off; 0 before the first repair and after progress */
    uint64_t beyond;    /* last operation that passed while the peer was there */
    uint32_t window;    /* of what it lacks though later ones passed: batches of the next repair; 0:
                           nothing is missing in between */
    bool repaired;      /* a repair of what is missing in between has left */
    bool named;         /* scratch: the HAVE being read names this feed */
    bool outpaced;      /* nobody waits for it, until it gets further */
};

/* How many operations a batch of a feed may hold, while larger ones do not get through. */
struct batch_size {
    uint32_t most;          /* 0: as many as the protocol allows */
    uint32_t largest;       /* acknowledged by the broker since a peer got further */
    uint32_t proofs;        /* times a peer got further since the size last changed */
    uint32_t proofs_wanted; /* before the next ones may be twice as large; 0: the least */
    bool grown;             /* the last change was such a growth */
    uint32_t left; /* batches after which what is being sent ends; 0: it ends with the head */
};

/* How far the sending of a feed is ahead of those who are there. */
struct pace {
    uint64_t wanted;  /* they are to hold this much before the batches after the next ones leave */
    uint32_t batches; /* taken by the broker since that was set */
    int64_t since_ms; /* waiting for them since, or SYNC_NEVER */
};

struct feed {
    struct id128 id;
    struct key256 author;
    bool author_known; /* not while the feed is known from HAVE alone */
    enum stream stream;
    uint64_t number; /* last operation held, durably */
    uint8_t hash_start[8];
    uint64_t seen; /* last operation a verified run showed to exist, and when it did: whoever sent
                      it may be gone with it */
    int64_t seen_ms;
    bool closed; /* own, of an incarnation that ended */
    bool told;   /* that it forked or, when own, that peers hold more, by what a peer said */

    uint64_t send_next;    /* next operation to publish, up to the head; 0 for nothing */
    uint64_t flight_first; /* first operation of the batch in flight; 0 for none */
    uint32_t failures;     /* publishes in a row that went wrong */
    uint32_t losses;       /* connections in a row that ended with a batch of it under way */
    int64_t hold_until_ms; /* nothing is published before, because of failures */
    struct batch_size batch;
    bool set_aside; /* not even a single operation gets through */
    struct pace pace;

    uint64_t written_first; /* own operations from here wait for coalescing */
    int64_t written_due_ms;
    int64_t absent_due_ms;   /* when absent devices are offered what they lack */
    int64_t absent_after_ms; /* not offered again before */
    uint32_t absent_retry_ms;
    bool absent_ranked; /* of somebody else's feed: the wait for one's rank has begun */

    uint64_t passed_first; /* the latest range that passed on the stream without a gap */
    uint64_t passed_last;
    int64_t passed_ms;

    int64_t due_ms;                             /* no deadline of this feed is earlier */
    struct holding holdings[CIRCLE_DEVICE_MAX]; /* by slot of the peer */
};

/* Feeds of one stream in the order of their ids. */
struct feed_list {
    struct feed **items;
    size_t count;
    size_t capacity;
};

/* What a peer said of one stream. */
struct statement {
    bool known;       /* it was ever heard, now or in an earlier life */
    bool live;        /* heard in this connection and not from the broker's memory */
    bool answered;    /* the same, since a person asked here */
    uint64_t counter; /* of its latest HAVE */
    uint64_t behind;  /* of the latest live one that was ignored for its counter */
    uint32_t rises;   /* how many such in a row rose */
};

struct peer {
    bool used;
    struct key256 device;
    bool reads[STREAM_COUNT];
    bool heard; /* live, in this connection */
    int64_t heard_ms;
    struct statement statements[STREAM_COUNT];
    int64_t keys_due_ms;
    int64_t keys_sent_ms;
    uint32_t keys_retry_ms;
    bool keys_whole;        /* from the first operation on, whatever its HAVE names */
    bool keys_leaving;      /* they are being sent, message by message */
    bool keys_in_flight;    /* one of those is not acknowledged yet */
    struct id128 keys_feed; /* of the latest acknowledged, in the order of ids */
    uint64_t keys_next;     /* and the operation behind it */
};

/* When the own HAVE of one stream is published. */
struct have_plan {
    int64_t changed_ms; /* first change not yet published, or SYNC_NEVER */
    int64_t change_due_ms;
    uint32_t stored;       /* runs since it was last published */
    bool answers;          /* a peer asked to be answered */
    bool prompt;           /* and what changes next is told soon: a person may be waiting there */
    int64_t answer_due_ms; /* a newcomer, a new connection or an ask waits for it */
    int64_t refresh_due_ms;
    uint32_t refresh_ms;
    uint32_t repeats;   /* left for readers who stay silent */
    int64_t last_ms;    /* when it was last published in this connection */
    bool wants_answer;  /* the next one does */
    int64_t ask_due_ms; /* still behind then: ask the others */
    int64_t asked_ms;
    uint32_t ask_retry_ms;
    bool unreadable; /* ask although nothing is known to be missing */
};

enum flight_kind { FLIGHT_NONE, FLIGHT_RUN, FLIGHT_HAVE, FLIGHT_KEYS };

/* A publish the broker has not acknowledged. */
struct flight {
    enum flight_kind kind;
    uint64_t ticket;
    struct feed *feed; /* FLIGHT_RUN, FLIGHT_KEYS */
    uint64_t first;
    uint64_t last;
    enum stream stream;   /* FLIGHT_HAVE */
    bool asks;            /* FLIGHT_HAVE: it wants answers */
    struct key256 device; /* FLIGHT_KEYS */
};

struct sync {
    struct sync_options options;
    int64_t now_ms;
    uint64_t random;
    uint64_t ticket; /* the last one given */

    bool members_known;
    bool self_reads[STREAM_COUNT];
    struct peer peers[CIRCLE_DEVICE_MAX];
    struct feed_list feeds[STREAM_COUNT];

    bool connected;
    bool asked;               /* while not connected */
    int64_t hurry_until_ms;   /* a person asked here */
    int64_t answers_until_ms; /* a peer asked to be answered */
    int64_t quiet_since_ms;
    int64_t asking_ms; /* when the latest HAVE that wants answers left, or was acknowledged */
    struct have_plan haves[STREAM_COUNT];
    int64_t offers_due_ms; /* no deadline of any feed is earlier */
    size_t sending_count;  /* feeds with send_next set */
    uint64_t tokens;       /* thousandths of a message */
    int64_t tokens_ms;
    struct flight flights[ENGINE_FLIGHT_MAX];

    struct feed *storing; /* of the STORE not yet reported */
    uint64_t storing_ticket;

    struct sync_action actions[ENGINE_ACTION_MAX];
    size_t action_count;
    bool no_memory;  /* for the event at hand */
    bool have_heard; /* the same */
    size_t tell_count;
};

/* Whether a person is waiting for this exchange. */
bool engine_in_hurry(const struct sync *sync);

/* Whether the own device wrote the feed. */
bool engine_owns(const struct sync *sync, const struct feed *feed);

/* Double a back-off between the two options; 0 starts it. */
uint32_t engine_back_off(const struct sync *sync, uint32_t retry_ms);

/* Append an action with a fresh ticket, to be filled in. Never NULL: the table holds what one event
 * can cause. */
struct sync_action *engine_act(struct sync *sync, enum sync_action_type type);

/* Tell of a feed what a peer said, once until the feed is told of anew; when too much was told in
 * this event, later. differs: other operations than those held, not only more. */
void engine_tell(struct sync *sync, struct feed *feed, enum sync_tell tell, bool differs);

/* The same for what a verified run up to last proves, each time. */
void engine_tell_proven(struct sync *sync, struct feed *feed, enum sync_tell tell, bool differs,
                        uint64_t last);

#endif
