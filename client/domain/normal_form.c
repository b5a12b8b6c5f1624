/* Bringing values to their stored form. */
#include "domain/normal_form.h"

#include <assert.h>

#include "domain/absent.h"
#include "domain/hexadecimal.h"

/* Whole numbers up to this size are exact as doubles. */
static const double whole_max = 9007199254740992.0;

static struct value whole_of(const struct value *value)
{
    double number = value->as.decimal;
    if (!(number >= -whole_max && number <= whole_max)) {
        return *value;
    }
    int64_t whole = (int64_t)number;
    double rest = number - (double)whole;
    if (rest < 0 || rest > 0) {
        return *value;
    }
    return (struct value){.type = VALUE_INTEGER, .as.integer = whole};
}

/* One value that is no group and no list. */
static bool single_form(const struct field_rule *rule, const struct value *value,
                        struct arena *arena, struct value *out_value)
{
    struct value form = *value;
    if (rule->type == FIELD_INTEGER && value->type == VALUE_DECIMAL) {
        form = whole_of(value);
    }
    if (rule->type == FIELD_BYTES && value->type == VALUE_TEXT && hexadecimal_is(value->as.text)) {
        form.type = VALUE_BYTES;
        if (!hexadecimal_read(value->as.text, arena, &form.as.text)) {
            return false;
        }
    }
    *out_value = form;
    return true;
}

static const struct field_rule *find_rule(const struct field_rule *rules, size_t rule_count,
                                          struct bytes name)
{
    for (size_t i = 0; i < rule_count; i++) {
        if (bytes_equal_text(name, rules[i].name)) {
            return &rules[i];
        }
    }
    return NULL;
}

/* A group holds no group, so its items are single values or lists of them. */
static bool list_form(const struct field_rule *rule, const struct value *value, struct arena *arena,
                      struct value *out_value)
{
    bool is_list = value->type == VALUE_LIST;
    const struct value *given = is_list ? value->as.list.items : value;
    size_t count = is_list ? value->as.list.count : 1;
    struct value *items = arena_take_array(arena, count, sizeof *items);
    if (items == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!single_form(rule, &given[i], arena, &items[i])) {
            return false;
        }
    }
    *out_value = (struct value){.type = VALUE_LIST, .as.list = {items, count}};
    return true;
}

static bool item_form(const struct field_rule *rule, const struct value *value, struct arena *arena,
                      struct value *out_value)
{
    enum absent_reason reason = ABSENT_UNKNOWN;
    if (absent_from_value(value, &reason)) {
        *out_value = absent_value(reason);
        return true;
    }
    return rule->repeating ? list_form(rule, value, arena, out_value)
                           : single_form(rule, value, arena, out_value);
}

/* One map of a group. */
static bool group_form(const struct field_rule *rule, const struct value *map, struct arena *arena,
                       struct value *out_value)
{
    if (map->type != VALUE_MAP) {
        *out_value = *map;
        return true;
    }
    struct value_pair *pairs = arena_take_array(arena, map->as.map.count, sizeof *pairs);
    if (pairs == NULL) {
        return false;
    }
    for (size_t i = 0; i < map->as.map.count; i++) {
        pairs[i] = map->as.map.pairs[i];
        const struct field_rule *item = find_rule(rule->items, rule->item_count, pairs[i].key);
        if (item != NULL && !item_form(item, &map->as.map.pairs[i].value, arena, &pairs[i].value)) {
            return false;
        }
    }
    *out_value = (struct value){.type = VALUE_MAP, .as.map = {pairs, map->as.map.count}};
    return true;
}

static bool groups_form(const struct field_rule *rule, const struct value *value,
                        struct arena *arena, struct value *out_value)
{
    if (!rule->repeating) {
        return group_form(rule, value, arena, out_value);
    }
    bool is_list = value->type == VALUE_LIST;
    const struct value *given = is_list ? value->as.list.items : value;
    size_t count = is_list ? value->as.list.count : 1;
    struct value *groups = arena_take_array(arena, count, sizeof *groups);
    if (groups == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (!group_form(rule, &given[i], arena, &groups[i])) {
            return false;
        }
    }
    *out_value = (struct value){.type = VALUE_LIST, .as.list = {groups, count}};
    return true;
}

bool normal_form_of(const struct field_rule *rule, const struct value *value, struct arena *arena,
                    struct value *out_value)
{
    assert(rule != NULL && value != NULL && arena != NULL && out_value != NULL);
    enum absent_reason reason = ABSENT_UNKNOWN;
    if (rule->type == FIELD_GROUP && !absent_from_value(value, &reason)) {
        return groups_form(rule, value, arena, out_value);
    }
    return item_form(rule, value, arena, out_value);
}

bool normal_form_of_map(const struct field_rule *rules, size_t rule_count, const struct value *map,
                        struct arena *arena, struct value *out_map)
{
    assert(map != NULL && map->type == VALUE_MAP && arena != NULL && out_map != NULL);
    struct value_pair *pairs = arena_take_array(arena, map->as.map.count, sizeof *pairs);
    if (pairs == NULL) {
        return false;
    }
    for (size_t i = 0; i < map->as.map.count; i++) {
        pairs[i] = map->as.map.pairs[i];
        const struct field_rule *rule = find_rule(rules, rule_count, pairs[i].key);
        if (rule != NULL &&
            !normal_form_of(rule, &map->as.map.pairs[i].value, arena, &pairs[i].value)) {
            return false;
        }
    }
    *out_map = (struct value){.type = VALUE_MAP, .as.map = {pairs, map->as.map.count}};
    return true;
}
