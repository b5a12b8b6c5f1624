/* R01 to R06: breathing measured, and breathing felt. */
#include "flags/rule_breathing.h"

#include <stddef.h>

#include "domain/plan.h"
#include "domain/value.h"
#include "flags/rule_day.h"
#include "flags/slice.h"
#include "flags/symptoms.h"

enum {
    REST_DAYS = 3,
    SYMPTOM_DAYS = 14,
    SYMPTOM_BASELINE_DAYS = 28,
    FALL_DAYS = 92,
    SECONDS_A_MINUTE = 60,
    SECONDS_AN_HOUR = 3600
};

static bool has_lung_disease(const struct rule_day *day)
{
    const struct plan_version *plan = rule_day_plan(day, "respiratory_plan");
    const struct value *known =
        plan == NULL ? NULL : value_find(plan->fields, "known_lung_disease");
    return known != NULL && known->type == VALUE_BOOL && known->as.boolean;
}

void rule_breathing_oxygen_at_rest(struct rule_day *day)
{
    const enum measure measure = MEASURE_SPO2_REST_SECOND_LOW;
    struct series window = rule_day_window(day, measure, REST_DAYS);
    double limit =
        rule_day_limit(day, has_lung_disease(day) ? LIMIT_R01_SPO2_LUNG_DISEASE : LIMIT_R01_SPO2);
    uint32_t needed = (uint32_t)rule_day_limit(day, LIMIT_R01_DAYS);
    uint32_t low = slice_count_to(window, limit);
    if (low < needed && !rule_day_enough(day, SIGN_R01_LOW, measure, REST_DAYS, needed)) {
        return;
    }
    rule_day_judge(day, SIGN_R01_LOW, low >= needed,
                   &(struct sighting){.value = slice_lowest(window),
                                      .limit = limit,
                                      .count = low,
                                      .n = (uint32_t)window.count,
                                      .days = REST_DAYS,
                                      .roles = slice_roles(window)});
}

static unsigned count_words(uint32_t words)
{
    unsigned count = 0;
    for (; words != 0; words &= words - 1) {
        count++;
    }
    return count;
}

/* Too few days with entries, now or before, leave open what is new. */
static bool can_tell_what_is_new(struct rule_day *day)
{
    static const enum flag_sign signs[] = {SIGN_R02_NEW_SYMPTOMS, SIGN_R02_ORTHOPNOEA,
                                           SIGN_R02_ORTHOPNOEA_SLEEP};
    const uint32_t needed[] = {SYMPTOM_DAYS / 2 + 1, SYMPTOM_BASELINE_DAYS / 2};
    const uint32_t logged[] = {rule_day_logged(day, 0, SYMPTOM_DAYS),
                               rule_day_logged(day, SYMPTOM_DAYS, SYMPTOM_BASELINE_DAYS)};
    bool now = logged[0] >= needed[0];
    if (now && logged[1] >= needed[1]) {
        return true;
    }
    const struct lack lack = {.reason = now ? LACK_BASELINE : LACK_ENTRIES,
                              .measure = MEASURE_BREATHLESSNESS_SEVERITY,
                              .n = logged[now],
                              .needed = needed[now],
                              .days = now ? SYMPTOM_BASELINE_DAYS : SYMPTOM_DAYS};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        rule_day_lacks(day, signs[i], &lack);
    }
    return false;
}

void rule_breathing_symptoms(struct rule_day *day)
{
    const uint32_t asleep = 1U << WORD_DISTURBED_SLEEP | 1U << WORD_MORNING_HEADACHE;
    const uint32_t lying = 1U << WORD_ORTHOPNOEA;
    struct symptoms now;
    struct symptoms before;
    if (!can_tell_what_is_new(day) ||
        !rule_day_shared(day, SIGN_R02_NEW_SYMPTOMS, MEASURE_BREATHLESSNESS_SEVERITY) ||
        !rule_day_shared(day, SIGN_R02_ORTHOPNOEA, MEASURE_BREATHLESSNESS_LYING) ||
        !rule_day_shared(day, SIGN_R02_ORTHOPNOEA_SLEEP, MEASURE_SLEEP_QUALITY)) {
        return;
    }
    symptoms_count(day, 0, SYMPTOM_DAYS, &now);
    symptoms_count(day, SYMPTOM_DAYS, SYMPTOM_BASELINE_DAYS, &before);
    uint32_t present = symptoms_words(&now, (uint32_t)rule_day_limit(day, LIMIT_R02_DAYS));
    uint32_t fresh = present & ~symptoms_words(&before, 1);
    struct sighting seen = {.words = fresh,
                            .limit = rule_day_limit(day, LIMIT_R02_LIE_FLAT),
                            .count = now.days[WORD_ORTHOPNOEA],
                            .days = SYMPTOM_DAYS,
                            .roles = now.roles};
    rule_day_judge(day, SIGN_R02_NEW_SYMPTOMS,
                   count_words(fresh) >= (unsigned)rule_day_limit(day, LIMIT_R02_SYMPTOMS), &seen);
    rule_day_judge(day, SIGN_R02_ORTHOPNOEA, (fresh & lying) != 0, &seen);
    seen.words = present & asleep;
    rule_day_judge(day, SIGN_R02_ORTHOPNOEA_SLEEP, (fresh & lying) != 0 && seen.words != 0, &seen);
}

const struct series_point *rule_breathing_capacity(struct rule_day *day, enum flag_sign sign)
{
    bool has_slow = rule_day_latest(day, MEASURE_LUNG_SVC_UPRIGHT, RULE_READING_DAYS) != NULL;
    bool has_forced = rule_day_latest(day, MEASURE_LUNG_FVC_UPRIGHT, RULE_READING_DAYS) != NULL;
    const struct series_point *forced =
        has_forced || !has_slow ? rule_day_reading(day, sign, MEASURE_LUNG_FVC_UPRIGHT) : NULL;
    return forced != NULL || !has_slow ? forced
                                       : rule_day_reading(day, sign, MEASURE_LUNG_SVC_UPRIGHT);
}

void rule_breathing_vital_capacity(struct rule_day *day)
{
    const struct series_point *point = rule_breathing_capacity(day, SIGN_R03_LOW);
    if (point == NULL) {
        return;
    }
    struct sighting seen = {
        .value = point->value, .limit = rule_day_limit(day, LIMIT_R03_LOW), .roles = point->roles};
    rule_day_judge(day, SIGN_R03_LOW, point->value < seen.limit, &seen);
    seen.limit = rule_day_limit(day, LIMIT_R03_WITH_SYMPTOMS);
    seen.words = symptoms_present(day);
    rule_day_judge(day, SIGN_R03_WITH_SYMPTOMS, point->value < seen.limit && seen.words != 0,
                   &seen);
}

/* The readings of the day of the two pressures; the lower one speaks where both were taken. */
static void judge_both(struct rule_day *day, const struct series_point *const points[static 2])
{
    static const enum measure measures[] = {MEASURE_LUNG_SNIP, MEASURE_LUNG_MIP};
    uint32_t words = symptoms_present(day);
    struct sighting weak = {.words = words, .limit = rule_day_limit(day, LIMIT_R04_WITH_SYMPTOMS)};
    struct sighting fallen = {.limit = rule_day_limit(day, LIMIT_R04_FALL), .days = FALL_DAYS};
    bool is_weak = false;
    bool has_fallen = false;
    for (size_t i = 0; i < 2; i++) {
        if (points[i] == NULL) {
            continue;
        }
        double highest = slice_highest(rule_day_before(day, measures[i], 1, FALL_DAYS));
        if (points[i]->value < weak.limit && words != 0 &&
            (!is_weak || points[i]->value < weak.value)) {
            is_weak = true;
            weak.value = points[i]->value;
            weak.roles = points[i]->roles;
        }
        if (highest - points[i]->value > fallen.limit && !has_fallen) {
            has_fallen = true;
            fallen.value = points[i]->value;
            fallen.baseline = highest;
            fallen.roles = points[i]->roles;
        }
    }
    rule_day_judge(day, SIGN_R04_WITH_SYMPTOMS, is_weak, &weak);
    rule_day_judge(day, SIGN_R04_FALL, has_fallen, &fallen);
}

static void judge_pressure(struct rule_day *day, enum flag_sign sign, enum flag_limit limit,
                           const struct series_point *point)
{
    if (point != NULL) {
        struct sighting seen = {
            .value = point->value, .limit = rule_day_limit(day, limit), .roles = point->roles};
        rule_day_judge(day, sign, point->value < seen.limit, &seen);
    }
}

void rule_breathing_muscles(struct rule_day *day)
{
    const struct series_point *points[] = {rule_day_reading(day, SIGN_R04_SNIP, MEASURE_LUNG_SNIP),
                                           rule_day_reading(day, SIGN_R04_MIP, MEASURE_LUNG_MIP)};
    judge_pressure(day, SIGN_R04_SNIP, LIMIT_R04_SNIP, points[0]);
    judge_pressure(day, SIGN_R04_MIP, LIMIT_R04_MIP, points[1]);
    if (points[0] != NULL || points[1] != NULL) {
        judge_both(day, points);
    }
}

void rule_breathing_night(struct rule_day *day)
{
    const struct series_point *valid =
        rule_day_reading(day, SIGN_R05_SHARE, MEASURE_OXIMETRY_VALID_S);
    const struct series_point *share = rule_day_today(day, MEASURE_OXIMETRY_T90_PCT);
    const struct series_point *run = rule_day_today(day, MEASURE_OXIMETRY_LONGEST88_S);
    const struct series_point *artefact = rule_day_today(day, MEASURE_OXIMETRY_ARTEFACT_PCT);
    if (valid == NULL || share == NULL || run == NULL) {
        return;
    }
    double hours = valid->value / SECONDS_AN_HOUR;
    double needed = rule_day_limit(day, LIMIT_R05_VALID);
    bool clean = artefact == NULL || artefact->value < rule_day_limit(day, LIMIT_R05_ARTEFACT);
    if (hours < needed || !clean) {
        const struct lack lack = {
            .reason = LACK_READING, .measure = MEASURE_OXIMETRY_VALID_S, .days = RULE_READING_DAYS};
        rule_day_lacks(day, SIGN_R05_SHARE, &lack);
        rule_day_lacks(day, SIGN_R05_RUN, &lack);
        return;
    }
    struct sighting seen = {.value = share->value,
                            .limit = rule_day_limit(day, LIMIT_R05_SHARE),
                            .n = (uint32_t)hours,
                            .roles = valid->roles};
    rule_day_judge(day, SIGN_R05_SHARE, seen.value > seen.limit, &seen);
    seen.value = run->value / SECONDS_A_MINUTE;
    seen.limit = rule_day_limit(day, LIMIT_R05_RUN);
    rule_day_judge(day, SIGN_R05_RUN, seen.value >= seen.limit, &seen);
}

void rule_breathing_carbon_dioxide(struct rule_day *day)
{
    const struct series_point *point = rule_day_reading(day, SIGN_R06_HIGH, MEASURE_LUNG_PACO2);
    if (point != NULL) {
        struct sighting seen = {.value = point->value,
                                .limit = rule_day_limit(day, LIMIT_R06_PACO2),
                                .roles = point->roles};
        rule_day_judge(day, SIGN_R06_HIGH, point->value > seen.limit, &seen);
    }
}
