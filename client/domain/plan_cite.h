/* Which plan an entry belongs to when it is written: found once, and kept with the entry. */
#ifndef DOMAIN_PLAN_CITE_H
#define DOMAIN_PLAN_CITE_H

#include <stdbool.h>

#include "domain/entry.h"
#include "domain/plan.h"
#include "domain/plan_ref.h"

/* True for the kinds that belong to a plan: exercise sessions and doses. */
bool plan_cite_applies(struct bytes kind);

/* The reference to the version in force on the entry's own day, and to the item: the one that
 * plan_item_ref names, else the only exercise of the session's type, or the medicine of the dose's
 * name. A session of no prescribed exercise cites the plan as a whole, a dose of no prescribed
 * medicine none. False, and the output untouched, when there is nothing to cite. */
bool plan_cite(const struct plan_book *book, const struct entry *entry,
               char out_ref[static PLAN_REF_TEXT_SIZE]);

#endif
