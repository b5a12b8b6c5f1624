/* R16, R17, R19, R20 and R24: falls, exercise, skin. */
#include "flags/rule_movement.h"

#include <math.h>
#include <stddef.h>

#include "base/timestamp.h"
#include "flags/rule_day.h"
#include "flags/slice.h"

enum {
    WEEK = 7,
    MONTH = 30,
    SESSION_DAYS = 14, /* how far back the last sessions may lie */
    SESSIONS = 3,
    OWN_DAYS = 28,
    OWN_NEEDED = 4,
    ADHERENCE_DAYS = 28
};

static void judge_injury(struct rule_day *day)
{
    const struct series_point *hurt = rule_day_today(day, MEASURE_FALLS_INJURY);
    bool holds = hurt != NULL && hurt->value > 0;
    struct sighting seen = {.count = holds ? (uint32_t)hurt->value : 0,
                            .roles = holds ? hurt->roles : 0};
    rule_day_count(day, SIGN_R16_INJURY, MEASURE_FALLS_INJURY, WEEK, holds ? &seen : NULL);
}

void rule_movement_falls(struct rule_day *day)
{
    struct series month = rule_day_window(day, MEASURE_FALLS, MONTH);
    const struct series_point *today = rule_day_today(day, MEASURE_FALLS);
    int32_t free_days = (int32_t)rule_day_limit(day, LIMIT_R16_FREE_DAYS);
    struct sighting repeated = {.count = (uint32_t)slice_sum(month),
                                .n = rule_day_logged(day, 0, MONTH),
                                .limit = rule_day_limit(day, LIMIT_R16_FALLS),
                                .days = MONTH,
                                .roles = slice_roles(month),
                                .days_ago = slice_days_since(month, 1, day->day)};
    bool is_first = today != NULL && today->value > 0 &&
                    slice_sum(rule_day_before(day, MEASURE_FALLS, 1, free_days)) < 1;
    struct sighting first = {.days = (uint32_t)free_days};
    if (is_first) {
        first.n = rule_day_logged(day, 0, free_days);
        first.roles = today->roles;
    }
    judge_injury(day);
    rule_day_count(day, SIGN_R16_REPEATED, MEASURE_FALLS, MONTH,
                   repeated.count >= repeated.limit ? &repeated : NULL);
    rule_day_count(day, SIGN_R16_FIRST, MEASURE_FALLS, WEEK, is_first ? &first : NULL);
}

void rule_movement_near_falls(struct rule_day *day)
{
    struct series near = rule_day_window(day, MEASURE_NEAR_FALLS, WEEK);
    struct sighting seen = {.count = (uint32_t)slice_sum(near),
                            .n = rule_day_logged(day, 0, WEEK),
                            .limit = rule_day_limit(day, LIMIT_R17_NEAR),
                            .days = WEEK,
                            .roles = slice_roles(near),
                            .days_ago = slice_days_since(near, 1, day->day)};
    rule_day_count(day, SIGN_R17_OFTEN, MEASURE_NEAR_FALLS, WEEK,
                   seen.count >= seen.limit ? &seen : NULL);
}

/* The last days with exercise, or after it, on which a question was answered. */
static struct series last_sessions(const struct rule_day *day, enum measure measure)
{
    return slice_last(rule_day_window(day, measure, SESSION_DAYS), SESSIONS);
}

static uint32_t needed_sessions(const struct rule_day *day)
{
    return (uint32_t)rule_day_limit(day, LIMIT_R19_SESSIONS);
}

/* A day is new to a rule on sessions only when it has one. */
static void judge_sessions(struct rule_day *day, enum flag_sign sign, enum measure measure,
                           struct sighting *seen)
{
    if (rule_day_today(day, measure) != NULL || seen->count < needed_sessions(day)) {
        if (rule_day_enough(day, sign, measure, SESSION_DAYS, needed_sessions(day))) {
            rule_day_judge(day, sign, seen->count >= needed_sessions(day), seen);
        }
    }
}

static void judge_hard(struct rule_day *day)
{
    struct series sessions = last_sessions(day, MEASURE_EXERCISE_HARD);
    struct sighting seen = {.value = slice_highest(last_sessions(day, MEASURE_EXERCISE_EXERTION)),
                            .count = slice_count_from(sessions, 1),
                            .n = (uint32_t)sessions.count,
                            .roles = slice_roles(sessions)};
    judge_sessions(day, SIGN_R19_HARD, MEASURE_EXERCISE_HARD, &seen);
}

/* The next day against the person's own usual one: tiredness, or soreness when it says more. */
static void judge_after(struct rule_day *day)
{
    static const enum measure measures[] = {MEASURE_AFTEREFFECT_FATIGUE,
                                            MEASURE_AFTEREFFECT_SORENESS};
    struct sighting worst = {.limit = rule_day_limit(day, LIMIT_R19_RISE)};
    bool compared = false;
    for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
        struct series own = rule_day_before(day, measures[i], WEEK, OWN_DAYS);
        struct series last = last_sessions(day, measures[i]);
        double usual = slice_median(own);
        uint32_t above = slice_count_from(last, usual + worst.limit);
        compared = compared || own.count >= OWN_NEEDED;
        if (own.count >= OWN_NEEDED && (above > worst.count || worst.n == 0)) {
            worst.value = slice_highest(last);
            worst.baseline = usual;
            worst.count = above;
            worst.n = (uint32_t)last.count;
            worst.roles = slice_roles(last);
        }
    }
    if (compared) {
        judge_sessions(day, SIGN_R19_AFTER, MEASURE_AFTEREFFECT_FATIGUE, &worst);
    } else {
        rule_day_lacks(day, SIGN_R19_AFTER,
                       &(struct lack){.reason = LACK_BASELINE,
                                      .measure = MEASURE_AFTEREFFECT_FATIGUE,
                                      .needed = OWN_NEEDED,
                                      .days = OWN_DAYS});
    }
}

void rule_movement_hard_exercise(struct rule_day *day)
{
    struct series weaker = last_sessions(day, MEASURE_AFTEREFFECT_WEAKNESS);
    struct sighting seen = {.count = slice_count_from(weaker, 1),
                            .n = (uint32_t)weaker.count,
                            .roles = slice_roles(weaker)};
    judge_hard(day);
    judge_after(day);
    judge_sessions(day, SIGN_R19_WEAKNESS, MEASURE_AFTEREFFECT_WEAKNESS, &seen);
}

static const enum measure done_measures[] = {
    MEASURE_EXERCISE_STRETCH_DONE,     MEASURE_EXERCISE_STRENGTH_DONE,
    MEASURE_EXERCISE_FLEXIBILITY_DONE, MEASURE_EXERCISE_MOBILITY_DONE,
    MEASURE_EXERCISE_BALANCE_DONE,     MEASURE_EXERCISE_AEROBIC_DONE,
    MEASURE_EXERCISE_BREATHING_DONE,   MEASURE_EXERCISE_HYDRO_DONE,
};

static const enum measure prescribed_measures[] = {
    MEASURE_EXERCISE_STRETCH_PRESCRIBED,     MEASURE_EXERCISE_STRENGTH_PRESCRIBED,
    MEASURE_EXERCISE_FLEXIBILITY_PRESCRIBED, MEASURE_EXERCISE_MOBILITY_PRESCRIBED,
    MEASURE_EXERCISE_BALANCE_PRESCRIBED,     MEASURE_EXERCISE_AEROBIC_PRESCRIBED,
    MEASURE_EXERCISE_BREATHING_PRESCRIBED,   MEASURE_EXERCISE_HYDRO_PRESCRIBED,
};

static const enum measure reason_measures[] = {
    MEASURE_EXERCISE_NOT_DONE_FATIGUE,   MEASURE_EXERCISE_NOT_DONE_PAIN,
    MEASURE_EXERCISE_NOT_DONE_ILL,       MEASURE_EXERCISE_NOT_DONE_NO_HELPER,
    MEASURE_EXERCISE_NOT_DONE_EQUIPMENT, MEASURE_EXERCISE_NOT_DONE_FORGOT,
    MEASURE_EXERCISE_NOT_DONE_UNSAFE,    MEASURE_EXERCISE_NOT_DONE_REFUSED,
};

enum { TYPES = sizeof done_measures / sizeof done_measures[0] };
_Static_assert(WORD_NOT_REFUSED - WORD_NOT_FATIGUE + 1 ==
                   sizeof reason_measures / sizeof reason_measures[0],
               "a word for each reason");

static double sum_of(const struct rule_day *day, const enum measure measures[static TYPES])
{
    double sum = 0;
    for (size_t i = 0; i < TYPES; i++) {
        sum += slice_sum(rule_day_window(day, measures[i], ADHERENCE_DAYS));
    }
    return sum;
}

static uint32_t reasons_given(const struct rule_day *day)
{
    uint32_t words = 0;
    for (unsigned i = 0; i < sizeof reason_measures / sizeof reason_measures[0]; i++) {
        if (slice_sum(rule_day_window(day, reason_measures[i], ADHERENCE_DAYS)) > 0) {
            words |= 1U << (WORD_NOT_FATIGUE + i);
        }
    }
    return words;
}

static bool was_paused(const struct rule_day *day)
{
    for (int32_t back = 0; back < ADHERENCE_DAYS; back++) {
        if (history_is_paused(day->question->history, day->day - back)) {
            return true;
        }
    }
    return false;
}

/* Judged once a week, on Sunday; a pause in the window leaves everything as it was. */
void rule_movement_little_exercise(struct rule_day *day)
{
    bool is_sunday = day_monday(day->day) + WEEK - 1 == day->day;
    if (!is_sunday || !day->is_over || was_paused(day) ||
        !rule_day_shared(day, SIGN_R20_FEW, MEASURE_EXERCISE_SESSIONS)) {
        return;
    }
    struct series sessions = rule_day_window(day, MEASURE_EXERCISE_SESSIONS, ADHERENCE_DAYS);
    double prescribed = sum_of(day, prescribed_measures);
    double done = sum_of(day, done_measures);
    struct sighting seen = {.value = prescribed > 0 ? done / prescribed * 100 : 0,
                            .words = reasons_given(day),
                            .limit = rule_day_limit(day, LIMIT_R20_SHARE),
                            .count = (uint32_t)done,
                            .n = (uint32_t)lround(prescribed),
                            .days = ADHERENCE_DAYS,
                            .roles = slice_roles(sessions)};
    if (prescribed < rule_day_limit(day, LIMIT_R20_PRESCRIBED)) {
        rule_day_applies_not(day, SIGN_R20_FEW);
        return;
    }
    bool few = seen.value < seen.limit;
    if (few && seen.words == 0) {
        rule_day_lacks(day, SIGN_R20_FEW,
                       &(struct lack){.reason = LACK_DAYS,
                                      .measure = MEASURE_EXERCISE_SESSIONS,
                                      .n = (uint32_t)sessions.count,
                                      .needed = seen.n,
                                      .days = ADHERENCE_DAYS});
        return;
    }
    rule_day_judge(day, SIGN_R20_FEW, few, &seen);
}

void rule_movement_skin(struct rule_day *day)
{
    struct series redness = rule_day_window(day, MEASURE_AID_REDNESS_MIN, WEEK);
    const struct series_point *stopped = rule_day_today(day, MEASURE_AID_STOPPED);
    bool is_stopped = stopped != NULL && stopped->value > 0;
    struct sighting red = {.value = slice_highest(redness),
                           .limit = rule_day_limit(day, LIMIT_R24_REDNESS),
                           .days = WEEK,
                           .roles = slice_roles(redness)};
    red.count = (uint32_t)redness.count - slice_count_to(redness, red.limit);
    struct sighting ended = {.count = is_stopped ? (uint32_t)stopped->value : 0,
                             .roles = is_stopped ? stopped->roles : 0};
    rule_day_count(day, SIGN_R24_REDNESS, MEASURE_AID_REDNESS_MIN, WEEK,
                   red.count > 0 ? &red : NULL);
    rule_day_count(day, SIGN_R24_STOPPED, MEASURE_AID_STOPPED, WEEK, is_stopped ? &ended : NULL);
}
