/* Checking what a measure reads against the catalogue. */
#ifndef COMPILER_MEASURE_SOURCES_H
#define COMPILER_MEASURE_SOURCES_H

#include <jansson.h>
#include <stdbool.h>

#include "compiler/fault.h"
#include "domain/kind.h"

/* What a source can say. */
struct source_span {
    double lowest;
    double highest;
    enum field_better better; /* NONE for a count */
};

/* True when the kind, the fields and the choices of the source exist and fit together. */
bool measure_sources_check(json_t *source, const struct place *place, struct fault *out_fault);

/* What a source that was checked can say. */
struct source_span measure_sources_span(const json_t *source);

#endif
