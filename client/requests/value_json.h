/* Values of entries as JSON and back. */
#ifndef REQUESTS_VALUE_JSON_H
#define REQUESTS_VALUE_JSON_H

#include <jansson.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/complaint.h"
#include "domain/value.h"

/* Turn JSON into a value. Texts and keys are borrowed from the JSON, the rest lives in the arena.
 * OK, NO_MEMORY, or INVALID with a complaint when it is nested deeper than VALUE_DEPTH_MAX. */
enum daybook_status value_json_read(json_t *json, struct arena *arena, struct value *out_value,
                                    struct complaint *out_complaint);

/* Turn a value into JSON; bytes become hexadecimal text. The arena is only worked in. NULL: memory
 * is short. The caller owns the JSON. */
json_t *value_json_write(const struct value *value, struct arena *arena);

#endif
