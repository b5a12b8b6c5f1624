/* Checking a whole map of fields, and the groups in it. */
#include "domain/field_map.h"

#include <assert.h>

#include "base/limits.h"
#include "domain/absent.h"
#include "domain/field.h"
#include "domain/spelling.h"

/* Rules of one kind or of one group, and the words that lead a sentence to it. */
struct scope {
    const struct field_rule *rules;
    size_t rule_count;
    const char *kind;
    const char *group; /* NULL outside groups */
    size_t number;     /* of the group's element, counted from 1 */
};

static void begin(struct complaint *complaint, const struct scope *scope)
{
    complaint_begin(complaint, scope->kind);
    complaint_add(complaint, ": ");
    if (scope->group != NULL) {
        complaint_add(complaint, "\"");
        complaint_add(complaint, scope->group);
        complaint_add(complaint, "\" number ");
        complaint_add_number(complaint, (double)scope->number);
        complaint_add(complaint, ": ");
    }
}

/* Always false, so that a check can end with it. */
static bool refuse(struct complaint *complaint, const struct scope *scope, const char *sentence)
{
    begin(complaint, scope);
    complaint_add(complaint, sentence);
    return false;
}

static bool refuse_field(struct complaint *complaint, const struct scope *scope, const char *name,
                         const char *sentence)
{
    begin(complaint, scope);
    complaint_add(complaint, "\"");
    complaint_add(complaint, name);
    complaint_add(complaint, "\" ");
    complaint_add(complaint, sentence);
    return false;
}

static const struct field_rule *find_rule(const struct scope *scope, struct bytes name)
{
    for (size_t i = 0; i < scope->rule_count; i++) {
        if (bytes_equal_text(name, scope->rules[i].name)) {
            return &scope->rules[i];
        }
    }
    return NULL;
}

static const struct field_rule *nearest_rule(const struct scope *scope, struct bytes name)
{
    const struct field_rule *nearest = NULL;
    size_t nearest_distance = SPELLING_FAR;
    for (size_t i = 0; i < scope->rule_count; i++) {
        size_t distance = spelling_distance(name, scope->rules[i].name);
        if (distance < nearest_distance) {
            nearest = &scope->rules[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}

static bool refuse_name(struct complaint *complaint, const struct scope *scope, struct bytes name)
{
    begin(complaint, scope);
    complaint_add(complaint, "there is no field ");
    complaint_add_name(complaint, name);
    const struct field_rule *nearest = nearest_rule(scope, name);
    if (nearest != NULL) {
        complaint_add(complaint, "; did you mean \"");
        complaint_add(complaint, nearest->name);
        complaint_add(complaint, "\"?");
    } else {
        complaint_add(complaint, ".");
    }
    return false;
}

static bool check_names(const struct scope *scope, const struct value *map,
                        struct complaint *complaint)
{
    for (size_t i = 0; i < map->as.map.count; i++) {
        struct bytes name = map->as.map.pairs[i].key;
        const struct field_rule *rule = find_rule(scope, name);
        if (rule == NULL) {
            return refuse_name(complaint, scope, name);
        }
        if (value_find(map, rule->name) != &map->as.map.pairs[i].value) {
            return refuse_field(complaint, scope, rule->name, "is given twice: keep one.");
        }
    }
    return true;
}

static bool check_single(const struct scope *scope, const struct field_rule *rule,
                         const struct value *value, struct complaint *complaint)
{
    struct complaint inner = {0};
    if (field_check(rule, value, &inner)) {
        return true;
    }
    return refuse(complaint, scope, inner.text);
}

/* The elements of a repeating field: a list's, or the one value given instead of a list. */
static const struct value *elements_of(const struct field_rule *rule, const struct value *value,
                                       size_t *out_count)
{
    if (rule->repeating && value->type == VALUE_LIST) {
        *out_count = value->as.list.count;
        return value->as.list.items;
    }
    *out_count = 1;
    return value;
}

static bool check_value(const struct scope *scope, const struct field_rule *rule,
                        const struct value *value, struct complaint *complaint)
{
    enum absent_reason reason = ABSENT_UNKNOWN;
    if (absent_from_value(value, &reason)) {
        return true;
    }
    size_t count = 0;
    const struct value *elements = elements_of(rule, value, &count);
    if (count == 0) {
        return refuse_field(complaint, scope, rule->name, "is an empty list: leave it out.");
    }
    if (count > ENTRY_LIST_MAX) {
        return refuse_field(complaint, scope, rule->name, "has more than 64 values.");
    }
    for (size_t i = 0; i < count; i++) {
        if (!check_single(scope, rule, &elements[i], complaint)) {
            return false;
        }
    }
    return true;
}

/* Everything about a map but what its groups hold. */
static bool check_map(const struct scope *scope, const struct value *map,
                      struct complaint *complaint)
{
    if (!check_names(scope, map, complaint)) {
        return false;
    }
    for (size_t i = 0; i < scope->rule_count; i++) {
        const struct field_rule *rule = &scope->rules[i];
        const struct value *value = value_find(map, rule->name);
        if (value == NULL && rule->required) {
            return refuse_field(complaint, scope, rule->name,
                                "is missing: give it, or say why there is no answer.");
        }
        if (value != NULL && !check_value(scope, rule, value, complaint)) {
            return false;
        }
    }
    return true;
}

static bool check_group(const struct kind *kind, const struct field_rule *rule,
                        const struct value *value, struct complaint *complaint)
{
    enum absent_reason reason = ABSENT_UNKNOWN;
    if (absent_from_value(value, &reason)) {
        return true;
    }
    size_t count = 0;
    const struct value *groups = elements_of(rule, value, &count);
    for (size_t i = 0; i < count; i++) {
        struct scope scope = {
            .rules = rule->items,
            .rule_count = rule->item_count,
            .kind = kind->name,
            .group = rule->name,
            .number = i + 1,
        };
        if (!check_map(&scope, &groups[i], complaint)) {
            return false;
        }
    }
    return true;
}

static bool has_one_of(const struct one_of *one_of, const struct value *fields)
{
    for (size_t i = 0; i < one_of->count; i++) {
        if (value_find(fields, one_of->names[i]) != NULL) {
            return true;
        }
    }
    return false;
}

static bool check_one_of(const struct scope *scope, const struct one_of *one_of,
                         const struct value *fields, struct complaint *complaint)
{
    if (has_one_of(one_of, fields)) {
        return true;
    }
    begin(complaint, scope);
    complaint_add(complaint, "give one of");
    for (size_t i = 0; i < one_of->count; i++) {
        complaint_add(complaint, i > 0 ? ", \"" : " \"");
        complaint_add(complaint, one_of->names[i]);
        complaint_add(complaint, "\"");
    }
    complaint_add(complaint, ".");
    return false;
}

bool field_map_check(const struct kind *kind, const struct value *fields,
                     struct complaint *out_complaint)
{
    assert(kind != NULL && fields != NULL && fields->type == VALUE_MAP && out_complaint != NULL);
    struct scope scope = {
        .rules = kind->fields,
        .rule_count = kind->field_count,
        .kind = kind->name,
    };
    if (!check_map(&scope, fields, out_complaint)) {
        return false;
    }
    for (size_t i = 0; i < kind->one_of_count; i++) {
        if (!check_one_of(&scope, &kind->one_ofs[i], fields, out_complaint)) {
            return false;
        }
    }
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field_rule *rule = &kind->fields[i];
        const struct value *value = value_find(fields, rule->name);
        if (rule->type == FIELD_GROUP && value != NULL &&
            !check_group(kind, rule, value, out_complaint)) {
            return false;
        }
    }
    return true;
}
