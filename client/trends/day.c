/* What a day may say, and the order of days. */
#include "trends/day.h"

#include <assert.h>

#include "base/timestamp.h"
#include "trends/exercise.h"

enum {
    DAYS_OF_WEEK = 7,
    COUNT_OF_DAY_MAX = 1000, /* nobody counts more of anything in a day */
};

int day_compare_values(const void *left, const void *right)
{
    const struct day_value *first = left;
    const struct day_value *second = right;
    return (first->measure > second->measure) - (first->measure < second->measure);
}

const struct day_value *day_find(const struct day *day, enum measure measure)
{
    assert(day != NULL && (size_t)measure < MEASURE_COUNT);
    size_t low = 0;
    size_t high = day->value_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (day->values[middle].measure == measure) {
            return &day->values[middle];
        }
        bool before = day->values[middle].measure < (size_t)measure;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return NULL;
}

double day_count(const struct day *day, enum measure measure)
{
    const struct day_value *value = day_find(day, measure);
    return value == NULL || value->state != DAY_ANSWERED ? 0.0 : value->value;
}

static bool number_is_possible(const struct measure_rule *rule, const struct day_value *value)
{
    double parts = rule->reduction == REDUCTION_SUM ? (double)value->entries : 1.0;
    if (value->state == DAY_WEEKLY) {
        bool may_be_a_sum =
            rule->reduction == REDUCTION_SUM || rule->reduction == REDUCTION_PLANNED;
        parts = may_be_a_sum ? DAYS_OF_WEEK * COUNT_OF_DAY_MAX : 1.0;
    }
    return value->value >= rule->value_min * parts && value->value <= rule->value_max * parts;
}

static bool value_is_possible(const struct day_value *value, uint32_t entries)
{
    if (value->measure >= MEASURE_COUNT || value->state >= DAY_STATE_COUNT ||
        value->roles >= 1u << ROLE_COUNT) {
        return false;
    }
    const struct measure_rule *rule = measure_rule((enum measure)value->measure);
    bool answered = value->state == DAY_ANSWERED || value->state == DAY_WEEKLY;
    uint32_t most = value->state == DAY_RETRACTED ? UINT32_MAX : entries;
    if (value->state == DAY_WEEKLY) {
        most = DAYS_OF_WEEK;
    }
    bool reported = value->entries > 0 && value->roles > 0;
    if (rule->reduction == REDUCTION_PLANNED) {
        reported = (value->entries > 0) == (value->roles > 0);
    }
    return reported && value->entries <= most &&
           (answered ? number_is_possible(rule, value) : value->value == 0.0);
}

static bool values_are_possible(const struct day *day)
{
    for (size_t i = 0; i < day->value_count; i++) {
        bool ascending = i == 0 || day->values[i - 1].measure < day->values[i].measure;
        if (!ascending || !value_is_possible(&day->values[i], day->entries)) {
            return false;
        }
    }
    return true;
}

static bool counts_are_possible(const struct day *day)
{
    uint64_t by_role = 0;
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        by_role += day->entries_by_role[role];
    }
    double events = day_count(day, MEASURE_FALLS) + day_count(day, MEASURE_NEAR_FALLS);
    for (int i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        const struct exercise_measures *measures = exercise_measures((enum exercise_type)i);
        const struct day_value *told = day_find(day, measures->logged);
        double logged = day_count(day, measures->logged);
        events += logged;
        /* One of the two may be kept back, or shared by the week. */
        if (told != NULL && told->state == DAY_ANSWERED &&
            day_count(day, measures->done) > logged) {
            return false;
        }
    }
    return by_role == day->entries && events <= (double)day->entries;
}

bool day_is_possible(const struct day *day)
{
    assert(day != NULL);
    return day->day >= day_of_date(TIMESTAMP_YEAR_MIN, 1, 1) &&
           day->day <= day_of_date(TIMESTAMP_YEAR_MAX, 12, 31) && values_are_possible(day) &&
           counts_are_possible(day);
}

const char *day_state_name(enum day_state state)
{
    static const char *const NAMES[DAY_STATE_COUNT] = {
        [DAY_ANSWERED] = "answered",
        [DAY_SKIPPED] = "skipped",
        [DAY_UNABLE] = "unable",
        [DAY_NOT_APPLICABLE] = "not_applicable",
        [DAY_DEVICE_FAILED] = "device_failed",
        [DAY_UNKNOWN] = "unknown",
        [DAY_RETRACTED] = "retracted",
        [DAY_WEEKLY] = "weekly",
    };
    assert((size_t)state < DAY_STATE_COUNT);
    return NAMES[state];
}
