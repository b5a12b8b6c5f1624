/* Checking what a measure reads against the catalogue. */
#include "compiler/measure_sources.h"

#include <string.h>

#include "base/bytes.h"
#include "compiler/key_rules.h"
#include "compiler/node.h"
#include "domain/catalog.h"

static const struct key_rule source_keys[] = {
    {"kind", KEY_STRING, true},    {"field", KEY_STRING, false},
    {"sum_of", KEY_LIST, false},   {"as", KEY_OBJECT, false},
    {"where", KEY_OBJECT, false},  {"unless", KEY_OBJECT, false},
    {"counts", KEY_OBJECT, false}, {0},
};

static const struct kind *kind_of(const json_t *source)
{
    const char *name = json_string_value(json_object_get(source, "kind"));
    return name == NULL ? NULL : catalog_find(bytes_of_text(name));
}

static const struct field_rule *find_field(const struct kind *kind, const char *name)
{
    return name == NULL ? NULL : kind_field(kind, bytes_of_text(name));
}

static bool is_number(const struct field_rule *field)
{
    return field->type == FIELD_INTEGER || field->type == FIELD_DECIMAL;
}

static bool has_choice(const struct field_rule *field, const char *name)
{
    for (size_t i = 0; name != NULL && i < field->choice_count; i++) {
        if (strcmp(field->choices[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool all_are_choices(const struct field_rule *field, const json_t *names)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        if (!has_choice(field, json_string_value(json_array_get(names, i)))) {
            return false;
        }
    }
    return json_array_size(names) > 0;
}

static bool is_range(const json_t *list)
{
    return node_is_pair(list) && node_number(list, 0) <= node_number(list, 1);
}

/* A choice or a list of them; a range of a number; yes or no; of anything else, that it is given.
 */
static bool fits(const struct field_rule *field, const json_t *wanted)
{
    switch (field->type) {
    case FIELD_CHOICE:
        return has_choice(field, json_string_value(wanted)) || all_are_choices(field, wanted);
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
        return is_range(wanted);
    case FIELD_BOOL:
        return json_is_boolean(wanted);
    case FIELD_TEXT:
    case FIELD_REFERENCE:
        return json_is_true(wanted);
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_MOMENT:
    case FIELD_BYTES:
    case FIELD_GROUP:
        return false;
    }
    return false;
}

static bool check_conditions(const struct kind *kind, json_t *conditions, const struct place *place,
                             struct fault *out_fault)
{
    const char *name = NULL;
    json_t *wanted = NULL;
    json_object_foreach(conditions, name, wanted)
    {
        const struct field_rule *field = find_field(kind, name);
        if (field == NULL) {
            return fault_set_word(out_fault, place, name, "is no field of the kind it reads");
        }
        if (!fits(field, wanted)) {
            return fault_set_word(out_fault, place, name, "cannot be that");
        }
    }
    return true;
}

/* A choice needs a number for each of its words: one that is forgotten would be no answer. */
static bool check_numbers(const struct field_rule *field, json_t *numbers,
                          const struct place *place, struct fault *out_fault)
{
    if (field->type != FIELD_CHOICE) {
        return fault_set_word(out_fault, place, field->name, "is no number, yes or no, or choice");
    }
    for (size_t i = 0; i < field->choice_count; i++) {
        if (!json_is_number(json_object_get(numbers, field->choices[i].name))) {
            return fault_set_word(out_fault, place, field->choices[i].name,
                                  "has no number under \"as\"");
        }
    }
    return json_object_size(numbers) == field->choice_count ||
           fault_set(out_fault, place, "\"as\" names a choice that is not there");
}

static bool check_field(const struct kind *kind, const json_t *source, const struct place *place,
                        struct fault *out_fault)
{
    const char *name = json_string_value(json_object_get(source, "field"));
    const struct field_rule *field = find_field(kind, name);
    if (name == NULL) {
        return true;
    }
    if (field == NULL) {
        return fault_set_word(out_fault, place, name, "is no field of the kind it reads");
    }
    return is_number(field) || field->type == FIELD_BOOL ||
           check_numbers(field, json_object_get(source, "as"), place, out_fault);
}

static bool check_sum(const struct kind *kind, const json_t *names, const struct place *place,
                      struct fault *out_fault)
{
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *name = json_string_value(json_array_get(names, i));
        const struct field_rule *field = find_field(kind, name);
        if (field == NULL || !is_number(field) || !field->has_range) {
            return fault_set_word(out_fault, place, name != NULL ? name : "sum_of",
                                  "is no number with a range");
        }
    }
    return true;
}

bool measure_sources_check(json_t *source, const struct place *place, struct fault *out_fault)
{
    if (!key_rules_check(source_keys, source, place, out_fault)) {
        return false;
    }
    const struct kind *kind = kind_of(source);
    if (kind == NULL) {
        return fault_set_word(out_fault, place, json_string_value(json_object_get(source, "kind")),
                              "is no kind of the catalogue");
    }
    size_t ways = (node_has(source, "field") ? 1U : 0U) + (node_has(source, "sum_of") ? 1U : 0U) +
                  (node_has(source, "counts") ? 1U : 0U);
    if (ways > 1) {
        return fault_set(out_fault, place, "one of \"field\", \"sum_of\" and \"counts\" is enough");
    }
    return check_field(kind, source, place, out_fault) &&
           check_sum(kind, json_object_get(source, "sum_of"), place, out_fault) &&
           check_conditions(kind, json_object_get(source, "where"), place, out_fault) &&
           check_conditions(kind, json_object_get(source, "unless"), place, out_fault) &&
           check_conditions(kind, json_object_get(source, "counts"), place, out_fault);
}

static struct source_span span_of_numbers(json_t *numbers)
{
    struct source_span span = {0};
    const char *choice = NULL;
    json_t *number = NULL;
    bool first = true;
    json_object_foreach(numbers, choice, number)
    {
        double value = json_number_value(number);
        span.lowest = first || value < span.lowest ? value : span.lowest;
        span.highest = first || value > span.highest ? value : span.highest;
        first = false;
    }
    return span;
}

static struct source_span span_of_sum(const struct kind *kind, const json_t *names)
{
    struct source_span span = {0};
    for (size_t i = 0; i < json_array_size(names); i++) {
        const struct field_rule *field =
            find_field(kind, json_string_value(json_array_get(names, i)));
        span.lowest += field->minimum;
        span.highest += field->maximum;
        span.better = field->better;
    }
    return span;
}

struct source_span measure_sources_span(const json_t *source)
{
    const struct kind *kind = kind_of(source);
    const char *name = json_string_value(json_object_get(source, "field"));
    const struct field_rule *field = find_field(kind, name);
    if (node_has(source, "sum_of")) {
        return span_of_sum(kind, json_object_get(source, "sum_of"));
    }
    if (field == NULL || field->type == FIELD_BOOL) {
        return (struct source_span){0.0, 1.0, BETTER_NONE};
    }
    if (field->type == FIELD_CHOICE) {
        return span_of_numbers(json_object_get(source, "as"));
    }
    return (struct source_span){field->minimum, field->maximum, field->better};
}
