/* Checking what a measure reads against the catalogue. */
#ifndef TRENDS_COMPILER_SOURCE_RULES_H
#define TRENDS_COMPILER_SOURCE_RULES_H

#include <jansson.h>
#include <stdbool.h>

#include "domain/compiler/fault.h"
#include "domain/kind.h"

/* What a source can say. */
struct source_span {
    double lowest;
    double highest;
    enum field_better better; /* NONE for a count */
};

/* True when the kind, the fields and the choices of the source exist and fit together. */
bool source_rules_check(json_t *source, const struct place *place, struct fault *out_fault);

/* What a source that was checked can say. */
struct source_span source_rules_span(const json_t *source);

#endif
