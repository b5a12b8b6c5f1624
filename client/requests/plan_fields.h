/* What a therapist writes into a plan: JSON fields and typed words, put onto what the plan says. */
#ifndef REQUESTS_PLAN_FIELDS_H
#define REQUESTS_PLAN_FIELDS_H

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/kind.h"
#include "domain/value.h"
#include "requests/input.h"

/* What words are put onto. */
struct plan_draft {
    const struct kind *kind;
    const struct value *before; /* the fields so far; NULL: of a new plan */
    struct arena *arena;
};

/* Read "fields", then "words" in their order, into the changes they make, in the arena:
 *   goal=TEXT sets a field, goal= takes it away;
 *   item=calf goes on with the item of that name, or begins it;
 *   item.sets=3 sets a field of the item gone on with, item.sets= takes it away;
 *   no-item=calf takes the item away.
 * A group in "fields" replaces the items there were. An item without a name gets one from what it
 * is called, and required numbers without a value get the catalogue's default. Taken away is null,
 * as for journal_amend(); of a new plan nothing is. INVALID, with a complaint, or NO_MEMORY. */
enum daybook_status plan_fields_read(const struct plan_draft *draft, const struct input *input,
                                     struct value *out_changes);

#endif
