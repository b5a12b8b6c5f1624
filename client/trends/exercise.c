/* The types of exercise and their names. */
#include "trends/exercise.h"

#include <assert.h>
#include <stddef.h>

static const char *const NAMES[EXERCISE_TYPE_COUNT] = {
    [EXERCISE_STRETCH] = "stretch",         [EXERCISE_STRENGTH] = "strength",
    [EXERCISE_FLEXIBILITY] = "flexibility", [EXERCISE_MOBILITY] = "mobility",
    [EXERCISE_BALANCE] = "balance",         [EXERCISE_AEROBIC] = "aerobic",
    [EXERCISE_BREATHING] = "breathing",     [EXERCISE_HYDRO] = "hydro",
};

const char *exercise_type_name(enum exercise_type type)
{
    assert((size_t)type < EXERCISE_TYPE_COUNT);
    return NAMES[type];
}

bool exercise_type_find(struct bytes name, enum exercise_type *out_type)
{
    assert(out_type != NULL);
    for (size_t i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        if (bytes_equal_text(name, NAMES[i])) {
            *out_type = (enum exercise_type)i;
            return true;
        }
    }
    return false;
}
