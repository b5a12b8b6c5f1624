/* What a hand-over has to hold for those it is for. For handover_out.c only. */
#ifndef JOURNAL_HANDOVER_PLAN_H
#define JOURNAL_HANDOVER_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/complaint.h"
#include "domain/stream.h"
#include "journal/handover.h"
#include "wire/envelope.h"

struct own_circle;

/* One piece of it, in as many envelopes as it takes. */
struct handover_part {
    enum envelope_kind kind; /* KEYS, OPS or HAVE */
    enum stream stream;
    struct id128 feed; /* KEYS, OPS: operations first to last of it */
    struct key256 box; /* KEYS: whose they are */
    bool again;        /* KEYS: another device is given operations of the same feed */
    uint64_t first;
    uint64_t last;
};

struct handover_plan {
    struct handover_part *parts; /* in the order they are to be written */
    size_t count;
};

/* Plan it, in the arena, by what others were last heard to hold. NOT_FOUND, CONFLICT: who, or there
 * is nobody else; with a complaint. */
enum daybook_status handover_plan_make(const struct own_circle *circle,
                                       const struct handover_wish *wish, struct arena *arena,
                                       struct handover_plan *out_plan,
                                       struct complaint *out_complaint);

#endif
