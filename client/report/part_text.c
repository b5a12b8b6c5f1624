/* Sentences on the parts of the journal. */
#include "report/part_text.h"

#include <assert.h>

#include "domain/catalog.h"
#include "report/part_care.h"
#include "report/sentence.h"
#include "report/sharing_text.h"
#include "trends/figures_all.h"
#include "trends/summary.h"

static void end(const struct part_text *text, struct sentence *sentence, struct buffer *out)
{
    sentence_end(sentence, text->columns, out);
}

const char *part_text_lacking(const struct part_text *text)
{
    return text->for_therapist ? "insufficient" : "too few days to say";
}

const char *part_text_choice(const char *kind, const char *field, size_t index)
{
    const struct field_rule *rule =
        kind_field(catalog_find(bytes_of_text(kind)), bytes_of_text(field));
    assert(rule != NULL && index < rule->choice_count);
    return rule->choices[index].label;
}

static void put_test(const struct part_text *text, const struct figures_test *test,
                     struct buffer *out)
{
    const struct measure_rule *rule = measure_rule(test->measure);
    const struct figure_value last = {.has = test->count > 0, .value = test->last};
    struct sentence sentence = {.size = 0};
    if (test->count == 0) {
        return;
    }
    sentence_say(&sentence, "%s ", rule->label);
    sentence_figure(&sentence, "", last, " ");
    sentence_say(&sentence, "%s", rule->unit);
    sentence_day(&sentence, " on ", test->last_day);
    if (test->slope_per_month.has) {
        sentence_change(&sentence, ", ", test->slope_per_month, " a month");
        sentence_say(&sentence, " over %u tests.", test->count);
    } else {
        sentence_say(&sentence, "; a slope needs two tests %d days apart.", FIGURES_TEST_DAYS_MIN);
    }
    end(text, &sentence, out);
}

static void put_breathing(const struct part_text *text, struct buffer *out)
{
    const struct figures_breathing *breathing = &text->figures->breathing;
    struct sentence sentence = {.size = 0};
    if (breathing->niv_d28.logged > 0) {
        sentence_say(
            &sentence,
            "Mask by night: 4 h or more on %u of %u nights logged in 28 days, %u of %u in 7.",
            breathing->niv_d28.enough, breathing->niv_d28.logged, breathing->niv_d7.enough,
            breathing->niv_d7.logged);
    }
    sentence_figure(&sentence, " Highest oxygen flow in 28 days: ", breathing->oxygen_flow_d28,
                    " L/min.");
    end(text, &sentence, out);
    if (breathing->spo2_days > 0) {
        sentence_say(&sentence,
                     "SpO2 at rest on room air: at or below %.0f %% on %u of %u days in 7%s.",
                     breathing->spo2_threshold, breathing->spo2_days_low, breathing->spo2_days,
                     breathing->lung_disease ? " (known lung disease)" : "");
    }
    end(text, &sentence, out);
    if (breathing->oximetry.has) {
        sentence_day(&sentence, "Latest night recording: ", breathing->oximetry.day);
        sentence_say(&sentence, "%s",
                     breathing->oximetry.valid ? ", long and clean enough to count."
                                               : ", too short or too disturbed to count.");
    }
    end(text, &sentence, out);
    for (size_t i = 0; i < FIGURES_TEST_COUNT; i++) {
        put_test(text, &breathing->tests[i], out);
    }
}

static void put_weight(const struct part_text *text, struct buffer *out)
{
    const struct figures_weight *weight = &text->figures->eating.weight;
    struct sentence sentence = {.size = 0};
    if (!weight->median.has) {
        if (text->summary->measures[MEASURE_WEIGHT].has_last) {
            sentence_say(&sentence, "Weight: %s, it needs two readings in 14 days.",
                         part_text_lacking(text));
        }
        end(text, &sentence, out);
        return;
    }
    sentence_figure(&sentence, "Weight ", weight->median, " kg");
    sentence_say(&sentence, " (median of %u readings in 14 days)", weight->readings);
    sentence_change(&sentence, ", ", weight->change_in_4_weeks, " kg in 4 weeks");
    sentence_change(&sentence, ", ", weight->percent, " %");
    sentence_figure(&sentence, " of the usual ", weight->baseline, " kg");
    sentence_figure(&sentence, ", BMI ", weight->body_mass_index, "");
    sentence_say(&sentence, "%s",
                 weight->baseline.has ? "." : ". No nutrition plan says what is usual.");
    end(text, &sentence, out);
}

static void put_eating(const struct part_text *text, struct buffer *out)
{
    const struct figures_meals *meals = &text->figures->eating.meals_d7;
    const struct figures_texture *texture = &text->figures->eating.texture;
    struct sentence sentence = {.size = 0};
    put_weight(text, out);
    if (meals->days > 0) {
        sentence_say(
            &sentence,
            "Meals in 7 days: %.0f over 45 min, %.0f below 75 %%, %.0f ended by tiredness; timed "
            "on %u days",
            meals->long_meals, meals->low_meals, meals->ended_early, meals->days);
        if (!meals->enough) {
            sentence_say(&sentence, ", %s, it needs 4", part_text_lacking(text));
        }
        sentence_say(&sentence, ".");
    }
    end(text, &sentence, out);
    if (text->summary->measures[MEASURE_SWALLOW_EVENTS].has_last) {
        sentence_say(&sentence, "Choking in 7 days: %.0f, severe %.0f.", meals->choking,
                     meals->choking_severe);
    }
    end(text, &sentence, out);
    if (texture->has) {
        sentence_say(&sentence, "Food texture: IDDSI %.0f", texture->level);
        if (texture->changed) {
            sentence_say(&sentence, ", before IDDSI %.0f", texture->before);
            sentence_day(&sentence, ", since ", texture->changed_day);
        }
        sentence_say(&sentence, ".");
    }
    end(text, &sentence, out);
}

static void say_counts(struct sentence *sentence, const char *kind, const char *field,
                       const double *counts, size_t count)
{
    const char *between = " (";
    for (size_t i = 0; i < count; i++) {
        if (counts[i] > 0.0) {
            sentence_say(sentence, "%s%s %.0f", between, part_text_choice(kind, field, i),
                         counts[i]);
            between = ", ";
        }
    }
    sentence_say(sentence, "%s", between[0] == ',' ? ")" : "");
}

static void put_fall_counts(const struct part_text *text, struct buffer *out)
{
    const struct fall_summary *falls = &text->summary->falls;
    const char *kept_back = sharing_text_of(text->summary->measures[MEASURE_FALLS].sharing);
    struct sentence sentence = {.size = 0};
    if (kept_back != NULL) {
        sentence_say(&sentence, "Falls: %s.", kept_back);
        end(text, &sentence, out);
        return;
    }
    sentence_say(&sentence, "Falls: %u in 30 days, %u in 90 days, %u in all", falls->d30.falls,
                 falls->d90.falls, falls->all.falls);
    if (falls->has_last) {
        sentence_day(&sentence, ", the latest on ", falls->last_day);
    }
    sentence_say(&sentence,
                 ". Near-falls: %u, %u, %u. There are entries on %u of these 30 and %u of these 90 "
                 "days; a day without an entry is not a day without a fall.",
                 falls->d30.near_falls, falls->d90.near_falls, falls->all.near_falls,
                 falls->d30.days, falls->d90.days);
    end(text, &sentence, out);
}

static void put_falls(const struct part_text *text, struct buffer *out)
{
    const struct figures_falls *falls = &text->figures->movement.falls;
    const struct caution *caution = &text->summary->caution;
    struct sentence sentence = {.size = 0};
    if (falls->d90.falls > 0.0) {
        sentence_figure(&sentence, "Falls a 1000 days with entries: ", falls->d90.per_1000_days,
                        "");
        sentence_say(&sentence, " (90 days), with harm %.0f; where", falls->harm_d90);
        say_counts(&sentence, "fall_event", "place", falls->places_d90, FIGURES_PLACE_COUNT);
        sentence_say(&sentence, "; doing what");
        say_counts(&sentence, "fall_event", "activity", falls->activities_d90,
                   FIGURES_ACTIVITY_COUNT);
        sentence_say(&sentence, ". Days since the last: %d.", falls->days_since_last);
    }
    end(text, &sentence, out);
    if (caution->walking != WALKING_GOES_ON) {
        sentence_day(&sentence, "Fewer chances to fall and to exercise since ",
                     caution->walking_since);
        sentence_say(&sentence, " (%s): fewer falls are not an improvement.",
                     caution->walking == WALKING_SCORE ? "ALSFRS-R walking at 1 or below"
                                                       : "wheelchair or hoist all day");
    }
    end(text, &sentence, out);
}

static void put_adherence(const struct part_text *text, const char *name,
                          const struct figures_adherence *adherence, struct buffer *out)
{
    struct sentence sentence = {.size = 0};
    if (adherence->plan_days == 0 && adherence->prescribed <= 0.0) {
        return;
    }
    sentence_say(&sentence, "%s: %.0f of %.0f prescribed and of %.0f logged sessions done", name,
                 adherence->done, adherence->prescribed, adherence->logged);
    sentence_figure(&sentence, ", ", adherence->of_prescribed, " %");
    sentence_figure(&sentence, " and ", adherence->of_logged, " %");
    if (!adherence->of_prescribed.has) {
        sentence_say(&sentence, "; %s, the plan is younger than %d days", part_text_lacking(text),
                     FIGURES_PLAN_DAYS_MIN);
    }
    sentence_say(&sentence, ". What was not logged is unknown.");
    end(text, &sentence, out);
}

static void put_movement(const struct part_text *text, struct buffer *out)
{
    const struct figures_exercise *exercise = &text->figures->movement.exercise_d28;
    struct sentence sentence = {.size = 0};
    put_fall_counts(text, out);
    put_falls(text, out);
    put_adherence(text, "Exercise in 28 days", &exercise->all, out);
    if (exercise->all.logged > 0.0) {
        sentence_say(&sentence, "Exercise: %.0f min a week", exercise->minutes_per_week);
        sentence_figure(&sentence, ", median effort ", exercise->exertion, "");
        sentence_say(&sentence, ", too hard %.0f times. Not done", exercise->hard);
        say_counts(&sentence, "exercise_session", "not_done_reason", exercise->reasons,
                   FIGURES_REASON_COUNT);
        sentence_say(&sentence, ": %.0f.", exercise->all.logged - exercise->all.done);
    }
    end(text, &sentence, out);
}

static void put_alsfrs(const struct part_text *text, struct buffer *out)
{
    const struct figures_alsfrs *alsfrs = &text->figures->function.alsfrs;
    const struct alsfrs_course *course = &alsfrs->course;
    const struct figure_value least = {course->enough, course->least_squares_per_month};
    const struct figure_value median = {course->enough, course->theil_sen_per_month};
    struct sentence sentence = {.size = 0};
    if (!alsfrs->has) {
        return;
    }
    sentence_day(&sentence, "ALSFRS-R on ", alsfrs->last.day);
    sentence_say(
        &sentence,
        ": %u/48; bulbar %u, fine motor %u, gross motor %u, respiratory %u (symptoms and support, "
        "not the lungs) of 12 each.",
        alsfrs->total, alsfrs->subscores.bulbar, alsfrs->subscores.fine_motor,
        alsfrs->subscores.gross_motor, alsfrs->subscores.respiratory);
    end(text, &sentence, out);
    sentence_change(&sentence, "Change a month: ", least, " by least squares, ");
    sentence_change(&sentence, "", median, " by Theil-Sen");
    if (!course->enough) {
        sentence_say(&sentence, "Change a month: %s, it needs 3 assessments over 60 days",
                     part_text_lacking(text));
    }
    sentence_say(&sentence, " (%u complete assessments over %d days).", course->assessments,
                 course->span_days);
    end(text, &sentence, out);
    if (text->for_therapist) {
        sentence_say(&sentence, "King's %s, MiToS %u", staging_kings_text(alsfrs->kings),
                     alsfrs->mitos);
        sentence_figure(&sentence,
                        "; points lost a month since the first symptom: ", alsfrs->delta_fs, "");
        sentence_say(&sentence, "%s%s%s", alsfrs->delta_fs.has ? " (" : "",
                     alsfrs->delta_fs.has ? alsfrs_pace_name(alsfrs_pace(alsfrs->delta_fs.value))
                                          : "",
                     alsfrs->delta_fs.has ? ")" : "");
        sentence_say(&sentence, ".");
    }
    end(text, &sentence, out);
}

static void put_function(const struct part_text *text, struct buffer *out)
{
    const struct figures_function *function = &text->figures->function;
    struct sentence sentence = {.size = 0};
    put_alsfrs(text, out);
    if (function->activities_known > 0) {
        sentence_say(
            &sentence,
            "Daily activities: %u known, %u at level 3 of 6 or below, %u lower than before.",
            function->activities_known, function->activities_dependent, function->activities_lost);
    }
    end(text, &sentence, out);
}

void part_text_put(const struct part_text *text, enum measure_part part, struct buffer *out)
{
    assert(text != NULL && text->figures != NULL);
    switch (part) {
    case PART_COMFORT:
        return;
    case PART_BREATHING:
        put_breathing(text, out);
        return;
    case PART_EATING:
        put_eating(text, out);
        return;
    case PART_MOVEMENT:
        put_movement(text, out);
        return;
    case PART_FUNCTION:
        put_function(text, out);
        return;
    case PART_CARE:
        part_care_put(text, out);
        return;
    }
    assert(false);
}
