/* What a present peer is sent of what it lacks, how much at once, and how soon again. */
#ifndef SYNC_REPAIR_H
#define SYNC_REPAIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct feed;
struct holding;
struct sync;

/* What is published of a feed for the present peers who are due. */
struct repair {
    uint64_t first;  /* UINT64_MAX when there is none */
    uint32_t window; /* batches; 0: up to the head */
};

/* When to publish what the peer of a slot lacks; SYNC_NEVER when it is leaving anyway. fresh: it
 * has just asked. */
int64_t repair_time(struct sync *sync, struct feed *feed, size_t slot, bool fresh);

/* A peer said how far it holds a feed: is something missing before what passed while it was there?
 */
void repair_stated(struct holding *holding);

/* It got further, and the holding says so already. */
void repair_progressed(struct holding *holding);

/* The connection ended: what did not get through before may do so on the next one, so that is not
 * waited for any longer than after a first try. */
void repair_forgiven(const struct sync *sync, struct holding *holding);

/* Choose what is due, and count it for those it is for; the turn of who lacks something later comes
 * after it. */
struct repair repair_begin(struct sync *sync, struct feed *feed);

#endif
