/* What everybody holds, for whoever wants to know why a run failed. */
#ifndef SIMULATION_JOURNALS_EXPLANATION_H
#define SIMULATION_JOURNALS_EXPLANATION_H

#include "simulation/journals/town.h"

/* Print the habits of the run, and each home with its keys and feeds. */
void explanation_print(const struct town *town);

#endif
