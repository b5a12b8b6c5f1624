/* The trend summary a therapist reads: windows, weeks, trends, exercise and falls of one patient.
 *
 * Whoever computes it from the same days gets the same numbers; nothing is imputed. */
#ifndef TRENDS_SUMMARY_H
#define TRENDS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "trends/day.h"

struct arena;

enum { SUMMARY_TREND_WEEKS_MIN = 6 }; /* weekly values a trend needs for a word */

/* The daily values of the days up to and including the last one. With n = 0 only expected is
 * meaningful. */
struct trend_window {
    uint32_t n;                            /* days with a value … */
    uint32_t expected;                     /* … of so many */
    uint32_t days_by_role[DAY_ROLE_COUNT]; /* days to which this role contributed */
    bool enough; /* n reaches the minimum below which the figures should not be leaned on */
    double median;
    double min;
    double max;
    double q1;
    double q3;
};

/* An ISO week that holds enough daily values. */
struct trend_week {
    int32_t monday;
    uint32_t n;    /* days with a value */
    uint8_t roles; /* bit 1 << role */
    double median; /* of the daily values */
};

/* What the test says in one word. */
enum trend_word {
    TREND_INSUFFICIENT, /* fewer weeks than SUMMARY_TREND_WEEKS_MIN */
    TREND_RISING,       /* p < 0.05, most pairs of weeks go up */
    TREND_FALLING,      /* p < 0.05, most pairs of weeks go down */
    TREND_STEADY,  /* no significant trend, and the slope would not add up to a change that matters
                    */
    TREND_UNCLEAR, /* no significant trend, yet the slope would add up to a change that matters */
};

/* What that word means to the person; neutral unless rising or falling. */
enum trend_sense { TREND_NEUTRAL, TREND_BETTER, TREND_WORSE };

struct trend {
    uint32_t weeks;
    bool has; /* at least two weeks; otherwise what follows is not meaningful but for word */
    double slope_per_month;
    int64_t mk_s;
    double mk_z;
    double mk_p;
    enum trend_word word;
    enum trend_sense sense;
};

struct measure_summary {
    struct trend_window d7;
    struct trend_window d28;
    struct trend d84; /* weeks whose Monday is later than until - 84 days */
    struct trend all;
    const struct trend_week *weeks; /* ascending; weeks without enough values are left out */
    size_t week_count;
    bool has_last; /* any value at all, also in a week that does not count */
    int32_t last_day;
    double last_value;
};

struct fall_summary {
    uint32_t d30;
    uint32_t d90;
    uint32_t all;
    uint32_t near_d30;
    uint32_t near_d90;
    uint32_t near_all;
    uint32_t exposure_d30; /* days with any entry: a day without one is not a day without a fall */
    uint32_t exposure_d90;
    bool has_last;
    int32_t last_day; /* of the latest fall, near-falls apart */
};

/* Who logged in a window, all kinds together. */
struct reporter_summary {
    uint32_t days; /* with any entry */
    uint32_t expected;
    uint32_t entries;
    uint32_t entries_by_role[DAY_ROLE_COUNT];
};

struct trend_summary {
    int32_t until;
    bool has_days; /* any day at all up to until */
    int32_t first_day;
    int32_t last_day; /* the latest day with an entry */
    struct measure_summary measures[MEASURE_COUNT];
    struct day_exercise exercise_d28[EXERCISE_TYPE_COUNT];
    struct fall_summary falls;
    struct reporter_summary reporters_d7;
    struct reporter_summary reporters_d28;
};

/* Summarise days, which are ascending and unique, as seen at the end of the day until_day; later
 * days are ignored. The summary, and the weeks it points to, live in the arena. NO_MEMORY: the
 * arena is exhausted and *out_summary untouched. */
enum daybook_status trends_summarise(const struct day *days, size_t count, int32_t until_day,
                                     struct arena *arena, struct trend_summary **out_summary);

/* "rising", "falling", "steady", "unclear" or "insufficient"; never NULL. */
const char *trend_word_name(enum trend_word word);

/* "better", "worse" or "neutral"; never NULL. */
const char *trend_sense_name(enum trend_sense sense);

#endif
