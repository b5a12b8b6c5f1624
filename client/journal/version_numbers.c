/* Numbers versions from those that cite nothing on. */
#include "journal/version_numbers.h"

#include <stdlib.h>
#include <string.h>

static const size_t NONE = SIZE_MAX;

/* A hash that versions go by: usually one version, two of a forger's. It stands at the place of its
 * first name among the sorted ones. */
struct hash_node {
    size_t waiting;    /* versions of that name without a number */
    uint32_t highest;  /* of those with one */
    size_t first_edge; /* who cites it */
};

/* A version cites a hash; the next edge is about the same hash. */
struct edge {
    size_t version;
    size_t next;
};

struct counting {
    struct numbered_version *versions;
    size_t count;
    struct versions_name *names; /* by hash */
    size_t name_count;
    size_t *next_name;  /* of the same version, for each name */
    size_t *first_name; /* for each version */
    struct hash_node *nodes;
    struct edge *edges;
    size_t edge_count;
    size_t *waiting; /* for each version, hashes it cites that are not known in full */
    size_t *ready;   /* versions whose number is known, in the order in which it was found */
    size_t ready_count;
};

static int by_hash(const void *left, const void *right)
{
    const struct versions_name *one = left;
    const struct versions_name *other = right;
    return key256_compare(one->hash, other->hash);
}

/* The first of the names that are this hash; NONE: no version goes by it. */
static size_t find_node(const struct counting *counting, struct key256 hash)
{
    size_t low = 0;
    size_t high = counting->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key256_compare(counting->names[middle].hash, hash) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < counting->name_count && key256_equal(counting->names[low].hash, hash);
    return found ? low : NONE;
}

static bool take_room(struct counting *counting, struct arena *arena)
{
    size_t cited = 0;
    for (size_t i = 0; i < counting->count; i++) {
        cited += counting->versions[i].header->supersedes_count;
    }
    size_t names = counting->name_count;
    counting->names = arena_take_array(arena, names, sizeof *counting->names);
    counting->next_name = arena_take_array(arena, names, sizeof *counting->next_name);
    counting->nodes = arena_take_array(arena, names, sizeof *counting->nodes);
    counting->first_name = arena_take_array(arena, counting->count, sizeof *counting->first_name);
    counting->waiting = arena_take_array(arena, counting->count, sizeof *counting->waiting);
    counting->ready = arena_take_array(arena, counting->count, sizeof *counting->ready);
    counting->edges = arena_take_array(arena, cited, sizeof *counting->edges);
    return counting->names != NULL && counting->next_name != NULL && counting->nodes != NULL &&
           counting->first_name != NULL && counting->waiting != NULL && counting->ready != NULL &&
           counting->edges != NULL;
}

static void add_names(struct counting *counting, const struct versions_names *names)
{
    memcpy(counting->names, names->items, names->count * sizeof *names->items);
    qsort(counting->names, counting->name_count, sizeof *counting->names, by_hash);
    for (size_t i = 0; i < counting->count; i++) {
        counting->first_name[i] = NONE;
    }
    size_t node = 0;
    for (size_t i = 0; i < counting->name_count; i++) {
        size_t version = counting->names[i].version;
        bool same = i > 0 && key256_equal(counting->names[i].hash, counting->names[node].hash);
        node = same ? node : i;
        counting->nodes[i] = (struct hash_node){.first_edge = NONE};
        counting->nodes[node].waiting++;
        counting->next_name[i] = counting->first_name[version];
        counting->first_name[version] = i;
    }
}

static void add_edges(struct counting *counting, size_t version)
{
    const struct operation_header *header = counting->versions[version].header;
    counting->waiting[version] = 0;
    for (size_t i = 0; i < header->supersedes_count; i++) {
        size_t node = find_node(counting, header->supersedes[i]);
        if (node == NONE) {
            continue;
        }
        counting->edges[counting->edge_count] =
            (struct edge){version, counting->nodes[node].first_edge};
        counting->nodes[node].first_edge = counting->edge_count++;
        counting->waiting[version]++;
    }
}

/* Everything a version cites is known: so far its number is the highest of that. */
static void make_ready(struct counting *counting, size_t version)
{
    struct numbered_version *ready = &counting->versions[version];
    ready->number += ready->has_number ? 1 : 0;
    counting->ready[counting->ready_count++] = version;
}

/* All versions of a name are known: tell those that cite it. */
static void pass_on(struct counting *counting, const struct hash_node *node)
{
    for (size_t at = node->first_edge; at != NONE; at = counting->edges[at].next) {
        size_t citing = counting->edges[at].version;
        struct numbered_version *version = &counting->versions[citing];
        version->number = node->highest > version->number ? node->highest : version->number;
        counting->waiting[citing]--;
        if (counting->waiting[citing] == 0) {
            make_ready(counting, citing);
        }
    }
}

static void settle(struct counting *counting, size_t version)
{
    uint32_t number = counting->versions[version].number;
    for (size_t name = counting->first_name[version]; name != NONE;
         name = counting->next_name[name]) {
        struct hash_node *node = &counting->nodes[find_node(counting, counting->names[name].hash)];
        node->highest = number > node->highest ? number : node->highest;
        node->waiting--;
        if (node->waiting == 0) {
            pass_on(counting, node);
        }
    }
}

enum daybook_status version_numbers_count(const struct versions_names *names,
                                          struct numbered_version *versions, size_t count,
                                          struct arena *arena)
{
    struct counting counting = {.versions = versions, .count = count, .name_count = names->count};
    if (!take_room(&counting, arena)) {
        return DAYBOOK_NO_MEMORY;
    }
    add_names(&counting, names);
    for (size_t i = 0; i < count; i++) {
        versions[i].number = 0;
        add_edges(&counting, i);
    }
    for (size_t i = 0; i < count; i++) {
        if (counting.waiting[i] == 0) {
            make_ready(&counting, i);
        }
    }
    for (size_t i = 0; i < counting.ready_count; i++) {
        settle(&counting, counting.ready[i]);
    }
    for (size_t i = 0; i < count; i++) {
        versions[i].number = counting.waiting[i] > 0 ? (uint32_t)count : versions[i].number;
    }
    return DAYBOOK_OK;
}
