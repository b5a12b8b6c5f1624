/* The trend summary, computed from days. */
#include "trends/summary.h"

#include <assert.h>

#include "base/arena.h"

/* Ascending days, the last day they are looked at from, and memory to work in. */
struct series {
    const struct day *days;
    size_t count;
    int32_t until;
    double *scratch; /* a number a day */
    struct trend_work *work;
};

/* The days among the last length ones. */
static struct series series_last(const struct series *series, int32_t length)
{
    struct series last = *series;
    while (last.count > 0 && (int64_t)last.until - last.days->day >= length) {
        last.days++;
        last.count--;
    }
    return last;
}

static struct trend_window summarise_window(const struct series *series, enum measure measure,
                                            int32_t length, uint32_t days_min)
{
    struct series last = series_last(series, length);
    struct trend_window window = window_of_days(measure, last.days, last.count, last.scratch);
    window.expected = (uint32_t)length;
    window.enough = window.n >= days_min;
    return window;
}

static size_t weeks_before(const struct trend_week *weeks, size_t count, int32_t monday)
{
    size_t before = 0;
    while (before < count && weeks[before].monday < monday) {
        before++;
    }
    return before;
}

static void find_last_value(const struct series *series, enum measure measure,
                            struct measure_summary *summary)
{
    for (size_t i = series->count; i > 0; i--) {
        const struct day *day = &series->days[i - 1];
        if (day->measures[measure].has) {
            summary->has_last = true;
            summary->last_day = day->day;
            summary->last_value = day->measures[measure].value;
            return;
        }
    }
}

static enum daybook_status summarise_measure(const struct series *series, enum measure measure,
                                             struct arena *arena, struct measure_summary *summary)
{
    size_t capacity = week_capacity(series->days, series->count);
    struct trend_week *weeks = arena_take_array(arena, capacity, sizeof *weeks);
    if (weeks == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    const struct measure_rule *rule = measure_rule(measure);
    size_t count = week_collect(measure, series->days, series->count, series->until, weeks);
    size_t old = weeks_before(weeks, count, series->until - SUMMARY_TREND_DAYS + 1);

    summary->weeks = weeks;
    summary->week_count = count;
    summary->all = trend_of_weeks(rule, weeks, count, series->work);
    summary->d84 = trend_of_weeks(rule, weeks + old, count - old, series->work);
    summary->d7 = summarise_window(series, measure, 7, rule->d7_days_min);
    summary->d28 = summarise_window(series, measure, 28, rule->d28_days_min);
    find_last_value(series, measure, summary);
    return DAYBOOK_OK;
}

static void summarise_exercise(const struct series *series, struct day_exercise *exercises)
{
    struct series last = series_last(series, 28);
    for (size_t i = 0; i < last.count; i++) {
        for (size_t type = 0; type < EXERCISE_TYPE_COUNT; type++) {
            exercises[type].logged += last.days[i].exercises[type].logged;
            exercises[type].done += last.days[i].exercises[type].done;
        }
    }
}

static struct fall_count count_falls(const struct series *series)
{
    struct fall_count falls = {0};
    for (size_t i = 0; i < series->count; i++) {
        const struct day *day = &series->days[i];
        falls.falls += day->falls;
        falls.near_falls += day->near_falls;
        falls.days += day->entries > 0 ? 1 : 0;
    }
    return falls;
}

static struct fall_summary summarise_falls(const struct series *series)
{
    struct series last_30 = series_last(series, 30);
    struct series last_90 = series_last(series, 90);
    struct fall_summary falls = {
        .d30 = count_falls(&last_30),
        .d90 = count_falls(&last_90),
        .all = count_falls(series),
    };
    for (size_t i = 0; i < series->count; i++) {
        if (series->days[i].falls > 0) {
            falls.has_last = true;
            falls.last_day = series->days[i].day;
        }
    }
    return falls;
}

static struct reporter_summary summarise_reporters(const struct series *series, int32_t length)
{
    struct series last = series_last(series, length);
    struct reporter_summary reporters = {.expected = (uint32_t)length};
    for (size_t i = 0; i < last.count; i++) {
        const struct day *day = &last.days[i];
        reporters.days += day->entries > 0 ? 1 : 0;
        reporters.entries += day->entries;
        for (size_t role = 0; role < ROLE_COUNT; role++) {
            reporters.entries_by_role[role] += day->entries_by_role[role];
        }
    }
    return reporters;
}

static void find_ends(const struct series *series, struct trend_summary *summary)
{
    for (size_t i = 0; i < series->count; i++) {
        if (series->days[i].entries == 0) {
            continue;
        }
        if (!summary->has_days) {
            summary->has_days = true;
            summary->first_day = series->days[i].day;
        }
        summary->last_day = series->days[i].day;
    }
}

/* How many days count; also proves that they are ascending and unique, as promised. */
static size_t days_until(const struct day *days, size_t count, int32_t until)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        assert(i == 0 || days[i - 1].day < days[i].day);
        kept += days[i].day <= until ? 1 : 0;
    }
    return kept;
}

enum daybook_status trends_summarise(const struct day *days, size_t count, int32_t until_day,
                                     struct arena *arena, struct trend_summary **out_summary)
{
    assert(days != NULL || count == 0);
    assert(arena != NULL && out_summary != NULL);
    size_t kept = days_until(days, count, until_day);
    struct series series = {.days = days, .count = kept, .until = until_day};
    series.scratch = arena_take_array(arena, kept, sizeof *series.scratch);
    series.work = trend_work_create(week_capacity(days, kept), arena);
    struct trend_summary *summary = arena_take(arena, sizeof *summary);
    if (series.scratch == NULL || series.work == NULL || summary == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    summary->until = until_day;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        enum daybook_status status =
            summarise_measure(&series, (enum measure)i, arena, &summary->measures[i]);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    find_ends(&series, summary);
    summarise_exercise(&series, summary->exercise_d28);
    summary->falls = summarise_falls(&series);
    summary->reporters_d7 = summarise_reporters(&series, 7);
    summary->reporters_d28 = summarise_reporters(&series, 28);
    *out_summary = summary;
    return DAYBOOK_OK;
}
