/* All fields of an entry against the rules of its kind. */
#ifndef DOMAIN_FIELD_MAP_H
#define DOMAIN_FIELD_MAP_H

#include <stdbool.h>

#include "domain/complaint.h"
#include "domain/kind.h"
#include "domain/value.h"

/* True when a map of fields keeps the rules of its kind: known names, none twice, required ones
 * there or absent with a reason, values within their rules, inside groups too. Otherwise false,
 * with a sentence that begins with the kind. */
bool field_map_check(const struct kind *kind, const struct value *fields,
                     struct complaint *out_complaint);

#endif
