/* R12 to R15: swallowing, weight and meals. */
#include "flags/rule_eating.h"

#include <math.h>
#include <stddef.h>

#include "flags/rule_breathing.h"
#include "flags/rule_day.h"
#include "flags/slice.h"
#include "trends/weight.h"

enum {
    WEEK = 7,
    FEVER_DAYS = 3, /* between an event and a temperature, in either order */
    TEXTURE_NEEDED = 3,
    TEXTURE_BEFORE_DAYS = 28,
    TEXTURE_BEFORE_NEEDED = 7,
    WEIGHT_BEFORE_DAYS = 28
};

/* A change of texture is an event in itself, in whichever direction. */
static void judge_texture(struct rule_day *day)
{
    struct series now = rule_day_window(day, MEASURE_MEAL_TEXTURE, WEEK);
    struct series before = rule_day_before(day, MEASURE_MEAL_TEXTURE, WEEK, TEXTURE_BEFORE_DAYS);
    if (!day->is_over ||
        !rule_day_enough(day, SIGN_R12_TEXTURE, MEASURE_MEAL_TEXTURE, WEEK, TEXTURE_NEEDED)) {
        return;
    }
    if (before.count < TEXTURE_BEFORE_NEEDED) {
        rule_day_lacks(day, SIGN_R12_TEXTURE,
                       &(struct lack){.reason = LACK_BASELINE,
                                      .measure = MEASURE_MEAL_TEXTURE,
                                      .n = (uint32_t)before.count,
                                      .needed = TEXTURE_BEFORE_NEEDED,
                                      .days = TEXTURE_BEFORE_DAYS});
        return;
    }
    struct sighting seen = {.value = slice_median(now),
                            .baseline = slice_median(before),
                            .n = (uint32_t)now.count,
                            .days = WEEK,
                            .roles = slice_roles(now)};
    rule_day_judge(day, SIGN_R12_TEXTURE, fabs(seen.value - seen.baseline) >= 1, &seen);
}

void rule_eating_choking(struct rule_day *day)
{
    const struct series_point *severe = rule_day_today(day, MEASURE_SWALLOW_SEVERE);
    struct series events = rule_day_window(day, MEASURE_SWALLOW_EVENTS, WEEK);
    struct series recent = rule_day_window(day, MEASURE_SWALLOW_EVENTS, FEVER_DAYS + 1);
    struct series warm = rule_day_window(day, MEASURE_TEMPERATURE, FEVER_DAYS + 1);
    bool is_severe = severe != NULL && severe->value > 0;
    struct sighting help = {.count = is_severe ? (uint32_t)severe->value : 0,
                            .roles = is_severe ? severe->roles : 0};
    struct sighting often = {.value = slice_sum(rule_day_window(day, MEASURE_SWALLOW_THIN, WEEK)),
                             .count = (uint32_t)slice_sum(events),
                             .limit = rule_day_limit(day, LIMIT_R12_EVENTS),
                             .days = WEEK,
                             .roles = slice_roles(events),
                             .days_ago = slice_days_since(events, 1, day->day)};
    struct sighting fever = {.value = slice_highest(warm),
                             .limit = rule_day_limit(day, LIMIT_R12_FEVER),
                             .days = FEVER_DAYS,
                             .roles = slice_roles(warm)};
    bool is_fever = slice_sum(recent) > 0 && fever.value >= fever.limit;
    rule_day_count(day, SIGN_R12_SEVERE, MEASURE_SWALLOW_SEVERE, WEEK, is_severe ? &help : NULL);
    rule_day_count(day, SIGN_R12_OFTEN, MEASURE_SWALLOW_EVENTS, WEEK,
                   often.count >= often.limit ? &often : NULL);
    rule_day_count(day, SIGN_R12_FEVER, MEASURE_SWALLOW_EVENTS, FEVER_DAYS + 1,
                   is_fever ? &fever : NULL);
    judge_texture(day);
}

/* The loss of the usual weight in percent, as a plan knows it. */
static void judge_loss(struct rule_day *day, struct sighting *seen)
{
    if (!rule_day_plan_number(day, "nutrition_plan", "baseline_weight", &seen->baseline) ||
        seen->baseline <= 0) {
        const struct lack lack = {.reason = LACK_PLAN, .plan_said = "the usual weight"};
        rule_day_lacks(day, SIGN_R13_LOSS, &lack);
        rule_day_lacks(day, SIGN_R13_MUCH_LOSS, &lack);
        return;
    }
    seen->change = (seen->value - seen->baseline) / seen->baseline * 100;
    seen->limit = rule_day_limit(day, LIMIT_R13_LOSS);
    rule_day_judge(day, SIGN_R13_LOSS, -seen->change >= seen->limit, seen);
    seen->limit = rule_day_limit(day, LIMIT_R13_MUCH_LOSS);
    rule_day_judge(day, SIGN_R13_MUCH_LOSS, -seen->change >= seen->limit, seen);
}

static void judge_mass_index(struct rule_day *day, const struct sighting *weight)
{
    double height_cm = 0;
    struct sighting seen = *weight;
    if (!rule_day_plan_number(day, "nutrition_plan", "height", &height_cm) || height_cm <= 0) {
        rule_day_lacks(day, SIGN_R13_BMI,
                       &(struct lack){.reason = LACK_PLAN, .plan_said = "the height"});
        return;
    }
    seen.value = weight->value / (height_cm / 100) / (height_cm / 100);
    seen.limit = rule_day_limit(day, LIMIT_R13_BMI);
    rule_day_judge(day, SIGN_R13_BMI, seen.value < seen.limit, &seen);
}

static void judge_fast_loss(struct rule_day *day, struct sighting *seen)
{
    struct weight earlier =
        weight_of(rule_day_before(day, MEASURE_WEIGHT, WEIGHT_BEFORE_DAYS, WEIGHT_DAYS));
    if (!earlier.known) {
        rule_day_lacks(day, SIGN_R13_FAST,
                       &(struct lack){.reason = LACK_BASELINE,
                                      .measure = MEASURE_WEIGHT,
                                      .n = earlier.readings,
                                      .needed = WEIGHT_NEEDED,
                                      .days = WEIGHT_BEFORE_DAYS});
        return;
    }
    seen->baseline = earlier.kilograms;
    seen->change = (seen->value - seen->baseline) / seen->baseline * 100;
    seen->limit = rule_day_limit(day, LIMIT_R13_FAST);
    rule_day_judge(day, SIGN_R13_FAST, -seen->change > seen->limit, seen);
}

void rule_eating_weight(struct rule_day *day)
{
    if (!day->is_over ||
        !rule_day_enough(day, SIGN_R13_LOSS, MEASURE_WEIGHT, WEIGHT_DAYS, WEIGHT_NEEDED)) {
        return;
    }
    struct weight weight = weight_of(rule_day_window(day, MEASURE_WEIGHT, WEIGHT_DAYS));
    struct sighting seen = {.value = weight.kilograms,
                            .n = weight.readings,
                            .days = WEIGHT_DAYS,
                            .roles = weight.roles};
    judge_loss(day, &seen);
    judge_mass_index(day, &seen);
    judge_fast_loss(day, &seen);
}

/* The days of a week on which either series says that it happened. */
static uint32_t count_either(struct series left, struct series right)
{
    uint32_t count = slice_count_from(left, 1);
    size_t at = 0;
    for (size_t i = 0; i < right.count; i++) {
        while (at < left.count && left.points[at].day < right.points[i].day) {
            at++;
        }
        bool counted = at < left.count && left.points[at].day == right.points[i].day &&
                       left.points[at].value >= 1;
        count += right.points[i].value >= 1 && !counted;
    }
    return count;
}

void rule_eating_effort(struct rule_day *day)
{
    struct series meals = rule_day_window(day, MEASURE_MEAL_COUNT, WEEK);
    uint32_t effort = count_either(rule_day_window(day, MEASURE_MEAL_LONG, WEEK),
                                   rule_day_window(day, MEASURE_MEAL_ENDED_EARLY, WEEK));
    uint32_t needed = (uint32_t)rule_day_limit(day, LIMIT_R14_LOGGED);
    bool holds = effort >= (uint32_t)rule_day_limit(day, LIMIT_R14_DAYS);
    if (holds || rule_day_enough(day, SIGN_R14_EFFORT, MEASURE_MEAL_COUNT, WEEK, needed)) {
        rule_day_judge(day, SIGN_R14_EFFORT, holds,
                       &(struct sighting){.count = effort,
                                          .n = (uint32_t)meals.count,
                                          .days = WEEK,
                                          .roles = slice_roles(meals)});
    }
}

/* A low reading counts from the day a tube was discussed; only another one says that it is over. */
static void judge_tube(struct rule_day *day, enum flag_sign sign, const struct series_point *today,
                       const struct sighting *seen)
{
    bool is_low = seen->value < seen->limit;
    if (is_low || today != NULL) {
        rule_day_judge(day, sign, is_low, seen);
    }
}

void rule_eating_tube(struct rule_day *day)
{
    struct bytes tube = rule_day_plan_choice(day, "nutrition_plan", "tube");
    bool is_open = bytes_equal_text(tube, "discussed") || bytes_equal_text(tube, "declined");
    struct sighting seen = {0};
    if (!is_open) {
        rule_day_applies_not(day, SIGN_R15_NEAR);
        rule_day_applies_not(day, SIGN_R15_LOW);
        return;
    }
    const struct series_point *today = rule_breathing_capacity(day, SIGN_R15_NEAR);
    const struct series_point *point = rule_breathing_latest_capacity(day);
    if (point == NULL) {
        return;
    }
    double low = rule_day_limit(day, LIMIT_R15_LOW);
    seen.value = point->value;
    seen.roles = point->roles;
    seen.days_ago = day->day - point->day;
    seen.limit = rule_day_limit(day, LIMIT_R15_NEAR);
    judge_tube(day, SIGN_R15_NEAR, today, &seen);
    seen.limit = low;
    judge_tube(day, SIGN_R15_LOW, today, &seen);
}
