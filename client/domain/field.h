/* One field of an entry: reading what somebody typed, and checking a value against its rule. */
#ifndef DOMAIN_FIELD_H
#define DOMAIN_FIELD_H

#include <stdbool.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/complaint.h"
#include "domain/kind.h"
#include "domain/value.h"

/* Turn the words after "field=" into a checked value of the field's type, in the arena:
 *   yes, no, true, false for a bool;
 *   7, -2, 7.5 or 7,5 for a number;
 *   a choice in any case, "-" standing for "_";
 *   leg,back for a repeating field;
 *   ?skipped, ?unable, ?not_applicable, ?device_failed, ?unknown for a question not answered.
 * A group does not fit on a command line and is refused. OK, NO_MEMORY, or INVALID with a sentence
 * that names the field but not its kind. */
enum daybook_status field_from_text(const struct field_rule *rule, struct bytes text,
                                    struct arena *arena, struct value *out_value,
                                    struct complaint *out_complaint);

/* True when one value (one element, of a repeating field) keeps the rule; otherwise a sentence that
 * names the field but not its kind. Of a group it is enough to be a map; its items are rules of
 * their own. Not for absent values. */
bool field_check(const struct field_rule *rule, const struct value *value,
                 struct complaint *out_complaint);

#endif
