/* What changed, one line each. */
#include "requests/change_line.h"

#include <stdio.h>
#include <string.h>

#include "base/timestamp.h"
#include "report/figure.h"
#include "requests/answer.h"
#include "trends/staging.h"

enum { CHANGE_TEXT_SIZE = 512, CHANGE_LIMIT_SIZE = 96 };

/* The object, or NULL when it was not written to its end. */
static json_t *finished(json_t *line, bool written)
{
    if (!written) {
        json_decref(line);
        return NULL;
    }
    return line;
}

static const char *sense_text(enum trend_sense sense)
{
    switch (sense) {
    case TREND_WORSE:
        return ": worse";
    case TREND_BETTER:
        return ": better";
    case TREND_NEUTRAL:
        break;
    }
    return "";
}

/* Where the smallest change that matters comes from, unless somebody confirmed it. */
static void write_limit(const struct difference *difference,
                        char out_text[static CHANGE_LIMIT_SIZE])
{
    const struct measure_rule *rule = measure_rule(difference->measure);
    const char *unit = rule->unit[0] == '/' ? "" : rule->unit;
    char number[FIGURE_UNIT_TEXT_SIZE];
    figure_with_unit(rule->change_min, difference->kind == DIFFERENCE_COUNT ? "in 28 d" : unit,
                     number);
    (void)snprintf(out_text, CHANGE_LIMIT_SIZE, " (%s matters, %s)", number,
                   kind_evidence_name(difference_mark(difference)));
}

/* The two values of a difference, as texts. */
struct change_values {
    char before[FIGURE_UNIT_TEXT_SIZE];
    char now[FIGURE_UNIT_TEXT_SIZE];
    char limit[CHANGE_LIMIT_SIZE];
};

static void write_median(const struct difference *difference, const struct change_values *values,
                         char out_text[static CHANGE_TEXT_SIZE])
{
    (void)snprintf(out_text, CHANGE_TEXT_SIZE,
                   "%s: median %s on %u of %u days, %s on %u of %u before%s%s",
                   measure_rule(difference->measure)->label, values->now, difference->now_n,
                   difference->now_expected, values->before, difference->before_n,
                   difference->before_expected, sense_text(difference->sense), values->limit);
}

static void write_last(const struct difference *difference, const struct change_values *values,
                       char out_text[static CHANGE_TEXT_SIZE])
{
    char before_day[DAY_TEXT_SIZE];
    char now_day[DAY_TEXT_SIZE];
    day_to_text(difference->before_day, before_day);
    day_to_text(difference->now_day, now_day);
    (void)snprintf(out_text, CHANGE_TEXT_SIZE, "%s: %s on %s, %s on %s%s%s",
                   measure_rule(difference->measure)->label, values->now, now_day, values->before,
                   before_day, sense_text(difference->sense), values->limit);
}

/* The days with entries are what two counts are compared by. */
static void write_count(const struct difference *difference, const struct change_values *values,
                        char out_text[static CHANGE_TEXT_SIZE])
{
    (void)snprintf(
        out_text, CHANGE_TEXT_SIZE, "%s: %s on %u days with entries, %s on %u before%s%s",
        measure_rule(difference->measure)->label, values->now, difference->now_n, values->before,
        difference->before_n, sense_text(difference->sense), values->limit);
}

static void write_state(const struct difference *difference, char out_text[static CHANGE_TEXT_SIZE])
{
    static const char *const words[DAY_STATE_COUNT] = {
        [DAY_SKIPPED] = "skipped",
        [DAY_UNABLE] = "unable",
        [DAY_NOT_APPLICABLE] = "not applicable",
        [DAY_DEVICE_FAILED] = "device failed",
        [DAY_UNKNOWN] = "not known",
        [DAY_RETRACTED] = "taken back",
    };
    (void)snprintf(out_text, CHANGE_TEXT_SIZE, "%s: %s on %.0f of %u days, on %.0f of %u before",
                   measure_rule(difference->measure)->label, words[difference->state],
                   difference->now, difference->now_expected, difference->before,
                   difference->before_expected);
}

static void write_use(const struct difference *difference, const char *what,
                      char out_text[static CHANGE_TEXT_SIZE])
{
    char day[DAY_TEXT_SIZE];
    day_to_text(difference->now_day, day);
    (void)snprintf(out_text, CHANGE_TEXT_SIZE, "%s: %s, %s",
                   measure_rule(difference->measure)->label, what, day);
}

static void write_difference(const struct difference *difference,
                             char out_text[static CHANGE_TEXT_SIZE])
{
    const struct measure_rule *rule = measure_rule(difference->measure);
    struct change_values values;
    figure_with_unit(difference->before, rule->unit, values.before);
    figure_with_unit(difference->now, rule->unit, values.now);
    write_limit(difference, values.limit);
    switch (difference->kind) {
    case DIFFERENCE_MEDIAN:
        write_median(difference, &values, out_text);
        return;
    case DIFFERENCE_LAST:
        write_last(difference, &values, out_text);
        return;
    case DIFFERENCE_COUNT:
        write_count(difference, &values, out_text);
        return;
    case DIFFERENCE_STARTED:
        write_use(difference, "new", out_text);
        return;
    case DIFFERENCE_STOPPED:
        write_use(difference, "given up", out_text);
        return;
    case DIFFERENCE_MISSING:
        (void)snprintf(out_text, CHANGE_TEXT_SIZE,
                       "%s: told on %u of %u days, on %u of %u before: too little to say how it is",
                       rule->label, difference->now_n, difference->now_expected,
                       difference->before_n, difference->before_expected);
        return;
    case DIFFERENCE_STATE:
        write_state(difference, out_text);
        return;
    case DIFFERENCE_COVERAGE:
        (void)snprintf(out_text, CHANGE_TEXT_SIZE,
                       "Something was logged on %u of %u days, on %u of %u before",
                       difference->now_n, difference->now_expected, difference->before_n,
                       difference->before_expected);
        return;
    }
}

/* What a difference is of; nothing for that of the days themselves. */
static bool write_measure(json_t *line, const struct difference *difference)
{
    const struct measure_rule *rule = measure_rule(difference->measure);
    bool state = difference->kind == DIFFERENCE_STATE;
    return difference->kind == DIFFERENCE_COVERAGE ||
           (answer_set(line, "measure", json_string(rule->name)) &&
            (state ? answer_set(line, "state", json_string(day_state_name(difference->state)))
                   : answer_set(line, "change_min", json_real(rule->change_min))));
}

json_t *change_line_difference(const struct difference *difference)
{
    char text[CHANGE_TEXT_SIZE] = "";
    json_t *line = json_object();
    write_difference(difference, text);
    return finished(
        line, answer_set(line, "what", json_string(difference_kind_name(difference->kind))) &&
                  answer_set(line, "text", json_string(text)) && write_measure(line, difference) &&
                  answer_set(line, "before", json_real(difference->before)) &&
                  answer_set(line, "before_n", json_integer(difference->before_n)) &&
                  answer_set(line, "before_expected", json_integer(difference->before_expected)) &&
                  answer_set(line, "now", json_real(difference->now)) &&
                  answer_set(line, "now_n", json_integer(difference->now_n)) &&
                  answer_set(line, "now_expected", json_integer(difference->now_expected)) &&
                  answer_set(line, "evidence",
                             json_string(kind_evidence_name(difference_mark(difference)))) &&
                  answer_set(line, "sense", json_string(trend_sense_name(difference->sense))));
}

json_t *change_line_flag(const struct flag *flag)
{
    char reference[FLAG_REFERENCE_SIZE];
    char start[CHANGE_TEXT_SIZE];
    bool cleared = flag->state == FLAG_CLEARED;
    json_t *line = json_object();
    flags_reference(flag, reference);
    if (cleared) {
        char day[DAY_TEXT_SIZE];
        day_to_text(flag->cleared_day, day);
        (void)snprintf(start, sizeof start, "Flag %s cleared on %s: ", reference, day);
    } else {
        (void)snprintf(start, sizeof start,
                       "%slag %s: ", flag->tier == FLAG_TIER_URGENT ? "Urgent f" : "F", reference);
    }
    return finished(
        line, answer_set(line, "what", json_string(cleared ? "cleared" : "flag")) &&
                  answer_set(line, "text",
                             json_sprintf("%s%s: %.*s", start, rule_book_rule(flag->rule)->title,
                                          (int)flag->text.size, (const char *)flag->text.data)) &&
                  answer_set(line, "flag", json_string(reference)) &&
                  answer_set(line, "tier", json_string(rule_book_tier_name(flag->tier))));
}

/* A stage in words, and what it was before when there was one. */
struct change_stage {
    const char *what;
    const char *name;
    char before[FIGURE_TEXT_SIZE]; /* empty: none is known */
    char now[FIGURE_TEXT_SIZE];
};

static bool write_stage(const struct change_stages *stages, const struct change_stage *stage,
                        json_t **out_line)
{
    char text[CHANGE_TEXT_SIZE];
    char day[DAY_TEXT_SIZE];
    *out_line = NULL;
    if (strcmp(stage->before, stage->now) == 0) {
        return true;
    }
    day_to_text(stages->now->day, day);
    (void)snprintf(text, sizeof text, "%s stage %s on %s, %s%s before; derived from ALSFRS-R",
                   stage->name, stage->now, day, stage->before[0] == '\0' ? "none known" : "",
                   stage->before);
    json_t *line = json_object();
    *out_line = finished(line, answer_set(line, "what", json_string(stage->what)) &&
                                   answer_set(line, "text", json_string(text)) &&
                                   answer_set(line, "now", json_string(stage->now)));
    return *out_line != NULL;
}

bool change_line_kings(const struct change_stages *stages, json_t **out_line)
{
    struct change_stage stage = {.what = "kings", .name = "King's"};
    if (stages->before != NULL) {
        (void)snprintf(stage.before, sizeof stage.before, "%s",
                       staging_kings_name(staging_kings(stages->before)));
    }
    (void)snprintf(stage.now, sizeof stage.now, "%s",
                   staging_kings_name(staging_kings(stages->now)));
    return write_stage(stages, &stage, out_line);
}

bool change_line_mitos(const struct change_stages *stages, json_t **out_line)
{
    struct change_stage stage = {.what = "mitos", .name = "MiToS"};
    if (stages->before != NULL) {
        (void)snprintf(stage.before, sizeof stage.before, "%u", staging_mitos(stages->before));
    }
    (void)snprintf(stage.now, sizeof stage.now, "%u", staging_mitos(stages->now));
    return write_stage(stages, &stage, out_line);
}
