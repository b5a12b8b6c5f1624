/* What a plan says, in the words of the catalogue. */
#ifndef REQUESTS_PLAN_SAID_H
#define REQUESTS_PLAN_SAID_H

#include <jansson.h>

#include "domain/kind.h"
#include "domain/value.h"

/* For people to read; a program reads the fields. Each returns JSON the caller owns, NULL when
 * memory is short. */

/* One value: a choice by its label, a number with its unit, several with commas. */
json_t *plan_said_text(const struct field_rule *rule, const struct value *value);

/* An item of a group, in the order of the catalogue: [{"label", "text"}, …]. The field it is
 * called by is left out. */
json_t *plan_said_item(const struct field_rule *group, const struct value *item);

/* A whole plan: fields as above, and items as {"label", "name", "said": [as above]}. Its status is
 * left out, as a line of a plan has it. */
json_t *plan_said_plan(const struct kind *kind, const struct value *fields);

#endif
