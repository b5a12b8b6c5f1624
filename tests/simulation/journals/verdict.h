/* Peace: everybody becomes equal within bounded time, and nothing is lost. */
#ifndef SIMULATION_JOURNALS_VERDICT_H
#define SIMULATION_JOURNALS_VERDICT_H

#include "simulation/journals/town.h"

/* Let peace last until all are equal, and look at everything; the run fails otherwise. */
void verdict_of(struct town *town);

#endif
