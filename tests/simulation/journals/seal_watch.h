/* What must hold of everything that leaves a home, looked at when it leaves. */
#ifndef SIMULATION_JOURNALS_SEAL_WATCH_H
#define SIMULATION_JOURNALS_SEAL_WATCH_H

#include "simulation/journals/town.h"

struct seal_watch;

struct seal_watch *seal_watch_create(void);
void seal_watch_free(struct seal_watch *watch);

/* Look at a message of a home: its topic is its own, no text of anybody is in it, no key is used
 * with a nonce twice, every number in it lies committed in its store, and nobody whom the writer
 * knows to be no reader can open it. */
void seal_watch_published(struct town *town, struct home *home,
                          const struct transport_publish *message);

/* Has anybody a key meanwhile that they must never have had? */
void seal_watch_end(struct town *town);

#endif
