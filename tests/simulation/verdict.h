/* What a simulation found: the invariants it checked, and the first one that did not hold. */
#ifndef SIMULATION_VERDICT_H
#define SIMULATION_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "simulation/faults.h"

enum invariant {
    INVARIANT_LOST,       /* what was committed is somewhere, or its last disk was destroyed */
    INVARIANT_FORGOTTEN,  /* a device that holds something goes on holding it */
    INVARIANT_ALTERED,    /* what is stored is what was written, where it was written */
    INVARIANT_CONTIGUOUS, /* nothing is stored with a gap or twice */
    INVARIANT_DURABLE,    /* what the engine takes for held is on the disk, no more, no less */
    INVARIANT_PUBLISHED,  /* only what is on the disk is published */
    INVARIANT_ENTITLED,   /* nothing is published for somebody who does not read it */
    INVARIANT_EVERYWHERE, /* what is called held by every device is */
    INVARIANT_TIME,       /* the engine wakes later than now */
    INVARIANT_RATE,       /* no more is published than the options allow */
    INVARIANT_PRESENT,    /* only who spoke in this connection is taken to be there */
    INVARIANT_APART,      /* a HAVE is not repeated at once */
    INVARIANT_CALM,       /* the engine does not wake all the time */
    INVARIANT_CONVERGED,  /* when faults stop all hold the same */
    INVARIANT_SETTLED,    /* and owe each other nothing */
    INVARIANT_QUIET,      /* and fall silent */
    INVARIANT_IDLE,       /* to come back costs at most two messages a stream */
    INVARIANT_COUNT,
};

struct verdict {
    bool failed;
    enum invariant broken;
    char story[200];
    uint64_t checks[INVARIANT_COUNT];
    uint64_t injected[FAULT_COUNT];
};

const char *invariant_name(enum invariant invariant);

/* Count a check; when it does not hold, keep the story of the first. */
void verdict_check(struct verdict *verdict, enum invariant invariant, bool holds,
                   const char *story);

/* Count a fault. */
void verdict_inject(struct verdict *verdict, enum fault fault);

#endif
