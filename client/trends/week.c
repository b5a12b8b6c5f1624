/* Weekly medians of one measure. */
#include "trends/week.h"

#include <assert.h>

#include "base/timestamp.h"
#include "trends/statistics.h"

/* Reduce the days of one week, at most seven. */
static struct trend_week week_of_days(enum measure measure, const struct day *days, size_t count)
{
    assert(count >= 1 && count <= WEEK_DAYS);
    struct trend_week week = {.monday = day_monday(days[0].day)};
    double values[WEEK_DAYS];
    for (size_t i = 0; i < count; i++) {
        const struct day_value *value = &days[i].measures[measure];
        if (value->has) {
            values[week.n++] = value->value;
            week.roles |= value->roles;
        }
    }
    if (week.n > 0) {
        statistics_sort(values, week.n);
        week.median = statistics_median(values, week.n);
    }
    return week;
}

static size_t days_of_same_week(const struct day *days, size_t count)
{
    int32_t monday = day_monday(days[0].day);
    size_t same = 1;
    while (same < count && day_monday(days[same].day) == monday) {
        same++;
    }
    return same;
}

/* A week takes at least one day, and a span of days touches at most one week more than the weeks it
 * would fill, rounded up. */
size_t week_capacity(const struct day *days, size_t count)
{
    if (count == 0) {
        return 0;
    }
    int64_t span = (int64_t)days[count - 1].day - days[0].day + 1;
    size_t touched = (size_t)(span / WEEK_DAYS) + 2;
    return count < touched ? count : touched;
}

size_t week_collect(enum measure measure, const struct day *days, size_t count, int32_t until,
                    struct trend_week *out_weeks)
{
    assert((size_t)measure < MEASURE_COUNT);
    uint32_t needed = measure_rule(measure)->week_days_min;
    size_t weeks = 0;
    size_t start = 0;
    while (start < count) {
        size_t same = days_of_same_week(days + start, count - start);
        struct trend_week week = week_of_days(measure, days + start, same);
        if (week.n >= needed && week.monday + WEEK_DAYS - 1 <= until) {
            out_weeks[weeks++] = week;
        }
        start += same;
    }
    return weeks;
}
