/* The sentences about a value that breaks its field's rule. */
#include "domain/field_complaint.h"

#include "domain/spelling.h"

void field_complaint_begin(struct complaint *complaint, const struct field_rule *rule,
                           const char *sentence)
{
    complaint_begin(complaint, "\"");
    complaint_add(complaint, rule->name);
    complaint_add(complaint, "\" ");
    complaint_add(complaint, sentence);
}

void field_complaint_add_range(struct complaint *complaint, const struct field_rule *rule)
{
    complaint_add(complaint, " from ");
    complaint_add_number(complaint, rule->minimum);
    complaint_add(complaint, " to ");
    complaint_add_number(complaint, rule->maximum);
}

/* What a value of each type looks like, to finish the sentence "must be". */
static const char *const shapes[] = {
    [FIELD_BOOL] = "yes or no",
    [FIELD_INTEGER] = "a whole number",
    [FIELD_DECIMAL] = "a number",
    [FIELD_TEXT] = "a text",
    [FIELD_CHOICE] = "one of its choices",
    [FIELD_DATE] = "a date such as 2026-08-29",
    [FIELD_TIME] = "a time such as 07:30",
    [FIELD_MOMENT] = "a moment such as 2026-08-29T07:30:00+02:00",
    [FIELD_BYTES] = "bytes as hexadecimal digits",
    [FIELD_REFERENCE] = "the name of another thing, up to 120 letters without spaces",
    [FIELD_GROUP] = "a group of fields",
};

void field_complaint_shape(const struct field_rule *rule, struct complaint *complaint)
{
    field_complaint_begin(complaint, rule, "must be ");
    complaint_add(complaint, shapes[rule->type]);
    if (rule->has_range) {
        field_complaint_add_range(complaint, rule);
    }
    complaint_add(complaint, ".");
}

void field_complaint_choice(const struct field_rule *rule, struct bytes text,
                            struct complaint *complaint)
{
    const char *nearest = NULL;
    size_t nearest_distance = SPELLING_FAR;
    for (size_t i = 0; i < rule->choice_count; i++) {
        size_t distance = spelling_distance(text, rule->choices[i].name);
        if (distance < nearest_distance) {
            nearest = rule->choices[i].name;
            nearest_distance = distance;
        }
    }
    field_complaint_begin(complaint, rule, "has no such choice");
    if (nearest != NULL) {
        complaint_add(complaint, "; did you mean \"");
        complaint_add(complaint, nearest);
        complaint_add(complaint, "\"? It may be ");
    } else {
        complaint_add(complaint, ": it may be ");
    }
    for (size_t i = 0; i < rule->choice_count; i++) {
        complaint_add(complaint, i > 0 ? ", " : "");
        complaint_add(complaint, rule->choices[i].name);
    }
    complaint_add(complaint, ".");
}
