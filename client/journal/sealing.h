/* Making the envelopes a device sends: operations, what it holds, and keys for one other device.
 * For journal/ only. */
#ifndef JOURNAL_SEALING_H
#define JOURNAL_SEALING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/stream.h"

struct own_circle;

/* Operations of a feed. A run ends at a signed head and fits an envelope, so that what is really
 * taken may end before the last that was wanted or, of a feed of another device, behind it: that
 * one cannot be signed anew here. */
struct sealing_range {
    struct id128 feed;
    uint64_t first;
    uint64_t last;   /* wanted; afterwards: really taken */
    size_t size_max; /* bytes of the envelope the broker takes; 0: as many as the protocol allows */
    size_t operations; /* afterwards: how many those are */
};

/* Append an envelope with operations of a feed, from the first on, sealed for the readers of its
 * stream. OFFLINE: the feed ends before; DENIED: no key that fits the readers can be had; store
 * statuses. */
enum daybook_status sealing_run(struct own_circle *circle, struct sealing_range *range,
                                struct buffer *out_envelope);

/* Append an envelope with the own HAVE of a stream. DENIED: no key of the stream is held. */
enum daybook_status sealing_have(struct own_circle *circle, enum stream stream, bool wants_answer,
                                 struct buffer *out_envelope);

/* Append an envelope with operations of a feed of the stream `circle`, for whoever holds this box
 * key. OFFLINE: the feed ends before; INVALID: the box key is none; store statuses. */
enum daybook_status sealing_keys(struct own_circle *circle, struct key256 box,
                                 struct sealing_range *range, struct buffer *out_envelope);

#endif
