/* The words of the roles. */
#include "domain/role.h"

#include <assert.h>
#include <stddef.h>

static const char *const names[ROLE_COUNT] = {
    [ROLE_PATIENT] = "patient",
    [ROLE_CAREGIVER] = "caregiver",
    [ROLE_THERAPIST] = "therapist",
    [ROLE_DEVICE] = "device",
};

const char *role_name(enum role role)
{
    assert((unsigned)role < ROLE_COUNT);
    return names[role];
}

bool role_from_name(struct bytes name, enum role *out_role)
{
    assert(out_role != NULL);
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (bytes_equal_text(name, names[i])) {
            *out_role = (enum role)i;
            return true;
        }
    }
    return false;
}
