/* The measures a trend is drawn of: one rule each, how a day of entries becomes one number. */
#ifndef TRENDS_MEASURE_H
#define TRENDS_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/kind.h"

/* On the wire and in JSON a measure is its name, never its number: more will come. */
enum measure {
    MEASURE_PAIN_WORST,
    MEASURE_FATIGUE_SEVERITY,
    MEASURE_STIFFNESS_SEVERITY,
    MEASURE_CRAMP_SEVERITY,
    MEASURE_BREATHLESSNESS_SEVERITY,
    MEASURE_SPO2_REST,
    MEASURE_NIV_HOURS,
    MEASURE_OXYGEN_HOURS,
    MEASURE_WEIGHT,
    MEASURE_ALSFRS_R_TOTAL,
    MEASURE_COUNT
};

/* How the values of one local day become one. */
enum reduction { REDUCTION_HIGHEST, REDUCTION_MEDIAN, REDUCTION_SUM };

enum { MEASURE_CONDITIONS_MAX = 2 };

/* A choice an entry must hold to count, such as state = rest. */
struct measure_condition {
    const char *field; /* NULL: no condition */
    const char *choice;
};

struct measure_rule {
    const char *name;  /* "pain.worst" */
    const char *label; /* "Pain, worst" */
    const char *unit;  /* as it is printed behind a number; "" for a score */
    const char *kind;  /* of the entries it reads */
    const char *field; /* NULL: the total of the twelve ALSFRS-R items */
    struct measure_condition conditions[MEASURE_CONDITIONS_MAX];
    enum reduction reduction;
    enum field_better
        better;       /* hours of support are neither: more of them may be a loss or a relief */
    double value_min; /* what an entry may say; anything outside is no value */
    double value_max;
    double change_min;      /* the smallest change over a window that matters to a person */
    double chart_span_min;  /* a chart never magnifies less than this to its full height */
    uint32_t week_days_min; /* daily values a week needs to count */
    uint32_t d7_days_min;   /* daily values the two windows need to be called enough */
    uint32_t d28_days_min;
};

/* The rule of a measure; never NULL, lives as long as the program. */
const struct measure_rule *measure_rule(enum measure measure);

/* Find a measure by its name. False, and the output untouched, for an unknown one. */
bool measure_find(struct bytes name, enum measure *out_measure);

#endif
