/* The days of the log, each reduced to numbers once and kept until one of its entries changes. For
 * journal/ only. */
#ifndef JOURNAL_LOG_DAYS_H
#define JOURNAL_LOG_DAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/plan.h"
#include "trends/day.h"

struct own_circle;

/* What the team may know of a day, and what the owner of this journal, a caregiver, keeps for
 * themselves and the therapists. */
struct log_day {
    struct day team;
    bool has_own;
    struct day own;
};

/* Where days are read from. Start with (struct log_day_source){.circle, .arena}; the plans days are
 * scored against are read into the arena when the first day has to be reduced. */
struct log_day_source {
    const struct own_circle *circle;
    struct arena *arena;
    struct plan_book plans;
    bool has_plans;
    uint64_t rules; /* by which days are reduced now; 0 until asked for */
};

/* All of them ascending, in the source's arena. Those that changed are reduced again and kept;
 * where the store takes nothing, they are only reduced. Outside of any transaction. */
struct log_day_list {
    const struct log_day *days;
    size_t count;
};
enum daybook_status log_days_list(struct log_day_source *source, struct log_day_list *out_list);

/* One of them, in the arena, kept as above; all zero but for its number when nothing was logged. */
enum daybook_status log_days_get(struct log_day_source *source, int32_t day, struct arena *arena,
                                 struct log_day *out_day);

/* Reduce every day that is kept anew and compare; *out_true: each says what its entries say, and
 * there is one for each day of the log. */
enum daybook_status log_days_check(const struct own_circle *circle, bool *out_true);

#endif
