/* A sender does not run far ahead of what those who are there have stored. */
#ifndef SYNC_PACE_H
#define SYNC_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sync/engine.h"

/* A feed is being sent from here on: nothing is waited for yet. */
void pace_start(struct feed *feed);

/* One more batch of it was taken by the broker. */
void pace_left(struct feed *feed);

/* A peer said that it holds more of it: it is waited for again. */
void pace_progressed(struct feed *feed, size_t slot);

/* The connection ended; who comes back is waited for again. */
void pace_disconnected(struct feed *feed);

/* Whether the next batch may leave. After every pace_batches it waits until those who are there
 * hold all that left before these, once for retry_min_ms at most: from then on nobody waits for who
 * has not got so far, until it gets further. */
bool pace_allows(struct sync *sync, struct feed *feed);

/* When the next batch may leave, as far as time decides. */
int64_t pace_deadline(const struct sync *sync, const struct feed *feed);

#endif
