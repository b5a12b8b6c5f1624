/* The measures a trend is drawn of: one rule each, how a day of entries becomes one number. */
#ifndef TRENDS_MEASURE_H
#define TRENDS_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"
#include "domain/kind.h"
#include "trends/measure_names.h"

/* Tables compiled from schema/measures; its README.md explains every part. On the wire and in JSON
 * a measure is its name, never its number: more will come. Texts are never NULL and live as long as
 * the program. */

/* Under which heading a measure is shown. */
enum measure_part {
    PART_COMFORT,
    PART_BREATHING,
    PART_EATING,
    PART_MOVEMENT,
    PART_FUNCTION,
    PART_CARE,
};

enum { PART_COUNT = PART_CARE + 1 };

/* How the values of one local day become one. */
enum reduction {
    REDUCTION_HIGHEST,
    REDUCTION_LOWEST,
    REDUCTION_SECOND_LOWEST, /* the lowest level that two readings 10 minutes apart reached */
    REDUCTION_MEDIAN,
    REDUCTION_SUM,
    REDUCTION_LAST,    /* of two at the same moment the higher one */
    REDUCTION_PLANNED, /* no entry says it: what a plan in force that day says */
};

/* How a page shows it. */
enum measure_show {
    SHOW_WINDOW, /* medians and a trend */
    SHOW_LAST,   /* the last value and when: asked too rarely for medians */
    SHOW_EVENTS, /* how often */
    SHOW_HIDDEN, /* only as a part of something else, or when asked for by name */
};

/* What makes it look better although nothing got better: see caution.h. */
enum measure_caution {
    CAUTION_NONE,
    CAUTION_WALKING, /* whoever does not walk falls less */
    CAUTION_SUPPORT, /* support of breathing lifts the saturation */
};

/* What a field must hold: one of the choices, or with none of them a number from minimum to
 * maximum, yes being 1 and no 0, and so is a text that is given. */
struct measure_condition {
    const char *field;
    const char *const *choices;
    size_t choice_count;
    double minimum;
    double maximum;
};

/* The number a choice stands for. */
struct measure_choice_value {
    const char *choice;
    double value;
};

/* One kind of entry that has something to say about a measure. An entry is read when it meets every
 * condition of where and none of unless. It says the sum of its fields, all of which must be
 * answered; with counts 1 when it meets all of them, 0 when it answers otherwise; with neither 1.
 */
struct measure_source {
    const char *kind;
    const char *const *fields;
    size_t fields_count;
    const struct measure_choice_value *as; /* of a field that is a choice */
    size_t as_count;
    const struct measure_condition *where;
    size_t where_count;
    const struct measure_condition *unless;
    size_t unless_count;
    const struct measure_condition *counts;
    size_t counts_count;
};

struct measure_rule {
    const char *name;                     /* "pain.worst" */
    const char *label;                    /* "Pain, worst" */
    const char *unit;                     /* as it is printed behind a number; "" for a score */
    const struct measure_source *sources; /* of several an entry says the highest */
    size_t sources_count;
    enum measure_part part;
    enum reduction reduction;
    enum measure_show show;
    enum measure_caution caution;
    enum field_better better; /* hours of support are neither: more may be a loss or a relief */
    uint32_t week_days_min;   /* daily values a week needs to count */
    uint32_t d7_days_min;     /* daily values the two windows need to be called enough */
    uint32_t d28_days_min;
    double value_min; /* what an entry may say; anything outside is no value */
    double value_max;
    double change_min;        /* the smallest change over a window that matters to a person */
    double chart_span_min;    /* a chart never magnifies less than this to its full height */
    struct evidence evidence; /* of what is called a change and enough */
};

/* The rule of a measure; never NULL. */
const struct measure_rule *measure_rule(enum measure measure);

/* Is it a scale from 0, none, to 10, worst? */
bool measure_is_scale(enum measure measure);

/* Find a measure by its name. False, and the output untouched, for an unknown one. */
bool measure_find(struct bytes name, enum measure *out_measure);

/* The measures that read a kind of entry, ascending, as numbers of enum measure. NULL and a count
 * of 0 when none does. */
const uint16_t *measure_of_kind(struct bytes kind, size_t *out_count);

/* The word of a part, such as "breathing", and its heading; never NULL. */
const char *measure_part_name(enum measure_part part);
const char *measure_part_label(enum measure_part part);

/* Read a part's word. False, and the output untouched, for any other word. */
bool measure_part_find(struct bytes name, enum measure_part *out_part);

/* "window", "last", "events" or "hidden"; never NULL. */
const char *measure_show_name(enum measure_show show);

#endif
