/* Reading the members of a request's JSON object, with a sentence for each that does not fit. */
#ifndef REQUESTS_INPUT_H
#define REQUESTS_INPUT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/complaint.h"

/* An object that somebody sent, and where to complain about it. Borrows both. A member that is
 * null counts as missing, and every reader leaves its output untouched when a member is missing;
 * false means that it was complained. */
struct input {
    json_t *object;
    struct complaint *complaint;
};

/* Read the text of a JSON object: well-formed, no key twice. NULL and a complaint when it is none,
 * or memory was short. The caller owns it: json_decref(). Empty text is an empty object. */
json_t *input_parse(struct bytes text, struct complaint *out_complaint);

/* False when the object has a member that is not in names, which end in NULL. */
bool input_only(const struct input *input, const char *const *names);

/* True when there is such a member and it is not null. */
bool input_has(const struct input *input, const char *name);

/* Members of one type. Texts are borrowed from the object. */
bool input_text(const struct input *input, const char *name, struct bytes *out_text);
bool input_flag(const struct input *input, const char *name, bool *out_flag);
bool input_object(const struct input *input, const char *name, json_t **out_object);
bool input_list(const struct input *input, const char *name, json_t **out_list);

/* A text that must be there and not be empty. */
bool input_required(const struct input *input, const char *name, struct bytes *out_text);

/* A whole number between two others. */
struct input_range {
    int64_t lowest;
    int64_t highest;
};
bool input_whole(const struct input *input, const char *name, struct input_range range,
                 int64_t *out_number);

#endif
