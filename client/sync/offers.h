/* When which range of a feed is published, and for whom: written, lacking, absent. */
#ifndef SYNC_OFFERS_H
#define SYNC_OFFERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct feed;
struct sync;

/* A present peer's HAVE says how far it holds the feed; plan what it lacks. `fresh`: it wants an
 * answer, so nothing that passed earlier is presumed to be on its way. */
void offers_stated(struct sync *sync, struct feed *feed, size_t slot, bool fresh);

/* The peer holds more of the feed than it did: its back-off starts anew. */
void offers_progressed(struct sync *sync, struct feed *feed, size_t slot);

/* Own operations from this number were committed. */
void offers_written(struct sync *sync, struct feed *feed, uint64_t first);

/* The range passed on the stream, published by this device or another. */
void offers_passed(struct sync *sync, struct feed *feed, uint64_t first, uint64_t last);

/* The tail of a feed was given up: what passed of it is no help to anybody. */
void offers_withdrawn(struct feed *feed);

/* A connection began: own feeds are offered to whoever stays silent. It ended: nothing is due. */
void offers_connected(struct sync *sync);
void offers_disconnected(struct sync *sync);

/* A person wants to exchange now: nothing waits for coalescing or back-off. */
void offers_hurried(struct sync *sync);

/* Whether own operations wait to be published. */
bool offers_pending(const struct sync *sync);

/* Hand to send_from() what is due; the next deadline, or an earlier moment. */
void offers_flush(struct sync *sync);
int64_t offers_deadline(const struct sync *sync);

/* For repair.c. Deadlines are kept as lower bounds: of a holding in its feed, of a feed in the
 * engine. */
void offers_note_deadline(struct sync *sync, struct feed *feed, int64_t due_ms);

/* Whether the peer of a slot reads the feed and lacks some of it. */
bool offers_lacks(const struct sync *sync, const struct feed *feed, size_t slot);

/* Whether what is being sent, or waits for its turn, reaches back to this operation. */
bool offers_is_leaving(const struct feed *feed, uint64_t number);

/* Whether all behind this operation passed not longer ago than this, so that it may be there by
 * now. */
bool offers_passed_within(const struct sync *sync, const struct feed *feed, uint64_t number,
                          uint32_t duration_ms);

#endif
