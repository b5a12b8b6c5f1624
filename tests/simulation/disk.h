/* What of a simulated device survives a crash. */
#ifndef SIMULATION_DISK_H
#define SIMULATION_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/stream.h"
#include "simulation/broker.h"
#include "simulation/ledger.h"
#include "sync/sync.h"

/* A feed as far as it is held, by its number in the ledger. */
struct disk_feed {
    uint32_t *operations; /* of number n: operations[n - 1] */
    size_t count;
    size_t capacity;
    size_t rewritten; /* own: of what came in the place of what was given up, this far */
    bool known;       /* the store has a row for it */
    bool given_up;
};

struct disk {
    struct disk_feed *feeds;
    size_t feed_count; /* numbers below it may be known */
    uint16_t *places;  /* of each content, where it stands */
    size_t place_count;
    uint32_t *dropped; /* operations that were given up */
    size_t dropped_count;
    size_t dropped_capacity;
    uint64_t view; /* membership changes held */
    uint64_t incarnation;
    bool has_closed; /* there was an incarnation before */
    uint64_t have_counter;
    int64_t believed_ms; /* by the wall, when hearsay last closed an incarnation */
    struct message *heard[BROKER_DEVICE_MAX][STREAM_COUNT]; /* last HAVE, by identity */
    uint64_t heard_counters[BROKER_DEVICE_MAX];
};

/* The feed, NULL when nothing of it was ever stored; or made known. */
struct disk_feed *disk_feed(const struct disk *disk, uint32_t feed);
struct disk_feed *disk_open_feed(struct disk *disk, uint32_t feed);

/* Append an operation; `slot` is whose disk it is. */
void disk_append(struct disk *disk, struct ledger *ledger, size_t slot, uint32_t operation);

/* Give up what lies behind `keep`, remembering what it was. */
void disk_drop(struct disk *disk, struct ledger *ledger, uint32_t number, size_t keep);

/* How many operations of a disk have this content. */
size_t disk_places(const struct disk *disk, uint32_t content);

struct sync_position disk_position(const struct disk *disk, const struct ledger *ledger,
                                   uint32_t number);

/* Keep a reference to a peer's HAVE. */
void disk_hear(struct disk *disk, struct message *have, bool retained);

/* A copy that shares nothing. */
void disk_copy(struct disk *to, const struct disk *from);

/* Tell the ledger that this disk is now in a slot, or no longer. */
void disk_enter(const struct disk *disk, struct ledger *ledger, size_t slot);
void disk_leave(const struct disk *disk, struct ledger *ledger, size_t slot);
void disk_free(struct disk *disk);

#endif
