/* Checking the fields of one kind, strictly: a mistake in the catalogue must not reach a patient.
 */
#include "compiler/field_rules.h"

#include <string.h>

#include "compiler/evidence_rules.h"
#include "compiler/key_rules.h"
#include "compiler/node.h"
#include "compiler/words.h"

enum { QUESTION_SIZE_MAX = 100, CHOICES_MIN = 2 };

static const struct key_rule field_keys[] = {
    {"name", KEY_STRING, true},          {"type", KEY_STRING, true},
    {"label", KEY_STRING, true},         {"question", KEY_STRING, true},
    {"required", KEY_TRUE, false},       {"repeating", KEY_TRUE, false},
    {"range", KEY_LIST, false},          {"unit", KEY_STRING, false},
    {"better", KEY_STRING, false},       {"choices", KEY_OBJECT, false},
    {"items", KEY_LIST, false},          {"refers_to", KEY_STRING, false},
    {"codes", KEY_LIST, false},          {"evidence", KEY_OBJECT, false},
    {"checkin", KEY_NUMBER, false},      {"default", KEY_NUMBER, false},
    {"text_because", KEY_STRING, false}, {0},
};

static const struct key_rule code_keys[] = {
    {"system", KEY_STRING, true}, {"code", KEY_STRING, true},    {"display", KEY_STRING, true},
    {"mark", KEY_STRING, true},   {"choice", KEY_STRING, false}, {0},
};

static const struct word_rule field_words[] = {
    {"type", WORDS_TYPE, "is no type we know"},
    {"refers_to", WORDS_REFERS_TO, "is nothing a ref can refer to"},
    {0},
};

static const struct word_rule code_words[] = {
    {"system", WORDS_CODE_SYSTEM, "is no code system: use loinc, snomed or atc"},
    {"mark", WORDS_CODE_MARK, "is no mark of a code: use confirmed or unverified"},
    {0},
};

static bool is_type(const json_t *field, const char *type)
{
    return strcmp(node_text(field, "type"), type) == 0;
}

static bool is_number(const json_t *field)
{
    return is_type(field, "int") || is_type(field, "dec");
}

static bool check_code(json_t *code, json_t *choices, const struct place *place,
                       struct fault *out_fault)
{
    if (!key_rules_check(code_keys, code, place, out_fault) ||
        !words_check(code_words, code, place, out_fault)) {
        return false;
    }
    if (node_has(code, "choice") && !node_has(choices, node_text(code, "choice"))) {
        return fault_set_word(out_fault, place, node_text(code, "choice"),
                              "has a code and is no choice of the field");
    }
    return true;
}

bool field_rules_check_codes(json_t *codes, json_t *choices, const struct place *place,
                             struct fault *out_fault)
{
    size_t index = 0;
    json_t *code = NULL;
    json_array_foreach(codes, index, code)
    {
        if (!check_code(code, choices, place, out_fault)) {
            return false;
        }
    }
    return true;
}

static bool check_question(const json_t *field, const struct place *place, struct fault *out_fault)
{
    const char *question = node_text(field, "question");
    size_t size = strlen(question);
    if (size == 0 || size > QUESTION_SIZE_MAX) {
        return fault_set(out_fault, place, "a question has 1 to 100 bytes");
    }
    if (question[size - 1] != '?' && question[size - 1] != '.') {
        return fault_set(out_fault, place, "a question is a sentence and ends in ? or .");
    }
    return true;
}

static bool check_range(const json_t *field, const struct place *place, struct fault *out_fault)
{
    const json_t *range = json_object_get(field, "range");
    if (range == NULL) {
        return true;
    }
    if (!node_is_pair(range) || !(node_number(range, 0) < node_number(range, 1))) {
        return fault_set(out_fault, place, "a range is two numbers, the lower one first");
    }
    if (is_type(field, "int") && (!json_is_integer(json_array_get(range, 0)) ||
                                  !json_is_integer(json_array_get(range, 1)))) {
        return fault_set(out_fault, place, "the range of an int is two whole numbers");
    }
    return true;
}

static bool check_default(const json_t *field, const struct place *place, struct fault *out_fault)
{
    const json_t *given = json_object_get(field, "default");
    if (given == NULL) {
        return true;
    }
    const json_t *range = json_object_get(field, "range");
    double number = json_number_value(given);
    if (range == NULL || number < node_number(range, 0) || number > node_number(range, 1)) {
        return fault_set(out_fault, place, "a default lies within a range");
    }
    return true;
}

static bool check_number(const json_t *field, const struct place *place, struct fault *out_fault)
{
    bool number = is_number(field);
    static const char *const only_numbers[] = {"range", "unit", "better", "default"};
    for (size_t i = 0; i < sizeof only_numbers / sizeof only_numbers[0]; i++) {
        if (!number && node_has(field, only_numbers[i])) {
            return fault_set_word(out_fault, place, only_numbers[i], "is for int and dec only");
        }
    }
    if (number && words_meaning(WORDS_BETTER, node_text(field, "better")) == NULL) {
        return fault_set(out_fault, place, "a number says what is better: up, down or none");
    }
    return check_range(field, place, out_fault) && check_default(field, place, out_fault);
}

static bool check_choices(const json_t *field, const struct place *place, struct fault *out_fault)
{
    json_t *choices = json_object_get(field, "choices");
    if (is_type(field, "enum") != (choices != NULL)) {
        return fault_set(out_fault, place, "an enum has choices, and nothing else has");
    }
    if (choices != NULL && json_object_size(choices) < CHOICES_MIN) {
        return fault_set(out_fault, place, "an enum has at least two choices");
    }
    const char *name = NULL;
    json_t *label = NULL;
    json_object_foreach(choices, name, label)
    {
        if (!key_rules_is_name(name)) {
            return fault_set_word(out_fault, place, name,
                                  "is no name for a choice: use a to z, 0 to 9 and _");
        }
        if (json_string_length(label) == 0) {
            return fault_set_word(out_fault, place, name, "needs a label");
        }
    }
    return true;
}

static bool check_reference(const json_t *field, const struct place *place, struct fault *out_fault)
{
    if (is_type(field, "ref") != node_has(field, "refers_to")) {
        return fault_set(out_fault, place, "a ref says what it refers to, and nothing else does");
    }
    return true;
}

/* Typing is slow by switch or gaze, so asking for text takes a reason. */
static bool check_text(const json_t *field, const struct place *place, struct fault *out_fault)
{
    bool required_text = is_type(field, "text") && node_has(field, "required");
    if (required_text && !node_has(field, "text_because")) {
        return fault_set(out_fault, place, "a required text must say why in \"text_because\"");
    }
    if (!required_text && node_has(field, "text_because")) {
        return fault_set(out_fault, place, "\"text_because\" is for required texts only");
    }
    return true;
}

static bool check_checkin(const json_t *field, const struct place *place, struct fault *out_fault)
{
    const json_t *checkin = json_object_get(field, "checkin");
    if (checkin == NULL) {
        return true;
    }
    if (!json_is_integer(checkin) || json_integer_value(checkin) < 1 ||
        json_integer_value(checkin) > FIELD_RULES_CHECKIN_PLACES) {
        return fault_set(out_fault, place, "the check-in has the places 1 to 8");
    }
    if (!is_type(field, "bool") && !is_type(field, "int")) {
        return fault_set(out_fault, place, "the check-in asks for a bool or an int only");
    }
    return true;
}

static bool check_repeating(const json_t *field, const struct place *place, struct fault *out_fault)
{
    if (node_has(field, "repeating") && (is_type(field, "bool") || is_number(field))) {
        return fault_set(out_fault, place, "a bool or a number does not repeat: use a group");
    }
    return true;
}

typedef bool check_function(const json_t *field, const struct place *place,
                            struct fault *out_fault);

static check_function *const checks[] = {
    check_question, check_number,  check_choices,   check_reference,
    check_text,     check_checkin, check_repeating,
};

/* Everything but what a group holds. */
static bool check_field(json_t *field, const struct place *place, struct fault *out_fault)
{
    if (!key_rules_check(field_keys, field, place, out_fault)) {
        return false;
    }
    if (!key_rules_is_name(node_text(field, "name"))) {
        return fault_set(out_fault, place, "a name uses a to z, 0 to 9 and _");
    }
    if (!words_check(field_words, field, place, out_fault)) {
        return false;
    }
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (!checks[i](field, place, out_fault)) {
            return false;
        }
    }
    json_t *evidence = json_object_get(field, "evidence");
    if (evidence != NULL && !evidence_rules_check(evidence, place, out_fault)) {
        return false;
    }
    return field_rules_check_codes(json_object_get(field, "codes"),
                                   json_object_get(field, "choices"), place, out_fault);
}

static bool check_item(json_t *items, size_t index, const struct place *place,
                       struct fault *out_fault)
{
    json_t *item = json_array_get(items, index);
    struct place here = *place;
    here.item = node_text(item, "name");
    if (is_type(item, "group")) {
        return fault_set(out_fault, &here, "a group holds no group");
    }
    if (node_has(item, "checkin")) {
        return fault_set(out_fault, &here, "the check-in does not ask for items of a group");
    }
    if (node_is_repeated(items, index, "name")) {
        return fault_set(out_fault, &here, "this name is taken");
    }
    return check_field(item, &here, out_fault);
}

static bool check_items(const json_t *field, const struct place *place, struct fault *out_fault)
{
    json_t *items = json_object_get(field, "items");
    if (is_type(field, "group") != (items != NULL)) {
        return fault_set(out_fault, place, "a group has items, and nothing else has");
    }
    if (items != NULL && json_array_size(items) == 0) {
        return fault_set(out_fault, place, "a group has items, and nothing else has");
    }
    for (size_t i = 0; i < json_array_size(items); i++) {
        if (!check_item(items, i, place, out_fault)) {
            return false;
        }
    }
    return true;
}

bool field_rules_check_all(json_t *fields, const struct place *place, struct fault *out_fault)
{
    for (size_t i = 0; i < json_array_size(fields); i++) {
        json_t *field = json_array_get(fields, i);
        struct place here = *place;
        here.field = node_text(field, "name");
        if (!check_field(field, &here, out_fault) || !check_items(field, &here, out_fault)) {
            return false;
        }
        if (node_is_repeated(fields, i, "name")) {
            return fault_set(out_fault, &here, "this name is taken");
        }
    }
    return true;
}
