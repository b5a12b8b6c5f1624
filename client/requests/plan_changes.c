/* Compares versions of a plan field by field, and their items by name. */
#include "requests/plan_changes.h"

#include <stdio.h>
#include <string.h>

#include "domain/catalog.h"
#include "requests/answer.h"
#include "requests/plan_said.h"
#include "requests/value_json.h"

/* The list while it is written. */
struct comparing {
    json_t *changes;
    struct arena *arena;
    const struct field_rule *group; /* NULL: fields of the plan itself */
    struct bytes item;              /* the name of the item that is compared */
    bool written;
};

/* A change of a field, inside the item that is compared. Finish it with end_change(). */
static json_t *begin_change(const struct comparing *comparing, const char *field, const char *label)
{
    json_t *change = json_object();
    bool in_item = comparing->item.size > 0;
    bool written =
        answer_set(change, "field", json_string(field)) &&
        answer_set(change, "label", json_string(label)) &&
        (!in_item || (answer_set(change, "item", answer_text(comparing->item)) &&
                      answer_set(change, "group", json_string(comparing->group->label))));
    if (!written) {
        json_decref(change);
        return NULL;
    }
    return change;
}

/* Takes the change over; written is what its sides came to. */
static void end_change(struct comparing *comparing, json_t *change, bool written)
{
    comparing->written =
        comparing->written && written && json_array_append(comparing->changes, change) == 0;
    json_decref(change);
}

/* One side of a change, as it is and as people read it; NULL: that side has none. */
static bool set_side(json_t *change, const char *side, json_t *value, json_t *text)
{
    char name[sizeof "before_text"];
    (void)snprintf(name, sizeof name, "%s_text", side);
    bool set = answer_set(change, side, value);
    return answer_set(change, name, text) && set;
}

static void compare_values(struct comparing *comparing, const struct field_rule *rule,
                           const struct value *before, const struct value *after)
{
    struct arena *arena = comparing->arena;
    if (before != NULL && after != NULL && value_equal(before, after)) {
        return;
    }
    json_t *change = begin_change(comparing, rule->name, rule->label);
    bool written = before == NULL || set_side(change, "before", value_json_write(before, arena),
                                              plan_said_text(rule, before));
    if (after != NULL) {
        written = set_side(change, "after", value_json_write(after, arena),
                           plan_said_text(rule, after)) &&
                  written;
    }
    end_change(comparing, change, written);
}

/* The fields of two maps by their rules; those of groups are left out. */
static void compare_fields(struct comparing *comparing, const struct field_rule *rules,
                           size_t rule_count, const struct value *before, const struct value *after)
{
    for (size_t i = 0; i < rule_count; i++) {
        const struct value *old = value_find(before, rules[i].name);
        const struct value *new = value_find(after, rules[i].name);
        if (rules[i].type != FIELD_GROUP && (old != NULL || new != NULL)) {
            compare_values(comparing, &rules[i], old, new);
        }
    }
}

/* The item of a list by the name in its first field; NULL: none. */
static const struct value *find_item(const struct value *list, const struct field_rule *group,
                                     struct bytes name)
{
    bool several = list != NULL && list->type == VALUE_LIST;
    for (size_t i = 0; several && i < list->as.list.count; i++) {
        const struct value *item = &list->as.list.items[i];
        if (bytes_equal(value_text(item, group->items[0].name), name)) {
            return item;
        }
    }
    return NULL;
}

/* An item that is new, or gone: all it says. */
static void add_item(struct comparing *comparing, const char *side, const struct value *item)
{
    const struct field_rule *group = comparing->group;
    json_t *change = begin_change(comparing, group->name, group->label);
    bool written = answer_set(change, side, value_json_write(item, comparing->arena)) &&
                   answer_set(change, "said", plan_said_item(group, item));
    end_change(comparing, change, written);
}

/* Items of one list that the other may have: gone ones from before, new and changed ones from
 * after. */
static void compare_items(struct comparing *comparing, const struct value *list,
                          const struct value *other, bool list_is_before)
{
    const struct field_rule *group = comparing->group;
    bool several = list != NULL && list->type == VALUE_LIST;
    for (size_t i = 0; several && i < list->as.list.count; i++) {
        const struct value *item = &list->as.list.items[i];
        comparing->item = value_text(item, group->items[0].name);
        const struct value *same = find_item(other, group, comparing->item);
        if (same == NULL) {
            add_item(comparing, list_is_before ? "before" : "after", item);
        } else if (!list_is_before) {
            compare_fields(comparing, group->items, group->item_count, same, item);
        }
    }
    comparing->item = (struct bytes){NULL, 0};
}

/* A day of a plan that is no field of its kind. */
struct plan_day {
    const char *field;
    const char *label;
    bool has;
    int32_t day;
    bool had;
    int32_t day_before;
};

static void compare_day(struct comparing *comparing, const struct plan_day *day)
{
    if (day->has == day->had && (!day->has || day->day == day->day_before)) {
        return;
    }
    json_t *change = begin_change(comparing, day->field, day->label);
    bool written = !day->had || set_side(change, "before", answer_day(day->day_before),
                                         answer_day(day->day_before));
    if (day->has) {
        written = set_side(change, "after", answer_day(day->day), answer_day(day->day)) && written;
    }
    end_change(comparing, change, written);
}

static void compare_days(struct comparing *comparing, const struct plan_version *before,
                         const struct plan_version *after)
{
    const struct plan_day first = {"from",          "First day", true,
                                   after->from_day, true,        before->from_day};
    const struct plan_day last = {"until",        "Last day",          after->has_end_day,
                                  after->end_day, before->has_end_day, before->end_day};
    compare_day(comparing, &first);
    compare_day(comparing, &last);
}

json_t *plan_changes_make(const struct plan_version *before, const struct plan_version *after,
                          struct arena *arena)
{
    struct comparing comparing = {.changes = json_array(), .arena = arena, .written = true};
    const struct kind *kind = catalog_find(after->kind);
    if (before == NULL || kind == NULL) {
        return comparing.changes;
    }
    compare_days(&comparing, before, after);
    compare_fields(&comparing, kind->fields, kind->field_count, before->fields, after->fields);
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field_rule *rule = &kind->fields[i];
        if (rule->type == FIELD_GROUP) {
            const struct value *old = value_find(before->fields, rule->name);
            const struct value *new = value_find(after->fields, rule->name);
            comparing.group = rule;
            compare_items(&comparing, old, new, true);
            compare_items(&comparing, new, old, false);
        }
    }
    if (!comparing.written) {
        json_decref(comparing.changes);
        return NULL;
    }
    return comparing.changes;
}
