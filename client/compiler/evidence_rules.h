/* What everything of the schema must say about the evidence it stands on. */
#ifndef COMPILER_EVIDENCE_RULES_H
#define COMPILER_EVIDENCE_RULES_H

#include <jansson.h>
#include <stdbool.h>

#include "compiler/fault.h"

/* True when the object has a known mark and, unless that is a proposal, a source. */
bool evidence_rules_check(json_t *evidence, const struct place *place, struct fault *out_fault);

#endif
