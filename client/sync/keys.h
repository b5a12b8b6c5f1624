/* Who misses `circle` operations and is sent them directly. */
#ifndef SYNC_KEYS_H
#define SYNC_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct feed;
struct sync;

/* A device has just become a member. */
void keys_newcomer(struct sync *sync, size_t slot);

/* A device speaks under an old epoch of `circle`. */
void keys_stale(struct sync *sync, struct key256 device);

/* A device's HAVE of `circle` arrived; when it holds all that is here, it needs nothing. */
void keys_stated(struct sync *sync, size_t slot, bool progressed);

/* This device gave `circle` a new key, or let a device in: one device, or everybody for zero, is
 * sent what it lacks at once. */
void keys_wanted(struct sync *sync, struct key256 device);

/* What became of a message to a device: the broker acknowledged it up to this operation; it failed,
 * where `left` says that the broker refused it, so that a smaller one is worth a try; the
 * connection ended, and it is sent again on the next one. */
void keys_published(struct sync *sync, struct key256 device, const struct feed *feed,
                    uint64_t last);
void keys_failed(struct sync *sync, struct key256 device, bool left);
void keys_disconnected(struct sync *sync);

/* Emit what is due while the rate allows; the next deadline. */
void keys_flush(struct sync *sync);
int64_t keys_deadline(const struct sync *sync);

/* Whether somebody is about to be sent them: who leaves now would leave that device locked out. */
bool keys_pending(const struct sync *sync);

#endif
