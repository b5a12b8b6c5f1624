/* Clocks of the circle's devices that are wrong: entries carry the time their device said. */
#ifndef JOURNAL_CLOCKS_H
#define JOURNAL_CLOCKS_H

#include <stddef.h>

#include "domain/clock_skew.h"
#include "journal/journal.h"

/* A clock that is wrong, or that differs from this device's while nobody knows which is right. */
struct journal_clock {
    struct key256 device;
    bool is_self;
    struct bytes name; /* of its person */
    struct clock_judgement judgement;
    struct bytes text; /* one sentence, to the person who uses this journal */
};

/* Those of a circle, this device's first, as far as devices were heard during the last day; on the
 * arena. This device's is among them only when it is known to be wrong. */
enum daybook_status journal_clocks(struct journal *journal, size_t circle, struct arena *arena,
                                   struct journal_clock **out_clocks, size_t *out_count);

#endif
