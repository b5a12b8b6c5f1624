/* One line for each part of therapy. */
#include "report/glance_parts.h"

#include <assert.h>
#include <math.h>

#include "report/page.h"
#include "report/part_text.h"
#include "report/sentence.h"
#include "report/sharing_text.h"
#include "report/summary_text.h"
#include "trends/figures_all.h"
#include "trends/summary.h"

enum { COLUMN_TEXT = 12, AIDS_NAMED = 3 };

/* Whether a measure is kept back, which is then said in the place of its figures. */
static bool is_kept_back(const struct page *page, enum measure measure, struct sentence *sentence)
{
    const char *words = sharing_text_of(page->summary->measures[measure].sharing);
    if (words != NULL) {
        sentence_next(sentence);
        sentence_say(sentence, "%s %s", measure_rule(measure)->label, words);
    }
    return words != NULL;
}

static bool was_logged(const struct page *page, enum measure measure)
{
    return page->summary->measures[measure].has_last;
}

/* The median of 28 days, as the table of the long page has it. */
static void say_median(const struct page *page, enum measure measure, struct sentence *sentence)
{
    const struct trend_window *window = &page->summary->measures[measure].d28;
    const struct measure_rule *rule = measure_rule(measure);
    if (is_kept_back(page, measure, sentence) || window->n == 0) {
        return;
    }
    sentence_next(sentence);
    sentence_say(sentence, "%s", rule->label);
    sentence_with_unit(sentence, " ", window->median, rule->unit);
    sentence_say(sentence, "%s", window->enough ? "" : "*");
}

/* The latest value, and when it was. */
static void say_last(const struct page *page, enum measure measure, struct sentence *sentence)
{
    const struct measure_summary *summary = &page->summary->measures[measure];
    const struct measure_rule *rule = measure_rule(measure);
    if (is_kept_back(page, measure, sentence) || !summary->has_last) {
        return;
    }
    sentence_next(sentence);
    sentence_say(sentence, "%s", rule->label);
    sentence_with_unit(sentence, " ", summary->last_value, rule->unit);
    sentence_day(sentence, " on ", summary->last_day);
}

static void say_comfort(const struct page *page, struct sentence *sentence)
{
    say_median(page, MEASURE_PAIN_WORST, sentence);
    say_median(page, MEASURE_FATIGUE_SEVERITY, sentence);
    say_median(page, MEASURE_MOOD_SCORE, sentence);
    say_median(page, MEASURE_SLEEP_QUALITY, sentence);
}

static void say_breathing(const struct page *page, struct sentence *sentence)
{
    const struct figures_nights *nights = &page->options->figures->breathing.niv_d28;
    say_median(page, MEASURE_SPO2_REST, sentence);
    if (!is_kept_back(page, MEASURE_NIV_NIGHT_HOURS, sentence) && nights->logged > 0) {
        sentence_next(sentence);
        sentence_say(sentence, "mask 4 h or more on %u of %u nights logged", nights->enough,
                     nights->logged);
    }
    say_last(page, MEASURE_LUNG_FVC_UPRIGHT, sentence);
}

static void say_weight(const struct page *page, struct sentence *sentence)
{
    const struct figures_weight *weight = &page->options->figures->eating.weight;
    if (is_kept_back(page, MEASURE_WEIGHT, sentence) || !was_logged(page, MEASURE_WEIGHT)) {
        return;
    }
    sentence_next(sentence);
    if (!weight->median.has) {
        sentence_say(sentence, "Weight: fewer than two readings in 14 days");
        return;
    }
    sentence_figure(sentence, "Weight ", weight->median, " kg");
    sentence_change(sentence, ", ", weight->change_in_4_weeks, " kg in 4 weeks");
    if (weight->percent.has) {
        sentence_with_unit(sentence, ", ", fabs(weight->percent.value), "%");
        sentence_say(sentence, " %s usual", weight->percent.value < 0 ? "below" : "above");
    }
}

static void say_eating(const struct page *page, struct sentence *sentence)
{
    const struct figures_eating *eating = &page->options->figures->eating;
    const struct figures_meals *meals = &eating->meals_d7;
    say_weight(page, sentence);
    if (!is_kept_back(page, MEASURE_MEAL_LONG, sentence) && meals->days > 0) {
        sentence_next(sentence);
        sentence_say(sentence, "%.0f meals over 45 min in 7 days%s", meals->long_meals,
                     meals->enough ? "" : "*");
    }
    if (!is_kept_back(page, MEASURE_SWALLOW_EVENTS, sentence) &&
        was_logged(page, MEASURE_SWALLOW_EVENTS)) {
        sentence_next(sentence);
        sentence_say(sentence, "choking %.0f in 7 days", meals->choking);
    }
    if (eating->texture.has) {
        sentence_next(sentence);
        sentence_say(sentence, "food IDDSI %.0f", eating->texture.level);
    }
}

static void say_falls(const struct page *page, struct sentence *sentence)
{
    const struct fall_summary *falls = &page->summary->falls;
    if (is_kept_back(page, MEASURE_FALLS, sentence)) {
        return;
    }
    sentence_say(sentence, "Falls %u in 30 days, %u in 90 (entries on %u of them)",
                 falls->d30.falls, falls->d90.falls, falls->d90.days);
    sentence_say(sentence, "; near-falls %u, %u", falls->d30.near_falls, falls->d90.near_falls);
    if (page->summary->caution.walking != WALKING_GOES_ON) {
        sentence_day(sentence, "; fewer chances to fall since ",
                     page->summary->caution.walking_since);
        sentence_say(sentence, ", so fewer are no improvement");
    }
}

static void say_exercise(const struct page *page, struct sentence *sentence)
{
    const struct figures_exercise *exercise = &page->options->figures->movement.exercise_d28;
    if (is_kept_back(page, MEASURE_EXERCISE_SESSIONS, sentence)) {
        return;
    }
    if (exercise->all.prescribed > 0.0) {
        sentence_say(sentence, "%.0f sessions done, of %.0f prescribed", exercise->all.done,
                     exercise->all.prescribed);
        sentence_figure(sentence, " (", exercise->all.of_prescribed, " %)");
        sentence_say(sentence, " and of %.0f logged", exercise->all.logged);
        sentence_figure(sentence, " (", exercise->all.of_logged, " %)");
    } else if (exercise->all.logged > 0.0) {
        sentence_say(sentence, "%.0f sessions done, of %.0f logged", exercise->all.done,
                     exercise->all.logged);
    }
    if (exercise->all.logged > 0.0) {
        sentence_say(sentence, "; %.0f min a week; too hard %.0f times", exercise->minutes_per_week,
                     exercise->hard);
    }
}

static void say_alsfrs(const struct page *page, struct sentence *sentence)
{
    const struct figures_alsfrs *alsfrs = &page->options->figures->function.alsfrs;
    const struct figure_value slope = {alsfrs->course.enough, alsfrs->course.theil_sen_per_month};
    if (is_kept_back(page, MEASURE_ALSFRS_R_TOTAL, sentence) || !alsfrs->has) {
        return;
    }
    sentence_say(sentence, "ALSFRS-R %u/48", alsfrs->total);
    sentence_day(sentence, " on ", alsfrs->last.day);
    sentence_change(sentence, ", ", slope, " a month");
    if (page->options->for_therapist) {
        sentence_say(sentence, ", King's %s, MiToS %u", staging_kings_name(alsfrs->kings),
                     alsfrs->mitos);
    }
}

static void say_function(const struct page *page, struct sentence *sentence)
{
    const struct figures_function *function = &page->options->figures->function;
    say_alsfrs(page, sentence);
    if (function->activities_known > 0) {
        sentence_next(sentence);
        sentence_say(sentence, "help with %u of %u daily activities",
                     function->activities_dependent, function->activities_known);
        if (function->activities_lost > 0) {
            sentence_say(sentence, ", more than before with %u", function->activities_lost);
        }
    }
    if (!is_kept_back(page, MEASURE_SPEECH_INTELLIGIBILITY, sentence) &&
        was_logged(page, MEASURE_SPEECH_INTELLIGIBILITY)) {
        sentence_next(sentence);
        sentence_with_unit(sentence, "understood by others ",
                           page->summary->measures[MEASURE_SPEECH_INTELLIGIBILITY].last_value,
                           "/10");
    }
}

static void say_aids(const struct page *page, struct sentence *sentence)
{
    uint32_t in_use = 0;
    for (size_t i = 0; i < FIGURES_AID_COUNT; i++) {
        const struct figures_aid *aid = &page->options->figures->care.aids[i];
        if (!aid->in_use) {
            continue;
        }
        in_use++;
        if (in_use <= AIDS_NAMED) {
            sentence_say(sentence, "%s%s", in_use == 1 ? "In use: " : ", ",
                         part_text_choice("aid_use", "aid", i));
        }
    }
    if (in_use > AIDS_NAMED) {
        sentence_say(sentence, " and %u more", in_use - AIDS_NAMED);
    }
}

static void say_home(const struct page *page, struct sentence *sentence)
{
    const struct figures_care *care = &page->options->figures->care;
    say_aids(page, sentence);
    if (care->home.tasks > 0) {
        sentence_next(sentence);
        sentence_say(sentence, "home: %u of %u changes open", care->home.open, care->home.tasks);
    }
    if (care->training.assigned > 0 || care->training.done > 0.0) {
        sentence_next(sentence);
        sentence_say(sentence, "trainings: %.0f done", care->training.done);
        sentence_figure(sentence, ", sure ", care->training.confidence_after, "/10 after");
    }
}

static void say_medicines(const struct page *page, struct sentence *sentence)
{
    const struct figures_medication *medication = &page->options->figures->care.medication;
    const struct figures_doses *doses = &medication->doses_d28;
    if (is_kept_back(page, MEASURE_MEDICATION_TAKEN, sentence)) {
        return;
    }
    if (doses->scheduled > 0.0) {
        sentence_say(sentence, "%.0f of %.0f planned doses taken", doses->taken, doses->scheduled);
        sentence_say(sentence, ", %.0f not logged", doses->unlogged);
    } else if (doses->taken + doses->missed > 0.0) {
        sentence_say(sentence, "%.0f doses taken, %.0f not taken", doses->taken, doses->missed);
    }
    if (medication->as_needed_d7 > 0.0) {
        sentence_next(sentence);
        sentence_say(sentence, "as needed %.0f in 7 days", medication->as_needed_d7);
    }
    if (medication->has_visit) {
        sentence_next(sentence);
        sentence_say(sentence, "%d days to the next visit for one", medication->days_to_visit);
    }
}

static void say_care(const struct page *page, struct sentence *sentence)
{
    const struct figures_strain *strain = &page->options->figures->care.strain;
    say_median(page, MEASURE_CARE_MINUTES, sentence);
    if (strain->weeks > 0) {
        sentence_next(sentence);
        sentence_say(sentence, "strain answered in %u of 4 weeks", strain->weeks);
        sentence_figure(sentence, ", median ", strain->median, "");
    }
}

void glance_parts_put(const struct page *page)
{
    static const struct {
        const char *label;
        void (*say)(const struct page *page, struct sentence *sentence);
    } PARTS[] = {
        {"Comfort", say_comfort}, {"Breathing", say_breathing}, {"Eating", say_eating},
        {"Movement", say_falls},  {"Exercise", say_exercise},   {"Function", say_function},
        {"Aids, home", say_home}, {"Medicines", say_medicines}, {"Care", say_care},
    };
    assert(page->options->figures != NULL);
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        struct sentence sentence = {.size = 0};
        PARTS[i].say(page, &sentence);
        sentence_say(&sentence, "%s", sentence.size == 0 ? "nothing logged" : "");
        sentence_hang(&sentence, page->columns, COLUMN_TEXT, PARTS[i].label, page->out);
    }
}
