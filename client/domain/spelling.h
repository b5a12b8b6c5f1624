/* How far a typed name is from a known one: for "did you mean". */
#ifndef DOMAIN_SPELLING_H
#define DOMAIN_SPELLING_H

#include <stddef.h>

#include "base/bytes.h"

enum { SPELLING_FAR = 1000 };

/* How many letters must be inserted, removed, replaced or swapped with their neighbour to turn one
 * name into the other, taking capitals as small letters; SPELLING_FAR when that is more than a
 * third of the known name (at least 2), or when the typed name is longer than any we know. */
size_t spelling_distance(struct bytes typed, const char *known);

#endif
