/* A life as somebody who watches it sees it: its days, its plans, its flags. For tests only. */
#ifndef TESTS_CLINICAL_WATCHED_H
#define TESTS_CLINICAL_WATCHED_H

#include <stddef.h>
#include <stdint.h>

#include "clinical/lived.h"
#include "flags/flags.h"

struct watched {
    struct course course; /* what was true */
    int32_t first_day;
    struct flag *flags; /* every one that was raised, cleared or not; the arena's */
    size_t count;
};

/* Live it, reduce its days, read its plans and judge every day. Fails the test when any of that
 * does. */
void watched_life(const struct life_request *request, struct arena *arena,
                  struct watched *out_watched);

#endif
