/* The items of a plan while they are changed one by one: exercises, medicines, what is watched. */
#ifndef REQUESTS_PLAN_GROUP_H
#define REQUESTS_PLAN_GROUP_H

#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/limits.h"
#include "domain/complaint.h"
#include "domain/kind.h"
#include "domain/value.h"

/* The first field of a group is the name of an item in it: item_id, kind, rule_id. */
struct plan_group {
    const struct field_rule *rule;
    struct arena *arena;
    struct value items[ENTRY_LIST_MAX]; /* maps */
    size_t count;
    size_t chosen; /* the item that words are about; count: none yet */
};

/* Begin with the items there are (NULL: none); each that has none gets a name from what it is
 * called. NO_MEMORY; FULL: more than a list may hold. */
enum daybook_status plan_group_open(struct plan_group *out_group, const struct field_rule *rule,
                                    const struct value *items, struct arena *arena);

/* Let the next words be about the item of that name; it is begun when there is none. INVALID. */
enum daybook_status plan_group_choose(struct plan_group *group, struct bytes name,
                                      struct complaint *out_complaint);

/* Take the item of that name away. NOT_FOUND. */
enum daybook_status plan_group_remove(struct plan_group *group, struct bytes name,
                                      struct complaint *out_complaint);

/* Set a field of the chosen item from typed text; empty text takes it away. INVALID. */
enum daybook_status plan_group_set(struct plan_group *group, struct bytes field, struct bytes text,
                                   struct complaint *out_complaint);

/* The items as one list, each with a name of its own and the catalogue's defaults. INVALID: two
 * have one name, or none is left of what the plan must have. */
enum daybook_status plan_group_close(struct plan_group *group, struct value *out_list,
                                     struct complaint *out_complaint);

#endif
