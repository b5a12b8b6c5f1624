/* What one version of a plan says otherwise than the one before. */
#ifndef REQUESTS_PLAN_CHANGES_H
#define REQUESTS_PLAN_CHANGES_H

#include <jansson.h>

#include "base/arena.h"
#include "domain/plan.h"

/* A list of changes (client/doc/requests.md): without "before" it is new, without "after" it is
 * gone; an item that is new or gone stands there as a whole. First and last days are fields too,
 * "from" and "until". before may be NULL: then nothing is a change. NULL: memory is short. */
json_t *plan_changes_make(const struct plan_version *before, const struct plan_version *after,
                          struct arena *arena);

#endif
