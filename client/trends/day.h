/* One local day of one patient, reduced to numbers: what a summary operation carries. */
#ifndef TRENDS_DAY_H
#define TRENDS_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/role.h"
#include "trends/measure.h"

/* What became of the question a measure asks. Not asked: the day has no value at all. The order is
 * written to stores and messages: append only. */
enum day_state {
    DAY_ANSWERED,
    DAY_SKIPPED,
    DAY_UNABLE,
    DAY_NOT_APPLICABLE,
    DAY_DEVICE_FAILED,
    DAY_UNKNOWN,
    DAY_RETRACTED, /* answered, and taken back */
    DAY_WEEKLY,    /* the figure of the ISO week that ends on this day, in place of its days */
};

enum { DAY_STATE_COUNT = DAY_WEEKLY + 1 };

/* The reduced value of one measure. */
struct day_value {
    double value;     /* 0 unless answered or weekly */
    uint32_t entries; /* how many entries said so, of a weekly figure how many days; 0 of what only
                         a plan says */
    uint16_t measure; /* an enum measure */
    uint8_t roles;    /* bit 1 << role for each enum role that reported; 0 of what a plan says */
    uint8_t state;    /* an enum day_state */
};

/* All zero but for the day number is a day on which nothing was logged. A day that somebody else
 * reduced is checked with day_is_possible() before anything is computed from it. */
struct day {
    int32_t day;      /* local days since 1970-01-01 */
    uint32_t entries; /* all kinds together, without retracted ones */
    uint32_t entries_by_role[ROLE_COUNT];
    const struct day_value *values; /* ascending by measure; borrowed */
    size_t value_count;
};

/* Compare two struct day_value by measure, for qsort(). */
int day_compare_values(const void *left, const void *right);

/* What the day says of a measure, in whatever state; NULL when nobody was asked. */
const struct day_value *day_find(const struct day *day, enum measure measure);

/* The answered value of a measure, 0 when there is none: for counts. */
double day_count(const struct day *day, enum measure measure);

/* True when entries could have given these numbers: values ascending and in the range of their
 * measure, counts that fit together, a day within the years of base/timestamp.h. */
bool day_is_possible(const struct day *day);

/* "answered", "skipped", "unable", "not_applicable", "device_failed", "unknown", "retracted" or
 * "weekly"; never NULL. */
const char *day_state_name(enum day_state state);

#endif
