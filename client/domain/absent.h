/* Why a question has no answer: kept apart from a question nobody asked. */
#ifndef DOMAIN_ABSENT_H
#define DOMAIN_ABSENT_H

#include <stdbool.h>

#include "base/bytes.h"
#include "domain/value.h"

/* A field that was asked and not answered holds the map {"absent": reason}; a field that was not
 * asked is missing. */
enum absent_reason {
    ABSENT_SKIPPED,
    ABSENT_UNABLE,
    ABSENT_NOT_APPLICABLE,
    ABSENT_DEVICE_FAILED,
    ABSENT_UNKNOWN,
};

enum { ABSENT_COUNT = ABSENT_UNKNOWN + 1 };

/* The value that says so; lives as long as the program. */
struct value absent_value(enum absent_reason reason);

/* True when the value says why there is no answer. */
bool absent_from_value(const struct value *value, enum absent_reason *out_reason);

/* The word of a reason, such as "not_applicable"; never NULL. */
const char *absent_name(enum absent_reason reason);

/* Read a reason's word. False, and the output untouched, for any other word. */
bool absent_from_name(struct bytes name, enum absent_reason *out_reason);

#endif
