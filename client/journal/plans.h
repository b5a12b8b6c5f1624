/* The plans of a circle, in all their versions, as this device holds them. */
#ifndef JOURNAL_PLANS_H
#define JOURNAL_PLANS_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/entry.h"
#include "domain/plan.h"
#include "journal/journal.h"

struct own_circle;

/* Every version of every plan and evaluation that is not taken back and that this person may see,
 * in the arena. */
enum daybook_status journal_plans(struct journal *journal, size_t circle, struct arena *arena,
                                  struct plan_book *out_book);

/* For journal/: the same of a circle in memory. */
enum daybook_status plans_read(const struct own_circle *circle, struct arena *arena,
                               struct plan_book *out_book);

/* For journal/: let sessions and doses that cite no plan cite the one held for their day. The
 * references are in the arena. */
enum daybook_status plans_cite(const struct own_circle *circle, struct entry *entries, size_t count,
                               struct arena *arena);

/* For journal/: is it a kind of plan whose change changes how days are scored? */
bool plans_score_days(struct bytes kind);

#endif
