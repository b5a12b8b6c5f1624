/* Changes the items of a plan one by one. */
#include "requests/plan_group.h"

#include <stdio.h>
#include <string.h>

#include "domain/field.h"

enum { NAME_SIZE_MAX = 40 };

static const char *name_field(const struct plan_group *group)
{
    return group->rule->items[0].name;
}

static const struct field_rule *find_rule(const struct plan_group *group, struct bytes field)
{
    for (size_t i = 0; i < group->rule->item_count; i++) {
        if (bytes_equal_text(field, group->rule->items[i].name)) {
            return &group->rule->items[i];
        }
    }
    return NULL;
}

/* Set or take away one field of an item, in a map of its own. */
static enum daybook_status put(const struct plan_group *group, struct value *item,
                               struct bytes field, const struct value *value)
{
    size_t count = item->type == VALUE_MAP ? item->as.map.count : 0;
    struct value_pair *pairs = arena_take_array(group->arena, count + 1, sizeof *pairs);
    size_t kept = 0;
    bool is_set = false;
    if (pairs == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        const struct value_pair *pair = &item->as.map.pairs[i];
        bool same = bytes_equal(pair->key, field);
        if (same && value == NULL) {
            continue;
        }
        pairs[kept++] = same ? (struct value_pair){pair->key, *value} : *pair;
        is_set = is_set || same;
    }
    if (!is_set && value != NULL) {
        pairs[kept++] = (struct value_pair){field, *value};
    }
    *item = (struct value){.type = VALUE_MAP, .as.map = {pairs, kept}};
    return DAYBOOK_OK;
}

static size_t find(const struct plan_group *group, struct bytes name)
{
    size_t place = 0;
    while (place < group->count &&
           !bytes_equal(value_text(&group->items[place], name_field(group)), name)) {
        place++;
    }
    return place;
}

enum daybook_status plan_group_choose(struct plan_group *group, struct bytes name,
                                      struct complaint *out_complaint)
{
    struct value key;
    group->chosen = find(group, name);
    if (group->chosen < group->count) {
        return DAYBOOK_OK;
    }
    if (group->count == ENTRY_LIST_MAX) {
        complaint_begin(out_complaint, "A plan holds at most 64 of these.");
        return DAYBOOK_INVALID;
    }
    enum daybook_status status =
        field_from_text(&group->rule->items[0], name, group->arena, &key, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    struct value *item = &group->items[group->count];
    *item = (struct value){.type = VALUE_MAP};
    status = put(group, item, bytes_of_text(name_field(group)), &key);
    group->count += status == DAYBOOK_OK ? 1 : 0;
    return status;
}

enum daybook_status plan_group_remove(struct plan_group *group, struct bytes name,
                                      struct complaint *out_complaint)
{
    size_t place = find(group, name);
    if (place == group->count) {
        complaint_begin(out_complaint, "The plan has none called ");
        complaint_add_name(out_complaint, name);
        complaint_add(out_complaint, ": \"daybook plan show\" lists them.");
        return DAYBOOK_NOT_FOUND;
    }
    group->count--;
    memmove(&group->items[place], &group->items[place + 1],
            (group->count - place) * sizeof group->items[0]);
    group->chosen = group->count;
    return DAYBOOK_OK;
}

enum daybook_status plan_group_set(struct plan_group *group, struct bytes field, struct bytes text,
                                   struct complaint *out_complaint)
{
    struct value value;
    const struct field_rule *rule = find_rule(group, field);
    if (group->chosen == group->count) {
        complaint_begin(out_complaint, "Say first which one is meant: ");
        complaint_add(out_complaint, group->rule->name);
        complaint_add(out_complaint, "=NAME comes before ");
        complaint_add(out_complaint, group->rule->name);
        complaint_add(out_complaint, ".FIELD=VALUE.");
        return DAYBOOK_INVALID;
    }
    if (rule == NULL) {
        complaint_begin(out_complaint, group->rule->name);
        complaint_add(out_complaint, " has no field ");
        complaint_add_name(out_complaint, field);
        complaint_add(out_complaint, ": \"daybook kinds\" shows what it has.");
        return DAYBOOK_INVALID;
    }
    struct value *item = &group->items[group->chosen];
    if (text.size == 0) {
        return put(group, item, field, NULL);
    }
    enum daybook_status status = field_from_text(rule, text, group->arena, &value, out_complaint);
    return status == DAYBOOK_OK ? put(group, item, field, &value) : status;
}

/* What the item is called, as a name that a person can type: lower-case letters, digits, "_". */
static void write_name(struct bytes called, size_t place, char out_name[static NAME_SIZE_MAX + 1])
{
    size_t size = 0;
    for (size_t i = 0; i < called.size && size < NAME_SIZE_MAX; i++) {
        uint8_t sign = called.data[i];
        bool letter = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
        bool fits = letter || (sign >= '0' && sign <= '9');
        if (fits) {
            out_name[size++] = (char)(letter ? sign | 0x20 : sign);
        } else if (size > 0 && out_name[size - 1] != '_') {
            out_name[size++] = '_';
        }
    }
    while (size > 0 && out_name[size - 1] == '_') {
        size--;
    }
    out_name[size] = '\0';
    if (size == 0) {
        snprintf(out_name, NAME_SIZE_MAX + 1, "%zu", place + 1);
    }
}

static enum daybook_status put_copy(const struct plan_group *group, struct value *item,
                                    const char *field, struct bytes text)
{
    struct value value = {.type = VALUE_TEXT};
    return arena_copy(group->arena, text, &value.as.text)
               ? put(group, item, bytes_of_text(field), &value)
               : DAYBOOK_NO_MEMORY;
}

/* An exercise has a name that sessions cite and one that is shown: one of them is enough. */
static enum daybook_status name_item(struct plan_group *group, size_t place)
{
    char name[NAME_SIZE_MAX + 1];
    struct value *item = &group->items[place];
    bool by_drug = find_rule(group, bytes_of_text("drug")) != NULL;
    const char *called_field = by_drug ? "drug" : "name";
    if (find_rule(group, bytes_of_text(called_field)) == NULL) {
        return DAYBOOK_OK; /* what is watched is named by itself */
    }
    struct bytes key = value_text(item, name_field(group));
    struct bytes called = value_text(item, called_field);
    enum daybook_status status = DAYBOOK_OK;
    if (called.size == 0) {
        struct bytes type = value_text(item, "type");
        called = key.size > 0 ? key : type;
        status = called.size > 0 ? put_copy(group, item, called_field, called) : DAYBOOK_OK;
    }
    if (status == DAYBOOK_OK && key.size == 0) {
        write_name(called, place, name);
        status = put_copy(group, item, name_field(group), bytes_of_text(name));
    }
    return status;
}

enum daybook_status plan_group_open(struct plan_group *out_group, const struct field_rule *rule,
                                    const struct value *items, struct arena *arena)
{
    *out_group = (struct plan_group){.rule = rule, .arena = arena};
    bool several = items != NULL && items->type == VALUE_LIST;
    bool one = items != NULL && items->type == VALUE_MAP;
    size_t count = several ? items->as.list.count : one ? 1 : 0;
    if (count > ENTRY_LIST_MAX) {
        return DAYBOOK_FULL;
    }
    for (size_t i = 0; i < count; i++) {
        out_group->items[i] = several ? items->as.list.items[i] : *items;
    }
    out_group->count = count;
    out_group->chosen = count;
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        status = name_item(out_group, i);
    }
    return status;
}

static enum daybook_status put_defaults(const struct plan_group *group, struct value *item)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < group->rule->item_count && status == DAYBOOK_OK; i++) {
        const struct field_rule *rule = &group->rule->items[i];
        if (rule->has_default && rule->required && value_find(item, rule->name) == NULL) {
            const struct value number = {.type = VALUE_DECIMAL, .as.decimal = rule->default_number};
            status = put(group, item, bytes_of_text(rule->name), &number);
        }
    }
    return status;
}

enum daybook_status plan_group_close(struct plan_group *group, struct value *out_list,
                                     struct complaint *out_complaint)
{
    enum daybook_status status = DAYBOOK_OK;
    if (group->count == 0 && group->rule->required) {
        complaint_begin(out_complaint,
                        "Nothing would be left in the plan: \"daybook plan end\" ends it.");
        return DAYBOOK_INVALID;
    }
    for (size_t i = 0; i < group->count && status == DAYBOOK_OK; i++) {
        status = name_item(group, i);
        if (status == DAYBOOK_OK) {
            status = put_defaults(group, &group->items[i]);
        }
        struct bytes name = value_text(&group->items[i], name_field(group));
        if (status == DAYBOOK_OK && find(group, name) < i) {
            complaint_begin(out_complaint, "Two of the plan have the name ");
            complaint_add_name(out_complaint, name);
            complaint_add(out_complaint, ": give each its own.");
            status = DAYBOOK_INVALID;
        }
    }
    struct value *items = arena_take_array(group->arena, group->count, sizeof *items);
    if (status != DAYBOOK_OK || items == NULL) {
        return status == DAYBOOK_OK ? DAYBOOK_NO_MEMORY : status;
    }
    if (group->count > 0) {
        memcpy(items, group->items, group->count * sizeof *items);
    }
    *out_list = (struct value){.type = VALUE_LIST, .as.list = {items, group->count}};
    return DAYBOOK_OK;
}
