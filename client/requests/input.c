/* Reading the members of a request's JSON object, with a sentence for each that does not fit. */
#include "requests/input.h"

#include <assert.h>
#include <string.h>

json_t *input_parse(struct bytes text, struct complaint *out_complaint)
{
    assert(out_complaint != NULL);
    if (text.size == 0) {
        return json_object();
    }
    json_error_t error;
    json_t *object = json_loadb((const char *)text.data, text.size, JSON_REJECT_DUPLICATES, &error);
    if (object == NULL) {
        complaint_begin(out_complaint, "This is not JSON: it breaks in line ");
        complaint_add_number(out_complaint, error.line);
        complaint_add(out_complaint, ", column ");
        complaint_add_number(out_complaint, error.column);
        complaint_add(out_complaint, json_error_code(&error) == json_error_duplicate_key
                                         ? ", where a key is given twice."
                                         : ".");
        return NULL;
    }
    if (!json_is_object(object)) {
        complaint_begin(out_complaint, "A JSON object was expected, such as {\"kind\": \"pain\"}.");
        json_decref(object);
        return NULL;
    }
    return object;
}

static bool is_named(const char *const *names, const char *name)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

bool input_only(const struct input *input, const char *const *names)
{
    assert(input != NULL && names != NULL);
    void *member = json_object_iter(input->object);
    while (member != NULL && is_named(names, json_object_iter_key(member))) {
        member = json_object_iter_next(input->object, member);
    }
    if (member == NULL) {
        return true;
    }
    struct complaint *complaint = input->complaint;
    complaint_begin(complaint, "Nothing is known of ");
    complaint_add_name(complaint, bytes_of_text(json_object_iter_key(member)));
    complaint_add(complaint, names[0] == NULL ? " here; nothing is expected." : " here; known are");
    for (size_t i = 0; names[i] != NULL; i++) {
        complaint_add(complaint, i == 0 ? " " : ", ");
        complaint_add(complaint, names[i]);
    }
    complaint_add(complaint, names[0] == NULL ? "" : ".");
    return false;
}

static json_t *find(const struct input *input, const char *name)
{
    json_t *member = json_object_get(input->object, name);
    return json_is_null(member) ? NULL : member;
}

bool input_has(const struct input *input, const char *name)
{
    return find(input, name) != NULL;
}

static bool refuse(const struct input *input, const char *name, const char *sentence)
{
    complaint_begin(input->complaint, "\"");
    complaint_add(input->complaint, name);
    complaint_add(input->complaint, "\" ");
    complaint_add(input->complaint, sentence);
    return false;
}

bool input_text(const struct input *input, const char *name, struct bytes *out_text)
{
    const json_t *member = find(input, name);
    if (member == NULL) {
        return true;
    }
    if (!json_is_string(member)) {
        return refuse(input, name, "must be a text.");
    }
    *out_text =
        (struct bytes){(const uint8_t *)json_string_value(member), json_string_length(member)};
    return true;
}

bool input_required(const struct input *input, const char *name, struct bytes *out_text)
{
    struct bytes text = {NULL, 0};
    if (!input_text(input, name, &text)) {
        return false;
    }
    if (text.size == 0) {
        return refuse(input, name, "is missing.");
    }
    *out_text = text;
    return true;
}

bool input_flag(const struct input *input, const char *name, bool *out_flag)
{
    const json_t *member = find(input, name);
    if (member == NULL) {
        return true;
    }
    if (!json_is_boolean(member)) {
        return refuse(input, name, "must be true or false.");
    }
    *out_flag = json_is_true(member);
    return true;
}

bool input_object(const struct input *input, const char *name, json_t **out_object)
{
    json_t *member = find(input, name);
    if (member == NULL) {
        return true;
    }
    if (!json_is_object(member)) {
        return refuse(input, name, "must be an object, {…}.");
    }
    *out_object = member;
    return true;
}

bool input_list(const struct input *input, const char *name, json_t **out_list)
{
    json_t *member = find(input, name);
    if (member == NULL) {
        return true;
    }
    if (!json_is_array(member)) {
        return refuse(input, name, "must be a list, […].");
    }
    *out_list = member;
    return true;
}

bool input_whole(const struct input *input, const char *name, struct input_range range,
                 int64_t *out_number)
{
    const json_t *member = find(input, name);
    if (member == NULL) {
        return true;
    }
    int64_t number = json_integer_value(member);
    if (!json_is_integer(member) || number < range.lowest || number > range.highest) {
        (void)refuse(input, name, "must be a whole number from ");
        complaint_add_number(input->complaint, (double)range.lowest);
        complaint_add(input->complaint, " to ");
        complaint_add_number(input->complaint, (double)range.highest);
        complaint_add(input->complaint, ".");
        return false;
    }
    *out_number = number;
    return true;
}
