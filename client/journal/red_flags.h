/* The red flags of a patient, judged from the days and plans that this device may see. */
#ifndef JOURNAL_RED_FLAGS_H
#define JOURNAL_RED_FLAGS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "flags/flags.h"
#include "journal/journal.h"

/* The flags as they stand on the day until_day, which goes on when it is today; flags and texts are
 * in the arena, in the order of flags_evaluate(). */
enum daybook_status journal_flags(struct journal *journal, size_t circle, int32_t until_day,
                                  struct arena *arena, struct flag **out_flags, size_t *out_count);

/* The same for who has the history already. */
struct red_flags_place {
    struct journal *journal;
    size_t circle;
    const struct history *history;
    int32_t until_day;
};
enum daybook_status red_flags_judge(const struct red_flags_place *place, struct arena *arena,
                                    struct flag **out_flags, size_t *out_count);

#endif
