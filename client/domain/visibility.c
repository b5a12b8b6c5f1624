/* The words of the visibilities, and whom each admits. */
#include "domain/visibility.h"

#include <assert.h>
#include <stddef.h>

static const char *const names[VISIBILITY_COUNT] = {
    [VISIBILITY_TEAM] = "team",
    [VISIBILITY_THERAPISTS] = "therapists",
    [VISIBILITY_AUTHOR_AND_THERAPIST] = "author_and_therapist",
    [VISIBILITY_PRIVATE] = "private",
};

const char *visibility_name(enum visibility visibility)
{
    assert((unsigned)visibility < VISIBILITY_COUNT);
    return names[visibility];
}

bool visibility_from_name(struct bytes name, enum visibility *out_visibility)
{
    assert(out_visibility != NULL);
    for (unsigned i = 0; i < VISIBILITY_COUNT; i++) {
        if (bytes_equal_text(name, names[i])) {
            *out_visibility = (enum visibility)i;
            return true;
        }
    }
    return false;
}

bool visibility_admits(enum visibility visibility, enum role reader)
{
    switch (visibility) {
    case VISIBILITY_TEAM:
        return true;
    case VISIBILITY_THERAPISTS:
    case VISIBILITY_AUTHOR_AND_THERAPIST:
        return reader == ROLE_THERAPIST;
    case VISIBILITY_PRIVATE:
        return false;
    }
    return false;
}
