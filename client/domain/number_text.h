/* Numbers as people type them. */
#ifndef DOMAIN_NUMBER_TEXT_H
#define DOMAIN_NUMBER_TEXT_H

#include <stdbool.h>

#include "base/bytes.h"
#include "domain/value.h"

/* Read an optional sign, digits, and optionally a point or comma with digits; at most 15 digits in
 * all. Without a fraction the value is an integer, otherwise a decimal. False, and the output
 * untouched, for anything else. */
bool number_text_read(struct bytes text, struct value *out_number);

#endif
