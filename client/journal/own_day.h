/* The days a person keeps from the team: a caregiver's strain, for its author and the therapists.
 * For journal/ only. */
#ifndef JOURNAL_OWN_DAY_H
#define JOURNAL_OWN_DAY_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/value.h"
#include "store/summary_rows.h"

/* The entity all summaries of one day of one person share in a circle. */
struct id128 own_day_entity(struct id128 circle, const struct summary_place *place);

/* Say in a day's map (day_record.h) whose own it is. NO_MEMORY. */
enum daybook_status own_day_sign(struct id128 person, struct arena *arena, struct value *map);

/* Whose own day a summary's body is; false: the team's, or not such a body. */
bool own_day_person(struct bytes body, struct arena *arena, struct id128 *out_person);

#endif
