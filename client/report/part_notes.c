/* Notes on the measures of a part. */
#include "report/part_notes.h"

#include <assert.h>

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

void part_notes_put_measure(const struct trend_summary *summary, enum measure measure,
                            size_t columns, struct buffer *out)
{
    const struct measure_rule *rule = measure_rule(measure);
    const struct trend_window *window = &summary->measures[measure].d28;
    struct sentence sentence = {.size = 0};
    if (rule->show == SHOW_WINDOW && window->n > 0 && !window->enough) {
        sentence_say(&sentence, "%s: insufficient, %u of the %u days in 28 it needs.", rule->label,
                     window->n, rule->d28_days_min);
    }
    sentence_end(&sentence, columns, out);
    put_bad_days(measure, window, columns, out);
    put_states(rule, window, columns, out);
    put_doubts(summary, measure, columns, out);
}

static void put_last(const struct measure_rule *rule, const struct measure_summary *figures,
                     size_t columns, struct buffer *out)
{
    const struct figure_value last = {.has = true, .value = figures->last_value};
    struct sentence sentence = {.size = 0};
    sentence_say(&sentence, "%s", rule->label);
    sentence_figure(&sentence, " ", last, rule->unit[0] == '\0' || rule->unit[0] == '/' ? "" : " ");
    sentence_say(&sentence, "%s", rule->unit);
    sentence_day(&sentence, ", last on ", figures->last_day);
    sentence_say(&sentence, ".");
    sentence_end(&sentence, columns, out);
}

/* How often in 28 days; days that answered no are days asked. */
static void put_event(const struct measure_rule *rule, const struct measure_summary *figures,
                      size_t columns, struct buffer *out)
{
    struct sentence sentence = {.size = 0};
    const struct figure_value sum = {.has = true, .value = figures->sum_d28};
    sentence_figure(&sentence, "", sum, "");
    sentence_say(&sentence, " x %s in 28 days (%u days answered).", rule->label, figures->d28.n);
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

/* The clinic's tests and the levels of daily activities have sentences of their own. */
static bool has_sentence(enum measure measure)
{
    return (measure >= MEASURE_LUNG_FVC_UPRIGHT && measure <= MEASURE_LUNG_PACO2) ||
           measure == MEASURE_COUGH_FLOW_BEST || measure == MEASURE_MEAL_TEXTURE;
}

void part_notes_put(const struct trend_summary *summary, enum measure_part part, size_t columns,
                    struct buffer *out)
{
    assert(summary != NULL && out != NULL);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        const struct measure_summary *figures = &summary->measures[i];
        if (rule->part != part || rule->show == SHOW_HIDDEN) {
            continue;
        }
        if (rule->show == SHOW_LAST && figures->has_last && !has_sentence((enum measure)i)) {
            put_last(rule, figures, columns, out);
        } else if (rule->show == SHOW_EVENTS && figures->sum_d28 > 0.0) {
            put_event(rule, figures, columns, out);
        }
        part_notes_put_measure(summary, (enum measure)i, columns, out);
    }
    put_absent(summary, part, columns, out);
}
