/* One local day of one patient, reduced to numbers: what a summary operation carries. */
#ifndef TRENDS_DAY_H
#define TRENDS_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/bytes.h"
#include "trends/exercise.h"
#include "trends/measure.h"

struct arena;
struct value;

enum { DAY_ROLE_COUNT = 4 }; /* patient, caregiver, therapist, device: enum role */

/* The reduced value of one measure. Without one (has is false) the rest is 0. */
struct day_value {
    bool has;
    uint8_t roles;    /* bit 1 << role for each role that reported */
    uint32_t entries; /* how many entries the value stands for */
    double value;
};

struct day_exercise {
    uint32_t logged; /* sessions, whatever became of them */
    uint32_t done;   /* sessions with the status done; partial is not done */
};

/* All zero but for the day number is a day on which nothing was logged. */
struct day {
    int32_t day;      /* local days since 1970-01-01 */
    uint32_t entries; /* all kinds together */
    uint32_t entries_by_role[DAY_ROLE_COUNT];
    struct day_value measures[MEASURE_COUNT];
    struct day_exercise exercises[EXERCISE_TYPE_COUNT];
    uint32_t falls;
    uint32_t near_falls;
};

/* The part of an entry that a trend looks at. Borrowed. */
struct trend_entry {
    struct bytes kind;
    const struct value *fields; /* a map; absent fields, and fields that are maps, are no value */
    unsigned role;              /* enum role of who reported, below DAY_ROLE_COUNT */
};

/* Collects the entries of one local day. Lives in the arena it was made in. */
struct day_builder;

/* Begin a day; NULL when the arena is exhausted. The arena must outlive the builder. */
struct day_builder *day_builder_create(int32_t day, struct arena *arena);

/* Add an entry of that day, as last amended. Retracted entries are not fed, and the order of
 * feeding does not change the result. Kinds and choices nobody here knows count as entries only. On
 * NO_MEMORY the builder holds part of the entry and must be abandoned. */
enum daybook_status day_builder_add(struct day_builder *builder, const struct trend_entry *entry);

/* Reduce what was added. The builder may be fed and finished again. */
void day_builder_finish(struct day_builder *builder, struct day *out_day);

/* Order by day number, for qsort() over struct day. */
int day_compare(const void *left, const void *right);

#endif
