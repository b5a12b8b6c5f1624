/* The types of exercise a session can have, in the order of the catalogue. */
#ifndef TRENDS_EXERCISE_H
#define TRENDS_EXERCISE_H

#include <stdbool.h>

#include "base/bytes.h"
#include "trends/measure.h"

/* On the wire and in JSON a type is its name, never its number. */
enum exercise_type {
    EXERCISE_STRETCH,
    EXERCISE_STRENGTH,
    EXERCISE_FLEXIBILITY,
    EXERCISE_MOBILITY,
    EXERCISE_BALANCE,
    EXERCISE_AEROBIC,
    EXERCISE_BREATHING,
    EXERCISE_HYDRO,
    EXERCISE_TYPE_COUNT
};

/* The measures that count the sessions of a type. */
struct exercise_measures {
    enum measure logged;     /* whatever became of them */
    enum measure done;       /* with the status done; partial is not done */
    enum measure prescribed; /* that the plan in force wanted */
};

/* The name of a type as the catalogue has it, such as "stretch"; never NULL. */
const char *exercise_type_name(enum exercise_type type);

/* Find a type by its name. False, and the output untouched, for an unknown one. */
bool exercise_type_find(struct bytes name, enum exercise_type *out_type);

/* The measures of a type; never NULL. */
const struct exercise_measures *exercise_measures(enum exercise_type type);

#endif
