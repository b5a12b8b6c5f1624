/* The types of exercise, their names and their measures. */
#include "trends/exercise.h"

#include <assert.h>
#include <stddef.h>

static const struct {
    const char *name;
    struct exercise_measures measures;
} TYPES[EXERCISE_TYPE_COUNT] = {
    [EXERCISE_STRETCH] = {"stretch",
                          {MEASURE_EXERCISE_STRETCH_LOGGED, MEASURE_EXERCISE_STRETCH_DONE,
                           MEASURE_EXERCISE_STRETCH_PRESCRIBED}},
    [EXERCISE_STRENGTH] = {"strength",
                           {MEASURE_EXERCISE_STRENGTH_LOGGED, MEASURE_EXERCISE_STRENGTH_DONE,
                            MEASURE_EXERCISE_STRENGTH_PRESCRIBED}},
    [EXERCISE_FLEXIBILITY] = {"flexibility",
                              {MEASURE_EXERCISE_FLEXIBILITY_LOGGED,
                               MEASURE_EXERCISE_FLEXIBILITY_DONE,
                               MEASURE_EXERCISE_FLEXIBILITY_PRESCRIBED}},
    [EXERCISE_MOBILITY] = {"mobility",
                           {MEASURE_EXERCISE_MOBILITY_LOGGED, MEASURE_EXERCISE_MOBILITY_DONE,
                            MEASURE_EXERCISE_MOBILITY_PRESCRIBED}},
    [EXERCISE_BALANCE] = {"balance",
                          {MEASURE_EXERCISE_BALANCE_LOGGED, MEASURE_EXERCISE_BALANCE_DONE,
                           MEASURE_EXERCISE_BALANCE_PRESCRIBED}},
    [EXERCISE_AEROBIC] = {"aerobic",
                          {MEASURE_EXERCISE_AEROBIC_LOGGED, MEASURE_EXERCISE_AEROBIC_DONE,
                           MEASURE_EXERCISE_AEROBIC_PRESCRIBED}},
    [EXERCISE_BREATHING] = {"breathing",
                            {MEASURE_EXERCISE_BREATHING_LOGGED, MEASURE_EXERCISE_BREATHING_DONE,
                             MEASURE_EXERCISE_BREATHING_PRESCRIBED}},
    [EXERCISE_HYDRO] = {"hydro",
                        {MEASURE_EXERCISE_HYDRO_LOGGED, MEASURE_EXERCISE_HYDRO_DONE,
                         MEASURE_EXERCISE_HYDRO_PRESCRIBED}},
};

const char *exercise_type_name(enum exercise_type type)
{
    assert((size_t)type < EXERCISE_TYPE_COUNT);
    return TYPES[type].name;
}

bool exercise_type_find(struct bytes name, enum exercise_type *out_type)
{
    assert(out_type != NULL);
    for (size_t i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        if (bytes_equal_text(name, TYPES[i].name)) {
            *out_type = (enum exercise_type)i;
            return true;
        }
    }
    return false;
}

const struct exercise_measures *exercise_measures(enum exercise_type type)
{
    assert((size_t)type < EXERCISE_TYPE_COUNT);
    return &TYPES[type].measures;
}
