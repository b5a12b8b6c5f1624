/* R18, R21, R22 and R25: pain, strain, function, silence. */
#include "flags/rule_person.h"

#include <stddef.h>

#include "flags/rule_day.h"
#include "flags/slice.h"

enum {
    WEEK = 7,
    PAIN_NEEDED = 4,
    SEVERE_DAYS = 3,
    SEVERE_NEEDED = 2,
    BEFORE_DAYS = 28,
    BEFORE_NEEDED = 14,
    STRAIN_DAYS = 28,
    TWO_WEEKS = 14,
    STEP_DAYS = 60,
};

static void lacks_baseline(struct rule_day *day, enum flag_sign sign, enum measure measure,
                           uint32_t days)
{
    rule_day_lacks(
        day, sign,
        &(struct lack){.reason = LACK_BASELINE, .measure = measure, .needed = 1, .days = days});
}

static void judge_severe_pain(struct rule_day *day)
{
    struct series window = rule_day_window(day, MEASURE_PAIN_WORST, SEVERE_DAYS);
    struct sighting seen = {.value = slice_highest(window),
                            .limit = rule_day_limit(day, LIMIT_R18_SEVERE),
                            .n = (uint32_t)window.count,
                            .days = SEVERE_DAYS,
                            .roles = slice_roles(window)};
    seen.count = slice_count_from(window, seen.limit);
    if (rule_day_enough(day, SIGN_R18_SEVERE, MEASURE_PAIN_WORST, SEVERE_DAYS, SEVERE_NEEDED)) {
        rule_day_judge(day, SIGN_R18_SEVERE, seen.count >= SEVERE_NEEDED, &seen);
    }
}

static void judge_rising_pain(struct rule_day *day, struct sighting *seen)
{
    struct series before = rule_day_before(day, MEASURE_PAIN_WORST, WEEK, BEFORE_DAYS);
    if (before.count < BEFORE_NEEDED) {
        rule_day_lacks(day, SIGN_R18_RISE,
                       &(struct lack){.reason = LACK_BASELINE,
                                      .measure = MEASURE_PAIN_WORST,
                                      .n = (uint32_t)before.count,
                                      .needed = BEFORE_NEEDED,
                                      .days = BEFORE_DAYS});
        return;
    }
    seen->baseline = slice_median(before);
    seen->limit = rule_day_limit(day, LIMIT_R18_RISE);
    double rise = seen->value - seen->baseline;
    double share = rule_day_limit(day, LIMIT_R18_RISE_SHARE) / 100;
    rule_day_judge(day, SIGN_R18_RISE, rise >= seen->limit && rise >= share * seen->baseline, seen);
}

void rule_person_pain(struct rule_day *day)
{
    struct series window = rule_day_window(day, MEASURE_PAIN_WORST, WEEK);
    judge_severe_pain(day);
    if (!day->is_over ||
        !rule_day_enough(day, SIGN_R18_MODERATE, MEASURE_PAIN_WORST, WEEK, PAIN_NEEDED)) {
        return;
    }
    struct sighting seen = {.value = slice_median(window),
                            .limit = rule_day_limit(day, LIMIT_R18_MODERATE),
                            .n = (uint32_t)window.count,
                            .days = WEEK,
                            .roles = slice_roles(window)};
    rule_day_judge(day, SIGN_R18_MODERATE, seen.value >= seen.limit, &seen);
    judge_rising_pain(day, &seen);
}

/* A journal in which no caregiver rates strain has nothing to say; one who stopped leaves it open.
 */
static bool has_strain(struct rule_day *day)
{
    if (day->ends[MEASURE_STRAIN_SCORE] > 0 &&
        rule_day_latest(day, MEASURE_STRAIN_SCORE, STRAIN_DAYS) == NULL) {
        rule_day_lacks(day, SIGN_R21_STRAIN,
                       &(struct lack){.reason = LACK_READING,
                                      .measure = MEASURE_STRAIN_SCORE,
                                      .days = STRAIN_DAYS});
    }
    return rule_day_today(day, MEASURE_STRAIN_SCORE) != NULL;
}

void rule_person_strain(struct rule_day *day)
{
    const struct series_point *coping = rule_day_today(day, MEASURE_STRAIN_NOT_COPING);
    if (!rule_day_shared(day, SIGN_R21_STRAIN, MEASURE_STRAIN_SCORE)) {
        return;
    }
    if (coping != NULL) {
        rule_day_judge(day, SIGN_R21_NOT_COPING, coping->value > 0,
                       &(struct sighting){.roles = coping->roles});
    }
    if (!has_strain(day)) {
        return;
    }
    const struct series_point *point = rule_day_today(day, MEASURE_STRAIN_SCORE);
    struct series earlier =
        slice_last(rule_day_before(day, MEASURE_STRAIN_SCORE, WEEK / 2, TWO_WEEKS - WEEK / 2), 1);
    struct sighting seen = {.value = point->value,
                            .limit = rule_day_limit(day, LIMIT_R21_STRAIN),
                            .roles = point->roles};
    rule_day_judge(day, SIGN_R21_STRAIN, seen.value >= seen.limit, &seen);
    seen.limit = rule_day_limit(day, LIMIT_R21_LASTING);
    seen.baseline = slice_highest(earlier);
    if (seen.value >= seen.limit && earlier.count == 0) {
        lacks_baseline(day, SIGN_R21_LASTING, MEASURE_STRAIN_SCORE, TWO_WEEKS);
        return;
    }
    rule_day_judge(day, SIGN_R21_LASTING, seen.value >= seen.limit && seen.baseline >= seen.limit,
                   &seen);
}

/* Of a loss that is older than the window nobody knows how fast it was. */
static void judge_total(struct rule_day *day)
{
    const struct series_point *total =
        rule_day_reading(day, SIGN_R22_TOTAL, MEASURE_ALSFRS_R_TOTAL);
    if (total == NULL) {
        return;
    }
    struct series before = rule_day_before(day, MEASURE_ALSFRS_R_TOTAL, 1, STEP_DAYS);
    struct sighting seen = {.value = total->value,
                            .baseline = slice_highest(before),
                            .limit = rule_day_limit(day, LIMIT_R22_LOSS),
                            .days = STEP_DAYS,
                            .roles = total->roles};
    bool has_earlier = day->ends[MEASURE_ALSFRS_R_TOTAL] > 1;
    double previous = has_earlier ? total[-1].value : 0; /* points stand side by side */
    seen.is_known = has_earlier && total->value >= previous;
    if (before.count == 0 && (!has_earlier || previous - total->value >= seen.limit)) {
        lacks_baseline(day, SIGN_R22_TOTAL, MEASURE_ALSFRS_R_TOTAL, STEP_DAYS);
        return;
    }
    rule_day_judge(day, SIGN_R22_TOTAL,
                   before.count > 0 && seen.baseline - seen.value >= seen.limit, &seen);
}

/* Swallowing, walking, and the three of breathing. */
static bool is_key_item(unsigned item)
{
    return item == 3 || item == 8 || item >= 10;
}

/* The first item whose loss since the assessment before is at least least; 0 when there is none. */
static void find_loss(const struct rule_day *day, double least, bool key_items,
                      struct sighting *out_seen)
{
    _Static_assert(MEASURE_ALSFRS_R_Q12 - MEASURE_ALSFRS_R_Q1 == 11, "the items stand together");
    *out_seen = (struct sighting){.limit = least};
    for (unsigned item = 1; item <= 12 && out_seen->count == 0; item++) {
        enum measure measure = (enum measure)(MEASURE_ALSFRS_R_Q1 + item - 1);
        const struct series_point *now = rule_day_today(day, measure);
        if (now == NULL || day->ends[measure] < 2 || (key_items && !is_key_item(item))) {
            continue;
        }
        double before = now[-1].value; /* a history holds the points side by side */
        if (before - now->value >= least) {
            out_seen->count = item;
            out_seen->value = now->value;
            out_seen->baseline = before;
            out_seen->roles = now->roles;
        }
    }
}

/* False, with both signs on items lacking it, when no item of this day was ever scored before. */
static bool can_compare_items(struct rule_day *day)
{
    bool any = false;
    for (unsigned item = 1; item <= 12; item++) {
        enum measure measure = (enum measure)(MEASURE_ALSFRS_R_Q1 + item - 1);
        bool is_scored = rule_day_today(day, measure) != NULL;
        any = any || is_scored;
        if (is_scored && day->ends[measure] > 1) {
            return true;
        }
    }
    if (any) {
        lacks_baseline(day, SIGN_R22_ITEM, MEASURE_ALSFRS_R_TOTAL, RULE_READING_DAYS);
    }
    return false;
}

void rule_person_function(struct rule_day *day)
{
    struct sighting seen;
    judge_total(day);
    if (!rule_day_shared(day, SIGN_R22_ITEM, MEASURE_ALSFRS_R_Q1) || !can_compare_items(day)) {
        return;
    }
    find_loss(day, rule_day_limit(day, LIMIT_R22_ITEM), false, &seen);
    rule_day_judge(day, SIGN_R22_ITEM, seen.count > 0, &seen);
    find_loss(day, 1, true, &seen);
    rule_day_judge(day, SIGN_R22_KEY_ITEM, seen.count > 0, &seen);
}

/* The last day on which nothing had to come in: that of the last receipt, or of a later pause. */
static int32_t excused_until(const struct rule_day *day)
{
    int32_t received = day->question->last_received_day;
    return day->last_paused > received ? day->last_paused : received;
}

void rule_person_silence(struct rule_day *day)
{
    const struct flag_question *question = day->question;
    if (!question->has_received) {
        return;
    }
    int32_t silent = day->day - excused_until(day);
    double interval = 2 * question->received_interval_days;
    struct sighting seen = {.value = day->day - question->last_received_day,
                            .limit = rule_day_limit(day, LIMIT_R25_DAYS)};
    seen.limit = interval > seen.limit ? interval : seen.limit;
    rule_day_judge(day, SIGN_R25_QUIET, silent > seen.limit, &seen);
    seen.limit = rule_day_limit(day, LIMIT_R25_LOST);
    seen.limit = interval > seen.limit ? interval : seen.limit;
    rule_day_judge(day, SIGN_R25_LOST, silent > seen.limit, &seen);
}
