/* A simulated device: what its disk keeps, the engine that runs on it, and a journal around both.
 */
#ifndef SIMULATION_DEVICE_H
#define SIMULATION_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/stream.h"
#include "simulation/ahead.h"
#include "simulation/broker.h"
#include "simulation/disk.h"
#include "simulation/ledger.h"
#include "simulation/verdict.h"
#include "sync/sync.h"

enum { DEVICE_PENDING_MAX = 512 };

struct device_faults {
    uint32_t crash;      /* thousandths: the process ends before an action */
    uint32_t fail_store; /* thousandths: a commit does not work */
};

/* What all devices of a world share. */
struct circle {
    struct ledger ledger;
    struct chance *chance;
    struct broker *broker;
    struct verdict *verdict;
    size_t first_count;                          /* identities that are members from the start */
    bool reads[BROKER_DEVICE_MAX][STREAM_COUNT]; /* by identity, but for grants of `log` */
    bool hostile[BROKER_DEVICE_MAX];             /* by identity */
    bool forks[BROKER_DEVICE_MAX];               /* forked its own feeds, so they never settle */
    uint32_t lies[FAULT_COUNT];                  /* thousandths of a hostile device's HAVE */
};

/* A clock that may drift or stand still: own time goes on from a moment of the world's. */
struct device_clock {
    int64_t world_ms;
    int64_t own_ms;
    uint32_t rate; /* own milliseconds in a second of the world */
};

struct device {
    size_t slot;
    size_t identity;
    struct key256 key;
    struct circle *circle;
    struct disk disk;
    struct ahead ahead;
    struct sync *sync; /* NULL while it is down */
    bool destroyed;
    bool disk_full;
    bool connected;
    struct device_clock clock;
    int64_t wall_offset_ms;
    int64_t own_wake_ms;
    int64_t wake_ms; /* the same by the world's clock */
    size_t fit;      /* operations that fit one batch */
    struct device_faults faults;

    uint64_t view; /* the members below were folded from it */
    struct sync_member members[BROKER_DEVICE_MAX];
    size_t member_count;
    bool reads[STREAM_COUNT];

    int64_t hearsay_after_ms; /* own time */
    int64_t hearsay_pause_ms;
    struct sync_position awaited; /* of an own feed that gave way: what may come in its place */
    int64_t awaited_until_ms;
    uint32_t given_up;
    bool contested;
    bool heard;     /* the latest HAVE was news to the engine */
    uint32_t spoke; /* identities whose HAVE came live in this connection, a bit each */

    struct sync_event pending[DEVICE_PENDING_MAX];
    size_t pending_count;
    int64_t now_ms; /* own time of the event at hand */
    int64_t connected_ms;
    uint64_t launched;                  /* publishes of this connection */
    uint64_t woken;                     /* and how often its engine woke in it */
    int64_t said_ms[STREAM_COUNT];      /* its last HAVE of each stream, 0 before the first */
    uint32_t stored_runs[STREAM_COUNT]; /* since then */
    bool asked[STREAM_COUNT]; /* by a peer, since a HAVE followed another one soon for that */
    bool hurried;             /* a person asked to exchange now */
    bool gave_way;            /* a feed did, while the actions of an event are performed */
    struct id128 gave_way_feed;
    uint64_t events;
    uint64_t trace; /* hash of everything that happened to it */
    uint64_t stored;
    uint64_t told;
};

/* The key of an identity. */
struct key256 device_key(size_t identity);

/* Make an engine from the disk and tell it what is there. */
void device_start(struct device *device, int64_t world_ms);

/* The process ends; the disk stays. */
void device_crash(struct device *device);

void device_connect(struct device *device, int64_t world_ms);
void device_disconnect(struct device *device, int64_t world_ms);

/* Commit own operations to the disk, then tell the engine, unless a crash comes between. */
void device_write(struct device *device, int64_t world_ms, enum stream stream, uint64_t count);

/* Commit an operation that changes the circle. */
void device_change(struct device *device, int64_t world_ms, struct change change);

/* What the broker answers; the clock. A device that is down hears nothing. */
void device_answer(struct device *device, int64_t world_ms, const struct occurrence *answer);
void device_wake(struct device *device, int64_t world_ms);
void device_ask(struct device *device, int64_t world_ms);

/* From now on the clock goes at this rate. */
void device_set_rate(struct device *device, int64_t world_ms, uint32_t rate);

void device_free(struct device *device);

/* For the files of a device: let its engine handle an event, and the reports that are owed to it
 * before anything else can happen; false when it crashed meanwhile. */
bool device_handle(struct device *device, struct sync_event first, int64_t world_ms);

/* Queue such a report, and how far it holds a feed. */
void device_report(struct device *device, struct sync_event event);
struct sync_event device_feed_event(const struct device *device, uint32_t feed);

/* The feed the present incarnation writes. */
uint32_t device_own_feed(const struct device *device, enum stream stream);

#endif
