/* Breathing, eating and function in figures, computed by hand. */

#include <math.h>
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

static void nothing_logged_gives_no_figure(void **state)
{
    const struct figures_all *figures = made_question_compute(*state);
    assert_false(figures->eating.weight.median.has);
    assert_false(figures->movement.falls.d90.per_1000_days.has);
    assert_false(figures->movement.exercise_d28.all.of_prescribed.has);
    assert_false(figures->movement.exercise_d28.all.of_logged.has);
    assert_false(figures->function.alsfrs.has);
    assert_false(figures->care.medication.doses_d28.taken_percent.has);
    assert_false(figures->care.home.done_percent.has);
    assert_int_equal(figures->breathing.spo2_days, 0);
}

static void nights_of_four_hours_are_counted_of_those_logged(void **state)
{
    struct made_question *fixture = *state;
    const double hours[] = {6.0, 4.0, 3.9, 0.0};
    for (int32_t i = 0; i < 4; i++) {
        add(fixture, i, MEASURE_NIV_NIGHT_HOURS, hours[i]);
    }
    add(fixture, 20, MEASURE_NIV_NIGHT_HOURS, 5.0);
    add(fixture, 3, MEASURE_OXYGEN_FLOW, 2.0);
    add(fixture, 2, MEASURE_OXYGEN_FLOW, 1.0);
    const struct figures_breathing *breathing = &made_question_compute(fixture)->breathing;
    assert_int_equal(breathing->niv_d7.logged, 4);
    assert_int_equal(breathing->niv_d7.enough, 2);
    assert_int_equal(breathing->niv_d28.logged, 5);
    assert_int_equal(breathing->niv_d28.enough, 3);
    made_question_expect(breathing->oxygen_flow_d28, 2.0);
}

static void a_known_lung_disease_lowers_the_threshold(void **state)
{
    static const struct value_pair pairs[] = {YES("known_lung_disease")};
    static const struct value fields = MAP(pairs);
    struct made_question *fixture = *state;
    add(fixture, 0, MEASURE_SPO2_REST_MIN, 94.0);
    add(fixture, 1, MEASURE_SPO2_REST_MIN, 92.0);
    add(fixture, 2, MEASURE_SPO2_REST_MIN, 95.0);
    assert_int_equal(made_question_compute(fixture)->breathing.spo2_days_low, 2);
    made_question_plan(fixture, "respiratory_plan", 100, &fields);
    const struct figures_breathing *breathing = &made_question_compute(fixture)->breathing;
    assert_true(breathing->lung_disease);
    assert_int_equal(breathing->spo2_days, 3);
    assert_int_equal(breathing->spo2_days_low, 1);
}

static void a_slope_of_tests_needs_two_that_lie_thirty_days_apart(void **state)
{
    struct made_question *fixture = *state;
    add(fixture, 50, MEASURE_LUNG_SNIP, 52.0);
    add(fixture, 21, MEASURE_LUNG_SNIP, 50.0);
    const struct figures_test *snip = &made_question_compute(fixture)->breathing.tests[4];
    assert_int_equal(snip->measure, MEASURE_LUNG_SNIP);
    assert_int_equal(snip->count, 2);
    assert_false(snip->slope_per_month.has); /* 29 days */
    add(fixture, 20, MEASURE_LUNG_SNIP, 46.0);
    snip = &made_question_compute(fixture)->breathing.tests[4];
    assert_true(snip->last == 46.0);
    /* Slopes of -2/29, -6/30 and -4/1 a day: the middle one. */
    made_question_expect(snip->slope_per_month, -0.2 * 30.4375);
}

static void a_night_counts_when_it_is_long_and_clean_enough(void **state)
{
    struct made_question *fixture = *state;
    add(fixture, 5, MEASURE_OXIMETRY_VALID_S, 14400.0);
    add(fixture, 5, MEASURE_OXIMETRY_ARTEFACT_PCT, 19.9);
    assert_true(made_question_compute(fixture)->breathing.oximetry.valid);
    add(fixture, 4, MEASURE_OXIMETRY_VALID_S, 14400.0);
    add(fixture, 4, MEASURE_OXIMETRY_ARTEFACT_PCT, 20.0);
    const struct figures_oximetry *night = &made_question_compute(fixture)->breathing.oximetry;
    assert_int_equal(night->day, fixture->until - 4);
    assert_false(night->valid);
}

static void weight_is_the_median_of_a_fortnight_against_the_usual_weight(void **state)
{
    static const struct value_pair pairs[] = {DECIMAL("baseline_weight", 71.0),
                                              DECIMAL("height", 170.0)};
    static const struct value fields = MAP(pairs);
    struct made_question *fixture = *state;
    /* Weekly, the newest first: two of them count, and two of four weeks before. */
    const double weights[] = {66.0, 66.4, 66.6, 66.8, 67.2, 67.6, 68.0};
    for (int32_t i = 0; i < 7; i++) {
        add(fixture, 7 * i, MEASURE_WEIGHT, weights[i]);
    }
    const struct figures_weight *weight = &made_question_compute(fixture)->eating.weight;
    made_question_expect(weight->median, 66.2);
    assert_int_equal(weight->readings, 2);
    assert_false(weight->percent.has);
    made_question_expect(weight->change_in_4_weeks, 66.2 - 67.4);
    made_question_plan(fixture, "nutrition_plan", 200, &fields);
    weight = &made_question_compute(fixture)->eating.weight;
    made_question_expect(weight->percent, (66.2 - 71.0) / 71.0 * 100.0);
    made_question_expect(weight->body_mass_index, 66.2 / (1.7 * 1.7));
}

static void of_daily_weights_the_latest_seven_count(void **state)
{
    struct made_question *fixture = *state;
    for (int32_t i = 0; i < 14; i++) {
        add(fixture, i, MEASURE_WEIGHT, 70.0 + i);
    }
    const struct figures_weight *weight = &made_question_compute(fixture)->eating.weight;
    made_question_expect(weight->median, 73.0);
    assert_int_equal(weight->readings, 7);
}

static void one_reading_in_fourteen_days_is_no_weight(void **state)
{
    struct made_question *fixture = *state;
    add(fixture, 0, MEASURE_WEIGHT, 70.0);
    add(fixture, 14, MEASURE_WEIGHT, 70.0);
    assert_false(made_question_compute(fixture)->eating.weight.median.has);
    add(fixture, 13, MEASURE_WEIGHT, 72.0);
    made_question_expect(made_question_compute(fixture)->eating.weight.median, 71.0);
}

static void a_change_of_texture_keeps_what_it_was_before(void **state)
{
    struct made_question *fixture = *state;
    add(fixture, 9, MEASURE_MEAL_TEXTURE, 7.0);
    add(fixture, 5, MEASURE_MEAL_TEXTURE, 5.0);
    add(fixture, 1, MEASURE_MEAL_TEXTURE, 5.0);
    const struct figures_texture *texture = &made_question_compute(fixture)->eating.texture;
    assert_true(texture->changed && texture->level == 5.0 && texture->before == 7.0);
    assert_int_equal(texture->changed_day, fixture->until - 5);
}

static void an_assessment_has_its_parts_its_stages_and_its_course(void **state)
{
    static const struct value_pair pairs[] = {TEXT("symptom_onset", "2025-08-30")};
    static const struct value fields = MAP(pairs);
    static const uint8_t scores[] = {3, 3, 3, 2, 2, 2, 3, 2, 1, 3, 3, 4};
    struct made_question *fixture = *state;
    for (size_t i = 0; i < 12; i++) {
        add(fixture, 2, (enum measure)((size_t)MEASURE_ALSFRS_R_Q1 + i), scores[i]);
    }
    add(fixture, 2, MEASURE_ALSFRS_R_TOTAL, 31.0);
    assert_false(
        made_question_compute(fixture)->function.alsfrs.has); /* nobody said if there is a tube */
    add(fixture, 2, MEASURE_ALSFRS_R_GASTROSTOMY, 0.0);
    add(fixture, 62, MEASURE_ALSFRS_R_TOTAL, 33.0);
    made_question_plan(fixture, "monitoring_plan", 10, &fields);
    const struct figures_alsfrs *alsfrs = &made_question_compute(fixture)->function.alsfrs;
    assert_true(alsfrs->has);
    assert_int_equal(alsfrs->total, 31);
    assert_int_equal(alsfrs->subscores.bulbar, 9);
    assert_int_equal(alsfrs->subscores.respiratory, 10);
    assert_int_equal(alsfrs->kings, KINGS_3);
    assert_int_equal(alsfrs->mitos, 0);
    assert_false(alsfrs->course.enough);
    made_question_expect(alsfrs->delta_fs, 17.0 / (363.0 / 30.4375));
    add(fixture, 32, MEASURE_ALSFRS_R_TOTAL, 32.0);
    const struct alsfrs_course *course = &made_question_compute(fixture)->function.alsfrs.course;
    assert_true(course->enough);
    assert_true(fabs(course->theil_sen_per_month + 30.4375 / 30.0) < 1e-9);
}

static void activities_are_compared_with_the_assessment_before(void **state)
{
    struct made_question *fixture = *state;
    add(fixture, 40, MEASURE_ADL_EATING, 5.0);
    add(fixture, 10, MEASURE_ADL_EATING, 3.0);
    add(fixture, 40, MEASURE_ADL_STAIRS, 2.0);
    add(fixture, 10, MEASURE_ADL_WALK, 6.0);
    const struct figures_function *function = &made_question_compute(fixture)->function;
    assert_int_equal(function->activities_known, 3);
    assert_int_equal(function->activities_dependent, 2);
    assert_int_equal(function->activities_lost, 1);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, made_question_set_up, made_question_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_logged_gives_no_figure),
        TEST(nights_of_four_hours_are_counted_of_those_logged),
        TEST(a_known_lung_disease_lowers_the_threshold),
        TEST(a_slope_of_tests_needs_two_that_lie_thirty_days_apart),
        TEST(a_night_counts_when_it_is_long_and_clean_enough),
        TEST(weight_is_the_median_of_a_fortnight_against_the_usual_weight),
        TEST(of_daily_weights_the_latest_seven_count),
        TEST(one_reading_in_fourteen_days_is_no_weight),
        TEST(a_change_of_texture_keeps_what_it_was_before),
        TEST(an_assessment_has_its_parts_its_stages_and_its_course),
        TEST(activities_are_compared_with_the_assessment_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
