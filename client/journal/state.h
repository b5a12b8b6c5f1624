/* What a journal holds in memory. For journal/ only. */
#ifndef JOURNAL_STATE_H
#define JOURNAL_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "domain/circle.h"
#include "domain/hybrid_clock.h"
#include "journal/ahead.h"
#include "journal/engine.h"
#include "journal/exchange.h"
#include "journal/joining.h"
#include "journal/journal.h"
#include "journal/uplink.h"
#include "store/circle_rows.h"
#include "store/database.h"
#include "store/feed_rows.h"
#include "vault/epoch.h"
#include "vault/identity.h"

enum {
    SUMMARIES_PAUSE_MS = 300,    /* after the last change, so that a burst is summed up once */
    SUMMARIES_RETRY_MS = 60000,  /* after a failure */
    SUMMARIES_LISTEN_MS = 60000, /* online, before anything is published in the patient's place */
    SUMMARIES_LOOK_MS =
        3600 * 1000, /* though nothing changed: the patient may have fallen silent */
    INVITATIONS_LOOK_MS = 24 * 3600 * 1000,
    CONNECTED_LATE_MS = 2000, /* so long after connecting, what arrives may have waited */
};

/* A key of a stream this device holds. */
struct held_epoch {
    enum stream stream;
    uint64_t generation;
    struct key256 id;
    struct epoch *epoch;
};

/* One care circle of this journal. */
struct own_circle {
    struct journal *journal;
    struct circle_row row; /* row.seat is not kept here, see uplink.seat */
    struct arena *arena;   /* of the fold below; made anew with each fold */
    struct circle *circle; /* NULL until the genesis operation is here */
    bool complete;         /* this device is a member: everything may be used */
    bool readable;         /* it is, or holds a restored copy that may be looked at */
    struct feed_row *feeds;
    size_t feed_count;
    size_t feed_capacity;
    struct held_epoch *epochs;
    size_t epoch_count;
    size_t epoch_capacity;
    bool contested_due;             /* others may hold another history of an own feed */
    int64_t hearsay_after_ms;       /* what peers say of closed feeds is acted upon again then */
    int64_t hearsay_pause_ms;       /* and the next time only after twice that */
    struct sync_position awaited;   /* of an own feed that gave way: what may take the place */
    int64_t awaited_until_ms;       /* for so long nothing else does */
    uint32_t given_up;              /* how often a feed's tail was, since one was continued */
    bool asked;                     /* a person asked to exchange now */
    bool fold_due;                  /* operations of the `circle` stream wait for a new fold */
    bool judging_due;               /* of what may be written, after the last fold or a start */
    bool members_due;               /* the engine is to be told who is a member */
    bool written_due[STREAM_COUNT]; /* and of own operations in these streams */
    int64_t summaries_due_ms;       /* when to look for days that changed; INT64_MAX: nothing did */
    int64_t summaries_look_ms;      /* and when to look whether it is this device's turn */
    int64_t flags_due_ms;           /* when to look at the flags after a change; INT64_MAX: none */
    int64_t flags_look_ms;          /* and when to look though nothing changed */
    int64_t admit_after_ms;         /* what came of a lost device is not looked at before */
    struct engine engine;
    struct ahead ahead;
    bool keys_due; /* every other device is to be sent the membership operations */
    struct uplink uplink;
    int64_t connected_ms; /* when the engine was last told so */
    uint64_t sent;        /* operations since going online */
    uint64_t received;
};

struct journal {
    struct journal_ports ports;
    struct database *database;
    char *folder;             /* NULL in memory */
    char *state_folder;       /* of the state file; NULL: there is none */
    int64_t changes_at_token; /* state_file_changes() when its token was looked at */
    struct identity *identity;
    struct device_public self;
    struct key256 recovery_sign;
    struct key256 recovery_box;
    char name[NAME_TEXT_MAX + 1];
    enum role role;
    bool restored;                     /* from a backup, by a new device */
    struct key256 lost_device;         /* whose backup that was */
    uint64_t clock;                    /* hybrid, last stamped or heard */
    uint64_t counter;                  /* last used in a HAVE or a nonce */
    uint64_t counter_reserved;         /* counters up to here are written down as used */
    struct sync_action *spare_actions; /* owned: room for the engine that is at work */
    struct own_circle **circles;
    size_t circle_count;
    struct joining joining;
    int64_t invitations_look_ms; /* when to look for invitations that are over */
    int64_t remind_look_ms;      /* and whether it is time for a check-in */
    const char *word;            /* static: what to tell whoever is here; NULL: nothing */
    bool wants_online;
};

/* A journal with nothing in it; NULL when memory is short. */
struct journal *journal_blank(const struct journal_ports *ports);

/* INVALID, with a complaint, unless a passphrase is within its bounds. */
enum daybook_status journal_check_passphrase(const struct secret *passphrase,
                                             struct complaint *out_complaint);

/* The circle by public number: complete ones only. NULL when there is none of that number. */
struct own_circle *journal_circle(const struct journal *journal, size_t number);

/* The next counter, durable before it is used. */
enum daybook_status journal_next_counter(struct journal *journal, uint64_t *out_counter);

/* This device said something under that counter once, perhaps before it was set back, or as a copy
 * of this one does: the next is above it, or the others would not listen. */
void journal_heed_counter(struct journal *journal, uint64_t counter);

/* The next hybrid time for an own operation. */
uint64_t journal_stamp(struct journal *journal);

/* Does a name start with what a person typed, in any case? Does an id, given at least 4 hexadecimal
 * digits? */
bool journal_name_starts(struct bytes name, struct bytes start);
bool journal_id_starts(struct id128 id, struct bytes start);

int64_t journal_wall_ms(const struct journal *journal);
int64_t journal_monotonic_ms(const struct journal *journal);

#endif
