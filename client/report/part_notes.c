/* Notes on the measures of a part. */
#include "report/part_notes.h"

#include <assert.h>

#include "report/part_text.h"
#include "report/sentence.h"
#include "trends/summary.h"

/* Days in 28 on which somebody was asked and did not answer. */
static uint32_t unanswered_days(const struct trend_window *window)
{
    uint32_t days = 0;
    for (size_t state = 0; state < DAY_STATE_COUNT; state++) {
        days += state == DAY_ANSWERED ? 0 : window->days_by_state[state];
    }
    return days;
}

static void put_states(const struct measure_rule *rule, const struct trend_window *window,
                       size_t columns, struct buffer *out)
{
    static const char *const WORDS[DAY_STATE_COUNT] = {
        [DAY_SKIPPED] = "skipped",
        [DAY_UNABLE] = "unable",
        [DAY_NOT_APPLICABLE] = "not applicable",
        [DAY_DEVICE_FAILED] = "device failed",
        [DAY_UNKNOWN] = "not known",
        [DAY_RETRACTED] = "taken back",
    };
    struct sentence sentence = {.size = 0};
    uint32_t unanswered = unanswered_days(window);
    if (unanswered == 0 || window->days_by_state[DAY_WEEKLY] > 0) {
        return;
    }
    sentence_say(&sentence, "%s, 28 days: answered %u", rule->label, window->n);
    for (size_t state = 0; state < DAY_STATE_COUNT; state++) {
        if (WORDS[state] != NULL && window->days_by_state[state] > 0) {
            sentence_say(&sentence, ", %s %u", WORDS[state], window->days_by_state[state]);
        }
    }
    sentence_say(&sentence, ", not asked %u.", window->expected - window->n - unanswered);
    sentence_end(&sentence, columns, out);
}

/* How many days were bad, and how many very bad. */
static void put_bad_days(enum measure measure, const struct trend_window *window, size_t columns,
                         struct buffer *out)
{
    struct sentence sentence = {.size = 0};
    if (measure_is_scale(measure) && window->days_from_4 > 0) {
        sentence_say(&sentence, "%s: 4 or more on %u of %u days in 28, 7 or more on %u.",
                     measure_rule(measure)->label, window->days_from_4, window->n,
                     window->days_from_7);
    }
    sentence_end(&sentence, columns, out);
}

static void put_doubts(const struct trend_summary *summary, enum measure measure, size_t columns,
                       struct buffer *out)
{
    const struct measure_rule *rule = measure_rule(measure);
    const struct measure_summary *figures = &summary->measures[measure];
    struct sentence sentence = {.size = 0};
    if (figures->shift.shifted) {
        sentence_say(&sentence,
                     "%s: within 12 weeks mostly the %s answered, then the %s; part of a change "
                     "may be who answers.",
                     rule->label, role_name(figures->shift.from), role_name(figures->shift.to));
    }
    sentence_end(&sentence, columns, out);
    if (figures->cautioned && rule->caution == CAUTION_SUPPORT) {
        sentence_say(&sentence, "%s: breathing is supported", rule->label);
        sentence_day(&sentence, " since ", summary->caution.support_since);
        sentence_say(&sentence, ", so a higher value is not an improvement.");
    } else if (figures->cautioned) {
        sentence_say(&sentence, "%s: walking ended", rule->label);
        sentence_day(&sentence, " by ", summary->caution.walking_since);
        sentence_say(&sentence, ", so this is not an improvement.");
    }
    sentence_end(&sentence, columns, out);
}

/* All but whether there are enough days. */
static void put_measure(const struct trend_summary *summary, enum measure measure, size_t columns,
                        struct buffer *out)
{
    const struct trend_window *window = &summary->measures[measure].d28;
    put_bad_days(measure, window, columns, out);
    put_states(measure_rule(measure), window, columns, out);
    put_doubts(summary, measure, columns, out);
}

static bool lacks_days(const struct trend_summary *summary, enum measure measure)
{
    const struct trend_window *window = &summary->measures[measure].d28;
    return measure_rule(measure)->show == SHOW_WINDOW && window->n > 0 && !window->enough;
}

void part_notes_put_measure(const struct trend_summary *summary, enum measure measure,
                            size_t columns, struct buffer *out)
{
    const struct measure_rule *rule = measure_rule(measure);
    struct sentence sentence = {.size = 0};
    if (lacks_days(summary, measure)) {
        sentence_say(&sentence, "* %s: %u of the %u days in 28 it needs.", rule->label,
                     summary->measures[measure].d28.n, rule->d28_days_min);
    }
    sentence_end(&sentence, columns, out);
    put_measure(summary, measure, columns, out);
}

/* What the star behind a median means: how many of 28 days each of these needs. */
static void put_lacking(const struct part_text *text, enum measure_part part, struct buffer *out)
{
    const char *words = text->for_therapist ? "Insufficient" : "Too few days to say";
    struct sentence sentence = {.size = 0};
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        if (rule->part != part || !lacks_days(text->summary, (enum measure)i)) {
            continue;
        }
        if (sentence.size == 0) {
            sentence_say(&sentence, "* %s; days in 28 it needs: ", words);
        } else {
            sentence_say(&sentence, "; ");
        }
        sentence_say(&sentence, "%s %u", rule->label, rule->d28_days_min);
    }
    sentence_say(&sentence, "%s", sentence.size == 0 ? "" : ".");
    sentence_end(&sentence, text->columns, out);
}

/* Figures of these are in the sentences of their part: first and last of each stretch. */
static bool has_sentence(enum measure measure)
{
    static const enum measure SAID[][2] = {
        {MEASURE_COUGH_FLOW_BEST, MEASURE_COUGH_FLOW_BEST},
        {MEASURE_LUNG_FVC_UPRIGHT, MEASURE_LUNG_PACO2},
        {MEASURE_MEAL_TEXTURE, MEASURE_MEAL_TEXTURE},
        {MEASURE_FALLS, MEASURE_FALLS_ACTIVITY_OTHER},
        {MEASURE_EXERCISE_SESSIONS, MEASURE_EXERCISE_SESSIONS},
        {MEASURE_EXERCISE_HARD, MEASURE_EXERCISE_HARD},
        {MEASURE_EXERCISE_NOT_DONE_FATIGUE, MEASURE_EXERCISE_NOT_DONE_REFUSED},
        {MEASURE_AID_CANE_HOURS, MEASURE_AID_OTHER_HOURS},
        {MEASURE_TRAINING_DONE, MEASURE_TRAINING_CONFIDENCE_AFTER},
        {MEASURE_MEDICATION_TAKEN, MEASURE_MEDICATION_MISSED},
    };
    for (size_t i = 0; i < sizeof SAID / sizeof SAID[0]; i++) {
        if (measure >= SAID[i][0] && measure <= SAID[i][1]) {
            return true;
        }
    }
    return false;
}

/* Does this part list the measure, in this way? */
static bool is_listed(enum measure measure, enum measure_part part, enum measure_show show)
{
    const struct measure_rule *rule = measure_rule(measure);
    return rule->part == part && rule->show == show && !has_sentence(measure);
}

/* The latest values, those of one day together. */
static void put_last(const struct trend_summary *summary, enum measure_part part, size_t columns,
                     struct buffer *out)
{
    struct sentence sentence = {.size = 0};
    int32_t day = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_summary *figures = &summary->measures[i];
        if (!is_listed((enum measure)i, part, SHOW_LAST) || !figures->has_last) {
            continue;
        }
        if (sentence.size > 0 && figures->last_day != day) {
            sentence_say(&sentence, ".");
            sentence_end(&sentence, columns, out);
        }
        if (sentence.size == 0) {
            day = figures->last_day;
            sentence_day(&sentence, "Last on ", day);
            sentence_say(&sentence, ": ");
        } else {
            sentence_say(&sentence, "; ");
        }
        sentence_say(&sentence, "%s", measure_rule((enum measure)i)->label);
        sentence_with_unit(&sentence, " ", figures->last_value,
                           measure_rule((enum measure)i)->unit);
    }
    sentence_say(&sentence, "%s", sentence.size == 0 ? "" : ".");
    sentence_end(&sentence, columns, out);
}

/* How often in 28 days; days that answered no are days asked. */
static void put_events(const struct trend_summary *summary, enum measure_part part, size_t columns,
                       struct buffer *out)
{
    struct sentence sentence = {.size = 0};
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_summary *figures = &summary->measures[i];
        const struct figure_value sum = {.has = true, .value = figures->sum_d28};
        if (!is_listed((enum measure)i, part, SHOW_EVENTS) || figures->sum_d28 <= 0.0) {
            continue;
        }
        sentence_say(&sentence, "%s%s", sentence.size == 0 ? "In 28 days: " : "; ",
                     measure_rule((enum measure)i)->label);
        sentence_figure(&sentence, " ", sum, "");
        sentence_say(&sentence, " (%u days answered)", figures->d28.n);
    }
    sentence_say(&sentence, "%s", sentence.size == 0 ? "" : ".");
    sentence_end(&sentence, columns, out);
}

static void put_absent(const struct trend_summary *summary, enum measure_part part, size_t columns,
                       struct buffer *out)
{
    struct sentence sentence = {.size = 0};
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        if (rule->part == part && rule->show == SHOW_WINDOW && !summary->measures[i].has_last &&
            summary->measures[i].sharing == SHARING_DAILY) {
            sentence_say(&sentence, "%s%s", sentence.size == 0 ? "Not logged: " : "; ",
                         rule->label);
        }
    }
    sentence_say(&sentence, "%s", sentence.size == 0 ? "" : ".");
    sentence_end(&sentence, columns, out);
}

void part_notes_put(const struct part_text *text, enum measure_part part, struct buffer *out)
{
    assert(text != NULL && out != NULL);
    put_last(text->summary, part, text->columns, out);
    put_events(text->summary, part, text->columns, out);
    put_lacking(text, part, out);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        if (rule->part == part && rule->show != SHOW_HIDDEN) {
            put_measure(text->summary, (enum measure)i, text->columns, out);
        }
    }
    put_absent(text->summary, part, text->columns, out);
}
