/* Walking the days: cursors, plans in force, and noting what the rules find. */
#include "flags/rule_day.h"

#include "domain/plan.h"
#include "domain/value.h"
#include "flags/slice.h"
#include "trends/sharing.h"

void rule_day_begin(struct rule_day *rule_day, const struct flag_question *question)
{
    *rule_day = (struct rule_day){.question = question, .last_paused = INT32_MIN};
    settings_read(NULL, &rule_day->settings);
}

const struct plan_version *rule_day_plan(const struct rule_day *rule_day, const char *kind)
{
    const struct plan_book *plans = rule_day->question->plans;
    return plans == NULL ? NULL : plan_book_in_force(plans, bytes_of_text(kind), rule_day->day);
}

/* A history has a point for each answered value of its days, and no other. */
static void pass_day(struct rule_day *rule_day, const struct day *passed)
{
    for (size_t i = 0; i < passed->value_count; i++) {
        rule_day->ends[passed->values[i].measure] += passed->values[i].state == DAY_ANSWERED;
    }
}

void rule_day_next(struct rule_day *rule_day, int32_t day)
{
    const struct flag_question *question = rule_day->question;
    const struct history *history = question->history;
    rule_day->day = day;
    rule_day->is_over = day < question->until || !question->until_goes_on;
    rule_day->last_paused = history_is_paused(history, day) ? day : rule_day->last_paused;
    while (rule_day->days_end < history->day_count &&
           history->days[rule_day->days_end].day <= day) {
        pass_day(rule_day, &history->days[rule_day->days_end]);
        rule_day->days_end++;
    }
    const struct plan_version *plan = rule_day_plan(rule_day, "monitoring_plan");
    if (plan != rule_day->settings.plan) {
        settings_read(plan, &rule_day->settings);
    }
    for (unsigned sign = 0; sign < SIGN_COUNT; sign++) {
        rule_day->signs[sign].state = SIGN_UNJUDGED;
    }
}

struct series rule_day_before(const struct rule_day *rule_day, enum measure measure, int32_t skip,
                              int32_t days)
{
    struct series passed = {rule_day->question->history->answered[measure].points,
                            rule_day->ends[measure]};
    int32_t last = rule_day->day - skip;
    /* A day has one point at most, so no more than these can lie in the days; and all of them do,
     * where every day up to this one has its point. */
    struct series near = slice_last(passed, (size_t)skip + (size_t)days);
    bool whole = skip == 0 && near.count > 0 && near.points[0].day > last - days;
    return whole ? near : series_between(near, last - days + 1, last);
}

struct series rule_day_window(const struct rule_day *rule_day, enum measure measure, int32_t days)
{
    return rule_day_before(rule_day, measure, 0, days);
}

const struct series_point *rule_day_latest(const struct rule_day *rule_day, enum measure measure,
                                           int32_t days)
{
    size_t end = rule_day->ends[measure];
    const struct series_point *points = rule_day->question->history->answered[measure].points;
    return end > 0 && points[end - 1].day > rule_day->day - days ? &points[end - 1] : NULL;
}

const struct series_point *rule_day_today(const struct rule_day *rule_day, enum measure measure)
{
    return rule_day_latest(rule_day, measure, 1);
}

uint32_t rule_day_logged(const struct rule_day *rule_day, int32_t skip, int32_t days)
{
    const struct day *list = rule_day->question->history->days;
    int32_t last = rule_day->day - skip;
    uint32_t logged = 0;
    for (size_t i = rule_day->days_end; i > 0 && list[i - 1].day > last - days; i--) {
        logged += list[i - 1].day <= last && list[i - 1].entries > 0;
    }
    return logged;
}

bool rule_day_plan_number(const struct rule_day *rule_day, const char *kind, const char *field,
                          double *out_number)
{
    const struct plan_version *plan = rule_day_plan(rule_day, kind);
    const struct value *value = plan == NULL ? NULL : value_find(plan->fields, field);
    return value != NULL && value_number(value, out_number);
}

struct bytes rule_day_plan_choice(const struct rule_day *rule_day, const char *kind,
                                  const char *field)
{
    const struct plan_version *plan = rule_day_plan(rule_day, kind);
    return plan == NULL ? (struct bytes){NULL, 0} : value_text(plan->fields, field);
}

double rule_day_limit(const struct rule_day *rule_day, enum flag_limit limit)
{
    return rule_day->settings.limits[limit];
}

void rule_day_judge(struct rule_day *rule_day, enum flag_sign sign, bool holds,
                    const struct sighting *seen)
{
    struct sign_reading *reading = &rule_day->signs[sign];
    reading->state = holds ? SIGN_HOLDS : SIGN_BELOW;
    if (holds) {
        reading->sighting = *seen;
    }
}

void rule_day_applies_not(struct rule_day *rule_day, enum flag_sign sign)
{
    rule_day->signs[sign].state = SIGN_APPLIES_NOT;
}

void rule_day_lacks(struct rule_day *rule_day, enum flag_sign sign, const struct lack *lack)
{
    const struct flag_rule_row *rule = rule_book_rule(rule_book_sign(sign)->rule);
    uint32_t end = rule->first_sign + rule->sign_count;
    for (uint32_t other = sign; other < end; other++) {
        struct sign_reading *reading = &rule_day->signs[other];
        if (other == sign || reading->state == SIGN_UNJUDGED) {
            reading->state = SIGN_LACKING;
            reading->lack = *lack;
        }
    }
}

bool rule_day_shared(struct rule_day *rule_day, enum flag_sign sign, enum measure measure)
{
    const struct sharing *sharing = rule_day->question->sharing;
    if (sharing == NULL || sharing->levels[measure] == SHARING_DAILY) {
        return true;
    }
    rule_day_lacks(rule_day, sign, &(struct lack){.reason = LACK_NOT_SHARED, .measure = measure});
    return false;
}

bool rule_day_enough(struct rule_day *rule_day, enum flag_sign sign, enum measure measure,
                     int32_t days, uint32_t needed)
{
    if (!rule_day_shared(rule_day, sign, measure)) {
        return false;
    }
    struct series window = rule_day_window(rule_day, measure, days);
    if (window.count >= needed) {
        return true;
    }
    rule_day_lacks(rule_day, sign,
                   &(struct lack){.reason = LACK_DAYS,
                                  .measure = measure,
                                  .n = (uint32_t)window.count,
                                  .needed = needed,
                                  .days = (uint32_t)days});
    return false;
}

void rule_day_count(struct rule_day *rule_day, enum flag_sign sign, enum measure measure,
                    int32_t days, const struct sighting *seen_or_null)
{
    uint32_t logged = rule_day_logged(rule_day, 0, days);
    uint32_t needed = (uint32_t)days / 2 + 1;
    if (!rule_day_shared(rule_day, sign, measure)) {
        return;
    }
    if (seen_or_null != NULL || logged >= needed) {
        rule_day_judge(rule_day, sign, seen_or_null != NULL, seen_or_null);
        return;
    }
    rule_day_lacks(
        rule_day, sign,
        &(struct lack){
            .reason = LACK_ENTRIES, .n = logged, .needed = needed, .days = (uint32_t)days});
}

const struct series_point *rule_day_reading(struct rule_day *rule_day, enum flag_sign sign,
                                            enum measure measure)
{
    if (!rule_day_shared(rule_day, sign, measure)) {
        return NULL;
    }
    if (rule_day_latest(rule_day, measure, RULE_READING_DAYS) == NULL) {
        rule_day_lacks(
            rule_day, sign,
            &(struct lack){.reason = LACK_READING, .measure = measure, .days = RULE_READING_DAYS});
        return NULL;
    }
    rule_day->signs[sign].state = SIGN_UNJUDGED;
    return rule_day_today(rule_day, measure);
}
