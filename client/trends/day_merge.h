/* Two accounts of one day as one: what the team was told, and what somebody tells some of it only.
 */
#ifndef TRENDS_DAY_MERGE_H
#define TRENDS_DAY_MERGE_H

#include <daybook/status.h>

#include "trends/day.h"

struct arena;

/* The team's day with the values of another account of it beside its own. Of a measure both have,
 * an answer counts more than none, sums are added, and of others the worse one stands; who reported
 * and the number of entries behind a value are those of both. The day's own entries stay the
 * team's: what is kept from it says nothing about how complete its log is. Values are in the arena.
 * NO_MEMORY. */
enum daybook_status day_merge_accounts(const struct day *team, const struct day *other,
                                       struct arena *arena, struct day *out_day);

#endif
