/* What many lives came to, added up and printed. */
#ifndef SIMULATION_TALLY_H
#define SIMULATION_TALLY_H

#include <stdint.h>

#include "simulation/life.h"

struct tally {
    uint64_t seeds;
    uint64_t failures;
    uint64_t events;
    uint64_t operations;
    uint64_t messages;
    uint64_t traces; /* of all lives, in any order */
    int64_t peace_ms_longest;
    uint64_t injected[FAULT_COUNT];
    uint64_t checks[INVARIANT_COUNT];
};

void tally_add(struct tally *tally, const struct life_report *report);
void tally_merge(struct tally *tally, const struct tally *other);

/* Tables of faults and invariants, and a line with the rest. */
void tally_print(const struct tally *tally, double seconds);

#endif
