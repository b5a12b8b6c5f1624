/* What happens in a town: one event after another, drawn from the habits of the run. */
#ifndef SIMULATION_JOURNALS_EVENTS_H
#define SIMULATION_JOURNALS_EVENTS_H

#include "simulation/journals/town.h"

/* Draw the habits of a run; those in without are left out. */
void events_draw_habits(struct town *town, const bool without[static HABIT_COUNT]);

/* Let this many events happen, with time between them. */
void events_live(struct town *town, uint32_t count);

/* All faults end: the broker is honest, the network whole, every disk fine, and everybody there. */
void events_make_peace(struct town *town);

#endif
