/* The smallest life that still fails. */
#ifndef SIMULATION_SHRINK_H
#define SIMULATION_SHRINK_H

#include "simulation/life.h"

/* How the life ends, tried in a process of its own: 0 well, -1 when the program stopped itself, or
 * one more than the invariant that did not hold. */
int shrink_outcome(const struct life_options *options);

/* Take away events and faults while it, or a life with one of the next seeds, comes to the same
 * end. */
void shrink_life(struct life_options *options);

#endif
