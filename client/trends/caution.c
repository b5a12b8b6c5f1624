/* Finding out since when somebody does not walk, or breathes with support. */
#include "trends/caution.h"

#include <assert.h>

static const double WALKING_SCORE_MAX = 1.0; /* non-ambulatory */
static const double WHOLE_DAY_HOURS = 8.0;
static const double NO_BOUND = 1e9;

/* Values within these bounds, without a break, up to the last one. */
static bool holds_since(struct series series, double low, double high, int32_t *out_day)
{
    size_t first = series.count;
    while (first > 0 && series.points[first - 1].value >= low &&
           series.points[first - 1].value <= high) {
        first--;
    }
    if (first == series.count) {
        return false;
    }
    *out_day = series.points[first].day;
    return true;
}

static struct series until_day(const struct history *history, enum measure measure, int32_t until)
{
    return series_between(history->answered[measure], INT32_MIN, until);
}

static void note_walking(struct caution *caution, enum walking_end walking, int32_t since)
{
    if (caution->walking == WALKING_GOES_ON || since < caution->walking_since) {
        caution->walking = walking;
        caution->walking_since = since;
    }
}

struct caution caution_of(const struct history *history, int32_t until)
{
    static const enum measure AIDS[] = {MEASURE_AID_MANUAL_WHEELCHAIR_HOURS,
                                        MEASURE_AID_POWER_WHEELCHAIR_HOURS,
                                        MEASURE_AID_HOIST_HOURS};
    assert(history != NULL);
    struct caution caution = {.walking = WALKING_GOES_ON};
    int32_t since = 0;
    struct series walking = until_day(history, MEASURE_ALSFRS_R_Q8, until);
    if (holds_since(walking, 0.0, WALKING_SCORE_MAX, &since)) {
        note_walking(&caution, WALKING_SCORE, since);
    }
    for (size_t i = 0; i < sizeof AIDS / sizeof AIDS[0]; i++) {
        struct series hours = until_day(history, AIDS[i], until);
        if (holds_since(hours, WHOLE_DAY_HOURS, NO_BOUND, &since)) {
            note_walking(&caution, WALKING_AID, since);
        }
    }
    struct series support = until_day(history, MEASURE_NIV_HOURS, until);
    for (size_t i = 0; i < support.count && !caution.support; i++) {
        caution.support = support.points[i].value > 0.0;
        caution.support_since = support.points[i].day;
    }
    return caution;
}

bool caution_applies(const struct caution *caution, const struct measure_rule *rule)
{
    switch (rule->caution) {
    case CAUTION_NONE:
        return false;
    case CAUTION_WALKING:
        return caution->walking != WALKING_GOES_ON;
    case CAUTION_SUPPORT:
        return caution->support;
    }
    assert(false);
    return false;
}

const char *caution_walking_name(enum walking_end walking)
{
    switch (walking) {
    case WALKING_GOES_ON:
        return "none";
    case WALKING_SCORE:
        return "score";
    case WALKING_AID:
        return "aid";
    }
    assert(false);
    return "";
}
