/* The other devices of the circle: who they are, what they read, who is there now. */
#ifndef SYNC_PEERS_H
#define SYNC_PEERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "domain/stream.h"

struct feed;
struct peer;
struct sync;
struct sync_event;

/* Take over the list of a MEMBERS event. */
void peers_changed(struct sync *sync, const struct sync_event *event);

/* The peer of a device, NULL when it is no member or the own device. */
struct peer *peers_find(struct sync *sync, struct key256 device, size_t *out_slot);

/* Whether a slot holds a member that reads the stream. */
bool peers_reads(const struct sync *sync, size_t slot, enum stream stream);

/* Whether any other member reads the stream. */
bool peers_any_reader(const struct sync *sync, enum stream stream);

/* Whether a slot holds a member heard live in this connection, and not too long ago. */
bool peers_present(const struct sync *sync, size_t slot);

/* The same for whoever has this device. */
bool peers_device_present(struct sync *sync, struct key256 device);

/* How long to wait before helping a peer: 2^rank times the base, and jitter. The rank is the place
 * in line among those present who, by their HAVE, hold more of the feed than the peer. */
int64_t peers_feed_delay(struct sync *sync, const struct feed *feed, size_t slot);

/* The same for `circle` keys, where everyone present may help. */
int64_t peers_keys_delay(struct sync *sync, size_t slot);

#endif
