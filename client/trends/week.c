/* Weekly medians of one measure. */
#include "trends/week.h"

#include <assert.h>

#include "base/timestamp.h"
#include "trends/day.h"
#include "trends/statistics.h"

/* Reduce the points of one week, at most seven. */
static struct trend_week week_of_points(const struct series_point *points, size_t count)
{
    assert(count >= 1 && count <= WEEK_DAYS);
    struct trend_week week = {.monday = day_monday(points[0].day), .n = (uint32_t)count};
    double values[WEEK_DAYS];
    for (size_t i = 0; i < count; i++) {
        values[i] = points[i].value;
        week.roles |= points[i].roles;
    }
    statistics_sort(values, count);
    week.median = statistics_median(values, count);
    return week;
}

static size_t points_of_same_week(const struct series_point *points, size_t count)
{
    int32_t monday = day_monday(points[0].day);
    size_t same = 1;
    while (same < count && points[same].day < monday + WEEK_DAYS) {
        same++;
    }
    return same;
}

/* A week takes at least one day, and a span of days touches at most one week more than the weeks it
 * would fill, rounded up. */
size_t week_capacity(struct series series)
{
    if (series.count == 0) {
        return 0;
    }
    int64_t span = (int64_t)series.points[series.count - 1].day - series.points[0].day + 1;
    size_t touched = (size_t)(span / WEEK_DAYS) + 2;
    return series.count < touched ? series.count : touched;
}

size_t week_collect(struct series series, uint32_t days_min, int32_t until,
                    struct trend_week *out_weeks)
{
    size_t weeks = 0;
    size_t start = 0;
    while (start < series.count) {
        const struct series_point *points = series.points + start;
        size_t same = points_of_same_week(points, series.count - start);
        struct trend_week week = week_of_points(points, same);
        if (week.n >= days_min && week.monday + WEEK_DAYS - 1 <= until) {
            out_weeks[weeks++] = week;
        }
        start += same;
    }
    return weeks;
}

size_t week_collect_told(struct series series, int32_t until, struct trend_week *out_weeks)
{
    size_t weeks = 0;
    for (size_t i = 0; i < series.count; i++) {
        const struct series_point *point = &series.points[i];
        bool ends_week = point->day == day_monday(point->day) + WEEK_DAYS - 1;
        if (point->state == DAY_WEEKLY && ends_week && point->day <= until) {
            out_weeks[weeks++] = (struct trend_week){
                .monday = day_monday(point->day),
                .n = point->entries,
                .roles = point->roles,
                .median = point->value,
            };
        }
    }
    return weeks;
}
