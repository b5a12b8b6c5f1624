/* Movement in figures. */
#include "trends/figures_movement.h"

#include "trends/day_plan.h"

enum { ADHERENCE_DAYS = 28 };

static struct figures_fall_rate fall_rate(const struct figures_question *question, int32_t length)
{
    struct figures_fall_rate rate = {.falls = figures_sum(question, MEASURE_FALLS, length)};
    size_t count = 0;
    const struct day *days =
        history_between(question->history, question->until - length + 1, question->until, &count);
    for (size_t i = 0; i < count; i++) {
        rate.days += days[i].entries > 0 ? 1 : 0;
    }
    if (rate.days > 0 && figures_are_shared(question, MEASURE_FALLS)) {
        rate.per_1000_days =
            (struct figure_value){.has = true, .value = rate.falls * 1000.0 / rate.days};
    }
    return rate;
}

static void count_each(const struct figures_question *question, enum measure first, size_t count,
                       double *out_counts)
{
    for (size_t i = 0; i < count; i++) {
        out_counts[i] = figures_sum(question, (enum measure)((size_t)first + i), 90);
    }
}

static struct figures_falls count_falls(const struct figures_question *question)
{
    struct figures_falls falls = {
        .d30 = fall_rate(question, 30),
        .d90 = fall_rate(question, 90),
        .harm_d90 = figures_sum(question, MEASURE_FALLS_INJURY, 90),
    };
    count_each(question, MEASURE_FALLS_PLACE_BATHROOM, FIGURES_PLACE_COUNT, falls.places_d90);
    count_each(question, MEASURE_FALLS_ACTIVITY_WALK, FIGURES_ACTIVITY_COUNT, falls.activities_d90);
    struct series all =
        series_between(question->history->answered[MEASURE_FALLS], INT32_MIN, question->until);
    for (size_t i = all.count; i > 0 && !falls.has_last; i--) {
        falls.has_last = all.points[i - 1].value > 0.0;
        falls.days_since_last = falls.has_last ? question->until - all.points[i - 1].day : 0;
    }
    return falls;
}

/* What was asked of a day: as its record says, and on a day without one as the plan says. */
static void add_prescribed(const struct figures_question *question, int32_t day,
                           struct figures_exercise *exercise)
{
    struct day_plan plan = {0};
    size_t count = 0;
    const struct day *record = history_between(question->history, day, day, &count);
    bool planned[EXERCISE_TYPE_COUNT];
    if (question->plans != NULL) {
        plan = day_plan_of(question->plans, day, NULL, 0);
        day_plan_types(question->plans, day, planned);
    }
    for (int i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        enum measure prescribed = exercise_measures((enum exercise_type)i)->prescribed;
        if (!figures_are_shared(question, exercise_measures((enum exercise_type)i)->done)) {
            continue; /* none done would be a claim nobody made */
        }
        double sessions = count > 0 ? day_count(record, prescribed) : plan.sessions[i];
        bool in_force = sessions > 0.0 || (question->plans != NULL && planned[i]);
        exercise->types[i].prescribed += sessions;
        exercise->types[i].plan_days += in_force ? 1 : 0;
    }
}

static void finish_adherence(struct figures_adherence *adherence)
{
    if (adherence->logged > 0.0) {
        adherence->of_logged = (struct figure_value){
            .has = true, .value = adherence->done / adherence->logged * 100.0};
    }
    if (adherence->prescribed > 0.0 && adherence->plan_days >= FIGURES_PLAN_DAYS_MIN) {
        adherence->of_prescribed = (struct figure_value){
            .has = true, .value = adherence->done / adherence->prescribed * 100.0};
    }
}

static void count_sessions(const struct figures_question *question,
                           struct figures_exercise *exercise)
{
    for (int32_t day = question->until - ADHERENCE_DAYS + 1; day <= question->until; day++) {
        if (!history_is_paused(question->history, day)) {
            add_prescribed(question, day, exercise);
        }
    }
    for (int i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        const struct exercise_measures *measures = exercise_measures((enum exercise_type)i);
        struct figures_adherence *type = &exercise->types[i];
        type->logged = figures_sum(question, measures->logged, ADHERENCE_DAYS);
        type->done = figures_sum(question, measures->done, ADHERENCE_DAYS);
        finish_adherence(type);
        exercise->all.logged += type->logged;
        exercise->all.done += type->done;
        exercise->all.prescribed += type->prescribed;
        if (type->plan_days > exercise->all.plan_days) {
            exercise->all.plan_days = type->plan_days;
        }
    }
    finish_adherence(&exercise->all);
}

enum daybook_status figures_movement(const struct figures_question *question, struct arena *arena,
                                     struct figures_movement *out_figures)
{
    struct figures_movement figures = {.falls = count_falls(question)};
    struct figures_exercise *exercise = &figures.exercise_d28;
    count_sessions(question, exercise);
    exercise->minutes_per_week =
        figures_sum(question, MEASURE_EXERCISE_MINUTES, ADHERENCE_DAYS) / (ADHERENCE_DAYS / 7.0);
    exercise->hard = figures_sum(question, MEASURE_EXERCISE_HARD, ADHERENCE_DAYS);
    for (size_t i = 0; i < FIGURES_REASON_COUNT; i++) {
        enum measure reason = (enum measure)((size_t)MEASURE_EXERCISE_NOT_DONE_FATIGUE + i);
        exercise->reasons[i] = figures_sum(question, reason, ADHERENCE_DAYS);
    }
    enum daybook_status status =
        figures_median(figures_last(question, MEASURE_EXERCISE_EXERTION, ADHERENCE_DAYS), arena,
                       &exercise->exertion);
    if (status == DAYBOOK_OK) {
        *out_figures = figures;
    }
    return status;
}
