/* Function in figures. */
#include "trends/figures_function.h"

#include "base/arena.h"
#include "domain/plan_schedule.h"
#include "trends/assessment.h"

static const double LEVEL_DEPENDENT = 3.0;

static struct figure_value delta_fs(const struct figures_question *question, double total,
                                    int32_t day)
{
    const struct plan_version *plan = figures_plan(question, "monitoring_plan");
    struct figure_value delta = {.has = false};
    int32_t onset = 0;
    delta.has = plan != NULL && plan_schedule_date(plan->fields, "symptom_onset", &onset) &&
                alsfrs_delta_fs(total, day, onset, &delta.value);
    return delta;
}

static enum daybook_status fill_course(const struct figures_question *question,
                                       struct series totals, struct arena *arena,
                                       struct figures_alsfrs *alsfrs)
{
    int32_t *days = arena_take_array(arena, totals.count, sizeof *days);
    double *values = arena_take_array(arena, totals.count, sizeof *values);
    if (days == NULL || values == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < totals.count; i++) {
        days[i] = totals.points[i].day;
        values[i] = totals.points[i].value;
    }
    if (totals.count > 0) {
        const struct series_point *last = &totals.points[totals.count - 1];
        alsfrs->delta_fs = delta_fs(question, last->value, last->day);
    }
    return alsfrs_course(days, values, totals.count, arena, &alsfrs->course);
}

static enum daybook_status fill_alsfrs(const struct figures_question *question, struct arena *arena,
                                       struct figures_alsfrs *alsfrs)
{
    struct series totals = series_between(question->history->answered[MEASURE_ALSFRS_R_TOTAL],
                                          INT32_MIN, question->until);
    alsfrs->has = assessment_latest(question->history, INT32_MIN, question->until, &alsfrs->last);
    if (alsfrs->has) {
        alsfrs->total = alsfrs_total(&alsfrs->last);
        alsfrs->subscores = alsfrs_subscores(&alsfrs->last);
        alsfrs->kings = staging_kings(&alsfrs->last);
        alsfrs->mitos = staging_mitos(&alsfrs->last);
    }
    return fill_course(question, totals, arena, alsfrs);
}

static struct figures_activity find_activity(const struct figures_question *question, size_t index)
{
    size_t measure = (size_t)MEASURE_ADL_EATING + index;
    struct series levels =
        series_between(question->history->answered[measure], INT32_MIN, question->until);
    struct figures_activity activity = {.has = levels.count > 0, .has_before = levels.count > 1};
    if (activity.has) {
        activity.day = levels.points[levels.count - 1].day;
        activity.level = levels.points[levels.count - 1].value;
    }
    if (activity.has_before) {
        activity.before = levels.points[levels.count - 2].value;
    }
    return activity;
}

enum daybook_status figures_function(const struct figures_question *question, struct arena *arena,
                                     struct figures_function *out_figures)
{
    struct figures_function figures = {0};
    for (size_t i = 0; i < FIGURES_ADL_COUNT; i++) {
        struct figures_activity activity = find_activity(question, i);
        figures.activities[i] = activity;
        figures.activities_known += activity.has ? 1 : 0;
        figures.activities_dependent += activity.has && activity.level <= LEVEL_DEPENDENT ? 1 : 0;
        figures.activities_lost += activity.has_before && activity.level < activity.before ? 1 : 0;
    }
    enum daybook_status status = fill_alsfrs(question, arena, &figures.alsfrs);
    if (status == DAYBOOK_OK) {
        *out_figures = figures;
    }
    return status;
}
