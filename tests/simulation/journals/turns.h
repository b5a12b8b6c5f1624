/* A copy and what it was copied from, once there is peace: they have one seat. */
#ifndef SIMULATION_JOURNALS_TURNS_H
#define SIMULATION_JOURNALS_TURNS_H

#include "simulation/journals/town.h"

/* They take turns, a few minutes each. What one wrote reaches the other through somebody else;
 * where nobody else reads everything, the patient restores a backup as a device of its own, beside
 * both. */
void turns_take(struct town *town, uint32_t minute);

#endif
