/* Checking one value against its rule, and reading it from words. */
#include "domain/field.h"

#include <assert.h>

#include "base/limits.h"
#include "base/timestamp.h"
#include "domain/absent.h"
#include "domain/field_complaint.h"
#include "domain/hexadecimal.h"
#include "domain/normal_form.h"
#include "domain/number_text.h"

enum { REFERENCE_SIZE_MAX = 120, TIME_SIZE = 5 };

static bool check_number(const struct field_rule *rule, const struct value *value,
                         struct complaint *complaint)
{
    double number = 0;
    if (!value_number(value, &number)) {
        field_complaint_shape(rule, complaint);
        return false;
    }
    if (rule->has_range && !(number >= rule->minimum && number <= rule->maximum)) {
        field_complaint_begin(complaint, rule, "must be");
        field_complaint_add_range(complaint, rule);
        complaint_add(complaint, " (you gave ");
        complaint_add_number(complaint, number);
        complaint_add(complaint, ").");
        return false;
    }
    return true;
}

/* 3.0 is the whole number 3; 3.5 is none. */
static bool is_whole(const struct value *value)
{
    if (value->type != VALUE_DECIMAL) {
        return value->type == VALUE_INTEGER;
    }
    double number = value->as.decimal;
    return number > -1e15 && number < 1e15 && !((double)(int64_t)number < number) &&
           !((double)(int64_t)number > number);
}

static bool check_text(const struct field_rule *rule, const struct value *value,
                       struct complaint *complaint)
{
    if (value->type != VALUE_TEXT || value->as.text.size == 0) {
        field_complaint_shape(rule, complaint);
        return false;
    }
    if (value->as.text.size > ENTRY_TEXT_MAX) {
        field_complaint_begin(complaint, rule, "is too long: shorten it to ");
        complaint_add_number(complaint, ENTRY_TEXT_MAX);
        complaint_add(complaint, " bytes, or use the note.");
        return false;
    }
    if (!bytes_are_text(value->as.text)) {
        field_complaint_begin(complaint, rule, "holds bytes that are no UTF-8 text.");
        return false;
    }
    return true;
}

static bool check_choice(const struct field_rule *rule, const struct value *value,
                         struct complaint *complaint)
{
    if (value->type != VALUE_TEXT) {
        field_complaint_choice(rule, (struct bytes){NULL, 0}, complaint);
        return false;
    }
    for (size_t i = 0; i < rule->choice_count; i++) {
        if (bytes_equal_text(value->as.text, rule->choices[i].name)) {
            return true;
        }
    }
    field_complaint_choice(rule, value->as.text, complaint);
    return false;
}

static bool is_time(struct bytes text)
{
    if (text.size != TIME_SIZE || text.data[2] != ':') {
        return false;
    }
    for (size_t i = 0; i < TIME_SIZE; i++) {
        if (i != 2 && (text.data[i] < '0' || text.data[i] > '9')) {
            return false;
        }
    }
    int hour = (text.data[0] - '0') * 10 + (text.data[1] - '0');
    return hour < 24 && text.data[3] < '6';
}

static bool is_reference(struct bytes text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] <= ' ' || text.data[i] > '~') {
            return false;
        }
    }
    return text.size > 0 && text.size <= REFERENCE_SIZE_MAX;
}

/* Shapes that need no sentence of their own. */
static bool has_shape(const struct field_rule *rule, const struct value *value)
{
    int32_t day = 0;
    struct timestamp at = {0};
    struct bytes text = value->type == VALUE_TEXT ? value->as.text : (struct bytes){NULL, 0};
    switch (rule->type) {
    case FIELD_BOOL:
        return value->type == VALUE_BOOL;
    case FIELD_INTEGER:
        return is_whole(value);
    case FIELD_DATE:
        return day_from_text(text, &day);
    case FIELD_TIME:
        return is_time(text);
    case FIELD_MOMENT:
        return timestamp_from_text(text, &at);
    case FIELD_BYTES:
        return (value->type == VALUE_BYTES && value->as.text.size <= ENTRY_TEXT_MAX) ||
               (text.size <= ENTRY_TEXT_MAX && hexadecimal_is(text));
    case FIELD_REFERENCE:
        return is_reference(text);
    case FIELD_GROUP:
        return value->type == VALUE_MAP;
    case FIELD_DECIMAL:
    case FIELD_TEXT:
    case FIELD_CHOICE:
        return true; /* checked where their sentences are made */
    }
    assert(false);
    return false;
}

bool field_check(const struct field_rule *rule, const struct value *value,
                 struct complaint *out_complaint)
{
    assert(rule != NULL && value != NULL && out_complaint != NULL);
    if (value->type == VALUE_NULL) {
        field_complaint_begin(out_complaint, rule,
                              "is empty: leave it out, or give {\"absent\": \"skipped\"}.");
        return false;
    }
    if (!has_shape(rule, value)) {
        field_complaint_shape(rule, out_complaint);
        return false;
    }
    switch (rule->type) {
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
        return check_number(rule, value, out_complaint);
    case FIELD_TEXT:
        return check_text(rule, value, out_complaint);
    case FIELD_CHOICE:
        return check_choice(rule, value, out_complaint);
    case FIELD_BOOL:
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_MOMENT:
    case FIELD_BYTES:
    case FIELD_REFERENCE:
    case FIELD_GROUP:
        return true;
    }
    assert(false);
    return false;
}

static struct bytes trimmed(struct bytes text)
{
    while (text.size > 0 && text.data[0] == ' ') {
        text.data++;
        text.size--;
    }
    while (text.size > 0 && text.data[text.size - 1] == ' ') {
        text.size--;
    }
    return text;
}

static uint8_t choice_letter(uint8_t letter)
{
    if (letter >= 'A' && letter <= 'Z') {
        return (uint8_t)(letter - 'A' + 'a');
    }
    return letter == '-' || letter == ' ' ? '_' : letter;
}

static enum daybook_status read_choice(struct bytes text, struct arena *arena,
                                       struct value *out_value)
{
    uint8_t *letters = arena_take(arena, text.size);
    if (letters == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < text.size; i++) {
        letters[i] = choice_letter(text.data[i]);
    }
    *out_value = (struct value){.type = VALUE_TEXT, .as.text = {letters, text.size}};
    return DAYBOOK_OK;
}

static bool read_bool(struct bytes text, struct value *out_value)
{
    bool yes = bytes_equal_text(text, "yes") || bytes_equal_text(text, "true");
    bool no = bytes_equal_text(text, "no") || bytes_equal_text(text, "false");
    *out_value = (struct value){.type = VALUE_BOOL, .as.boolean = yes};
    return yes || no;
}

/* One word of the field's type; field_check() refuses what does not fit. */
static enum daybook_status read_word(const struct field_rule *rule, struct bytes text,
                                     struct arena *arena, struct value *out_value)
{
    struct bytes copy = {NULL, 0};
    switch (rule->type) {
    case FIELD_BOOL:
        return read_bool(text, out_value) ? DAYBOOK_OK : DAYBOOK_INVALID;
    case FIELD_INTEGER:
    case FIELD_DECIMAL:
        return number_text_read(text, out_value) ? DAYBOOK_OK : DAYBOOK_INVALID;
    case FIELD_CHOICE:
        return read_choice(text, arena, out_value);
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_TIME:
    case FIELD_MOMENT:
    case FIELD_BYTES:
    case FIELD_REFERENCE:
        if (!arena_copy(arena, text, &copy)) {
            return DAYBOOK_NO_MEMORY;
        }
        *out_value = (struct value){.type = VALUE_TEXT, .as.text = copy};
        return DAYBOOK_OK;
    case FIELD_GROUP:
        return DAYBOOK_INVALID;
    }
    assert(false);
    return DAYBOOK_INVALID;
}

static enum daybook_status read_single(const struct field_rule *rule, struct bytes text,
                                       struct arena *arena, struct value *out_value,
                                       struct complaint *out_complaint)
{
    struct value value = {0};
    enum daybook_status status = read_word(rule, trimmed(text), arena, &value);
    if (status == DAYBOOK_INVALID) {
        field_complaint_shape(rule, out_complaint);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (!field_check(rule, &value, out_complaint)) {
        return DAYBOOK_INVALID;
    }
    *out_value = value;
    return DAYBOOK_OK;
}

/* The text up to the next comma; moves rest behind it. */
static struct bytes next_word(struct bytes *rest)
{
    struct bytes word = {rest->data, 0};
    while (word.size < rest->size && rest->data[word.size] != ',') {
        word.size++;
    }
    size_t used = word.size < rest->size ? word.size + 1 : word.size;
    *rest = (struct bytes){rest->data + used, rest->size - used};
    return word;
}

static size_t word_count(struct bytes text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.size; i++) {
        count += text.data[i] == ',' ? 1 : 0;
    }
    return count;
}

static enum daybook_status read_list(const struct field_rule *rule, struct bytes text,
                                     struct arena *arena, struct value *out_value,
                                     struct complaint *out_complaint)
{
    size_t count = word_count(text);
    struct value *items = arena_take_array(arena, count, sizeof *items);
    if (items == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    struct bytes rest = text;
    for (size_t i = 0; i < count; i++) {
        enum daybook_status status =
            read_single(rule, next_word(&rest), arena, &items[i], out_complaint);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    *out_value = (struct value){.type = VALUE_LIST, .as.list = {items, count}};
    return DAYBOOK_OK;
}

static enum daybook_status read_absent(const struct field_rule *rule, struct bytes reason_word,
                                       struct value *out_value, struct complaint *out_complaint)
{
    enum absent_reason reason = ABSENT_UNKNOWN;
    if (!absent_from_name(reason_word, &reason)) {
        field_complaint_begin(
            out_complaint, rule,
            "has no answer: say why with ?skipped, ?unable, ?not_applicable, ?device_failed or "
            "?unknown.");
        return DAYBOOK_INVALID;
    }
    *out_value = absent_value(reason);
    return DAYBOOK_OK;
}

enum daybook_status field_from_text(const struct field_rule *rule, struct bytes text,
                                    struct arena *arena, struct value *out_value,
                                    struct complaint *out_complaint)
{
    assert(rule != NULL && arena != NULL && out_value != NULL && out_complaint != NULL);
    if (text.size > 0 && text.data[0] == '?') {
        return read_absent(rule, (struct bytes){text.data + 1, text.size - 1}, out_value,
                           out_complaint);
    }
    if (rule->type == FIELD_GROUP) {
        field_complaint_begin(out_complaint, rule, "is a group of fields: give it as JSON.");
        return DAYBOOK_INVALID;
    }
    struct value value = {0};
    enum daybook_status status = rule->repeating
                                     ? read_list(rule, text, arena, &value, out_complaint)
                                     : read_single(rule, text, arena, &value, out_complaint);
    if (status != DAYBOOK_OK) {
        return status;
    }
    return normal_form_of(rule, &value, arena, out_value) ? DAYBOOK_OK : DAYBOOK_NO_MEMORY;
}
