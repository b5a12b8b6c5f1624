/* What one entry says about one measure. */
#include "trends/source.h"

#include <assert.h>

#include "domain/absent.h"
#include "domain/value.h"

static const struct source_answer NOT_ASKED = {.asked = false, .state = DAY_UNKNOWN};

static struct source_answer answered(double value)
{
    return (struct source_answer){.asked = true, .state = DAY_ANSWERED, .value = value};
}

static enum day_state state_of(enum absent_reason reason)
{
    switch (reason) {
    case ABSENT_SKIPPED:
        return DAY_SKIPPED;
    case ABSENT_UNABLE:
        return DAY_UNABLE;
    case ABSENT_NOT_APPLICABLE:
        return DAY_NOT_APPLICABLE;
    case ABSENT_DEVICE_FAILED:
        return DAY_DEVICE_FAILED;
    case ABSENT_UNKNOWN:
        return DAY_UNKNOWN;
    }
    assert(false);
    return DAY_UNKNOWN;
}

static bool is_one_of(const struct measure_condition *condition, struct bytes choice)
{
    for (size_t i = 0; i < condition->choice_count; i++) {
        if (bytes_equal_text(choice, condition->choices[i])) {
            return true;
        }
    }
    return false;
}

/* A number, yes or no, or a text that is given. */
static bool number_of(const struct value *value, double *out_number)
{
    if (value->type == VALUE_BOOL || value->type == VALUE_TEXT) {
        *out_number = value->type == VALUE_TEXT || value->as.boolean ? 1.0 : 0.0;
        return true;
    }
    return value_number(value, out_number);
}

/* Of a repeating field one element is enough. */
static bool meets(const struct measure_condition *condition, const struct value *value)
{
    double number = 0.0;
    if (condition->choice_count == 0) {
        return number_of(value, &number) && number >= condition->minimum &&
               number <= condition->maximum;
    }
    if (value->type == VALUE_TEXT) {
        return is_one_of(condition, value->as.text);
    }
    for (size_t i = 0; value->type == VALUE_LIST && i < value->as.list.count; i++) {
        const struct value *item = &value->as.list.items[i];
        if (item->type == VALUE_TEXT && is_one_of(condition, item->as.text)) {
            return true;
        }
    }
    return false;
}

static bool reads(const struct measure_source *source, const struct value *fields)
{
    for (size_t i = 0; i < source->where_count; i++) {
        const struct value *value = value_find(fields, source->where[i].field);
        if (value == NULL || !meets(&source->where[i], value)) {
            return false;
        }
    }
    for (size_t i = 0; i < source->unless_count; i++) {
        const struct value *value = value_find(fields, source->unless[i].field);
        if (value != NULL && meets(&source->unless[i], value)) {
            return false;
        }
    }
    return true;
}

static struct source_answer read_counts(const struct measure_source *source,
                                        const struct value *fields)
{
    bool all = true;
    for (size_t i = 0; i < source->counts_count; i++) {
        enum absent_reason reason;
        const struct value *value = value_find(fields, source->counts[i].field);
        if (value == NULL || value->type == VALUE_NULL) {
            return NOT_ASKED;
        }
        if (absent_from_value(value, &reason)) {
            return (struct source_answer){.asked = true, .state = state_of(reason)};
        }
        all = all && meets(&source->counts[i], value);
    }
    return answered(all ? 1.0 : 0.0);
}

static bool field_number(const struct measure_source *source, const struct value *value,
                         double *out_number)
{
    if (source->as_count == 0) {
        return value->type != VALUE_TEXT && number_of(value, out_number);
    }
    for (size_t i = 0; i < source->as_count; i++) {
        if (value->type == VALUE_TEXT && bytes_equal_text(value->as.text, source->as[i].choice)) {
            *out_number = source->as[i].value;
            return true;
        }
    }
    return false;
}

/* A sum is answered when all of it is, and not asked when any of it was not. */
static struct source_answer read_fields(const struct measure_source *source,
                                        const struct value *fields)
{
    struct source_answer sum = answered(0.0);
    for (size_t i = 0; i < source->fields_count; i++) {
        enum absent_reason reason;
        double number = 0.0;
        const struct value *value = value_find(fields, source->fields[i]);
        if (value == NULL) {
            return NOT_ASKED;
        }
        if (absent_from_value(value, &reason)) {
            enum day_state state = state_of(reason);
            sum.state = sum.state == DAY_ANSWERED || state < sum.state ? state : sum.state;
        } else if (!field_number(source, value, &number)) {
            return NOT_ASKED;
        }
        sum.value += number;
    }
    return sum;
}

struct source_answer source_read(const struct measure_source *source,
                                 const struct measure_rule *rule, const struct value *fields)
{
    assert(source != NULL && rule != NULL);
    struct source_answer answer = answered(1.0);
    if (!reads(source, fields)) {
        return NOT_ASKED;
    }
    if (source->fields_count > 0) {
        answer = read_fields(source, fields);
    } else if (source->counts_count > 0) {
        answer = read_counts(source, fields);
    }
    if (!answer.asked || answer.state != DAY_ANSWERED) {
        answer.value = 0.0;
        return answer;
    }
    bool possible = answer.value >= rule->value_min && answer.value <= rule->value_max;
    return possible ? answer : NOT_ASKED;
}
