/* Movement and care in figures, most of them against a plan, computed by hand. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "trends/made_question.h"
#include "trends/made_values.h"

static void add(struct made_question *fixture, int32_t days_ago, enum measure measure, double value)
{
    made_question_put(fixture, days_ago, measure, value);
}

static void falls_are_counted_by_days_with_any_entry(void **state)
{
    struct made_question *fixture = *state;
    for (int32_t i = 0; i < 40; i++) {
        add(fixture, 2 * i, MEASURE_PAIN_WORST, 1.0);
    }
    add(fixture, 10, MEASURE_FALLS, 2.0);
    add(fixture, 10, MEASURE_FALLS_PLACE_BATHROOM, 2.0);
    add(fixture, 10, MEASURE_FALLS_ACTIVITY_TURN, 1.0);
    add(fixture, 60, MEASURE_FALLS, 1.0);
    const struct figures_falls *falls = &made_question_compute(fixture)->movement.falls;
    assert_int_equal(falls->d30.days, 15);
    made_question_expect(falls->d30.per_1000_days, 2.0 * 1000.0 / 15.0);
    made_question_expect(falls->d90.per_1000_days, 3.0 * 1000.0 / 40.0);
    assert_true(falls->places_d90[0] == 2.0 && falls->activities_d90[1] == 1.0);
    assert_int_equal(falls->days_since_last, 10);
}

static const struct value_pair stretch_pairs[] = {TEXT("item_id", "s"), TEXT("type", "stretch"),
                                                  WHOLE("days_per_week", 4)};
static const struct value stretch_items[] = {MAP(stretch_pairs)};
static const struct value_pair exercise_pairs[] = {
    {.key = {(const uint8_t *)"item", 4}, .value = LIST(stretch_items)}};
static const struct value exercise_fields = MAP(exercise_pairs);

static void adherence_has_both_denominators(void **state)
{
    struct made_question *fixture = *state;
    made_question_plan(fixture, "exercise_plan", 27,
                       &exercise_fields); /* a Monday: four whole weeks */
    for (int32_t i = 0; i < 8; i++) {
        /* Mondays and Tuesdays, whose records say that one was prescribed. */
        add(fixture, 7 * (i % 4) + 6 - i / 4, MEASURE_EXERCISE_STRETCH_LOGGED, 1.0);
        add(fixture, 7 * (i % 4) + 6 - i / 4, MEASURE_EXERCISE_STRETCH_DONE, i < 6 ? 1.0 : 0.0);
        add(fixture, 7 * (i % 4) + 6 - i / 4, MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1.0);
    }
    const struct figures_adherence *stretch =
        &made_question_compute(fixture)->movement.exercise_d28.types[EXERCISE_STRETCH];
    assert_true(stretch->logged == 8.0 && stretch->done == 6.0);
    assert_true(stretch->prescribed == 16.0); /* of which half on days without any entry */
    assert_int_equal(stretch->plan_days, 28);
    made_question_expect(stretch->of_prescribed, 37.5);
    made_question_expect(stretch->of_logged, 75.0);
}

static void a_young_plan_and_paused_days_do_not_judge(void **state)
{
    struct made_question *fixture = *state;
    made_question_plan(fixture, "exercise_plan", 5, &exercise_fields);
    add(fixture, 1, MEASURE_EXERCISE_STRETCH_LOGGED, 1.0);
    const struct figures_adherence *all =
        &made_question_compute(fixture)->movement.exercise_d28.all;
    assert_int_equal(all->plan_days, 6);
    assert_false(all->of_prescribed.has);
    made_question_expect(all->of_logged, 0.0);
    fixture->plans[0].from_day = fixture->until - 27;
    add(fixture, 20, MEASURE_PAUSED, 14.0);
    add(fixture, 13, MEASURE_PAUSED, 0.0); /* went on earlier than said */
    all = &made_question_compute(fixture)->movement.exercise_d28.all;
    assert_int_equal(all->plan_days, 28 - 7);
}

static void what_is_withheld_is_not_called_undone(void **state)
{
    struct made_question *fixture = *state;
    made_question_plan(fixture, "exercise_plan", 27, &exercise_fields);
    struct history *history = made_days_history(&fixture->made);
    history->sharing.levels[MEASURE_EXERCISE_STRETCH_DONE] = SHARING_WITHHELD;
    const struct plan_book book = {fixture->plans, fixture->plan_count};
    const struct figures_question question = {history, &book, fixture->until};
    struct figures_movement movement;
    assert_int_equal(figures_movement(&question, fixture->made.arena, &movement), DAYBOOK_OK);
    assert_true(movement.exercise_d28.all.prescribed == 0.0);
    assert_false(movement.exercise_d28.all.of_prescribed.has);
}

static void an_aid_goes_from_advice_to_use_and_may_be_given_up(void **state)
{
    static const struct value_pair pairs[] = {TEXT("aid", "rollator")};
    static const struct value fields = MAP(pairs);
    struct made_question *fixture = *state;
    made_question_plan(fixture, "aid_recommendation", 60, &fields);
    add(fixture, 41, MEASURE_AID_ROLLATOR_IN_USE, 1.0);
    add(fixture, 10, MEASURE_AID_ROLLATOR_IN_USE, 1.0);
    const struct figures_aid *rollator = &made_question_compute(fixture)->care.aids[1];
    made_question_expect(rollator->lag_days, 19.0);
    assert_true(rollator->in_use && !rollator->given_up);
    add(fixture, 3, MEASURE_AID_ROLLATOR_IN_USE, 0.0);
    rollator = &made_question_compute(fixture)->care.aids[1];
    assert_true(!rollator->in_use && rollator->given_up);
    assert_int_equal(rollator->given_up_day, fixture->until - 3);
}

static void changes_at_home_are_open_until_they_are_done(void **state)
{
    static const struct value_pair pairs[] = {TEXT("task", "rail")};
    static const struct value fields = MAP(pairs);
    struct made_question *fixture = *state;
    made_question_plan(fixture, "home_evaluation", 50, &fields);
    made_question_plan(fixture, "home_mod_task", 50, &fields);
    made_question_plan(fixture, "home_mod_task", 30, &fields)->status = PLAN_COMPLETED;
    made_question_plan(fixture, "education_plan", 30, &fields);
    add(fixture, 9, MEASURE_TRAINING_DONE, 1.0);
    add(fixture, 9, MEASURE_TRAINING_CONFIDENCE_BEFORE, 3.0);
    add(fixture, 9, MEASURE_TRAINING_CONFIDENCE_AFTER, 7.0);
    const struct figures_care *care = &made_question_compute(fixture)->care;
    assert_int_equal(care->home.visits, 1);
    assert_int_equal(care->home.open, 1);
    assert_int_equal(care->home.longest_open_days, 50);
    made_question_expect(care->home.done_percent, 50.0);
    assert_int_equal(care->training.assigned, 1);
    made_question_expect(care->training.confidence_after, 7.0);
}

static void doses_nobody_logged_are_unknown(void **state)
{
    struct made_question *fixture = *state;
    for (int32_t i = 0; i < 28; i++) {
        add(fixture, i, MEASURE_MEDICATION_SCHEDULED, 2.0);
        add(fixture, i, MEASURE_MEDICATION_RILUZOLE_SCHEDULED, 2.0);
    }
    for (int32_t i = 0; i < 20; i++) {
        add(fixture, i, MEASURE_MEDICATION_TAKEN, 2.0);
        made_days_put_value(&fixture->made, fixture->until - i,
                            (struct day_value){.value = 1.0,
                                               .entries = 2,
                                               .measure = MEASURE_MEDICATION_RILUZOLE_TAKEN,
                                               .roles = 1});
    }
    add(fixture, 22, MEASURE_MEDICATION_MISSED, 1.0);
    const struct figures_medication *medication = &made_question_compute(fixture)->care.medication;
    assert_true(medication->doses_d28.scheduled == 56.0);
    assert_true(medication->doses_d28.unlogged == 15.0);
    made_question_expect(medication->doses_d28.taken_percent, 40.0 / 56.0 * 100.0);
    assert_true(medication->riluzole_d28.taken == 20.0 && medication->riluzole_d28.missed == 20.0);
    assert_true(medication->riluzole_d28.unlogged == 16.0);
}

static const struct value_pair cycled[] = {TEXT("drug", "edaravone"), TEXT("schedule", "cycle"),
                                           WHOLE("cycle_on_days", 10), WHOLE("cycle_off_days", 14),
                                           WHOLE("cycle_first_on_days", 14)};
static const struct value_pair visited[] = {TEXT("drug", "tofersen"), TEXT("schedule", "visit"),
                                            TEXT("next_due", "2026-09-04")};
static const struct value dated_items[] = {MAP(cycled), MAP(visited)};
static const struct value_pair dated_pairs[] = {
    {.key = {(const uint8_t *)"item", 4}, .value = LIST(dated_items)}};
static const struct value dated_fields = MAP(dated_pairs);

static void a_plan_tells_the_day_of_a_cycle_and_the_next_visit(void **state)
{
    struct made_question *fixture = *state;
    made_question_plan(fixture, "medication_plan", 30, &dated_fields);
    const struct figures_medication *medication = &made_question_compute(fixture)->care.medication;
    assert_true(medication->has_cycle_day && medication->cycle_day.on);
    assert_int_equal(medication->cycle_day.cycle, 2); /* the first had 14 days on and 14 off */
    assert_int_equal(medication->cycle_day.day, 3);
    assert_int_equal(medication->days_to_visit, 5);
    /* No entry says anything, so the plan does: 28 days with 11 of the first cycle and 3 of the
     * second. */
    assert_true(medication->cycle_d28.scheduled == 14.0);
    assert_true(medication->cycle_d28.unlogged == 14.0);
}

static void strain_needs_two_of_four_weeks(void **state)
{
    struct made_question *fixture = *state;
    add(fixture, 1, MEASURE_STRAIN_SCORE, 8.0);
    add(fixture, 2, MEASURE_STRAIN_SCORE, 4.0);
    assert_false(made_question_compute(fixture)->care.strain.median.has);
    add(fixture, 9, MEASURE_STRAIN_SCORE, 5.0);
    const struct figures_strain *strain = &made_question_compute(fixture)->care.strain;
    assert_int_equal(strain->weeks, 2);
    made_question_expect(strain->median, 5.0);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, made_question_set_up, made_question_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(falls_are_counted_by_days_with_any_entry),
        TEST(adherence_has_both_denominators),
        TEST(a_young_plan_and_paused_days_do_not_judge),
        TEST(what_is_withheld_is_not_called_undone),
        TEST(an_aid_goes_from_advice_to_use_and_may_be_given_up),
        TEST(changes_at_home_are_open_until_they_are_done),
        TEST(doses_nobody_logged_are_unknown),
        TEST(a_plan_tells_the_day_of_a_cycle_and_the_next_visit),
        TEST(strain_needs_two_of_four_weeks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
