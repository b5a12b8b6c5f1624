/* The one form in which a field's value is stored, whatever form it was given in. */
#ifndef DOMAIN_NORMAL_FORM_H
#define DOMAIN_NORMAL_FORM_H

#include <stdbool.h>

#include "base/arena.h"
#include "domain/kind.h"
#include "domain/value.h"

/* The normal form of a field's whole value, in the arena: a single value of a repeating field
 * becomes a list of one, 3.0 of an integer field becomes 3, hexadecimal text of a bytes field
 * becomes bytes; the same inside a group. What does not fit the rule stays as it is. False when
 * memory is short. */
bool normal_form_of(const struct field_rule *rule, const struct value *value, struct arena *arena,
                    struct value *out_value);

/* The normal form of a map of fields; keys that no rule names are kept as they are. */
bool normal_form_of_map(const struct field_rule *rules, size_t rule_count, const struct value *map,
                        struct arena *arena, struct value *out_map);

#endif
