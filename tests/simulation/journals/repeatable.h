/* Randomness that repeats: in this program libsodium draws from one seed. */
#ifndef SIMULATION_JOURNALS_REPEATABLE_H
#define SIMULATION_JOURNALS_REPEATABLE_H

#include "simulation/chance.h"

/* Put libsodium's random source aside. Before anything of the vault is called; once. */
void repeatable_begin(void);

/* Draw from this from now on; borrowed until another is given. */
void repeatable_draw_from(struct chance *source);

#endif
