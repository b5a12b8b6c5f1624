/* The red flags of a patient, judged from the days and plans that this device may see. */
#ifndef JOURNAL_RED_FLAGS_H
#define JOURNAL_RED_FLAGS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "flags/flags.h"
#include "journal/journal.h"

/* What is judged, as it stands on the day until_day, which goes on when it is today. */
struct red_flags_place {
    struct journal *journal;
    size_t circle;
    int32_t until_day;
    const struct history *history; /* NULL: read it */
};

/* The flags and their texts are in the arena, in the order of flags_evaluate(). */
enum daybook_status journal_flags(const struct red_flags_place *place, struct arena *arena,
                                  struct flag **out_flags, size_t *out_count);

#endif
