/* Deterministic chance: delays that differ between devices, and a rank all devices agree on. */
#ifndef SYNC_JITTER_H
#define SYNC_JITTER_H

#include <stdint.h>

#include "base/bytes.h"

struct sync;

/* The next number below bound from the engine's seed; 0 when bound is 0. */
int64_t jitter_next(struct sync *sync, uint32_t bound);

/* How early a device stands in line to help a peer with what its HAVE of this counter lacks. Every
 * device computes the same for the same three. */
uint64_t jitter_score(struct key256 device, struct key256 peer, uint64_t counter);

#endif
