/* The faults that happen to a circle, rather than to one of its messages. */
#ifndef SIMULATION_MISCHIEF_H
#define SIMULATION_MISCHIEF_H

#include "simulation/world.h"

/* One of the faults that the world's plan has drawn happens to somebody; none may have been. */
void mischief_happen(struct world *world);

/* A person writes on some device. */
void mischief_write(struct world *world);

/* Of two devices with one name and key, one is thrown away. */
void mischief_end_clones(struct world *world);

#endif
