/* One measure of the trend summary as JSON. */
#include "requests/trend_measure.h"

#include "requests/answer.h"

static json_t *real_or_null(bool has, double number)
{
    return has ? json_real(number) : json_null();
}

static json_t *count_of(uint32_t count)
{
    return json_integer(count);
}

bool trend_measure_write_roles(json_t *object, const uint32_t counts[static ROLE_COUNT])
{
    json_t *reported = json_object();
    bool written = answer_set(object, "reported", reported);
    for (unsigned role = 0; written && role < ROLE_COUNT; role++) {
        written = answer_set(reported, role_name((enum role)role), count_of(counts[role]));
    }
    return written;
}

/* The days of a window in each state; the seventh is that nobody was asked. */
static bool write_states(json_t *object, const struct trend_window *window)
{
    json_t *states = json_object();
    bool written = answer_set(object, "states", states);
    uint32_t asked = 0;
    for (unsigned state = 0; written && state < DAY_STATE_COUNT; state++) {
        asked += window->days_by_state[state];
        written = answer_set(states, day_state_name((enum day_state)state),
                             count_of(window->days_by_state[state]));
    }
    return written && answer_set(states, "not_asked", count_of(window->expected - asked));
}

static json_t *window_json(const struct trend_window *window)
{
    bool has = window->n > 0;
    json_t *object = json_object();
    bool written = answer_set(object, "n", count_of(window->n)) &&
                   answer_set(object, "expected", count_of(window->expected)) &&
                   answer_set(object, "enough", json_boolean(window->enough)) &&
                   answer_set(object, "median", real_or_null(has, window->median)) &&
                   answer_set(object, "min", real_or_null(has, window->min)) &&
                   answer_set(object, "max", real_or_null(has, window->max)) &&
                   answer_set(object, "q1", real_or_null(has, window->q1)) &&
                   answer_set(object, "q3", real_or_null(has, window->q3)) &&
                   answer_set(object, "days_from_4", count_of(window->days_from_4)) &&
                   answer_set(object, "days_from_7", count_of(window->days_from_7)) &&
                   write_states(object, window) &&
                   trend_measure_write_roles(object, window->days_by_role);
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *trend_json(const struct trend *trend)
{
    json_t *object = json_object();
    bool written =
        answer_set(object, "weeks", count_of(trend->weeks)) &&
        answer_set(object, "slope_per_month", real_or_null(trend->has, trend->slope_per_month)) &&
        answer_set(object, "mk_s", trend->has ? json_integer(trend->mk_s) : json_null()) &&
        answer_set(object, "mk_z", real_or_null(trend->has, trend->mk_z)) &&
        answer_set(object, "mk_p", real_or_null(trend->has, trend->mk_p)) &&
        answer_set(object, "word", json_string(trend_word_name(trend->word))) &&
        answer_set(object, "sense", json_string(trend_sense_name(trend->sense)));
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static bool write_week(json_t *line, const struct trend_week *week)
{
    json_t *reported = json_array();
    bool written = answer_set(line, "week", answer_day(week->monday)) &&
                   answer_set(line, "n", count_of(week->n)) &&
                   answer_set(line, "median", json_real(week->median));
    for (unsigned role = 0; written && role < ROLE_COUNT; role++) {
        written = (week->roles & (1U << role)) == 0 ||
                  json_array_append_new(reported, json_string(role_name((enum role)role))) == 0;
    }
    return answer_set(line, "reported", reported) && written;
}

static bool write_weeks(json_t *object, const struct measure_summary *measure)
{
    json_t *weekly = json_array();
    bool written = answer_set(object, "weekly", weekly);
    for (size_t i = 0; written && i < measure->week_count; i++) {
        json_t *line = json_object();
        written = write_week(line, &measure->weeks[i]) && json_array_append(weekly, line) == 0;
        json_decref(line);
    }
    return written;
}

static json_t *last_json(const struct measure_summary *measure)
{
    if (!measure->has_last) {
        return json_null();
    }
    json_t *last = json_object();
    if (!answer_set(last, "day", answer_day(measure->last_day)) ||
        !answer_set(last, "value", json_real(measure->last_value))) {
        json_decref(last);
        return NULL;
    }
    return last;
}

static json_t *shift_json(const struct reporter_shift *shift)
{
    return !shift->shifted ? json_null()
                           : json_pack("{s:s, s:s}", "from", role_name(shift->from), "to",
                                       role_name(shift->to));
}

static json_t *usual_json(const struct usual_range *usual, enum trend_sense sense)
{
    json_t *object = json_object();
    bool written = answer_set(object, "values", count_of(usual->values)) &&
                   answer_set(object, "low", real_or_null(usual->has, usual->low)) &&
                   answer_set(object, "middle", real_or_null(usual->has, usual->middle)) &&
                   answer_set(object, "high", real_or_null(usual->has, usual->high)) &&
                   answer_set(object, "verdict", json_string(usual_verdict_name(usual->verdict))) &&
                   answer_set(object, "sense", json_string(trend_sense_name(sense)));
    if (!written) {
        json_decref(object);
        return NULL;
    }
    return object;
}

static json_t *evidence_json(const struct evidence *evidence)
{
    return json_pack("{s:s, s:s}", "mark", kind_evidence_name(evidence->mark), "source",
                     evidence->source);
}

static bool write_measure(json_t *object, const struct measure_rule *rule,
                          const struct measure_summary *measure)
{
    const struct trend *recent = &measure->d84;
    return answer_set(object, "label", json_string(rule->label)) &&
           answer_set(object, "unit", json_string(rule->unit)) &&
           answer_set(object, "part", json_string(measure_part_name(rule->part))) &&
           answer_set(object, "better", json_string(kind_better_name(rule->better))) &&
           answer_set(object, "shared", json_string(sharing_level_name(measure->sharing))) &&
           answer_set(object, "show", json_string(measure_show_name(rule->show))) &&
           answer_set(object, "evidence", evidence_json(&rule->evidence)) &&
           answer_set(object, "reporter_shift", shift_json(&measure->shift)) &&
           answer_set(object, "cautioned", json_boolean(measure->cautioned)) &&
           answer_set(object, "word", json_string(trend_word_name(recent->word))) &&
           answer_set(object, "sense", json_string(trend_sense_name(recent->sense))) &&
           answer_set(object, "last", last_json(measure)) &&
           answer_set(object, "usual", usual_json(&measure->usual, measure->usual_sense)) &&
           answer_set(object, "d7", window_json(&measure->d7)) &&
           answer_set(object, "d28", window_json(&measure->d28)) &&
           answer_set(object, "trend_d84", trend_json(&measure->d84)) &&
           answer_set(object, "trend_all", trend_json(&measure->all));
}

json_t *trend_measure_json(const struct measure_rule *rule, const struct measure_summary *measure,
                           bool with_weeks)
{
    json_t *object = json_object();
    if (!write_measure(object, rule, measure) || (with_weeks && !write_weeks(object, measure))) {
        json_decref(object);
        return NULL;
    }
    return object;
}
