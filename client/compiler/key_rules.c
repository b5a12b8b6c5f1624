/* Checking the keys of one JSON object against a table. */
#include "compiler/key_rules.h"

#include <string.h>

static bool has_type(const json_t *value, enum key_type type)
{
    switch (type) {
    case KEY_STRING:
        return json_is_string(value);
    case KEY_TRUE:
        return json_is_true(value);
    case KEY_NUMBER:
        return json_is_number(value);
    case KEY_LIST:
        return json_is_array(value);
    case KEY_OBJECT:
        return json_is_object(value);
    }
    return false;
}

static const char *type_sentence(enum key_type type)
{
    switch (type) {
    case KEY_STRING:
        return "must be a text";
    case KEY_TRUE:
        return "must be true or left out";
    case KEY_NUMBER:
        return "must be a number";
    case KEY_LIST:
        return "must be a list";
    case KEY_OBJECT:
        return "must be an object";
    }
    return "";
}

static bool is_known(const struct key_rule *rules, const char *key)
{
    for (const struct key_rule *rule = rules; rule->key != NULL; rule++) {
        if (strcmp(rule->key, key) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_empty_text(const json_t *value)
{
    return json_is_string(value) && json_string_length(value) == 0;
}

bool key_rules_check(const struct key_rule *rules, json_t *object, const struct place *place,
                     struct fault *out_fault)
{
    if (!json_is_object(object)) {
        return fault_set(out_fault, place, "here must be an object");
    }
    for (const struct key_rule *rule = rules; rule->key != NULL; rule++) {
        const json_t *value = json_object_get(object, rule->key);
        if (rule->required && (value == NULL || is_empty_text(value))) {
            return fault_set_word(out_fault, place, rule->key, "is missing");
        }
        if (value != NULL && !has_type(value, rule->type)) {
            return fault_set_word(out_fault, place, rule->key, type_sentence(rule->type));
        }
    }
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(object, key, value)
    {
        if (!is_known(rules, key)) {
            return fault_set_word(out_fault, place, key, "is not a key we know");
        }
    }
    return true;
}

bool key_rules_is_name(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return size > 0 && text[size] == '\0';
}
