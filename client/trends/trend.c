/* A trend over weekly medians. */
#include "trends/trend.h"

#include <assert.h>
#include <math.h>

#include "trends/statistics.h"

static const double MONTH_DAYS = 30.4375; /* a twelfth of 365.25 */
static const double SIGNIFICANT = 0.05;

size_t trend_scratch_count(size_t week_count)
{
    size_t pairs = statistics_pairs(week_count);
    return 2 * week_count + (pairs > week_count ? pairs : week_count);
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
                            size_t count, double *scratch)
{
    assert(rule != NULL);
    struct trend trend = {.weeks = (uint32_t)count, .word = TREND_INSUFFICIENT};
    if (count < 2) {
        return trend;
    }
    double *mondays = scratch;
    double *medians = mondays + count;
    double *work = medians + count;
    for (size_t i = 0; i < count; i++) {
        mondays[i] = weeks[i].monday;
        medians[i] = weeks[i].median;
    }
    struct mann_kendall test = statistics_mann_kendall(medians, count, work);
    trend.has = true;
    trend.slope_per_month = statistics_theil_sen(mondays, medians, count, work) * MONTH_DAYS;
    trend.mk_s = test.s;
    trend.mk_z = test.z;
    trend.mk_p = test.p;
    trend.word = word_of(rule, &trend, mondays[count - 1] - mondays[0]);
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
