/* Reducing what the entries of a day said about one measure to one number. */
#ifndef TRENDS_READING_H
#define TRENDS_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trends/measure.h"

struct reading {
    double value;
    int64_t at_ms;
};

/* Reduce at least one reading; they are put in another order. The order they come in does not
 * matter. False when they do not make a value: a second lowest needs two readings ten minutes
 * apart. */
bool reading_reduce(enum reduction reduction, struct reading *readings, size_t count,
                    double *out_value);

#endif
