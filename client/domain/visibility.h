/* Who in the circle may read an entry. */
#ifndef DOMAIN_VISIBILITY_H
#define DOMAIN_VISIBILITY_H

#include <stdbool.h>

#include "base/bytes.h"
#include "domain/role.h"

/* The order is written to stores and messages: append only. */
enum visibility {
    VISIBILITY_TEAM,                 /* everybody in the circle */
    VISIBILITY_THERAPISTS,           /* the author, the patient's therapists */
    VISIBILITY_AUTHOR_AND_THERAPIST, /* the same, and never shown on the patient's screen */
    VISIBILITY_PRIVATE,              /* the author only */
};

enum { VISIBILITY_COUNT = VISIBILITY_PRIVATE + 1 };

/* The word of a visibility, such as "author_and_therapist"; never NULL. */
const char *visibility_name(enum visibility visibility);

/* Read a visibility's word. False, and the output untouched, for any other word. */
bool visibility_from_name(struct bytes name, enum visibility *out_visibility);

/* May somebody of this role, who did not write the entry, read it? Its author always may. */
bool visibility_admits(enum visibility visibility, enum role reader);

#endif
