/* The four kinds of author a circle knows. */
#ifndef DOMAIN_ROLE_H
#define DOMAIN_ROLE_H

#include <stdbool.h>

#include "base/bytes.h"

/* What an author's certificate says they are. The order is written to stores and certificates:
 * append only. */
enum role {
    ROLE_PATIENT,
    ROLE_CAREGIVER,
    ROLE_THERAPIST,
    ROLE_DEVICE,
};

enum { ROLE_COUNT = ROLE_DEVICE + 1 };

/* The word of a role, such as "caregiver"; never NULL. */
const char *role_name(enum role role);

/* Read a role's word. False, and the output untouched, for any other word. */
bool role_from_name(struct bytes name, enum role *out_role);

#endif
