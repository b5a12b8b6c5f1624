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

enum { SYMPTOM_NEEDED = SYMPTOM_DAYS / 2 + 1, BASELINE_NEEDED = SYMPTOM_BASELINE_DAYS / 2 };

/* Few days with entries leave open what was there on the others; what was noted was there. */
static void judge_symptom(struct rule_day *day, enum flag_sign sign, bool holds,
                          const struct sighting *seen)
{
    uint32_t logged = rule_day_logged(day, 0, SYMPTOM_DAYS);
    if (holds || logged >= SYMPTOM_NEEDED) {
        rule_day_judge(day, sign, holds, seen);
        return;
    }
    rule_day_lacks(
        day, sign,
        &(struct lack){
            .reason = LACK_ENTRIES, .n = logged, .needed = SYMPTOM_NEEDED, .days = SYMPTOM_DAYS});
}

/* Without enough days before nobody knows what is new. */
static void judge_new_symptom(struct rule_day *day, enum flag_sign sign, bool holds,
                              const struct sighting *seen)
{
    uint32_t logged = rule_day_logged(day, SYMPTOM_DAYS, SYMPTOM_BASELINE_DAYS);
    if (logged >= BASELINE_NEEDED) {
        judge_symptom(day, sign, holds, seen);
        return;
    }
    rule_day_lacks(day, sign,
                   &(struct lack){.reason = LACK_BASELINE,
                                  .measure = MEASURE_BREATHLESSNESS_SEVERITY,
                                  .n = logged,
                                  .needed = BASELINE_NEEDED,
                                  .days = SYMPTOM_BASELINE_DAYS});
}

void rule_breathing_symptoms(struct rule_day *day)
{
    const uint32_t asleep = 1U << WORD_DISTURBED_SLEEP | 1U << WORD_MORNING_HEADACHE;
    const uint32_t lying = 1U << WORD_ORTHOPNOEA;
    struct symptoms now;
    struct symptoms before;
    if (!rule_day_shared(day, SIGN_R02_NEW_SYMPTOMS, MEASURE_BREATHLESSNESS_SEVERITY) ||
        !rule_day_shared(day, SIGN_R02_ORTHOPNOEA, MEASURE_BREATHLESSNESS_LYING) ||
        !rule_day_shared(day, SIGN_R02_ORTHOPNOEA_SLEEP, MEASURE_SLEEP_QUALITY)) {
        return;
    }
    symptoms_count(day, 0, SYMPTOM_DAYS, &now);
    symptoms_count(day, SYMPTOM_DAYS, SYMPTOM_BASELINE_DAYS, &before);
    uint32_t present = symptoms_words(&now, (uint32_t)rule_day_limit(day, LIMIT_R02_DAYS));
    uint32_t known = symptoms_words(&before, 1);
    uint32_t lying_days = (uint32_t)rule_day_limit(day, LIMIT_R02_ORTHOPNOEA_DAYS);
    bool lies_badly = (symptoms_words(&now, lying_days) & lying & ~known) != 0;
    struct sighting seen = {.words = present & ~known,
                            .limit = rule_day_limit(day, LIMIT_R02_LIE_FLAT),
                            .count = now.days[WORD_ORTHOPNOEA],
                            .days = SYMPTOM_DAYS,
                            .roles = now.roles};
    judge_new_symptom(day, SIGN_R02_NEW_SYMPTOMS,
                      count_words(seen.words) >= (unsigned)rule_day_limit(day, LIMIT_R02_SYMPTOMS),
                      &seen);
    judge_new_symptom(day, SIGN_R02_ORTHOPNOEA, lies_badly, &seen);
    seen.words = present & asleep;
    judge_symptom(day, SIGN_R02_ORTHOPNOEA_SLEEP, (present & lying) != 0 && seen.words != 0, &seen);
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

const struct series_point *rule_breathing_latest_capacity(const struct rule_day *day)
{
    const struct series_point *forced =
        rule_day_latest(day, MEASURE_LUNG_FVC_UPRIGHT, RULE_READING_DAYS);
    return forced != NULL ? forced
                          : rule_day_latest(day, MEASURE_LUNG_SVC_UPRIGHT, RULE_READING_DAYS);
}

/* A low reading with a symptom, whichever of them came first. */
static void judge_with_symptoms(struct rule_day *day, enum flag_sign sign, enum flag_limit limit,
                                const struct series_point *point)
{
    struct sighting seen = {.value = point->value,
                            .limit = rule_day_limit(day, limit),
                            .words = symptoms_present(day),
                            .count = (uint32_t)(day->day - point->day),
                            .days = SYMPTOM_DAYS,
                            .roles = point->roles};
    bool is_low = point->value < seen.limit;
    if (is_low) {
        judge_symptom(day, sign, seen.words != 0, &seen);
    } else {
        rule_day_judge(day, sign, false, &seen);
    }
}

void rule_breathing_vital_capacity(struct rule_day *day)
{
    const struct series_point *today = rule_breathing_capacity(day, SIGN_R03_LOW);
    const struct series_point *latest = rule_breathing_latest_capacity(day);
    if (today != NULL) {
        struct sighting seen = {.value = today->value,
                                .limit = rule_day_limit(day, LIMIT_R03_LOW),
                                .roles = today->roles};
        rule_day_judge(day, SIGN_R03_LOW, today->value < seen.limit, &seen);
    }
    if (latest != NULL) {
        judge_with_symptoms(day, SIGN_R03_WITH_SYMPTOMS, LIMIT_R03_WITH_SYMPTOMS, latest);
    }
}

/* How far a pressure of this day fell from the highest of three months. False when there is none of
 * either; when those before are older, a difference that is small all the same says enough. */
static bool has_fall(const struct rule_day *day, enum measure measure, struct sighting *seen)
{
    const struct series_point *now = rule_day_today(day, measure);
    if (now == NULL || day->ends[measure] < 2) {
        return false;
    }
    struct series before = rule_day_before(day, measure, 1, FALL_DAYS);
    double highest = before.count > 0 ? slice_highest(before) : now[-1].value;
    seen->value = now->value;
    seen->baseline = highest;
    seen->roles = now->roles;
    return before.count > 0 || highest - now->value <= seen->limit;
}

static void judge_fall(struct rule_day *day)
{
    static const enum measure measures[] = {MEASURE_LUNG_SNIP, MEASURE_LUNG_MIP};
    bool compared = false;
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        struct sighting seen = {.limit = rule_day_limit(day, LIMIT_R04_FALL), .days = FALL_DAYS};
        if (!has_fall(day, measures[i], &seen)) {
            continue;
        }
        compared = true;
        if (seen.baseline - seen.value > seen.limit) {
            rule_day_judge(day, SIGN_R04_FALL, true, &seen);
            return;
        }
    }
    if (compared) {
        rule_day_judge(day, SIGN_R04_FALL, false, NULL);
    } else {
        rule_day_lacks(day, SIGN_R04_FALL,
                       &(struct lack){.reason = LACK_BASELINE,
                                      .measure = MEASURE_LUNG_SNIP,
                                      .needed = 1,
                                      .days = FALL_DAYS});
    }
}

/* The lower one speaks where both were taken. */
static const struct series_point *lower_pressure(const struct rule_day *day)
{
    const struct series_point *snip = rule_day_latest(day, MEASURE_LUNG_SNIP, RULE_READING_DAYS);
    const struct series_point *mip = rule_day_latest(day, MEASURE_LUNG_MIP, RULE_READING_DAYS);
    if (snip == NULL || mip == NULL) {
        return snip == NULL ? mip : snip;
    }
    return mip->value < snip->value ? mip : snip;
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
    const struct series_point *lower = lower_pressure(day);
    judge_pressure(day, SIGN_R04_SNIP, LIMIT_R04_SNIP, points[0]);
    judge_pressure(day, SIGN_R04_MIP, LIMIT_R04_MIP, points[1]);
    if (lower != NULL) {
        judge_with_symptoms(day, SIGN_R04_WITH_SYMPTOMS, LIMIT_R04_WITH_SYMPTOMS, lower);
    }
    const enum measure taken = rule_day_latest(day, MEASURE_LUNG_SNIP, RULE_READING_DAYS) != NULL
                                   ? MEASURE_LUNG_SNIP
                                   : MEASURE_LUNG_MIP;
    (void)rule_day_reading(day, SIGN_R04_FALL, taken); /* of the two one is enough */
    if (points[0] != NULL || points[1] != NULL) {
        judge_fall(day);
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
                            .baseline = hours,
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
