/* Checking the rules of red flags before they become tables. */
#include "compiler/flag_rules.h"

#include <string.h>

#include "compiler/evidence_rules.h"
#include "compiler/key_rules.h"
#include "compiler/node.h"
#include "compiler/words.h"

static const struct key_rule file_keys[] = {{"rules", KEY_LIST, true}, {0}};
static const struct key_rule rule_keys[] = {
    {"rule", KEY_STRING, true},     {"title", KEY_STRING, true}, {"evidence", KEY_OBJECT, true},
    {"thresholds", KEY_LIST, true}, {"signs", KEY_LIST, true},   {0},
};
static const struct key_rule threshold_keys[] = {
    {"name", KEY_STRING, true},
    {"label", KEY_STRING, true},
    {"default", KEY_NUMBER, true},
    {"unit", KEY_STRING, false},
    {"range", KEY_LIST, true},
    {"evidence", KEY_OBJECT, true},
    {0},
};
static const struct key_rule sign_keys[] = {
    {"name", KEY_STRING, true},
    {"tier", KEY_STRING, true},
    {"window", KEY_NUMBER, true},
    {"every", KEY_NUMBER, false},
    {"event", KEY_TRUE, false},
    {"text", KEY_STRING, true},
    {0},
};

static const struct word_rule sign_words[] = {
    {"tier", WORDS_TIER, "is no tier: use urgent_contact, review_high, review or info"},
    {0},
};

static bool is_figure(const char *word, size_t size)
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
        if (open[1 + size] != '}' || !is_figure(open + 1, size)) {
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
    double given = json_number_value(json_object_get(threshold, "default"));
    if (!node_is_pair(range) || node_number(range, 0) >= node_number(range, 1)) {
        return fault_set(out_fault, place, "\"range\" is a lower and a higher number");
    }
    if (given < node_number(range, 0) || given > node_number(range, 1)) {
        return fault_set(out_fault, place, "the default is outside of the range");
    }
    return true;
}

static bool check_threshold(json_t *threshold, const struct place *place, struct fault *out_fault)
{
    return key_rules_check(threshold_keys, threshold, place, out_fault) &&
           check_range(threshold, place, out_fault) &&
           evidence_rules_check(json_object_get(threshold, "evidence"), place, out_fault);
}

static bool check_sign(json_t *sign, const struct place *place, struct fault *out_fault)
{
    if (!key_rules_check(sign_keys, sign, place, out_fault) ||
        !words_check(sign_words, sign, place, out_fault)) {
        return false;
    }
    json_int_t window = json_integer_value(json_object_get(sign, "window"));
    const json_t *every = json_object_get(sign, "every");
    if (window < 0 || window > 90 ||
        (every != NULL && (json_integer_value(every) < 1 || json_integer_value(every) > window))) {
        return fault_set(out_fault, place, "\"window\" is 0 to 90 days, \"every\" at most as many");
    }
    return check_text(node_text(sign, "text"), place, out_fault);
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
        here.field = node_text(part, "name");
        if (!check(part, &here, out_fault)) {
            return false;
        }
        if (!key_rules_is_name(here.field) || node_is_repeated(list, i, "name")) {
            return fault_set(out_fault, &here, "needs a name of its own: a to z, 0 to 9 and _");
        }
    }
    return true;
}

static bool check_rule(json_t *rule, const struct place *place, struct fault *out_fault)
{
    struct place here = *place;
    const char *name = node_text(rule, "rule");
    here.kind = name[0] != '\0' ? name : NULL;
    if (!key_rules_check(rule_keys, rule, &here, out_fault)) {
        return false;
    }
    if (strlen(name) != 3 || name[0] != 'R' || strspn(name + 1, "0123456789") != 2) {
        return fault_set(out_fault, &here, "a rule is called R and two digits");
    }
    return evidence_rules_check(json_object_get(rule, "evidence"), &here, out_fault) &&
           check_parts(json_object_get(rule, "thresholds"), check_threshold, &here, out_fault) &&
           check_parts(json_object_get(rule, "signs"), check_sign, &here, out_fault);
}

/* Where a rule goes in the list, which is in the order of names. */
static size_t place_of(const json_t *list, const char *name)
{
    size_t index = 0;
    while (index < json_array_size(list) &&
           strcmp(node_text(json_array_get(list, index), "rule"), name) < 0) {
        index++;
    }
    return index;
}

static bool add_rule(json_t *rules, json_t *rule, const struct place *place,
                     struct fault *out_fault)
{
    if (!check_rule(rule, place, out_fault)) {
        return false;
    }
    const char *name = node_text(rule, "rule");
    if (node_find(rules, "rule", name) != NULL) {
        return fault_set_word(out_fault, place, name, "is there already");
    }
    if (json_array_insert(rules, place_of(rules, name), rule) != 0) {
        return fault_set(out_fault, place, "memory is short");
    }
    return true;
}

static bool add_file(json_t *rules, const struct source_file *file, struct fault *out_fault)
{
    struct place place = {.file = file->name};
    if (!key_rules_check(file_keys, file->root, &place, out_fault)) {
        return false;
    }
    const json_t *list = json_object_get(file->root, "rules");
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!add_rule(rules, json_array_get(list, i), &place, out_fault)) {
            return false;
        }
    }
    return true;
}

bool flag_rules_compile(const struct source_file *files, size_t count, json_t *rules,
                        struct fault *out_fault)
{
    for (size_t i = 0; i < count; i++) {
        if (!add_file(rules, &files[i], out_fault)) {
            return false;
        }
    }
    return true;
}
