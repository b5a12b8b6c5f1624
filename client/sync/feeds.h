/* The table of feeds: those held, and those known from a HAVE alone. */
#ifndef SYNC_FEEDS_H
#define SYNC_FEEDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "domain/stream.h"

struct feed;
struct sync;

/* NULL when the feed is not known. */
struct feed *feeds_find(const struct sync *sync, enum stream stream, struct id128 id);

/* The feed, added when it is new. A stream has at most HAVE_FEED_MAX; a feed this device holds
 * nothing of makes room for one that is `wanted`, meaning that its operations are here. NULL when
 * there is no room or no memory. Feeds of which something is held never move or go away. */
struct feed *feeds_obtain(struct sync *sync, enum stream stream, struct id128 id, bool wanted);

/* Say who wrote the feed; false when somebody else is known to. */
bool feeds_set_author(struct feed *feed, struct key256 author);

/* How many feeds of its stream the author of this one has of which something is held. More than
 * FEEDS_AUTHOR_MAX are not begun, so that one device cannot use up the room of the others. */
enum { FEEDS_AUTHOR_MAX = HAVE_FEED_MAX / 4 };
size_t feeds_held_of(const struct sync *sync, const struct feed *feed);

/* Walk every feed of every stream, beginning with a zeroed walk; NULL at the end. No feed may be
 * added meanwhile. */
struct feed_walk {
    size_t stream;
    size_t place;
};
struct feed *feeds_next(const struct sync *sync, struct feed_walk *walk);

/* Forget what a slot held: its peer left, or another takes its place. */
void feeds_clear_slot(struct sync *sync, size_t slot);

void feeds_free(struct sync *sync);

#endif
