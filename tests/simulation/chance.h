/* The only source of chance in a simulation: one seed decides everything. */
#ifndef SIMULATION_CHANCE_H
#define SIMULATION_CHANCE_H

#include <stdbool.h>
#include <stdint.h>

struct chance {
    uint64_t state;
};

uint64_t chance_next(struct chance *chance);

/* A number below bound, which is not 0. */
uint32_t chance_below(struct chance *chance, uint32_t bound);

/* True in this many of a thousand cases. */
bool chance_strikes(struct chance *chance, uint32_t per_mille);

#endif
