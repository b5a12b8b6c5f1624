/* Puts plans into words. */
#include "requests/plan_said.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "domain/absent.h"
#include "domain/catalog.h"
#include "flags/rule_book.h"
#include "requests/answer.h"

enum { NUMBER_TEXT_SIZE = 48, SHORT_ID_DIGITS = 8 };

/* Units of the catalogue as people write them. What is not here stands as it is. */
static const struct {
    const char *unit;
    const char *shown;
} units[] = {
    {"cm[H2O]", " cmH2O"},
    {"mm[Hg]", " mmHg"},
    {"Cel", " \302\260C"},
    {"%", " %"},
};

/* Of a unit in braces, and of "so many a week", the label says what is counted. */
static void put_unit(struct buffer *out, const struct field_rule *rule)
{
    char range[NUMBER_TEXT_SIZE];
    if (rule->unit == NULL || rule->unit[0] == '/') {
        return;
    }
    if (rule->unit[0] == '{') {
        bool is_score = strcmp(rule->unit, "{score}") == 0 && rule->has_range;
        (void)snprintf(range, sizeof range, " of %g", rule->maximum);
        buffer_append_text(out, is_score ? range : "");
        return;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(units[i].unit, rule->unit) == 0) {
            buffer_append_text(out, units[i].shown);
            return;
        }
    }
    buffer_append_text(out, " ");
    buffer_append_text(out, rule->unit);
}

static void put_choice(struct buffer *out, const struct field_rule *rule, struct bytes name)
{
    for (size_t i = 0; i < rule->choice_count; i++) {
        if (bytes_equal_text(name, rule->choices[i].name)) {
            buffer_append_text(out, rule->choices[i].label);
            return;
        }
    }
    buffer_append(out, name);
}

/* What a name stands for, beside the name that has to be typed. */
static const char *title_of(const struct field_rule *rule, struct bytes name)
{
    struct rule_address address;
    const struct kind *kind = NULL;
    if (strcmp(rule->refers_to, "kind") == 0) {
        kind = catalog_find(name);
    } else if (strcmp(rule->refers_to, "rule") == 0 && rule_book_address(name, &address)) {
        return rule_book_rule(address.rule)->title;
    }
    return kind == NULL ? NULL : kind->label;
}

static void put_reference(struct buffer *out, const struct field_rule *rule, struct bytes name)
{
    const char *title = title_of(rule, name);
    bool is_id = strcmp(rule->refers_to, "entry") == 0 && name.size > SHORT_ID_DIGITS;
    buffer_append(out, is_id ? (struct bytes){name.data, SHORT_ID_DIGITS} : name);
    if (title != NULL) {
        buffer_append_text(out, " (");
        buffer_append_text(out, title);
        buffer_append_text(out, ")");
    }
}

static void put_text(struct buffer *out, const struct field_rule *rule, struct bytes text)
{
    if (rule->type == FIELD_CHOICE) {
        put_choice(out, rule, text);
    } else if (rule->type == FIELD_REFERENCE && rule->refers_to != NULL) {
        put_reference(out, rule, text);
    } else {
        buffer_append(out, text);
    }
}

static void put_number(struct buffer *out, const struct field_rule *rule, const struct value *value)
{
    char text[NUMBER_TEXT_SIZE];
    if (value->type == VALUE_INTEGER) {
        (void)snprintf(text, sizeof text, "%" PRId64, value->as.integer);
    } else {
        (void)snprintf(text, sizeof text, "%.12g", value->as.decimal);
    }
    buffer_append_text(out, text);
    put_unit(out, rule);
}

/* A question that was not answered; any other map stands in no field. */
static void put_absent(struct buffer *out, const struct value *value)
{
    enum absent_reason reason;
    if (absent_from_value(value, &reason)) {
        buffer_append_text(out, absent_name(reason));
    }
}

/* One value that is no list. */
static void put_value(struct buffer *out, const struct field_rule *rule, const struct value *value)
{
    switch (value->type) {
    case VALUE_BOOL:
        buffer_append_text(out, value->as.boolean ? "yes" : "no");
        return;
    case VALUE_INTEGER:
    case VALUE_DECIMAL:
        put_number(out, rule, value);
        return;
    case VALUE_TEXT:
        put_text(out, rule, value->as.text);
        return;
    case VALUE_BYTES:
        buffer_append_text(out, "attached"); /* nobody reads a hash */
        return;
    case VALUE_MAP:
        put_absent(out, value);
        return;
    case VALUE_NULL:
    case VALUE_LIST:
        return;
    }
}

json_t *plan_said_text(const struct field_rule *rule, const struct value *value)
{
    struct buffer text = {0};
    bool several = value->type == VALUE_LIST;
    size_t count = several ? value->as.list.count : 1;
    for (size_t i = 0; i < count; i++) {
        buffer_append_text(&text, i == 0 ? "" : ", ");
        put_value(&text, rule, several ? &value->as.list.items[i] : value);
    }
    json_t *said = text.failed ? NULL : answer_text(buffer_bytes(&text));
    buffer_free(&text);
    return said;
}

/* How an item is called: the text of its group's first field. */
static json_t *name_of(const struct field_rule *group, const struct value *item)
{
    const struct value *name = value_find(item, group->items[0].name);
    return name == NULL ? json_string("") : plan_said_text(&group->items[0], name);
}

/* Append {label, text}. */
static bool say_field(json_t *said, const struct field_rule *rule, const struct value *value)
{
    json_t *line = json_object();
    bool written = answer_set(line, "label", json_string(rule->label)) &&
                   answer_set(line, "text", plan_said_text(rule, value)) &&
                   json_array_append(said, line) == 0;
    json_decref(line);
    return written;
}

/* Append each item as {label, name, said}. */
static bool say_items(json_t *said, const struct field_rule *group, const struct value *items)
{
    bool written = true;
    for (size_t i = 0; written && i < items->as.list.count; i++) {
        const struct value *item = &items->as.list.items[i];
        json_t *line = json_object();
        written = answer_set(line, "label", json_string(group->label)) &&
                  answer_set(line, "name", name_of(group, item)) &&
                  answer_set(line, "said", plan_said_item(group, item)) &&
                  json_array_append(said, line) == 0;
        json_decref(line);
    }
    return written;
}

/* The list, or NULL when it was not written to its end. */
static json_t *finished(json_t *said, bool written)
{
    if (!written) {
        json_decref(said);
        return NULL;
    }
    return said;
}

json_t *plan_said_item(const struct field_rule *group, const struct value *item)
{
    json_t *said = json_array();
    bool written = said != NULL;
    for (size_t i = 1; written && i < group->item_count; i++) {
        const struct value *value = value_find(item, group->items[i].name);
        written = value == NULL || say_field(said, &group->items[i], value);
    }
    return finished(said, written);
}

json_t *plan_said_plan(const struct kind *kind, const struct value *fields)
{
    json_t *said = json_array();
    bool written = said != NULL;
    for (size_t i = 0; written && i < kind->field_count; i++) {
        const struct field_rule *rule = &kind->fields[i];
        const struct value *value = value_find(fields, rule->name);
        if (value == NULL || strcmp(rule->name, "status") == 0) {
            continue;
        }
        bool has_items = rule->type == FIELD_GROUP && value->type == VALUE_LIST;
        written = has_items ? say_items(said, rule, value) : say_field(said, rule, value);
    }
    return finished(said, written);
}
