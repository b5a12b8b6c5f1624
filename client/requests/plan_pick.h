/* Which plan a person means: by its kind, a short word for that, or the start of its id. */
#ifndef REQUESTS_PLAN_PICK_H
#define REQUESTS_PLAN_PICK_H

#include <stdbool.h>

#include <daybook/status.h>

#include "domain/complaint.h"
#include "domain/kind.h"
#include "domain/plan.h"

/* The kind of plan or evaluation that is meant by "exercise" or "home-task", "-" standing for "_";
 * NULL when it is none. */
const struct kind *plan_pick_kind(struct bytes what);

struct plan_pick {
    const struct kind *kind;
    const struct plan_version *newest; /* of the one plan that is meant, NULL: only a kind is */
};

/* Read "exercise_plan", "exercise", "home-mod", or at least 4 hexadecimal digits of an id in the
 * book. NOT_FOUND, or CONFLICT when several ids start so, with a complaint. */
enum daybook_status plan_pick_read(const struct plan_book *book, struct bytes what,
                                   struct plan_pick *out_pick, struct complaint *out_complaint);

/* The plan of the picked kind that goes on, for a change that says so much about it: one that is
 * not ended and, where a patient has several of a kind (therapies, aids, topics), one for the same.
 * NULL in *out_newest: there is none, or every one of the kind is its own (tasks, evaluations).
 * CONFLICT, with a complaint: several may be meant. */
enum daybook_status plan_pick_going_on(const struct plan_book *book, const struct kind *kind,
                                       const struct value *changes,
                                       const struct plan_version **out_newest,
                                       struct complaint *out_complaint);

/* True when a patient may have several of the kind, told apart by what they are for. */
bool plan_pick_has_key(const struct kind *kind);

#endif
