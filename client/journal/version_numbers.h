/* Counting the versions of a plan along what their authors had seen. For journal/ only. */
#ifndef JOURNAL_VERSION_NUMBERS_H
#define JOURNAL_VERSION_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/versions.h"

/* A version and what it cites; what takes a plan back has no number of its own, and carries on that
 * of what it cites. */
struct numbered_version {
    const struct operation_header *header; /* borrowed */
    bool has_number;
    uint32_t number; /* set by version_numbers_count() */
};

/* Number each version one higher than the highest it cites; cited ones may stand behind those that
 * cite them, and those that are absent count for nothing. A ring, which no honest device makes, and
 * what is built on one, gets the number of versions. The order of the array does not matter. Takes
 * O(n log n) for n names and citations. OK or NO_MEMORY. */
enum daybook_status version_numbers_count(const struct versions_names *names,
                                          struct numbered_version *versions, size_t count,
                                          struct arena *arena);

#endif
