/* Checking the fields of one kind, strictly: a mistake in the catalogue must not reach a patient.
 */
#include "domain/compiler/field_rules.h"

#include <string.h>

#include "domain/compiler/key_rules.h"
#include "domain/compiler/words.h"

enum { QUESTION_SIZE_MAX = 100, CHECKIN_PLACES = 8, CHOICES_MIN = 2 };

#define KEY_RULES(table)                                                                           \
    {                                                                                              \
        (table), sizeof(table) / sizeof((table)[0])                                                \
    }

static const struct key_rule field_keys[] = {
    {"name", KEY_STRING, true},          {"type", KEY_STRING, true},
    {"label", KEY_STRING, true},         {"question", KEY_STRING, true},
    {"required", KEY_TRUE, false},       {"repeating", KEY_TRUE, false},
    {"range", KEY_LIST, false},          {"unit", KEY_STRING, false},
    {"better", KEY_STRING, false},       {"choices", KEY_OBJECT, false},
    {"items", KEY_LIST, false},          {"refers_to", KEY_STRING, false},
    {"codes", KEY_LIST, false},          {"evidence", KEY_OBJECT, false},
    {"checkin", KEY_NUMBER, false},      {"default", KEY_NUMBER, false},
    {"text_because", KEY_STRING, false},
};

static const struct key_rule code_keys[] = {
    {"system", KEY_STRING, true}, {"code", KEY_STRING, true},    {"display", KEY_STRING, true},
    {"mark", KEY_STRING, true},   {"choice", KEY_STRING, false},
};

static const struct key_rule evidence_keys[] = {
    {"mark", KEY_STRING, true},
    {"source", KEY_STRING, false},
};

static const struct key_rules field_key_rules = KEY_RULES(field_keys);
static const struct key_rules code_key_rules = KEY_RULES(code_keys);
static const struct key_rules evidence_key_rules = KEY_RULES(evidence_keys);

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static bool has(const json_t *object, const char *key)
{
    return json_object_get(object, key) != NULL;
}

static bool is_type(const json_t *field, const char *type)
{
    return strcmp(text_of(field, "type"), type) == 0;
}

static bool is_number(const json_t *field)
{
    return is_type(field, "int") || is_type(field, "dec");
}

bool field_rules_check_evidence(json_t *evidence, const struct place *place,
                                struct fault *out_fault)
{
    if (!key_rules_check(&evidence_key_rules, evidence, place, out_fault)) {
        return false;
    }
    const char *mark = text_of(evidence, "mark");
    if (words_meaning(WORDS_EVIDENCE, mark) == NULL) {
        return fault_set_word(out_fault, place, mark,
                              "is no evidence mark: use confirmed, unverified or proposal");
    }
    if (strcmp(mark, "proposal") != 0 && text_of(evidence, "source")[0] == '\0') {
        return fault_set(out_fault, place, "evidence that is no proposal must name its source");
    }
    return true;
}

static bool check_code(json_t *code, json_t *choices, const struct place *place,
                       struct fault *out_fault)
{
    if (!key_rules_check(&code_key_rules, code, place, out_fault)) {
        return false;
    }
    if (words_meaning(WORDS_CODE_SYSTEM, text_of(code, "system")) == NULL) {
        return fault_set_word(out_fault, place, text_of(code, "system"),
                              "is no code system: use loinc, snomed or atc");
    }
    if (words_meaning(WORDS_CODE_MARK, text_of(code, "mark")) == NULL) {
        return fault_set_word(out_fault, place, text_of(code, "mark"),
                              "is no mark of a code: use confirmed or unverified");
    }
    if (has(code, "choice") && !has(choices, text_of(code, "choice"))) {
        return fault_set_word(out_fault, place, text_of(code, "choice"),
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
    const char *question = text_of(field, "question");
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
    const json_t *lower = json_array_get(range, 0);
    const json_t *upper = json_array_get(range, 1);
    if (json_array_size(range) != 2 || !json_is_number(lower) || !json_is_number(upper) ||
        !(json_number_value(lower) < json_number_value(upper))) {
        return fault_set(out_fault, place, "a range is two numbers, the lower one first");
    }
    if (is_type(field, "int") && (!json_is_integer(lower) || !json_is_integer(upper))) {
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
    if (range == NULL || number < json_number_value(json_array_get(range, 0)) ||
        number > json_number_value(json_array_get(range, 1))) {
        return fault_set(out_fault, place, "a default lies within a range");
    }
    return true;
}

static bool check_number(const json_t *field, const struct place *place, struct fault *out_fault)
{
    bool number = is_number(field);
    static const char *const only_numbers[] = {"range", "unit", "better", "default"};
    for (size_t i = 0; i < sizeof only_numbers / sizeof only_numbers[0]; i++) {
        if (!number && has(field, only_numbers[i])) {
            return fault_set_word(out_fault, place, only_numbers[i], "is for int and dec only");
        }
    }
    if (number && words_meaning(WORDS_BETTER, text_of(field, "better")) == NULL) {
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
    if (is_type(field, "ref") != has(field, "refers_to")) {
        return fault_set(out_fault, place, "a ref says what it refers to, and nothing else does");
    }
    if (is_type(field, "ref") &&
        words_meaning(WORDS_REFERS_TO, text_of(field, "refers_to")) == NULL) {
        return fault_set_word(out_fault, place, text_of(field, "refers_to"),
                              "is nothing a ref can refer to");
    }
    return true;
}

/* Typing is slow by switch or gaze, so asking for text takes a reason. */
static bool check_text(const json_t *field, const struct place *place, struct fault *out_fault)
{
    bool required_text = is_type(field, "text") && has(field, "required");
    if (required_text && !has(field, "text_because")) {
        return fault_set(out_fault, place, "a required text must say why in \"text_because\"");
    }
    if (!required_text && has(field, "text_because")) {
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
        json_integer_value(checkin) > CHECKIN_PLACES) {
        return fault_set(out_fault, place, "the check-in has the places 1 to 8");
    }
    if (!is_type(field, "bool") && !is_type(field, "int")) {
        return fault_set(out_fault, place, "the check-in asks for a bool or an int only");
    }
    return true;
}

static bool check_repeating(const json_t *field, const struct place *place, struct fault *out_fault)
{
    if (has(field, "repeating") && (is_type(field, "bool") || is_number(field))) {
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
    if (!key_rules_check(&field_key_rules, field, place, out_fault)) {
        return false;
    }
    if (!key_rules_is_name(text_of(field, "name"))) {
        return fault_set(out_fault, place, "a name uses a to z, 0 to 9 and _");
    }
    if (words_meaning(WORDS_TYPE, text_of(field, "type")) == NULL) {
        return fault_set_word(out_fault, place, text_of(field, "type"), "is no type we know");
    }
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        if (!checks[i](field, place, out_fault)) {
            return false;
        }
    }
    json_t *evidence = json_object_get(field, "evidence");
    if (evidence != NULL && !field_rules_check_evidence(evidence, place, out_fault)) {
        return false;
    }
    return field_rules_check_codes(json_object_get(field, "codes"),
                                   json_object_get(field, "choices"), place, out_fault);
}

static bool is_named_before(const json_t *fields, size_t index)
{
    const char *name = text_of(json_array_get(fields, index), "name");
    for (size_t i = 0; i < index; i++) {
        if (strcmp(text_of(json_array_get(fields, i), "name"), name) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_item(json_t *items, size_t index, const struct place *place,
                       struct fault *out_fault)
{
    json_t *item = json_array_get(items, index);
    struct place here = *place;
    here.item = text_of(item, "name");
    if (is_type(item, "group")) {
        return fault_set(out_fault, &here, "a group holds no group");
    }
    if (has(item, "checkin")) {
        return fault_set(out_fault, &here, "the check-in does not ask for items of a group");
    }
    if (is_named_before(items, index)) {
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
        here.field = text_of(field, "name");
        if (!check_field(field, &here, out_fault) || !check_items(field, &here, out_fault)) {
            return false;
        }
        if (is_named_before(fields, i)) {
            return fault_set(out_fault, &here, "this name is taken");
        }
    }
    return true;
}
