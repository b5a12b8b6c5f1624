/* The trend summary a therapist reads: windows, weeks, trends, exercise and falls of one patient.
 *
 * Whoever computes it from the same days gets the same numbers; nothing is imputed. */
#ifndef TRENDS_SUMMARY_H
#define TRENDS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "trends/caution.h"
#include "trends/exercise.h"
#include "trends/history.h"
#include "trends/reporter.h"
#include "trends/trend.h"
#include "trends/usual_range.h"
#include "trends/week.h"
#include "trends/window.h"

struct arena;

enum { SUMMARY_TREND_DAYS = 84 };

struct measure_summary {
    struct trend_window d7;
    struct trend_window d28;
    struct trend d84; /* weeks whose Monday is later than until - SUMMARY_TREND_DAYS */
    struct trend all;
    enum sharing_level sharing; /* weekly: no window has values; withheld: nothing has, and that is
                                   no lack of data */
    const struct trend_week *weeks; /* ascending; weeks without enough values are left out */
    size_t week_count;
    struct usual_range usual;     /* of measures shown as windows; insufficient for others */
    enum trend_sense usual_sense; /* of having left it */
    bool has_last;                /* any value at all, also in a week that does not count */
    int32_t last_day;
    double last_value;
    double sum_d28;              /* of counts */
    struct reporter_shift shift; /* within the days of d84 */
    bool cautioned; /* it only looks better: its trends are never called so, see caution */
};

/* Sessions of one type. */
struct exercise_count {
    uint32_t logged; /* whatever became of them */
    uint32_t done;
};

struct fall_count {
    uint32_t falls;      /* near-falls apart */
    uint32_t near_falls; /* caught in time */
    uint32_t days;       /* with any entry: a day without one is not a day without a fall */
};

struct fall_summary {
    struct fall_count d30;
    struct fall_count d90;
    struct fall_count all;
    bool has_last;
    int32_t last_day; /* of the latest fall */
};

/* Who logged in a window, all kinds together. */
struct reporter_summary {
    uint32_t days; /* with any entry */
    uint32_t expected;
    uint32_t entries;
    uint32_t entries_by_role[ROLE_COUNT];
};

struct trend_summary {
    int32_t until;
    bool has_days; /* any day at all up to until */
    int32_t first_day;
    int32_t last_day; /* the latest day with an entry */
    struct measure_summary measures[MEASURE_COUNT];
    struct exercise_count exercise_d28[EXERCISE_TYPE_COUNT];
    struct fall_summary falls;
    struct reporter_summary reporters_d7;
    struct reporter_summary reporters_d28;
    struct caution caution;
};

/* Summarise a history as seen at the end of the day until_day; later days are ignored. The summary,
 * and the weeks it points to, live in the arena. NO_MEMORY: the arena is exhausted and *out_summary
 * untouched. */
enum daybook_status trends_summarise(const struct history *history, int32_t until_day,
                                     struct arena *arena, struct trend_summary **out_summary);

/* The same, with only one of the measures in it: all else of the others is zero. */
enum daybook_status trends_summarise_measure(const struct history *history, int32_t until_day,
                                             enum measure measure, struct arena *arena,
                                             struct trend_summary **out_summary);

#endif
