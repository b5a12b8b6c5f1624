/* The trend summary, computed from a history. */
#include "trends/summary.h"

#include <assert.h>

#include "base/arena.h"

/* A history, the last day it is looked at from, and memory to work in. */
struct view {
    const struct history *history;
    int32_t until;
    struct caution caution;
    double *scratch; /* a number a day */
    struct trend_work *work;
    struct usual_range_work *usual_work;
};

static struct series answered_until(const struct view *view, enum measure measure)
{
    return series_between(view->history->answered[measure], INT32_MIN, view->until);
}

static struct trend_window summarise_window(const struct view *view, enum measure measure,
                                            int32_t length, uint32_t days_min)
{
    struct series answered = series_last(view->history->answered[measure], view->until, length);
    struct series unanswered = series_last(view->history->unanswered[measure], view->until, length);
    struct trend_window window = window_of_series(answered, unanswered, view->scratch);
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

/* The weeks of a measure, reduced here or told as such. */
static struct trend_week *weeks_of(const struct view *view, enum measure measure,
                                   struct arena *arena, size_t *out_count)
{
    const struct history *history = view->history;
    struct series answered = answered_until(view, measure);
    struct series told = series_between(history->unanswered[measure], INT32_MIN, view->until);
    bool weekly = history->sharing.levels[measure] == SHARING_WEEKLY;
    size_t capacity = weekly ? told.count : week_capacity(answered);
    struct trend_week *weeks = arena_take_array(arena, capacity, sizeof *weeks);
    if (weeks != NULL) {
        *out_count = weekly ? week_collect_told(told, view->until, weeks)
                            : week_collect(answered, measure_rule(measure)->week_days_min,
                                           view->until, weeks);
    }
    return weeks;
}

static void find_last(const struct view *view, enum measure measure,
                      struct measure_summary *summary)
{
    struct series series = answered_until(view, measure);
    if (summary->sharing == SHARING_WEEKLY && summary->week_count > 0) {
        const struct trend_week *week = &summary->weeks[summary->week_count - 1];
        summary->has_last = true;
        summary->last_day = week->monday + WEEK_DAYS - 1;
        summary->last_value = week->median;
    } else if (series.count > 0) {
        summary->has_last = true;
        summary->last_day = series.points[series.count - 1].day;
        summary->last_value = series.points[series.count - 1].value;
    }
}

/* What only looks better is marked instead. */
static void mark_caution(const struct view *view, const struct measure_rule *rule,
                         struct measure_summary *summary)
{
    enum trend_sense *senses[] = {&summary->d84.sense, &summary->all.sense, &summary->usual_sense};
    for (size_t i = 0; i < sizeof senses / sizeof senses[0]; i++) {
        if (*senses[i] == TREND_BETTER && caution_applies(&view->caution, rule)) {
            *senses[i] = TREND_NEUTRAL;
            summary->cautioned = true;
        }
    }
}

static enum daybook_status summarise_measure(const struct view *view, enum measure measure,
                                             struct arena *arena, struct measure_summary *summary)
{
    const struct measure_rule *rule = measure_rule(measure);
    struct series series = answered_until(view, measure);
    size_t count = 0;
    const struct trend_week *weeks = weeks_of(view, measure, arena, &count);
    if (weeks == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    size_t old = weeks_before(weeks, count, view->until - SUMMARY_TREND_DAYS + 1);

    summary->sharing = (enum sharing_level)view->history->sharing.levels[measure];
    summary->weeks = weeks;
    summary->week_count = count;
    summary->all = trend_of_weeks(rule, weeks, count, view->work);
    summary->d84 = trend_of_weeks(rule, weeks + old, count - old, view->work);
    summary->d7 = summarise_window(view, measure, 7, rule->d7_days_min);
    summary->d28 = summarise_window(view, measure, 28, rule->d28_days_min);
    summary->sum_d28 = series_sum(series_last(series, view->until, 28));
    summary->shift = reporter_shift_of(series, view->until, SUMMARY_TREND_DAYS);
    if (rule->show == SHOW_WINDOW) {
        summary->usual = usual_range_on(series, view->until, rule->change_min, view->usual_work);
        summary->usual_sense = usual_range_sense(rule->better, summary->usual.verdict);
    }
    mark_caution(view, rule, summary);
    find_last(view, measure, summary);
    return DAYBOOK_OK;
}

/* A count over the last length days; days fit their entries, but there may be many. */
static uint32_t count_last(const struct view *view, enum measure measure, int32_t length)
{
    double sum = series_sum(series_last(view->history->answered[measure], view->until, length));
    return sum >= UINT32_MAX ? UINT32_MAX : (uint32_t)sum;
}

static void summarise_exercise(const struct view *view, struct exercise_count *exercises)
{
    for (int i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        const struct exercise_measures *measures = exercise_measures((enum exercise_type)i);
        exercises[i].logged = count_last(view, measures->logged, 28);
        exercises[i].done = count_last(view, measures->done, 28);
    }
}

static struct fall_count count_falls(const struct view *view, int32_t length)
{
    struct fall_count falls = {
        .falls = count_last(view, MEASURE_FALLS, length),
        .near_falls = count_last(view, MEASURE_NEAR_FALLS, length),
    };
    size_t count = 0;
    const struct day *days =
        history_between(view->history, view->until - length + 1, view->until, &count);
    for (size_t i = 0; i < count; i++) {
        falls.days += days[i].entries > 0 ? 1 : 0;
    }
    return falls;
}

static struct fall_summary summarise_falls(const struct view *view)
{
    /* No further back than a day can be. */
    enum { ALL_DAYS = 400 * 366 };
    struct fall_summary falls = {
        .d30 = count_falls(view, 30),
        .d90 = count_falls(view, 90),
        .all = count_falls(view, ALL_DAYS),
    };
    struct series series = answered_until(view, MEASURE_FALLS);
    for (size_t i = series.count; i > 0 && !falls.has_last; i--) {
        falls.has_last = series.points[i - 1].value > 0.0;
        falls.last_day = falls.has_last ? series.points[i - 1].day : 0;
    }
    return falls;
}

static struct reporter_summary summarise_reporters(const struct view *view, int32_t length)
{
    struct reporter_summary reporters = {.expected = (uint32_t)length};
    size_t count = 0;
    const struct day *days =
        history_between(view->history, view->until - length + 1, view->until, &count);
    for (size_t i = 0; i < count; i++) {
        reporters.days += days[i].entries > 0 ? 1 : 0;
        reporters.entries += days[i].entries;
        for (size_t role = 0; role < ROLE_COUNT; role++) {
            reporters.entries_by_role[role] += days[i].entries_by_role[role];
        }
    }
    return reporters;
}

static void find_ends(const struct view *view, struct trend_summary *summary)
{
    size_t count = 0;
    const struct day *days = history_between(view->history, INT32_MIN, view->until, &count);
    for (size_t i = 0; i < count; i++) {
        if (days[i].entries == 0) {
            continue;
        }
        if (!summary->has_days) {
            summary->has_days = true;
            summary->first_day = days[i].day;
        }
        summary->last_day = days[i].day;
    }
}

/* Room for the weeks of the longest series. */
static size_t weeks_at_most(const struct history *history)
{
    size_t most = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        size_t told = history->unanswered[i].count;
        size_t weeks = week_capacity(history->answered[i]);
        if (history->sharing.levels[i] == SHARING_WEEKLY) {
            weeks = told > weeks ? told : weeks;
        }
        most = weeks > most ? weeks : most;
    }
    return most;
}

/* Measures that stand together. */
struct measure_span {
    size_t first;
    size_t end;
};

static enum daybook_status summarise(const struct history *history, int32_t until_day,
                                     struct measure_span span, struct arena *arena,
                                     struct trend_summary **out_summary)
{
    assert(history != NULL && arena != NULL && out_summary != NULL);
    struct view view = {
        .history = history, .until = until_day, .caution = caution_of(history, until_day)};
    view.scratch = arena_take_array(arena, history->day_count, sizeof *view.scratch);
    view.work = trend_work_create(weeks_at_most(history), arena);
    view.usual_work = usual_range_work_create(arena);
    struct trend_summary *summary = arena_take(arena, sizeof *summary);
    bool complete = view.scratch != NULL && view.work != NULL && view.usual_work != NULL;
    if (!complete || summary == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    summary->until = until_day;
    summary->caution = view.caution;
    for (size_t i = span.first; i < span.end; i++) {
        enum daybook_status status =
            summarise_measure(&view, (enum measure)i, arena, &summary->measures[i]);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    find_ends(&view, summary);
    summarise_exercise(&view, summary->exercise_d28);
    summary->falls = summarise_falls(&view);
    summary->reporters_d7 = summarise_reporters(&view, 7);
    summary->reporters_d28 = summarise_reporters(&view, 28);
    *out_summary = summary;
    return DAYBOOK_OK;
}

enum daybook_status trends_summarise(const struct history *history, int32_t until_day,
                                     struct arena *arena, struct trend_summary **out_summary)
{
    return summarise(history, until_day, (struct measure_span){0, MEASURE_COUNT}, arena,
                     out_summary);
}

enum daybook_status trends_summarise_measure(const struct history *history, int32_t until_day,
                                             enum measure measure, struct arena *arena,
                                             struct trend_summary **out_summary)
{
    assert(measure < MEASURE_COUNT);
    const struct measure_span span = {measure, (size_t)measure + 1};
    return summarise(history, until_day, span, arena, out_summary);
}
