/* Compares versions of a plan field by field, and their items by name. */
#include "requests/plan_changes.h"

#include <string.h>

#include "domain/catalog.h"
#include "requests/answer.h"
#include "requests/value_json.h"

/* The list while it is written. */
struct comparing {
    json_t *changes;
    struct arena *arena;
    const struct field_rule *group; /* NULL: fields of the plan itself */
    struct bytes item;              /* the name of the item that is compared */
    bool written;
};

static json_t *begin_change(const struct comparing *comparing, struct bytes field)
{
    json_t *change = json_object();
    bool written =
        answer_set(change, "field", answer_text(field)) &&
        (comparing->item.size == 0 || answer_set(change, "item", answer_text(comparing->item)));
    if (!written) {
        json_decref(change);
        return NULL;
    }
    return change;
}

/* Take both sides over; NULL: that side has none. */
static void add_change(struct comparing *comparing, struct bytes field, json_t *before,
                       json_t *after)
{
    json_t *change = begin_change(comparing, field);
    bool written = change != NULL && (before == NULL || answer_set(change, "before", before)) &&
                   (after == NULL || answer_set(change, "after", after));
    comparing->written = comparing->written && written &&
                         json_array_append_new(comparing->changes, json_incref(change)) == 0;
    json_decref(change);
}

static void compare_values(struct comparing *comparing, struct bytes field,
                           const struct value *before, const struct value *after)
{
    if (before != NULL && after != NULL && value_equal(before, after)) {
        return;
    }
    add_change(comparing, field, before == NULL ? NULL : value_json_write(before, comparing->arena),
               after == NULL ? NULL : value_json_write(after, comparing->arena));
}

/* The fields of two maps by their rules; those of groups are left out. */
static void compare_fields(struct comparing *comparing, const struct field_rule *rules,
                           size_t rule_count, const struct value *before, const struct value *after)
{
    for (size_t i = 0; i < rule_count; i++) {
        const struct value *old = value_find(before, rules[i].name);
        const struct value *new = value_find(after, rules[i].name);
        if (rules[i].type != FIELD_GROUP && (old != NULL || new != NULL)) {
            compare_values(comparing, bytes_of_text(rules[i].name), old, new);
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

/* Items of one list that the other may have: gone ones from before, new and changed ones from
 * after.
 */
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
            json_t *whole = value_json_write(item, comparing->arena);
            add_change(comparing, bytes_of_text(group->name), list_is_before ? whole : NULL,
                       list_is_before ? NULL : whole);
        } else if (!list_is_before) {
            compare_fields(comparing, group->items, group->item_count, same, item);
        }
    }
    comparing->item = (struct bytes){NULL, 0};
}

static void compare_day(struct comparing *comparing, const char *field, const int32_t *before,
                        const int32_t *after)
{
    bool same = before == NULL ? after == NULL : after != NULL && *before == *after;
    if (!same) {
        add_change(comparing, bytes_of_text(field), before == NULL ? NULL : answer_day(*before),
                   after == NULL ? NULL : answer_day(*after));
    }
}

json_t *plan_changes_make(const struct plan_version *before, const struct plan_version *after,
                          struct arena *arena)
{
    struct comparing comparing = {.changes = json_array(), .arena = arena, .written = true};
    const struct kind *kind = catalog_find(after->kind);
    if (before == NULL || kind == NULL) {
        return comparing.changes;
    }
    compare_day(&comparing, "from", &before->from_day, &after->from_day);
    compare_day(&comparing, "until", before->has_end_day ? &before->end_day : NULL,
                after->has_end_day ? &after->end_day : NULL);
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
