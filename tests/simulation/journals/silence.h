/* A patient who was not heard for a day, so that a caregiver sums the days up. */
#ifndef SIMULATION_JOURNALS_SILENCE_H
#define SIMULATION_JOURNALS_SILENCE_H

#include "simulation/journals/town.h"

/* A caregiver gets what the patient's devices summed up and not what that was made of; then those
 * are silent for more than a day by the caregiver's clock, and come back. */
void silence_befall(struct town *town);

#endif
