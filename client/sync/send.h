/* What leaves: what is in flight, and the next batch of each feed. */
#ifndef SYNC_SEND_H
#define SYNC_SEND_H

#include <stdbool.h>
#include <stdint.h>

#include "sync/engine.h"

/* Take a token and a place in flight; the caller fills it in and acts. NULL when the rate or the
 * number in flight does not allow it now. */
struct flight *send_launch(struct sync *sync, enum flight_kind kind);

/* Publish a feed from this number to its head, in batches; joins what is being sent already. */
void send_from(struct sync *sync, struct feed *feed, uint64_t first);

/* Somebody else published first…last of a feed: go on behind it. */
void send_skip(struct sync *sync, struct feed *feed, uint64_t first, uint64_t last);

/* The tail of a feed was given up: what lay there does not leave any more. */
void send_withdrawn(struct sync *sync, struct feed *feed);

/* A connection began, as the event says, with a full bucket; it ended, as the event says, and took
 * everything in flight with it. */
void send_connected(struct sync *sync, const struct sync_event *event);
void send_disconnected(struct sync *sync, const struct sync_event *event);

/* Whether operations of a feed may be in flight beside what is there: one that several connections
 * in a row ended with leaves alone, and one that is set aside not at all. And when, as far as time
 * decides: now, later, or never for what waits for an acknowledgement. */
bool send_may_carry(const struct sync *sync, const struct feed *feed);
int64_t send_carry_deadline(const struct sync *sync, const struct feed *feed);

/* What the broker made of a ticket. */
void send_published(struct sync *sync, const struct sync_event *event);
void send_failed(struct sync *sync, const struct sync_event *event);

/* How many publishes are in flight. */
size_t send_in_flight(const struct sync *sync);

/* Whether a feed could be published now, but for the rate. */
bool send_pending(const struct sync *sync);

/* Emit batches while the rate allows; the next deadline. */
void send_flush(struct sync *sync);
int64_t send_deadline(const struct sync *sync);

/* When a message may leave again: now, or when the bucket holds one. */
int64_t send_allowed_ms(const struct sync *sync);

#endif
