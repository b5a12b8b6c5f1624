/* What is different since a day: each measure in the four weeks before it and in the last four
 * weeks, by the smallest change that matters. */
#ifndef TRENDS_DIFFERENCE_H
#define TRENDS_DIFFERENCE_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "trends/history.h"
#include "trends/trend.h"

struct arena;

enum {
    DIFFERENCE_DAYS = 28,    /* of the window before, and at most of the window now */
    DIFFERENCE_DAYS_MIN = 7, /* a shorter window now says nothing about medians, nor do fewer days
                                with entries about events */
    DIFFERENCE_LAST_DAYS =
        200 /* a value asked for rarely is compared with one no older than this */
};

/* Of events a person would call a difference: their smallest change that matters, in 28 days with
 * entries, at least two when they became fewer, and half as many again (or a third fewer). Of the
 * states of an answer, and of days with any entry: a quarter of the days. All are proposals of our
 * own. */
enum {
    DIFFERENCE_EVENTS_FEWER = 2,
    DIFFERENCE_EVENTS_PERCENT = 150,
    DIFFERENCE_SHARE_PERCENT = 25
};

enum difference_kind {
    DIFFERENCE_MEDIAN,   /* of two windows that have enough values */
    DIFFERENCE_LAST,     /* the latest value, and the latest one before */
    DIFFERENCE_COUNT,    /* of events in two windows, a day with entries */
    DIFFERENCE_STARTED,  /* an aid that was not in use before */
    DIFFERENCE_STOPPED,  /* an aid that was in use and is not any more */
    DIFFERENCE_MISSING,  /* there were enough values before, and there are not now */
    DIFFERENCE_STATE,    /* how often it was asked and not answered, in one of the states */
    DIFFERENCE_COVERAGE, /* days with any entry; the measure means nothing */
};

struct difference {
    enum difference_kind kind;
    enum measure measure;
    double before;
    double now;
    uint32_t before_n; /* days with a value; of a count, days with any entry */
    uint32_t before_expected;
    uint32_t now_n;
    uint32_t now_expected;
    int32_t before_day; /* of a value that is compared by itself, or of the aid's last word */
    int32_t now_day;
    enum day_state state;   /* of a state; before and now are days */
    enum trend_sense sense; /* neutral where it depends, or where too few days were told about */
};

/* The days that are compared with those before since. */
struct difference_span {
    int32_t since;
    int32_t until; /* not before since */
};

/* The differences between the days before the span and those in it, the worst first:
 * worse ones by how often the smallest change that matters fits into them, then what has no sense,
 * then better ones; what is missing, was not answered, or not logged at all comes last. The list is
 * the arena's. NO_MEMORY. */
enum daybook_status difference_list(const struct history *history,
                                    const struct difference_span *span, struct arena *arena,
                                    struct difference **out_differences, size_t *out_count);

/* How far what is called a change can be trusted. How many events more or fewer are one is our own
 * proposal, also of what a guideline lists. */
enum evidence_mark difference_mark(const struct difference *difference);

/* "median", "last", "count", "started", "stopped", "missing", "state" or "coverage"; never NULL. */
const char *difference_kind_name(enum difference_kind kind);

#endif
