/* What a day may say, and the order of days. */
#include "trends/day.h"

#include <assert.h>
#include <stddef.h>

#include "base/timestamp.h"

static bool value_is_possible(const struct measure_rule *rule, const struct day_value *value)
{
    if (!value->has) {
        return value->entries == 0 && value->roles == 0 && value->value == 0.0;
    }
    double parts = rule->reduction == REDUCTION_SUM ? (double)value->entries : 1.0;
    return value->entries > 0 && value->roles > 0 && value->roles < 1u << ROLE_COUNT &&
           value->value >= rule->value_min * parts && value->value <= rule->value_max * parts;
}

static bool values_are_possible(const struct day *day)
{
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct day_value *value = &day->measures[i];
        if (!value_is_possible(measure_rule((enum measure)i), value) ||
            value->entries > day->entries) {
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
    uint64_t events = (uint64_t)day->falls + day->near_falls;
    for (size_t type = 0; type < EXERCISE_TYPE_COUNT; type++) {
        events += day->exercises[type].logged;
        if (day->exercises[type].done > day->exercises[type].logged) {
            return false;
        }
    }
    return by_role == day->entries && events <= day->entries;
}

bool day_is_possible(const struct day *day)
{
    assert(day != NULL);
    return day->day >= day_of_date(TIMESTAMP_YEAR_MIN, 1, 1) &&
           day->day <= day_of_date(TIMESTAMP_YEAR_MAX, 12, 31) && values_are_possible(day) &&
           counts_are_possible(day);
}

int day_compare(const void *left, const void *right)
{
    const struct day *first = left;
    const struct day *second = right;
    return (first->day > second->day) - (first->day < second->day);
}
