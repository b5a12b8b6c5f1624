/* The life of one circle in the simulator: bad times as its seed draws them, then peace. */
#ifndef SIMULATION_LIFE_H
#define SIMULATION_LIFE_H

#include <stdint.h>

#include "simulation/verdict.h"

struct life_options {
    uint64_t seed;
    uint64_t allowed; /* faults that may be drawn, a bit each */
    uint64_t events;  /* of the bad times */
};

struct life_report {
    struct verdict verdict;
    uint64_t drawn;      /* faults */
    uint64_t events;     /* in all */
    uint64_t operations; /* written */
    uint64_t messages;   /* published */
    int64_t peace_ms;    /* from the end of the faults until all were equal */
    uint64_t trace;      /* hash of everything that happened */
};

/* Live it. */
void life_run(const struct life_options *options, struct life_report *out_report);

#endif
