/* Writing the figures of each part. */
#include "requests/trend_figures.h"

#include <assert.h>

#include "domain/catalog.h"
#include "requests/answer.h"

static json_t *figure(struct figure_value value)
{
    return value.has ? json_real(value.value) : json_null();
}

static json_t *day_or_null(bool has, int32_t day)
{
    return has ? answer_day(day) : json_null();
}

static json_t *whole(double count)
{
    return json_integer((json_int_t)count);
}

/* The choices of a field that were counted at all, by name. */
static json_t *counts_by_choice(const char *kind, const char *field, const double *counts,
                                size_t count)
{
    const struct field_rule *rule =
        kind_field(catalog_find(bytes_of_text(kind)), bytes_of_text(field));
    assert(rule != NULL && rule->choice_count == count);
    json_t *object = json_object();
    for (size_t i = 0; object != NULL && i < count; i++) {
        if (counts[i] > 0.0 &&
            json_object_set_new(object, rule->choices[i].name, whole(counts[i])) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *tests_json(const struct figures_test *tests)
{
    json_t *object = json_object();
    bool written = object != NULL;
    for (size_t i = 0; written && i < FIGURES_TEST_COUNT; i++) {
        const struct figures_test *test = &tests[i];
        if (test->count > 0) {
            json_t *line = json_pack("{s:I, s:o, s:f, s:o}", "count", (json_int_t)test->count,
                                     "last_day", answer_day(test->last_day), "last", test->last,
                                     "slope_per_month", figure(test->slope_per_month));
            written = answer_set(object, measure_rule(test->measure)->name, line);
        }
    }
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *nights_json(const struct figures_nights *nights)
{
    return json_pack("{s:I, s:I}", "logged", (json_int_t)nights->logged, "enough",
                     (json_int_t)nights->enough);
}

static json_t *breathing_json(const struct figures_breathing *figures)
{
    const struct figures_oximetry *night = &figures->oximetry;
    json_t *oximetry = night->has ? json_pack("{s:o, s:b}", "day", answer_day(night->day), "valid",
                                              (int)night->valid)
                                  : json_null();
    return json_pack("{s:{s:o, s:o}, s:o, s:{s:f, s:b, s:I, s:I}, s:o, s:o}", "niv_nights", "d7",
                     nights_json(&figures->niv_d7), "d28", nights_json(&figures->niv_d28),
                     "oxygen_flow_d28", figure(figures->oxygen_flow_d28), "spo2_d7", "threshold",
                     figures->spo2_threshold, "lung_disease", (int)figures->lung_disease, "days",
                     (json_int_t)figures->spo2_days, "low", (json_int_t)figures->spo2_days_low,
                     "oximetry", oximetry, "tests", tests_json(figures->tests));
}

static json_t *texture_json(const struct figures_texture *texture)
{
    if (!texture->has) {
        return json_null();
    }
    const struct figure_value before = {texture->changed, texture->before};
    return json_pack("{s:f, s:o, s:o}", "level", texture->level, "changed",
                     day_or_null(texture->changed, texture->changed_day), "before", figure(before));
}

static json_t *eating_json(const struct figures_eating *figures)
{
    const struct figures_weight *weight = &figures->weight;
    const struct figures_meals *meals = &figures->meals_d7;
    return json_pack(
        "{s:{s:I, s:o, s:o, s:o, s:o, s:o}, s:{s:I, s:b, s:o, s:o, s:o, s:o, s:o}, s:o}", "weight",
        "readings", (json_int_t)weight->readings, "median", figure(weight->median), "baseline",
        figure(weight->baseline), "percent", figure(weight->percent), "body_mass_index",
        figure(weight->body_mass_index), "change_in_4_weeks", figure(weight->change_in_4_weeks),
        "meals_d7", "days", (json_int_t)meals->days, "enough", (int)meals->enough, "long",
        whole(meals->long_meals), "low", whole(meals->low_meals), "ended_early",
        whole(meals->ended_early), "choking", whole(meals->choking), "choking_severe",
        whole(meals->choking_severe), "texture", texture_json(&figures->texture));
}

static json_t *fall_rate_json(const struct figures_fall_rate *rate)
{
    return json_pack("{s:o, s:I, s:o}", "falls", whole(rate->falls), "days", (json_int_t)rate->days,
                     "per_1000_days", figure(rate->per_1000_days));
}

static json_t *adherence_json(const struct figures_adherence *adherence)
{
    return json_pack("{s:o, s:o, s:o, s:I, s:o, s:o}", "logged", whole(adherence->logged), "done",
                     whole(adherence->done), "prescribed", whole(adherence->prescribed),
                     "plan_days", (json_int_t)adherence->plan_days, "of_prescribed",
                     figure(adherence->of_prescribed), "of_logged", figure(adherence->of_logged));
}

static json_t *exercise_json(const struct figures_exercise *exercise)
{
    json_t *types = json_object();
    bool written = types != NULL;
    for (int i = 0; written && i < EXERCISE_TYPE_COUNT; i++) {
        const struct figures_adherence *type = &exercise->types[i];
        written =
            (type->logged <= 0.0 && type->plan_days == 0) ||
            answer_set(types, exercise_type_name((enum exercise_type)i), adherence_json(type));
    }
    if (!written) {
        json_decref(types);
        return NULL;
    }
    return json_pack("{s:o, s:o, s:f, s:o, s:o, s:o}", "types", types, "all",
                     adherence_json(&exercise->all), "minutes_per_week", exercise->minutes_per_week,
                     "exertion", figure(exercise->exertion), "too_hard", whole(exercise->hard),
                     "not_done",
                     counts_by_choice("exercise_session", "not_done_reason", exercise->reasons,
                                      FIGURES_REASON_COUNT));
}

static json_t *movement_json(const struct figures_movement *figures)
{
    const struct figures_falls *falls = &figures->falls;
    json_t *places =
        counts_by_choice("fall_event", "place", falls->places_d90, FIGURES_PLACE_COUNT);
    json_t *activities =
        counts_by_choice("fall_event", "activity", falls->activities_d90, FIGURES_ACTIVITY_COUNT);
    return json_pack("{s:{s:o, s:o, s:o, s:o, s:o, s:o}, s:o}", "falls", "d30",
                     fall_rate_json(&falls->d30), "d90", fall_rate_json(&falls->d90), "harm_d90",
                     whole(falls->harm_d90), "places_d90", places, "activities_d90", activities,
                     "days_since_last",
                     falls->has_last ? json_integer(falls->days_since_last) : json_null(),
                     "exercise_d28", exercise_json(&figures->exercise_d28));
}

static json_t *course_json(const struct alsfrs_course *course)
{
    const struct figure_value least = {course->enough, course->least_squares_per_month};
    const struct figure_value median = {course->enough, course->theil_sen_per_month};
    const struct figure_value spread = {course->enough, course->residual_spread};
    return json_pack("{s:I, s:I, s:b, s:o, s:o, s:o}", "assessments",
                     (json_int_t)course->assessments, "span_days", (json_int_t)course->span_days,
                     "enough", (int)course->enough, "least_squares_per_month", figure(least),
                     "theil_sen_per_month", figure(median), "residual_spread", figure(spread));
}

static json_t *pace_json(struct figure_value delta_fs)
{
    return delta_fs.has ? json_string(alsfrs_pace_name(alsfrs_pace(delta_fs.value))) : json_null();
}

static json_t *alsfrs_json(const struct figures_alsfrs *alsfrs, bool for_therapist)
{
    if (!alsfrs->has) {
        return json_null();
    }
    const struct alsfrs_subscores *scores = &alsfrs->subscores;
    json_t *object = json_pack(
        "{s:o, s:I, s:{s:I, s:I, s:I, s:I}, s:o}", "day", answer_day(alsfrs->last.day), "total",
        (json_int_t)alsfrs->total, "subscores", "bulbar", (json_int_t)scores->bulbar, "fine_motor",
        (json_int_t)scores->fine_motor, "gross_motor", (json_int_t)scores->gross_motor,
        "respiratory", (json_int_t)scores->respiratory, "course", course_json(&alsfrs->course));
    bool written = object != NULL;
    if (written && for_therapist) {
        written = answer_set(object, "kings", json_string(staging_kings_name(alsfrs->kings))) &&
                  answer_set(object, "mitos", json_integer(alsfrs->mitos)) &&
                  answer_set(object, "delta_fs", figure(alsfrs->delta_fs)) &&
                  answer_set(object, "delta_fs_band", pace_json(alsfrs->delta_fs));
    }
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *activities_json(const struct figures_activity *activities)
{
    const struct field_rule *names =
        kind_field(catalog_find(bytes_of_text("adl_status")), bytes_of_text("activity"));
    json_t *object = json_object();
    bool written = object != NULL;
    for (size_t i = 0; written && i < FIGURES_ADL_COUNT; i++) {
        const struct figures_activity *activity = &activities[i];
        const struct figure_value before = {activity->has_before, activity->before};
        if (activity->has) {
            json_t *line = json_pack("{s:o, s:o, s:o}", "day", answer_day(activity->day), "level",
                                     whole(activity->level), "before", figure(before));
            written = answer_set(object, names->choices[i].name, line);
        }
    }
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *function_json(const struct figures_function *figures, bool for_therapist)
{
    return json_pack(
        "{s:o, s:{s:o, s:I, s:I, s:I}}", "alsfrs_r", alsfrs_json(&figures->alsfrs, for_therapist),
        "activities", "levels", activities_json(figures->activities), "known",
        (json_int_t)figures->activities_known, "dependent",
        (json_int_t)figures->activities_dependent, "lost", (json_int_t)figures->activities_lost);
}

static json_t *aids_json(const struct figures_aid *aids)
{
    const struct field_rule *names =
        kind_field(catalog_find(bytes_of_text("aid_use")), bytes_of_text("aid"));
    json_t *object = json_object();
    bool written = object != NULL;
    for (size_t i = 0; written && i < FIGURES_AID_COUNT; i++) {
        const struct figures_aid *aid = &aids[i];
        if (aid->recommended || aid->used || aid->hours_per_day.has) {
            json_t *line =
                json_pack("{s:o, s:o, s:b, s:o, s:o, s:o}", "recommended",
                          day_or_null(aid->recommended, aid->recommended_day), "first_used",
                          day_or_null(aid->used, aid->first_used_day), "in_use", (int)aid->in_use,
                          "given_up", day_or_null(aid->given_up, aid->given_up_day), "lag_days",
                          figure(aid->lag_days), "hours_per_day", figure(aid->hours_per_day));
            written = answer_set(object, names->choices[i].name, line);
        }
    }
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *doses_json(const struct figures_doses *doses)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "scheduled", whole(doses->scheduled), "taken",
                     whole(doses->taken), "missed", whole(doses->missed), "unlogged",
                     whole(doses->unlogged), "taken_percent", figure(doses->taken_percent));
}

static json_t *medication_json(const struct figures_medication *medication)
{
    const struct plan_cycle_day *cycle = &medication->cycle_day;
    json_t *cycle_day = medication->has_cycle_day
                            ? json_pack("{s:I, s:I, s:b}", "cycle", (json_int_t)cycle->cycle, "day",
                                        (json_int_t)cycle->day, "on", (int)cycle->on)
                            : json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "doses_d28",
                     doses_json(&medication->doses_d28), "riluzole_d28",
                     doses_json(&medication->riluzole_d28), "cycle_d28",
                     doses_json(&medication->cycle_d28), "cycle_day", cycle_day, "days_to_visit",
                     medication->has_visit ? json_integer(medication->days_to_visit) : json_null(),
                     "as_needed_d7", whole(medication->as_needed_d7));
}

static json_t *care_json(const struct figures_care *figures)
{
    const struct figures_home *home = &figures->home;
    const struct figures_training *training = &figures->training;
    const struct figures_strain *strain = &figures->strain;
    return json_pack(
        "{s:o, s:{s:I, s:I, s:I, s:I, s:I, s:o}, s:{s:I, s:o, s:o, s:o}, s:o, s:{s:I, s:o, s:o, "
        "s:o}}",
        "aids", aids_json(figures->aids), "home", "visits", (json_int_t)home->visits, "tasks",
        (json_int_t)home->tasks, "open", (json_int_t)home->open, "done", (json_int_t)home->done,
        "longest_open_days", (json_int_t)home->longest_open_days, "done_percent",
        figure(home->done_percent), "training", "assigned", (json_int_t)training->assigned, "done",
        whole(training->done), "confidence_before", figure(training->confidence_before),
        "confidence_after", figure(training->confidence_after), "medication",
        medication_json(&figures->medication), "strain_d28", "weeks", (json_int_t)strain->weeks,
        "median", figure(strain->median), "disturbed_nights", whole(strain->disturbed_nights),
        "care_minutes_d7", whole(strain->care_minutes_d7));
}

json_t *trend_figures_json(const struct figures_all *figures, enum measure_part part,
                           bool for_therapist)
{
    assert(figures != NULL);
    switch (part) {
    case PART_COMFORT:
        return json_object();
    case PART_BREATHING:
        return breathing_json(&figures->breathing);
    case PART_EATING:
        return eating_json(&figures->eating);
    case PART_MOVEMENT:
        return movement_json(&figures->movement);
    case PART_FUNCTION:
        return function_json(&figures->function, for_therapist);
    case PART_CARE:
        return care_json(&figures->care);
    }
    assert(false);
    return NULL;
}
