/* The usual range of a measure that may be drifting, and whether the last days left it. */
#ifndef TRENDS_USUAL_RANGE_H
#define TRENDS_USUAL_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "trends/series.h"
#include "trends/trend.h"

struct arena;

/* A limit around a level that is taken to be stable cries wolf over everybody who slowly declines.
 * So the range follows a Theil–Sen line over USUAL_RANGE_LINE_DAYS days, ends them
 * USUAL_RANGE_RECENT_DAYS before the day that is judged, so that what is new does not hide itself,
 * and reaches USUAL_RANGE_MOVING_RANGES mean moving ranges (what one value differs from the next,
 * the line taken out) to both sides, as Wheeler's chart of single values does. */
enum {
    USUAL_RANGE_LINE_DAYS = 42,
    USUAL_RANGE_RECENT_DAYS = 8,
    USUAL_RANGE_VALUES_MIN = 21, /* the line needs so many; a proposal of our own */
    USUAL_RANGE_LAST = 3,        /* so many of the last values are judged, … */
    USUAL_RANGE_OUTSIDE = 2      /* … and so many of them must lie outside, on the same side */
};

enum usual_verdict {
    USUAL_INSUFFICIENT, /* too few values for a line, or too few recent ones to judge */
    USUAL_WITHIN,
    USUAL_LOWER,
    USUAL_HIGHER
};

struct usual_range {
    uint32_t values; /* the line is drawn through */
    bool has;        /* enough of them; otherwise the range is 0 and means nothing */
    double low;      /* on the judged day */
    double middle;
    double high;
    enum usual_verdict verdict;
};

/* Working memory for one range after another. Lives in the arena it was made in. */
struct usual_range_work;

/* NULL when the arena is exhausted. */
struct usual_range_work *usual_range_work_create(struct arena *arena);

/* The range on the day until_day, from the answered daily values of one measure up to it; later
 * ones are ignored. A range is never narrower than change_min to either side: a score that was the
 * same for weeks may still move by less than what matters. */
struct usual_range usual_range_on(struct series answered, int32_t until_day, double change_min,
                                  struct usual_range_work *work);

/* What it means to the person that a measure left its range; neutral when it did not. */
enum trend_sense usual_range_sense(enum field_better better, enum usual_verdict verdict);

/* "insufficient", "within", "lower" or "higher"; never NULL. */
const char *usual_verdict_name(enum usual_verdict verdict);

#endif
