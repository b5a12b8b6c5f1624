/* Runs a simulated device keeps while one before them is missing, within the bounds of a journal.
 */
#ifndef SIMULATION_AHEAD_H
#define SIMULATION_AHEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "simulation/disk.h"
#include "sync/sync.h"

struct ledger;

struct ahead_run {
    struct sync_event event; /* its hashes are owned */
    bool given;              /* to the engine again; freed when the next one is kept */
};

struct ahead {
    struct ahead_run runs[AHEAD_RUN_MAX];
    size_t count;
};

/* Keep the run of an event. The one farthest from what the disk holds makes room. */
void ahead_keep(struct ahead *ahead, const struct disk *disk, const struct ledger *ledger,
                const struct sync_event *run);

/* A run that continues a feed held so far, to be given to the engine as it is; NULL when there is
 * none. Borrowed until something is kept or forgotten. */
const struct sync_event *ahead_give(struct ahead *ahead, const struct sync_position *held);

void ahead_forget(struct ahead *ahead);

#endif
