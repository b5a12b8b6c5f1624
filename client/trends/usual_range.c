/* The usual range of a measure that may be drifting. */
#include "trends/usual_range.h"

#include <assert.h>
#include <math.h>

#include "base/arena.h"
#include "trends/statistics.h"
#include "trends/theil_sen.h"

/* Turns the mean moving range of values from one normal distribution into three times its standard
 * deviation: 3 / 1.128. */
static const double USUAL_RANGE_MOVING_RANGES = 2.66;

struct usual_range_work {
    struct theil_sen *theil_sen;
    int32_t days[USUAL_RANGE_LINE_DAYS];
    double values[USUAL_RANGE_LINE_DAYS];
    double residuals[USUAL_RANGE_LINE_DAYS];
    double sorted[USUAL_RANGE_LINE_DAYS];
};

/* level + slope * (day - origin), give or take reach. */
struct usual_line {
    int32_t origin;
    double slope;
    double level;
    double reach;
};

struct usual_range_work *usual_range_work_create(struct arena *arena)
{
    assert(arena != NULL);
    struct usual_range_work *work = arena_take(arena, sizeof *work);
    if (work == NULL) {
        return NULL;
    }
    work->theil_sen = theil_sen_create(USUAL_RANGE_LINE_DAYS, arena);
    return work->theil_sen == NULL ? NULL : work;
}

static struct usual_line draw_line(struct series base, struct usual_range_work *work)
{
    assert(base.count <= USUAL_RANGE_LINE_DAYS);
    for (size_t i = 0; i < base.count; i++) {
        work->days[i] = base.points[i].day;
        work->values[i] = base.points[i].value;
    }
    struct usual_line line = {.origin = work->days[0]};
    line.slope = theil_sen_slope(work->theil_sen, work->days, work->values, base.count);
    for (size_t i = 0; i < base.count; i++) {
        work->residuals[i] = work->values[i] - line.slope * (work->days[i] - line.origin);
        work->sorted[i] = work->residuals[i];
    }
    statistics_sort(work->sorted, base.count);
    line.level = statistics_median(work->sorted, base.count);
    double moved = 0.0;
    for (size_t i = 1; i < base.count; i++) {
        moved += fabs(work->residuals[i] - work->residuals[i - 1]);
    }
    line.reach = USUAL_RANGE_MOVING_RANGES * moved / (double)(base.count - 1);
    return line;
}

static double line_on(const struct usual_line *line, int32_t day)
{
    return line->level + line->slope * (day - line->origin);
}

static enum usual_verdict judge(const struct usual_line *line, struct series recent)
{
    size_t last = recent.count < USUAL_RANGE_LAST ? recent.count : USUAL_RANGE_LAST;
    size_t lower = 0;
    size_t higher = 0;
    for (size_t i = recent.count - last; i < recent.count; i++) {
        double off = recent.points[i].value - line_on(line, recent.points[i].day);
        lower += off < -line->reach ? 1 : 0;
        higher += off > line->reach ? 1 : 0;
    }
    if (last < USUAL_RANGE_OUTSIDE) {
        return USUAL_INSUFFICIENT;
    }
    if (lower >= USUAL_RANGE_OUTSIDE) {
        return USUAL_LOWER;
    }
    return higher >= USUAL_RANGE_OUTSIDE ? USUAL_HIGHER : USUAL_WITHIN;
}

struct usual_range usual_range_on(struct series answered, int32_t until_day, double change_min,
                                  struct usual_range_work *work)
{
    assert(work != NULL && change_min >= 0.0);
    struct series base =
        series_last(answered, until_day - USUAL_RANGE_RECENT_DAYS, USUAL_RANGE_LINE_DAYS);
    struct series recent = series_last(answered, until_day, USUAL_RANGE_RECENT_DAYS);
    struct usual_range range = {.values = (uint32_t)base.count, .verdict = USUAL_INSUFFICIENT};
    if (base.count < USUAL_RANGE_VALUES_MIN) {
        return range;
    }
    struct usual_line line = draw_line(base, work);
    line.reach = fmax(line.reach, change_min);
    range.has = true;
    range.middle = line_on(&line, until_day);
    range.low = range.middle - line.reach;
    range.high = range.middle + line.reach;
    range.verdict = judge(&line, recent);
    return range;
}

enum trend_sense usual_range_sense(enum field_better better, enum usual_verdict verdict)
{
    if (better == BETTER_NONE || (verdict != USUAL_LOWER && verdict != USUAL_HIGHER)) {
        return TREND_NEUTRAL;
    }
    return (verdict == USUAL_HIGHER) == (better == BETTER_UP) ? TREND_BETTER : TREND_WORSE;
}

const char *usual_verdict_name(enum usual_verdict verdict)
{
    switch (verdict) {
    case USUAL_INSUFFICIENT:
        return "insufficient";
    case USUAL_WITHIN:
        return "within";
    case USUAL_LOWER:
        return "lower";
    case USUAL_HIGHER:
        return "higher";
    }
    assert(false);
    return "";
}
