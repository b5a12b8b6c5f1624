/* The fold of membership operations into a care circle. */
#include <assert.h>
#include <stdlib.h>

#include "domain/circle.h"
#include "domain/circle_rules.h"

static int in_order(const void *left, const void *right)
{
    const struct circle_operation *a = left;
    const struct circle_operation *b = right;
    bool a_first = a->change.type == OPERATION_GENESIS;
    bool b_first = b->change.type == OPERATION_GENESIS;
    if (a_first != b_first) {
        return a_first ? -1 : 1;
    }
    if (a->hlc != b->hlc) {
        return a->hlc < b->hlc ? -1 : 1;
    }
    return key256_compare(a->hash, b->hash);
}

void circle_sort(struct circle_operation *operations, size_t count)
{
    if (count > 0) {
        qsort(operations, count, sizeof *operations, in_order);
    }
}

static size_t known_count(const struct fold *fold)
{
    return fold->circle.person_count + fold->circle.device_count;
}

/* Judge each operation in order. Once somebody came, what waited for anybody is judged again before
 * what follows; what waits to the end is refused. */
static void judge_all(struct fold *fold, struct circle_operation *operations, size_t count,
                      bool *settled)
{
    size_t at = 0;
    while (at < count) {
        struct circle_operation *operation = &operations[at];
        size_t before = known_count(fold);
        enum verdict verdict = settled[at] ? VERDICT_WAITS : circle_rules_judge(fold, operation);
        if (verdict != VERDICT_WAITS) {
            settled[at] = true;
            operation->refused = verdict == VERDICT_REFUSED;
        }
        at = known_count(fold) > before ? 0 : at + 1;
    }
}

static bool begins_well(const struct circle_operation *operations, size_t count)
{
    const struct circle_operation *genesis = &operations[0];
    return count > 0 && genesis->change.type == OPERATION_GENESIS &&
           (count == 1 || operations[1].change.type != OPERATION_GENESIS) &&
           genesis->change.person.role == ROLE_PATIENT &&
           key256_equal(genesis->author, genesis->change.device.sign) &&
           id128_equal(genesis->change.person.person, genesis->change.device.person);
}

static bool make_room(struct fold *fold, const struct circle_operation *operations, size_t count,
                      struct arena *arena)
{
    size_t cut_count = 0;
    for (size_t i = 0; i < count; i++) {
        cut_count += operations[i].change.cut_count;
    }
    /* Each operation adds one of each at most. */
    fold->people = arena_take_array(arena, count, sizeof *fold->people);
    fold->devices = arena_take_array(arena, count, sizeof *fold->devices);
    fold->cuts = arena_take_array(arena, cut_count, sizeof *fold->cuts);
    fold->circle.people = fold->people;
    fold->circle.devices = fold->devices;
    fold->circle.cuts = fold->cuts;
    return fold->people != NULL && fold->devices != NULL && fold->cuts != NULL;
}

static void begin(struct fold *fold, struct circle_operation *genesis)
{
    const struct circle_change *change = &genesis->change;
    genesis->refused = false;
    fold->people[0] = change->person;
    fold->people[0].removed = false;
    fold->people[0].was_co_owner = false;
    fold->people[0].granted_hlc = 0;
    fold->circle.person_count = 1;
    fold->devices[0] = change->device;
    fold->devices[0].retired = false;
    fold->circle.device_count = 1;
    fold->circle.recovery_sign = change->recovery_sign;
    fold->circle.recovery_box = change->recovery_box;
}

struct candidate {
    const struct circle_epoch *epoch;
};

static int by_generation(const void *left, const void *right)
{
    const struct circle_epoch *a = ((const struct candidate *)left)->epoch;
    const struct circle_epoch *b = ((const struct candidate *)right)->epoch;
    if (a->generation != b->generation) {
        return a->generation < b->generation ? -1 : 1;
    }
    return key256_compare(a->id, b->id);
}

/* Concurrent epochs converge on the highest (generation, id), reached without a gap from 1. */
static bool choose_epochs(struct circle *circle, struct circle_operation *operations, size_t count,
                          struct arena *arena)
{
    struct candidate *candidates = arena_take_array(arena, count, sizeof *candidates);
    if (candidates == NULL) {
        return false;
    }
    size_t candidate_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (operations[i].change.type == OPERATION_NEW_EPOCH && !operations[i].refused) {
            operations[i].change.epoch.author = operations[i].author;
            candidates[candidate_count++].epoch = &operations[i].change.epoch;
        }
    }
    qsort(candidates, candidate_count, sizeof *candidates, by_generation);
    for (size_t i = 0; i < candidate_count; i++) {
        const struct circle_epoch *epoch = candidates[i].epoch;
        const struct circle_epoch **current = &circle->epochs[epoch->stream];
        uint64_t reached = *current == NULL ? 0 : (*current)->generation;
        if (epoch->generation <= reached || epoch->generation - reached == 1) {
            *current = epoch;
        }
    }
    return true;
}

enum daybook_status circle_fold(struct circle_operation *operations, size_t count,
                                struct arena *arena, struct circle **out_circle)
{
    assert(operations != NULL || count == 0);
    assert(arena != NULL);
    assert(out_circle != NULL);
    circle_sort(operations, count);
    if (count == 0 || !begins_well(operations, count)) {
        return DAYBOOK_INVALID;
    }
    struct fold fold = {0};
    bool *settled = arena_take_array(arena, count, sizeof *settled);
    struct circle *circle = arena_take(arena, sizeof *circle);
    if (settled == NULL || circle == NULL || !make_room(&fold, operations, count, arena)) {
        return DAYBOOK_NO_MEMORY;
    }
    begin(&fold, &operations[0]);
    settled[0] = true;
    for (size_t i = 1; i < count; i++) {
        operations[i].refused = true;
    }
    judge_all(&fold, operations, count, settled);
    if (!choose_epochs(&fold.circle, operations, count, arena)) {
        return DAYBOOK_NO_MEMORY;
    }
    *circle = fold.circle;
    *out_circle = circle;
    return DAYBOOK_OK;
}
