/* The sentences about a value that breaks its field's rule: for the rooms' own checks only. */
#ifndef DOMAIN_FIELD_COMPLAINT_H
#define DOMAIN_FIELD_COMPLAINT_H

#include "base/bytes.h"
#include "domain/complaint.h"
#include "domain/kind.h"

/* Begin a sentence with the quoted name of the field. */
void field_complaint_begin(struct complaint *complaint, const struct field_rule *rule,
                           const char *sentence);

/* Append " from 0 to 10" of a rule that has a range. */
void field_complaint_add_range(struct complaint *complaint, const struct field_rule *rule);

/* Say what a value of the field's type looks like. */
void field_complaint_shape(const struct field_rule *rule, struct complaint *complaint);

/* Say which choices there are, the one nearest to the given text first. */
void field_complaint_choice(const struct field_rule *rule, struct bytes text,
                            struct complaint *complaint);

#endif
