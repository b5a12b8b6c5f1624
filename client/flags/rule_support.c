/* R07 to R11: what helps breathing, used too little, too much or alone. */
#include "flags/rule_support.h"

#include <stddef.h>

#include "flags/rule_day.h"
#include "flags/slice.h"

enum { WEEK = 7, BEFORE_DAYS = 28, BEFORE_NEEDED = 14, MASK_DAYS = 35 };

/* More than nothing, where whatever is logged has a step far above it. */
static const double any = 0.01;

/* A plan that says nothing of ventilation plans none. */
static bool plans_ventilation(const struct rule_day *day)
{
    struct bytes choice = rule_day_plan_choice(day, "respiratory_plan", "niv");
    return choice.size > 0 && !bytes_equal_text(choice, "none");
}

void rule_support_oxygen_alone(struct rule_day *day)
{
    struct series oxygen = rule_day_window(day, MEASURE_OXYGEN_HOURS, WEEK);
    struct series headache = rule_day_window(day, MEASURE_SLEEP_MORNING_HEADACHE, WEEK);
    struct series sleepy = rule_day_window(day, MEASURE_SLEEP_SLEEPINESS, WEEK);
    uint32_t used = slice_count_from(oxygen, any);
    bool ventilated = plans_ventilation(day) ||
                      slice_count_from(rule_day_window(day, MEASURE_NIV_HOURS, WEEK), any) > 0;
    bool alone = !ventilated && used >= (uint32_t)rule_day_limit(day, LIMIT_R07_DAYS);
    struct sighting seen = {.count = used,
                            .days = WEEK,
                            .roles = slice_roles(oxygen),
                            .days_ago = slice_days_since(oxygen, any, day->day)};
    if (slice_count_from(headache, 1) > 0) {
        seen.words |= 1U << WORD_MORNING_HEADACHE;
    }
    if (slice_count_from(sleepy, rule_day_limit(day, LIMIT_R07_SLEEPINESS)) > 0) {
        seen.words |= 1U << WORD_SLEEPINESS;
    }
    if (!rule_day_shared(day, SIGN_R07_UNSUPPORTED, MEASURE_NIV_HOURS)) {
        return;
    }
    rule_day_count(day, SIGN_R07_UNSUPPORTED, MEASURE_OXYGEN_HOURS, WEEK, alone ? &seen : NULL);
    rule_day_count(day, SIGN_R07_WITH_SYMPTOMS, MEASURE_OXYGEN_HOURS, WEEK,
                   alone && seen.words != 0 ? &seen : NULL);
}

/* One prescribed figure against what was logged in a week. */
struct prescription {
    enum flag_sign sign;
    enum measure measure;
    const char *field;
    const char *plan_said;
    double ratio; /* how far above still counts as prescribed */
};

static void judge_prescription(struct rule_day *day, const struct prescription *prescription)
{
    struct series used = rule_day_window(day, prescription->measure, WEEK);
    double prescribed = 0;
    bool known = rule_day_plan_number(day, "respiratory_plan", prescription->field, &prescribed);
    if (!known && slice_count_from(used, any) == 0) {
        rule_day_applies_not(day, prescription->sign);
        return;
    }
    if (!known) {
        rule_day_lacks(day, prescription->sign,
                       &(struct lack){.reason = LACK_PLAN, .plan_said = prescription->plan_said});
        return;
    }
    double above_from = prescribed * prescription->ratio + any;
    uint32_t above = slice_count_from(used, above_from);
    struct sighting seen = {.value = slice_highest(used),
                            .baseline = prescribed,
                            .count = above,
                            .days = WEEK,
                            .roles = slice_roles(used),
                            .days_ago = slice_days_since(used, above_from, day->day)};
    bool holds = above >= (uint32_t)rule_day_limit(day, LIMIT_R08_DAYS);
    rule_day_count(day, prescription->sign, prescription->measure, WEEK, holds ? &seen : NULL);
}

void rule_support_oxygen_above(struct rule_day *day)
{
    const struct prescription prescriptions[] = {
        {SIGN_R08_FLOW, MEASURE_OXYGEN_FLOW, "flow", "the prescribed flow of oxygen", 1},
        {SIGN_R08_HOURS, MEASURE_OXYGEN_HOURS, "hours", "the prescribed hours of oxygen",
         rule_day_limit(day, LIMIT_R08_HOURS_RATIO)},
    };
    for (size_t i = 0; i < sizeof prescriptions / sizeof prescriptions[0]; i++) {
        judge_prescription(day, &prescriptions[i]);
    }
}

/* Neither planned nor used: the rules on the mask do not apply. */
static bool has_mask(const struct rule_day *day)
{
    return plans_ventilation(day) || rule_day_latest(day, MEASURE_NIV_HOURS, MASK_DAYS) != NULL ||
           rule_day_latest(day, MEASURE_NIV_NIGHT_HOURS, MASK_DAYS) != NULL;
}

void rule_support_mask_little(struct rule_day *day)
{
    const enum measure measure = MEASURE_NIV_NIGHT_HOURS;
    uint32_t needed = (uint32_t)rule_day_limit(day, LIMIT_R09_NIGHTS);
    struct sighting seen = {0};
    if (!has_mask(day)) {
        rule_day_applies_not(day, SIGN_R09_FEW_HOURS);
        return;
    }
    if (!day->is_over || !rule_day_enough(day, SIGN_R09_FEW_HOURS, measure, WEEK, needed)) {
        return;
    }
    struct series nights = rule_day_window(day, measure, WEEK);
    seen.value = slice_median(nights);
    seen.limit = rule_day_limit(day, LIMIT_R09_HOURS);
    seen.count = (uint32_t)slice_sum(rule_day_window(day, MEASURE_NIV_MASK_PROBLEMS, WEEK));
    seen.n = (uint32_t)nights.count;
    seen.days = WEEK;
    seen.roles = slice_roles(nights);
    rule_day_judge(day, SIGN_R09_FEW_HOURS, seen.value < seen.limit, &seen);
}

void rule_support_mask_more(struct rule_day *day)
{
    const enum measure measure = MEASURE_NIV_HOURS;
    uint32_t needed = (uint32_t)rule_day_limit(day, LIMIT_R10_DAYS);
    struct series hours = rule_day_window(day, measure, WEEK);
    struct series before = rule_day_before(day, measure, WEEK, BEFORE_DAYS);
    struct sighting seen = {.n = (uint32_t)hours.count, .days = WEEK, .roles = slice_roles(hours)};
    if (!has_mask(day)) {
        rule_day_applies_not(day, SIGN_R10_LONG);
        rule_day_applies_not(day, SIGN_R10_RISE);
        return;
    }
    if (!day->is_over || !rule_day_enough(day, SIGN_R10_LONG, measure, WEEK, needed)) {
        return;
    }
    seen.value = slice_median(hours);
    seen.limit = rule_day_limit(day, LIMIT_R10_HOURS);
    rule_day_judge(day, SIGN_R10_LONG, seen.value >= seen.limit, &seen);
    if (before.count < BEFORE_NEEDED) {
        rule_day_lacks(day, SIGN_R10_RISE,
                       &(struct lack){.reason = LACK_BASELINE,
                                      .measure = measure,
                                      .n = (uint32_t)before.count,
                                      .needed = BEFORE_NEEDED,
                                      .days = BEFORE_DAYS});
        return;
    }
    seen.baseline = slice_median(before);
    seen.limit = rule_day_limit(day, LIMIT_R10_RISE);
    rule_day_judge(day, SIGN_R10_RISE, seen.value - seen.baseline >= seen.limit, &seen);
}

static void judge_cough(struct rule_day *day, enum flag_sign sign, enum flag_limit limit)
{
    const struct series_point *best = rule_day_reading(day, sign, MEASURE_COUGH_FLOW_BEST);
    if (best != NULL) {
        struct sighting seen = {
            .value = best->value, .limit = rule_day_limit(day, limit), .roles = best->roles};
        rule_day_judge(day, sign, best->value < seen.limit, &seen);
    }
}

void rule_support_cough(struct rule_day *day)
{
    struct series secretions = rule_day_window(day, MEASURE_SECRETIONS_CANNOT_CLEAR, WEEK);
    uint32_t stuck = slice_count_from(secretions, 1);
    struct sighting seen = {.count = stuck,
                            .n = (uint32_t)secretions.count,
                            .days = WEEK,
                            .roles = slice_roles(secretions),
                            .days_ago = slice_days_since(secretions, 1, day->day)};
    judge_cough(day, SIGN_R11_WEAK, LIMIT_R11_WEAK);
    judge_cough(day, SIGN_R11_VERY_WEAK, LIMIT_R11_VERY_WEAK);
    rule_day_count(day, SIGN_R11_SECRETIONS, MEASURE_SECRETIONS_CANNOT_CLEAR, WEEK,
                   stuck >= (uint32_t)rule_day_limit(day, LIMIT_R11_DAYS) ? &seen : NULL);
}
