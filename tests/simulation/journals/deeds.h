/* What people do in their journals, and what they were told about it. */
#ifndef SIMULATION_JOURNALS_DEEDS_H
#define SIMULATION_JOURNALS_DEEDS_H

#include "simulation/journals/town.h"

/* Somebody writes something of this type; false when this home cannot. */
bool deeds_do(struct town *town, struct home *home, enum deed_type type);

/* Somebody erases an entry for good. */
bool deeds_erase(struct town *town, struct home *home);

/* The copy of this home that was kept is all that is left of it: what is nowhere else may be lost.
 * NULL: nothing is left. */
void deeds_lose(struct town *town, const struct home *home, const struct kept_copy *left);

/* Somebody tries to remove a person: what the remover does not hold of them may be held back. */
void deeds_hold_back(struct town *town, const struct home *remover, size_t person);

#endif
