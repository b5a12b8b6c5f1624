/* How many messages may leave: a bucket of tokens that fills with time. */
#ifndef SYNC_RATE_H
#define SYNC_RATE_H

#include <stdbool.h>
#include <stdint.h>

struct sync;

/* A connection began: the bucket is full. */
void rate_fill(struct sync *sync);

/* Fill it for the time that has passed. */
void rate_refill(struct sync *sync);

/* Whether a message may leave now, and that one does. */
bool rate_allows(const struct sync *sync);
void rate_take(struct sync *sync);

/* When the bucket holds a token: now, or later. */
int64_t rate_next_ms(const struct sync *sync);

#endif
