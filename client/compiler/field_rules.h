/* What a field of the catalogue must say about itself. */
#ifndef COMPILER_FIELD_RULES_H
#define COMPILER_FIELD_RULES_H

#include <jansson.h>
#include <stdbool.h>

#include "compiler/fault.h"

enum { FIELD_RULES_CHECKIN_PLACES = 8 }; /* how many questions the daily check-in has */

/* True when every field of the list, and every item of its groups, keeps the rules of
 * schema/catalog/README.md and has a name of its own. */
bool field_rules_check_all(json_t *fields, const struct place *place, struct fault *out_fault);

/* True when the list holds codes with known systems and marks; a code for a choice names one of
 * choices, which may be NULL. */
bool field_rules_check_codes(json_t *codes, json_t *choices, const struct place *place,
                             struct fault *out_fault);

#endif
