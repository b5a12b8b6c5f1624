/* A trend over weekly medians. */
#include "trends/trend.h"

#include <assert.h>
#include <math.h>

#include "base/arena.h"
#include "trends/statistics.h"
#include "trends/theil_sen.h"

static const double MONTH_DAYS = 30.4375; /* a twelfth of 365.25 */
static const double SIGNIFICANT = 0.05;

struct trend_work {
    size_t capacity;
    int32_t *mondays;
    double *medians;
    double *scratch; /* twice as many */
    struct theil_sen *theil_sen;
};

struct trend_work *trend_work_create(size_t week_capacity, struct arena *arena)
{
    assert(arena != NULL);
    struct trend_work *work = arena_take(arena, sizeof *work);
    if (work == NULL) {
        return NULL;
    }
    work->capacity = week_capacity;
    work->mondays = arena_take_array(arena, week_capacity, sizeof *work->mondays);
    work->medians = arena_take_array(arena, week_capacity, sizeof *work->medians);
    work->scratch = arena_take_array(arena, week_capacity, 2 * sizeof *work->scratch);
    work->theil_sen = theil_sen_create(week_capacity, arena);
    bool complete = work->mondays != NULL && work->medians != NULL && work->scratch != NULL &&
                    work->theil_sen != NULL;
    return complete ? work : NULL;
}

static enum trend_word word_of(const struct measure_rule *rule, const struct trend *trend,
                               double span_days)
{
    if (trend->weeks < TREND_WEEKS_MIN) {
        return TREND_INSUFFICIENT;
    }
    if (trend->mk_p < SIGNIFICANT) {
        return trend->mk_s > 0 ? TREND_RISING : TREND_FALLING;
    }
    double change = fabs(trend->slope_per_month) * span_days / MONTH_DAYS;
    return change < rule->change_min ? TREND_STEADY : TREND_UNCLEAR;
}

static enum trend_sense sense_of(enum field_better better, enum trend_word word)
{
    if (better == BETTER_NONE || (word != TREND_RISING && word != TREND_FALLING)) {
        return TREND_NEUTRAL;
    }
    return (word == TREND_RISING) == (better == BETTER_UP) ? TREND_BETTER : TREND_WORSE;
}

struct trend trend_of_weeks(const struct measure_rule *rule, const struct trend_week *weeks,
                            size_t count, struct trend_work *work)
{
    assert(rule != NULL && work != NULL && count <= work->capacity);
    struct trend trend = {.weeks = (uint32_t)count, .word = TREND_INSUFFICIENT};
    if (count < 2) {
        return trend;
    }
    for (size_t i = 0; i < count; i++) {
        work->mondays[i] = weeks[i].monday;
        work->medians[i] = weeks[i].median;
    }
    struct mann_kendall test = statistics_mann_kendall(work->medians, count, work->scratch);
    double slope = theil_sen_slope(work->theil_sen, work->mondays, work->medians, count);
    trend.has = true;
    trend.slope_per_month = slope * MONTH_DAYS;
    trend.mk_s = test.s;
    trend.mk_z = test.z;
    trend.mk_p = test.p;
    trend.word = word_of(rule, &trend, work->mondays[count - 1] - work->mondays[0]);
    trend.sense = sense_of(rule->better, trend.word);
    return trend;
}

const char *trend_word_name(enum trend_word word)
{
    switch (word) {
    case TREND_INSUFFICIENT:
        return "insufficient";
    case TREND_RISING:
        return "rising";
    case TREND_FALLING:
        return "falling";
    case TREND_STEADY:
        return "steady";
    case TREND_UNCLEAR:
        return "unclear";
    }
    assert(false);
    return "";
}

const char *trend_sense_name(enum trend_sense sense)
{
    switch (sense) {
    case TREND_NEUTRAL:
        return "neutral";
    case TREND_BETTER:
        return "better";
    case TREND_WORSE:
        return "worse";
    }
    assert(false);
    return "";
}
