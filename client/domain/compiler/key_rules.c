/* Checking the keys of one JSON object against a table. */
#include "domain/compiler/key_rules.h"

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

static const struct key_rule *find_rule(const struct key_rules *rules, const char *key)
{
    for (size_t i = 0; i < rules->count; i++) {
        if (strcmp(rules->rules[i].key, key) == 0) {
            return &rules->rules[i];
        }
    }
    return NULL;
}

static bool is_empty_text(const json_t *value)
{
    return json_is_string(value) && json_string_length(value) == 0;
}

bool key_rules_check(const struct key_rules *rules, json_t *object, const struct place *place,
                     struct fault *out_fault)
{
    if (!json_is_object(object)) {
        return fault_set(out_fault, place, "here must be an object");
    }
    for (size_t i = 0; i < rules->count; i++) {
        const json_t *value = json_object_get(object, rules->rules[i].key);
        if (rules->rules[i].required && (value == NULL || is_empty_text(value))) {
            return fault_set_word(out_fault, place, rules->rules[i].key, "is missing");
        }
        if (value != NULL && !has_type(value, rules->rules[i].type)) {
            return fault_set_word(out_fault, place, rules->rules[i].key,
                                  type_sentence(rules->rules[i].type));
        }
    }
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(object, key, value)
    {
        if (find_rule(rules, key) == NULL) {
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
