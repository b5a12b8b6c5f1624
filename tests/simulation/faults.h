/* What can go wrong in a simulation, and how much of it one seed draws. */
#ifndef SIMULATION_FAULTS_H
#define SIMULATION_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "simulation/chance.h"

enum fault {
    FAULT_LOSS,
    FAULT_REPEAT,
    FAULT_DELAY,
    FAULT_REPLAY,
    FAULT_REFUSE,
    FAULT_RETAINED_LOST,
    FAULT_RETAINED_OLD,
    FAULT_QUEUE_FULL,
    FAULT_QUEUE_NONE,
    FAULT_OVERSIZE,
    FAULT_CRASH,
    FAULT_STORE_FAILS,
    FAULT_DISK_FULL, /* from here on: things that happen, rather than to a message or an action */
    FAULT_PARTITION,
    FAULT_BROKER_RESTART,
    FAULT_TAKEOVER,
    FAULT_DISCONNECT,
    FAULT_RESTORE,       /* an old disk, and the state file tells */
    FAULT_RESTORE_BLIND, /* an old disk, and nothing tells */
    FAULT_CLONE,
    FAULT_WALL_CLOCK,
    FAULT_CLOCK_DRIFT,
    FAULT_CLOCK_FROZEN,
    FAULT_ADDED,
    FAULT_REMOVED,
    FAULT_GRANT,
    FAULT_LIE_HIGH,
    FAULT_LIE_HASH,
    FAULT_LIE_COUNTER,
    FAULT_POISON, /* a hostile member forks its own feed */
    FAULT_COUNT,
};

/* What a seed drew: which faults, and how big, in thousandths where they are of messages. */
struct fault_plan {
    uint64_t drawn; /* a bit each */
    uint32_t size[FAULT_COUNT];
    uint32_t delay_ms;
    uint32_t queue_max;
    uint32_t oversize;   /* operations a message may have */
    uint32_t happenings; /* thousandths of the events */
    uint32_t writings;
};

/* The name of a fault, for tables and options. */
const char *fault_name(enum fault fault);

/* Draw from the faults allowed, a bit each. The same chance draws the same whatever is allowed. */
struct fault_plan fault_plan_draw(struct chance *chance, uint64_t allowed);

bool fault_is_drawn(const struct fault_plan *plan, enum fault fault);

#endif
