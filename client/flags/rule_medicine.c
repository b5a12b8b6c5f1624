/* R23: what of the medicine plan was not done, and what riluzole warns of. */
#include "flags/rule_medicine.h"

#include <math.h>
#include <stddef.h>

#include "base/timestamp.h"
#include "domain/plan.h"
#include "domain/value.h"
#include "flags/rule_day.h"
#include "flags/slice.h"
#include "trends/day_plan.h"

enum {
    DOSE_DAYS = 28,
    WEEK = 7,
    OVERDUE_DAYS_MAX = 92 /* what is still in the plan after that was forgotten there */
};

/* What the medicine plans in force say on a day. */
struct medicines {
    bool has_riluzole;
    int32_t visit_overdue; /* days, the longest; 0: none */
    int32_t blood_test_overdue;
};

/* How many days ago a date was, when it passed and is not forgotten; otherwise 0. */
static int32_t days_late(const struct rule_day *day, const struct value *date)
{
    int32_t due = 0;
    if (date == NULL || date->type != VALUE_TEXT || !day_from_text(date->as.text, &due)) {
        return 0;
    }
    int32_t late = day->day - due;
    bool counts = late > (int32_t)rule_day_limit(day, LIMIT_R23_LATE) && late <= OVERDUE_DAYS_MAX;
    return counts ? late : 0;
}

/* Of the dates of blood tests the one that passed last: those before it have had their turn. */
static int32_t blood_test_late(const struct rule_day *day, const struct value *dates)
{
    if (dates == NULL || dates->type != VALUE_LIST) {
        return days_late(day, dates);
    }
    int32_t least = 0;
    for (size_t i = 0; i < dates->as.list.count; i++) {
        int32_t late = days_late(day, &dates->as.list.items[i]);
        least = late > 0 && (least == 0 || late < least) ? late : least;
    }
    return least;
}

static int32_t later(int32_t left, int32_t right)
{
    return left > right ? left : right;
}

static void read_item(const struct rule_day *day, const struct value *item,
                      struct medicines *medicines)
{
    int32_t stopped = 0;
    if (day_from_text(value_text(item, "stopped"), &stopped) && stopped <= day->day) {
        return;
    }
    medicines->has_riluzole = medicines->has_riluzole || day_plan_is_riluzole(item);
    if (bytes_equal_text(value_text(item, "schedule"), "visit")) {
        medicines->visit_overdue =
            later(medicines->visit_overdue, days_late(day, value_find(item, "next_due")));
    }
    medicines->blood_test_overdue =
        later(medicines->blood_test_overdue, blood_test_late(day, value_find(item, "lab_due")));
}

static struct medicines read_plans(const struct rule_day *day)
{
    struct medicines medicines = {0};
    const struct plan_book *plans = day->question->plans;
    const struct bytes kind = bytes_of_text("medication_plan");
    const struct plan_version *plan =
        plans == NULL ? NULL : plan_book_next_in_force(plans, kind, day->day, NULL);
    while (plan != NULL) {
        size_t count = 0;
        const struct value *items = plan_items(plan, "item", &count);
        for (size_t i = 0; i < count; i++) {
            read_item(day, &items[i], &medicines);
        }
        plan = plan_book_next_in_force(plans, kind, day->day, plan);
    }
    return medicines;
}

static void judge_doses(struct rule_day *day)
{
    struct series taken = rule_day_window(day, MEASURE_MEDICATION_RILUZOLE_TAKEN, DOSE_DAYS);
    double scheduled =
        slice_sum(rule_day_window(day, MEASURE_MEDICATION_RILUZOLE_SCHEDULED, DOSE_DAYS));
    double doses = slice_sum(taken);
    struct sighting seen = {.value = scheduled > 0 ? doses / scheduled * 100 : 0,
                            .change = scheduled - doses,
                            .limit = rule_day_limit(day, LIMIT_R23_TAKEN),
                            .count = (uint32_t)doses,
                            .n = (uint32_t)lround(scheduled),
                            .days = DOSE_DAYS,
                            .roles = slice_roles(taken)};
    uint32_t logged = rule_day_logged(day, 0, DOSE_DAYS);
    if (!day->is_over ||
        !rule_day_shared(day, SIGN_R23_RILUZOLE, MEASURE_MEDICATION_RILUZOLE_TAKEN)) {
        return;
    }
    if (scheduled <= 0) {
        rule_day_applies_not(day, SIGN_R23_RILUZOLE);
        return;
    }
    if (logged <= DOSE_DAYS / 2) {
        rule_day_lacks(day, SIGN_R23_RILUZOLE,
                       &(struct lack){.reason = LACK_ENTRIES,
                                      .n = logged,
                                      .needed = DOSE_DAYS / 2 + 1,
                                      .days = DOSE_DAYS});
        return;
    }
    rule_day_judge(day, SIGN_R23_RILUZOLE, seen.value < seen.limit, &seen);
}

/* A dose of a cycle may still come while the day goes on; in a week of which little is known it may
 * have been taken. */
static void judge_cycle(struct rule_day *day)
{
    struct series due = rule_day_window(day, MEASURE_MEDICATION_CYCLE_DUE, WEEK);
    struct series taken = rule_day_window(day, MEASURE_MEDICATION_CYCLE_TAKEN, WEEK);
    double missed = slice_sum(due) - slice_sum(taken);
    struct sighting seen = {.count = missed > 0 ? (uint32_t)missed : 0,
                            .n = (uint32_t)slice_sum(due),
                            .days = WEEK,
                            .roles = slice_roles(taken)};
    if (seen.n == 0) {
        rule_day_applies_not(day, SIGN_R23_CYCLE);
    } else if (day->is_over) {
        bool is_told = rule_day_logged(day, 0, WEEK) > WEEK / 2;
        rule_day_count(day, SIGN_R23_CYCLE, MEASURE_MEDICATION_CYCLE_TAKEN, WEEK,
                       seen.count > 0 && is_told ? &seen : NULL);
    }
}

/* What is not overdue has nothing to be judged by: the plan says when it is. */
static void judge_overdue(struct rule_day *day, enum flag_sign sign, int32_t overdue)
{
    if (overdue > 0) {
        rule_day_judge(day, sign, true, &(struct sighting){.value = overdue});
    } else {
        rule_day_applies_not(day, sign);
    }
}

/* A side effect noted on this day, while riluzole is in a plan. */
static void judge_warning(struct rule_day *day, enum flag_sign sign, enum measure measure,
                          bool has_riluzole)
{
    const struct series_point *noted = rule_day_today(day, measure);
    bool holds = noted != NULL && noted->value > 0;
    struct sighting seen = {.roles = holds ? noted->roles : 0};
    if (has_riluzole) {
        rule_day_count(day, sign, measure, WEEK, holds ? &seen : NULL);
    } else {
        rule_day_applies_not(day, sign);
    }
}

void rule_medicine_judge(struct rule_day *day)
{
    struct medicines medicines = read_plans(day);
    judge_doses(day);
    judge_cycle(day);
    judge_overdue(day, SIGN_R23_VISIT, medicines.visit_overdue);
    judge_overdue(day, SIGN_R23_BLOOD_TEST, medicines.blood_test_overdue);
    judge_warning(day, SIGN_R23_LIVER, MEASURE_SIDE_EFFECT_LIVER, medicines.has_riluzole);
    judge_warning(day, SIGN_R23_FEVER, MEASURE_SIDE_EFFECT_FEVER, medicines.has_riluzole);
}
