/* What plans ask of a day, and which of its doses belong to which medicine. */
#ifndef TRENDS_DAY_PLAN_H
#define TRENDS_DAY_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/plan.h"
#include "trends/exercise.h"

struct trend_entry;

/* Counts of one day. */
struct day_plan {
    uint32_t sessions[EXERCISE_TYPE_COUNT];
    uint32_t doses;          /* of every medicine that is not taken as needed, … */
    uint32_t riluzole_doses; /* … of riluzole among them … */
    uint32_t cycle_doses;    /* … and of those taken in cycles */
};

/* What the plans ask of a day: each in the version that was in force, or in the newest one that
 * the day's entries cite, since that is the one their device held. cited holds plan_refs; ones that
 * are empty, or of plans the book does not know, do not count. */
struct day_plan day_plan_of(const struct plan_book *plans, int32_t day, const struct bytes *cited,
                            size_t cited_count);

/* Which types of exercise the plans in force on a day have, whether or not the day has a session.
 */
void day_plan_types(const struct plan_book *plans, int32_t day,
                    bool out_planned[static EXERCISE_TYPE_COUNT]);

/* Is an item of a medication plan riluzole, by its name, a brand of it, or its ATC code? */
bool day_plan_is_riluzole(const struct value *item);

/* The medicine of a dose: by the item of the plan it cites, without one by its name. */
struct day_plan_dose {
    bool riluzole;
    bool cycle; /* it is taken in cycles */
    bool taken; /* as planned or late */
};

/* False when the entry is no dose, or one that was taken as needed. */
bool day_plan_dose(const struct plan_book *plans, const struct trend_entry *entry,
                   struct day_plan_dose *out_dose);

#endif
