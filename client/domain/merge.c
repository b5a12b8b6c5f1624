/* Which version of an entity is shown. */
#include "domain/merge.h"

#include <assert.h>

/* The versions in the order of their hashes are versions[versions[0].by_hash], …: the permutation
 * lives beside what it permutes, so that merging needs no memory and cannot fail. */
static void swap_places(struct merge_version *versions, size_t left, size_t right)
{
    size_t kept = versions[left].by_hash;
    versions[left].by_hash = versions[right].by_hash;
    versions[right].by_hash = kept;
}

static bool hash_before(const struct merge_version *versions, size_t left, size_t right)
{
    return key256_compare(versions[versions[left].by_hash].hash,
                          versions[versions[right].by_hash].hash) < 0;
}

/* Let the place at root sink until it is not before its children. */
static void sink(struct merge_version *versions, size_t root, size_t count)
{
    while (root < count / 2) {
        size_t child = 2 * root + 1;
        if (child + 1 < count && hash_before(versions, child, child + 1)) {
            child++;
        }
        if (!hash_before(versions, root, child)) {
            return;
        }
        swap_places(versions, root, child);
        root = child;
    }
}

/* A heap sort: in place, without recursion, and no input makes it slow. */
static void sort_by_hash(struct merge_version *versions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        versions[i].by_hash = i;
    }
    for (size_t root = count / 2; root > 0; root--) {
        sink(versions, root - 1, count);
    }
    for (size_t end = count - 1; end > 0; end--) {
        swap_places(versions, 0, end);
        sink(versions, 0, end);
    }
}

/* The version of a hash, NULL when it is absent. */
static struct merge_version *find(struct merge_version *versions, size_t count,
                                  const struct key256 *hash)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct merge_version *version = &versions[versions[middle].by_hash];
        int order = key256_compare(version->hash, *hash);
        if (order == 0) {
            return version;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static bool shown_before(const struct merge_version *left, const struct merge_version *right)
{
    if (left->maximal != right->maximal) {
        return left->maximal;
    }
    if (left->hlc != right->hlc) {
        return left->hlc > right->hlc;
    }
    return key256_compare(left->hash, right->hash) > 0;
}

/* One step is enough: what is superseded through another version is cited by that one. */
static void mark_superseded(struct merge_version *versions, size_t count,
                            const struct merge_version *by)
{
    for (size_t i = 0; i < by->supersedes_count; i++) {
        struct merge_version *old = find(versions, count, &by->supersedes[i]);
        if (old != NULL && old != by) {
            old->maximal = false;
        }
    }
}

size_t merge_versions(struct merge_version *versions, size_t count)
{
    assert(versions != NULL);
    assert(count >= 1);
    sort_by_hash(versions, count);
    for (size_t i = 0; i < count; i++) {
        versions[i].maximal = true;
    }
    for (size_t i = 0; i < count; i++) {
        mark_superseded(versions, count, &versions[i]);
    }
    size_t shown = 0;
    for (size_t i = 1; i < count; i++) {
        if (shown_before(&versions[i], &versions[shown])) {
            shown = i;
        }
    }
    return shown;
}
