/* What a patient shares: choices come to levels, and levels to the day others are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trends/day_merge.h"
#include "trends/made_days.h"
#include "trends/sharing.h"
#include "trends/summary.h"

enum { MONDAY = 20458, SUNDAY = MONDAY + 6 }; /* 2026-01-05 */

static struct sharing choose(const char *target, enum sharing_level level)
{
    const struct sharing_choice choice = {bytes_of_text(target), level};
    struct sharing sharing;
    sharing_of_choices(&choice, 1, &sharing);
    return sharing;
}

/* A week of pain 1 to 7, two falls on Tuesday and one on Saturday. */
static struct sharing_week a_week(struct made_days *made)
{
    struct sharing_week week = {.is_over = true};
    for (int32_t i = 0; i < 7; i++) {
        made_days_put(made, MONDAY + i, MEASURE_PAIN_WORST, i + 1);
    }
    made_days_put(made, MONDAY + 1, MEASURE_FALLS, 2);
    made_days_put(made, MONDAY + 5, MEASURE_FALLS, 1);
    week.days = made_days_build(made, &week.count);
    return week;
}

static struct day share(const struct sharing *sharing, const struct sharing_week *week, int32_t day,
                        struct arena *arena)
{
    struct day shared;
    assert_int_equal(sharing_apply(sharing, week, day, arena, &shared), DAYBOOK_OK);
    assert_int_equal(shared.day, day);
    assert_true(day_is_possible(&shared));
    return shared;
}

static void a_target_is_everything_a_part_a_family_or_a_measure(void **state)
{
    (void)state;
    assert_true(sharing_covers(bytes_of_text("all"), MEASURE_PAIN_WORST));
    assert_true(sharing_covers(bytes_of_text("part:comfort"), MEASURE_PAIN_WORST));
    assert_true(sharing_covers(bytes_of_text("pain"), MEASURE_PAIN_WORST));
    assert_true(sharing_covers(bytes_of_text("pain.worst"), MEASURE_PAIN_WORST));
    assert_true(sharing_covers(bytes_of_text("falls"), MEASURE_FALLS_INJURY));
    assert_false(sharing_covers(bytes_of_text("part:movement"), MEASURE_PAIN_WORST));
    assert_false(sharing_covers(bytes_of_text("pai"), MEASURE_PAIN_WORST));
    assert_false(sharing_covers(bytes_of_text(""), MEASURE_PAIN_WORST));
    assert_false(sharing_covers(bytes_of_text("falls"), MEASURE_NEAR_FALLS));
}

static void a_caregivers_strain_is_not_the_patients_to_share(void **state)
{
    (void)state;
    assert_false(sharing_is_choice(MEASURE_STRAIN_SCORE));
    assert_false(sharing_covers(bytes_of_text("all"), MEASURE_STRAIN_SCORE));
    assert_int_equal(choose("all", SHARING_WITHHELD).levels[MEASURE_STRAIN_SCORE], SHARING_DAILY);
    assert_true(choose("all", SHARING_WITHHELD).withholds_all);
}

static void a_later_choice_counts_more(void **state)
{
    (void)state;
    const struct sharing_choice choices[] = {
        {bytes_of_text("pain.worst"), SHARING_DAILY},
        {bytes_of_text("all"), SHARING_WITHHELD},
        {bytes_of_text("falls"), SHARING_WEEKLY},
        {bytes_of_text("of a later version"), SHARING_DAILY},
    };
    struct sharing sharing;
    sharing_of_choices(choices, sizeof choices / sizeof choices[0], &sharing);
    assert_int_equal(sharing.levels[MEASURE_PAIN_WORST], SHARING_WITHHELD);
    assert_int_equal(sharing.levels[MEASURE_FALLS], SHARING_WEEKLY);
    assert_false(sharing.withholds_all);
}

static enum sharing_level level(const char *target, enum sharing_level chosen, enum measure measure)
{
    const struct sharing sharing = choose(target, chosen);
    return (enum sharing_level)sharing.levels[measure];
}

/* A total without one of its parts is that part; a lowest value is one of those withheld. */
static void what_tells_of_a_withheld_answer_is_withheld_too(void **state)
{
    (void)state;
    const enum sharing_level none = SHARING_WITHHELD;
    assert_int_equal(level("spo2.rest", none, MEASURE_SPO2_REST_MIN), none);
    assert_int_equal(level("spo2.rest", none, MEASURE_SPO2_REST_SECOND_LOW), none);
    assert_int_equal(level("spo2.rest", none, MEASURE_SPO2_SUPPORTED), SHARING_DAILY);
    assert_int_equal(level("alsfrs_r.q5", none, MEASURE_ALSFRS_R_TOTAL), none);
    assert_int_equal(level("alsfrs_r.q5", none, MEASURE_ALSFRS_R_Q4), SHARING_DAILY);
    assert_int_equal(level("alsfrs_r.total", SHARING_WEEKLY, MEASURE_ALSFRS_R_Q5), SHARING_WEEKLY);
    assert_int_equal(level("meal.duration", none, MEASURE_MEAL_LONG), none);
    assert_int_equal(level("lung.fvc_upright", none, MEASURE_LUNG_FVC_SUPINE), SHARING_DAILY);
    assert_int_equal(level("cough_flow.best", none, MEASURE_COUGH_FLOW_ASSISTED), SHARING_DAILY);
    assert_int_equal(level("pain.worst", none, MEASURE_FATIGUE_SEVERITY), SHARING_DAILY);
}

static void what_is_withheld_is_on_no_day_and_the_rest_is(void **state)
{
    struct made_days made = {.arena = *state};
    const struct sharing_week week = a_week(&made);
    const struct sharing sharing = choose("pain", SHARING_WITHHELD);
    for (int32_t day = MONDAY; day <= SUNDAY; day++) {
        const struct day shared = share(&sharing, &week, day, *state);
        assert_null(day_find(&shared, MEASURE_PAIN_WORST));
        assert_true(shared.entries > 0);
    }
    const struct day tuesday = share(&sharing, &week, MONDAY + 1, *state);
    assert_true(day_count(&tuesday, MEASURE_FALLS) == 2.0);
}

static void a_weekly_measure_stands_once_with_the_sunday_as_a_median(void **state)
{
    struct made_days made = {.arena = *state};
    const struct sharing_week week = a_week(&made);
    const struct sharing sharing = choose("pain", SHARING_WEEKLY);
    for (int32_t day = MONDAY; day < SUNDAY; day++) {
        const struct day shared = share(&sharing, &week, day, *state);
        assert_null(day_find(&shared, MEASURE_PAIN_WORST));
    }
    const struct day sunday = share(&sharing, &week, SUNDAY, *state);
    const struct day_value *value = day_find(&sunday, MEASURE_PAIN_WORST);
    assert_int_equal(value->state, DAY_WEEKLY);
    assert_true(value->value == 4.0);
    assert_int_equal(value->entries, 7);
}

static void weekly_events_are_added_up(void **state)
{
    struct made_days made = {.arena = *state};
    const struct sharing_week week = a_week(&made);
    const struct sharing sharing = choose("falls", SHARING_WEEKLY);
    const struct day sunday = share(&sharing, &week, SUNDAY, *state);
    assert_true(day_find(&sunday, MEASURE_FALLS)->value == 3.0);
    assert_int_equal(day_find(&sunday, MEASURE_FALLS)->state, DAY_WEEKLY);
}

static void a_week_that_is_not_over_or_holds_too_little_tells_nothing(void **state)
{
    struct made_days made = {.arena = *state};
    struct sharing_week week = a_week(&made);
    const struct sharing sharing = choose("pain", SHARING_WEEKLY);
    week.is_over = false;
    struct day sunday = share(&sharing, &week, SUNDAY, *state);
    assert_null(day_find(&sunday, MEASURE_PAIN_WORST));
    week.is_over = true;
    week.count = measure_rule(MEASURE_PAIN_WORST)->week_days_min - 1;
    sunday = share(&sharing, &week, SUNDAY, *state);
    assert_null(day_find(&sunday, MEASURE_PAIN_WORST));
    assert_int_equal(sunday.value_count, 0);
}

static void where_everything_is_withheld_so_are_the_numbers_of_entries(void **state)
{
    struct made_days made = {.arena = *state};
    const struct sharing_week week = a_week(&made);
    const struct sharing sharing = choose("all", SHARING_WITHHELD);
    const struct day monday = share(&sharing, &week, MONDAY, *state);
    assert_int_equal(monday.entries, 0);
    assert_int_equal(monday.value_count, 0);
}

static void weeks_that_were_told_make_the_same_trend_as_their_days(void **state)
{
    enum { WEEKS = 12 };
    struct made_days daily = {.arena = *state};
    struct made_days told = {.arena = *state};
    struct sharing sharing = choose("pain", SHARING_WEEKLY);
    for (int32_t week = 0; week < WEEKS; week++) {
        struct made_days one = {.arena = *state};
        struct sharing_week days = {.is_over = true};
        for (int32_t i = 0; i < 7; i++) {
            int32_t day = MONDAY + 7 * week + i;
            double pain = (week / 2 + i) % 9;
            made_days_put(&daily, day, MEASURE_PAIN_WORST, pain);
            made_days_put(&one, day, MEASURE_PAIN_WORST, pain);
        }
        days.days = made_days_build(&one, &days.count);
        const struct day sunday = share(&sharing, &days, SUNDAY + 7 * week, *state);
        made_days_put_value(&told, sunday.day, sunday.values[0]);
    }
    struct trend_summary *of_days = NULL;
    struct trend_summary *of_weeks = NULL;
    int32_t until = MONDAY + 7 * WEEKS - 1;
    struct history *history = made_days_history(&told);
    history->sharing = sharing;
    assert_int_equal(trends_summarise(made_days_history(&daily), until, *state, &of_days),
                     DAYBOOK_OK);
    assert_int_equal(trends_summarise(history, until, *state, &of_weeks), DAYBOOK_OK);
    const struct measure_summary *left = &of_days->measures[MEASURE_PAIN_WORST];
    const struct measure_summary *right = &of_weeks->measures[MEASURE_PAIN_WORST];
    assert_int_equal(left->week_count, WEEKS);
    assert_int_equal(right->week_count, WEEKS);
    assert_true(left->d84.slope_per_month == right->d84.slope_per_month);
    assert_true(left->d84.mk_p == right->d84.mk_p);
    assert_int_equal(left->d84.word, right->d84.word);
    assert_int_equal(right->sharing, SHARING_WEEKLY);
    assert_int_equal(right->d7.n, 0);
    assert_true(right->has_last);
}

static struct day one_value(struct arena *arena, int32_t day, struct day_value value)
{
    struct day made = {.day = day, .entries = 1, .value_count = 1};
    struct day_value *values = arena_take(arena, sizeof *values);
    *values = value;
    made.values = values;
    return made;
}

static void two_accounts_of_a_day_are_one_and_the_worse_stands(void **state)
{
    const struct day_value low = {3, 1, MEASURE_STRAIN_SCORE, 2, DAY_ANSWERED};
    const struct day_value high = {8, 1, MEASURE_STRAIN_SCORE, 2, DAY_ANSWERED};
    const struct day_value skipped = {0, 1, MEASURE_STRAIN_SCORE, 2, DAY_SKIPPED};
    const struct day_value pain = {5, 1, MEASURE_PAIN_WORST, 1, DAY_ANSWERED};
    const struct day left = one_value(*state, MONDAY, low);
    const struct day right = one_value(*state, MONDAY, high);
    const struct day silent = one_value(*state, MONDAY, skipped);
    const struct day other = one_value(*state, MONDAY, pain);
    struct day merged;
    assert_int_equal(day_merge_accounts(&left, &right, *state, &merged), DAYBOOK_OK);
    assert_int_equal(merged.value_count, 1);
    assert_true(merged.values[0].value == 8.0);
    assert_int_equal(merged.values[0].entries, 2);
    assert_int_equal(merged.entries, 1);
    assert_int_equal(day_merge_accounts(&silent, &left, *state, &merged), DAYBOOK_OK);
    assert_true(merged.values[0].value == 3.0);
    assert_int_equal(merged.values[0].state, DAY_ANSWERED);
    assert_int_equal(day_merge_accounts(&left, &other, *state, &merged), DAYBOOK_OK);
    assert_int_equal(merged.value_count, 2);
    assert_true(merged.values[0].measure < merged.values[1].measure);
}

static int make_arena(void **state)
{
    *state = arena_create(0);
    return *state == NULL ? -1 : 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, make_arena, free_arena)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_target_is_everything_a_part_a_family_or_a_measure),
        cmocka_unit_test(a_caregivers_strain_is_not_the_patients_to_share),
        cmocka_unit_test(a_later_choice_counts_more),
        cmocka_unit_test(what_tells_of_a_withheld_answer_is_withheld_too),
        FRESH(what_is_withheld_is_on_no_day_and_the_rest_is),
        FRESH(a_weekly_measure_stands_once_with_the_sunday_as_a_median),
        FRESH(weekly_events_are_added_up),
        FRESH(a_week_that_is_not_over_or_holds_too_little_tells_nothing),
        FRESH(where_everything_is_withheld_so_are_the_numbers_of_entries),
        FRESH(weeks_that_were_told_make_the_same_trend_as_their_days),
        FRESH(two_accounts_of_a_day_are_one_and_the_worse_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
