/* Checking the rules of red flags before they become tables. */
#include "flags/compiler/rules.h"

#include <stdlib.h>
#include <string.h>

#include "domain/compiler/field_rules.h"
#include "domain/compiler/key_rules.h"

struct rules {
    json_t *list; /* each with the key "file" added */
};

static const struct key_rule file_keys[] = {{"rules", KEY_LIST, true}};
static const struct key_rule rule_keys[] = {
    {"rule", KEY_STRING, true},     {"title", KEY_STRING, true}, {"evidence", KEY_OBJECT, true},
    {"thresholds", KEY_LIST, true}, {"signs", KEY_LIST, true},
};
static const struct key_rule threshold_keys[] = {
    {"name", KEY_STRING, true},  {"label", KEY_STRING, true}, {"default", KEY_NUMBER, true},
    {"unit", KEY_STRING, false}, {"range", KEY_LIST, true},   {"evidence", KEY_OBJECT, true},
};
static const struct key_rule sign_keys[] = {
    {"name", KEY_STRING, true},   {"tier", KEY_STRING, true}, {"window", KEY_NUMBER, true},
    {"every", KEY_NUMBER, false}, {"event", KEY_TRUE, false}, {"text", KEY_STRING, true},
};

#define RULES_OF(keys) ((struct key_rules){(keys), sizeof(keys) / sizeof((keys)[0])})

struct rules *rules_create(void)
{
    struct rules *rules = calloc(1, sizeof *rules);
    if (rules != NULL) {
        rules->list = json_array();
    }
    if (rules == NULL || rules->list == NULL) {
        free(rules);
        return NULL;
    }
    return rules;
}

void rules_free(struct rules *rules)
{
    if (rules != NULL) {
        json_decref(rules->list);
        free(rules);
    }
}

json_t *rules_list(const struct rules *rules)
{
    return rules->list;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

const char *rules_tier(const char *word)
{
    static const char *const tiers[][2] = {
        {"urgent_contact", "FLAG_TIER_URGENT"},
        {"review_high", "FLAG_TIER_REVIEW_HIGH"},
        {"review", "FLAG_TIER_REVIEW"},
        {"info", "FLAG_TIER_INFO"},
    };
    for (size_t i = 0; i < sizeof tiers / sizeof tiers[0]; i++) {
        if (strcmp(word, tiers[i][0]) == 0) {
            return tiers[i][1];
        }
    }
    return NULL;
}

bool rules_is_figure(const char *word, size_t size)
{
    static const char *const figures[] = {"value", "baseline", "change", "count",
                                          "n",     "days",     "limit",  "symptoms"};
    for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
        if (strlen(figures[i]) == size && memcmp(figures[i], word, size) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_text(const char *text, const struct place *place, struct fault *out_fault)
{
    for (const char *open = strchr(text, '{'); open != NULL; open = strchr(open + 1, '{')) {
        size_t size = strcspn(open + 1, "}");
        if (open[1 + size] != '}' || !rules_is_figure(open + 1, size)) {
            return fault_set(out_fault, place,
                             "braces hold value, baseline, change, count, n, days, limit or "
                             "symptoms");
        }
    }
    return true;
}

static bool check_range(const json_t *threshold, const struct place *place, struct fault *out_fault)
{
    const json_t *range = json_object_get(threshold, "range");
    const json_t *lowest = json_array_get(range, 0);
    const json_t *highest = json_array_get(range, 1);
    double given = json_number_value(json_object_get(threshold, "default"));
    if (json_array_size(range) != 2 || !json_is_number(lowest) || !json_is_number(highest) ||
        json_number_value(lowest) >= json_number_value(highest)) {
        return fault_set(out_fault, place, "\"range\" is a lower and a higher number");
    }
    if (given < json_number_value(lowest) || given > json_number_value(highest)) {
        return fault_set(out_fault, place, "the default is outside of the range");
    }
    return true;
}

static bool check_threshold(json_t *threshold, const struct place *place, struct fault *out_fault)
{
    struct key_rules keys = RULES_OF(threshold_keys);
    return key_rules_check(&keys, threshold, place, out_fault) &&
           check_range(threshold, place, out_fault) &&
           field_rules_check_evidence(json_object_get(threshold, "evidence"), place, out_fault);
}

static bool check_sign(json_t *sign, const struct place *place, struct fault *out_fault)
{
    struct key_rules keys = RULES_OF(sign_keys);
    if (!key_rules_check(&keys, sign, place, out_fault)) {
        return false;
    }
    if (rules_tier(text_of(sign, "tier")) == NULL) {
        return fault_set_word(out_fault, place, text_of(sign, "tier"),
                              "is no tier: use urgent_contact, review_high, review or info");
    }
    json_int_t window = json_integer_value(json_object_get(sign, "window"));
    const json_t *every = json_object_get(sign, "every");
    if (window < 0 || window > 90 ||
        (every != NULL && (json_integer_value(every) < 1 || json_integer_value(every) > window))) {
        return fault_set(out_fault, place, "\"window\" is 0 to 90 days, \"every\" at most as many");
    }
    return check_text(text_of(sign, "text"), place, out_fault);
}

static bool is_named_before(const json_t *list, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(text_of(json_array_get(list, i), "name"),
                   text_of(json_array_get(list, index), "name")) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_parts(const json_t *list,
                        bool (*check)(json_t *, const struct place *, struct fault *),
                        const struct place *place, struct fault *out_fault)
{
    if (json_array_size(list) == 0) {
        return fault_set(out_fault, place, "needs a threshold and a sign at least");
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *part = json_array_get(list, i);
        struct place here = *place;
        here.field = text_of(part, "name");
        if (!check(part, &here, out_fault)) {
            return false;
        }
        if (!key_rules_is_name(here.field) || is_named_before(list, i)) {
            return fault_set(out_fault, &here, "needs a name of its own: a to z, 0 to 9 and _");
        }
    }
    return true;
}

static bool check_rule(json_t *rule, const struct place *place, struct fault *out_fault)
{
    struct place here = *place;
    struct key_rules keys = RULES_OF(rule_keys);
    const char *name = text_of(rule, "rule");
    here.kind = name[0] != '\0' ? name : NULL;
    if (!key_rules_check(&keys, rule, &here, out_fault)) {
        return false;
    }
    if (strlen(name) != 3 || name[0] != 'R' || strspn(name + 1, "0123456789") != 2) {
        return fault_set(out_fault, &here, "a rule is called R and two digits");
    }
    return field_rules_check_evidence(json_object_get(rule, "evidence"), &here, out_fault) &&
           check_parts(json_object_get(rule, "thresholds"), check_threshold, &here, out_fault) &&
           check_parts(json_object_get(rule, "signs"), check_sign, &here, out_fault);
}

/* Where a rule goes in the list, which is in the order of names. */
static size_t place_of(const json_t *list, const char *name)
{
    size_t index = 0;
    while (index < json_array_size(list) &&
           strcmp(text_of(json_array_get(list, index), "rule"), name) < 0) {
        index++;
    }
    return index;
}

static bool add_rule(struct rules *rules, json_t *rule, const struct place *place,
                     struct fault *out_fault)
{
    if (!check_rule(rule, place, out_fault)) {
        return false;
    }
    const char *name = text_of(rule, "rule");
    size_t index = place_of(rules->list, name);
    if (strcmp(text_of(json_array_get(rules->list, index), "rule"), name) == 0) {
        return fault_set_word(out_fault, place, name, "is there already");
    }
    if (json_array_insert(rules->list, index, rule) != 0) {
        return fault_set(out_fault, place, "memory is short");
    }
    return true;
}

bool rules_add(struct rules *rules, const char *name, struct bytes text, struct fault *out_fault)
{
    struct place place = {.file = name};
    struct key_rules keys = RULES_OF(file_keys);
    json_error_t error;
    json_t *root = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        return fault_set(out_fault, &place, error.text);
    }
    bool added = key_rules_check(&keys, root, &place, out_fault);
    const json_t *list = json_object_get(root, "rules");
    for (size_t i = 0; added && i < json_array_size(list); i++) {
        added = add_rule(rules, json_array_get(list, i), &place, out_fault);
    }
    json_decref(root);
    return added;
}
