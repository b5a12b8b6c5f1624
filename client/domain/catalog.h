/* The catalogue: every kind Daybook knows, compiled in from schema/catalog. */
#ifndef DOMAIN_CATALOG_H
#define DOMAIN_CATALOG_H

#include <stddef.h>

#include "base/bytes.h"
#include "domain/kind.h"

enum { CATALOG_CHECKIN_MAX = 8 }; /* questions of the daily check-in */

/* The kind of that exact name, NULL when there is none. */
const struct kind *catalog_find(struct bytes name);

/* How many kinds there are, and each of them, in the order of the catalogue's files. */
size_t catalog_count(void);
const struct kind *catalog_at(size_t index);

/* The kind whose name is nearest to a mistyped one, NULL when none is near: for "did you mean". */
const struct kind *catalog_nearest(struct bytes name);

/* One question of the daily check-in. */
struct checkin_question {
    const struct kind *kind;
    const struct field_rule *field;
};

/* The question at a place, 1 to CATALOG_CHECKIN_MAX. False beyond the last one. */
bool catalog_checkin(int place, struct checkin_question *out_question);

#endif
