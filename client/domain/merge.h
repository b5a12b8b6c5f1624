/* Which version of an entity is shown: the maximal elements of "has seen and replaces", then clock,
 * then hash. */
#ifndef DOMAIN_MERGE_H
#define DOMAIN_MERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

struct merge_version {
    struct key256 hash;
    uint64_t hlc;
    const struct key256 *supersedes;
    size_t supersedes_count;
    bool maximal;   /* set by merge_versions() */
    size_t by_hash; /* for merge_versions() alone */
};

/* Mark the versions no other one supersedes, directly or through others, and return the index of
 * the one to show: highest clock, then highest hash. The answer does not depend on the order of the
 * array. count is at least 1. A cycle cannot be built from hashes; versions that cite absent ones
 * are handled as if those were there. */
size_t merge_versions(struct merge_version *versions, size_t count);

#endif
