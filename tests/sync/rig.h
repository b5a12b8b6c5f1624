/* An engine on the bench: short words for events, and a list of the actions they caused. */
#ifndef SYNC_RIG_H
#define SYNC_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/limits.h"
#include "domain/stream.h"
#include "sync/sync.h"

enum { RIG_ACTION_MAX = 4096, RIG_EVENT_MAX = 256, RIG_SELF = 0 };

/* Device 0 is the engine's own; every member reads everything until rig_members() says otherwise.
 * Feed n was written by device n, in the stream an event names. */
struct rig {
    struct sync *sync;
    struct sync_member members[CIRCLE_DEVICE_MAX];
    size_t member_count;
    int64_t now_ms;
    int64_t wake_ms;
    uint64_t counter;                           /* of the next HAVE any peer sends */
    bool mute;                                  /* publishes are not acknowledged by themselves */
    bool full;                                  /* commits fail */
    struct sync_action actions[RIG_ACTION_MAX]; /* since rig_forget() */
    size_t count;
};

struct key256 rig_device(size_t device);
struct id128 rig_feed(size_t author, enum stream stream);
struct key256 rig_hash(size_t author, uint64_t number);
struct sync_position rig_position(size_t author, enum stream stream, uint64_t number);

/* An engine that knows member_count devices and is not connected. */
void rig_begin(struct rig *rig, size_t member_count);
void rig_end(struct rig *rig);

/* Give an event at the present moment, log its actions, and report what must be reported. */
void rig_event(struct rig *rig, struct sync_event event);

/* Let time pass, waking the engine whenever it asked to be. */
void rig_pass(struct rig *rig, int64_t duration_ms);

/* Tell the engine the members as they stand in the rig. */
void rig_members(struct rig *rig);

void rig_connect(struct rig *rig);

/* Connect, let the first HAVE and offers pass, and forget them. */
void rig_settle(struct rig *rig);

/* This device holds operations of a feed since its start. */
void rig_holds(struct rig *rig, size_t author, uint64_t number);

/* Own operations up to this number of `log` were written. */
void rig_writes(struct rig *rig, uint64_t number);

/* A run of `log` arrives. */
void rig_run(struct rig *rig, size_t author, uint64_t first, uint64_t last);

/* A live HAVE of `log` by a peer, naming one feed. */
void rig_have(struct rig *rig, size_t peer, size_t author, uint64_t number);

/* The same, wanting an answer. */
void rig_have_asking(struct rig *rig, size_t peer, size_t author, uint64_t number);

void rig_forget(struct rig *rig);
size_t rig_count(const struct rig *rig, enum sync_action_type type);

/* The first action of a type since rig_forget(); NULL when there was none. */
const struct sync_action *rig_find(const struct rig *rig, enum sync_action_type type);

/* How many HAVE of one stream were published, and how many operations. */
size_t rig_haves(const struct rig *rig, enum stream stream);
uint64_t rig_operations(const struct rig *rig);

#endif
