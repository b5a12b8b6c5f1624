/* The stages of six people, worked out by hand from the published rules, and each rule at its edge.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "trends/alsfrs.h"
#include "trends/staging.h"

struct person {
    const char *name;
    struct alsfrs_assessment answers;
    uint32_t total;
    struct alsfrs_subscores subscores;
    const char *kings;
    uint32_t mitos;
};

static const struct person PEOPLE[] = {
    {"A", {.scores = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}}, 48, {12, 12, 12, 12}, "0", 0},
    {"B", {.scores = {4, 4, 4, 3, 3, 4, 4, 4, 4, 4, 4, 4}}, 46, {12, 10, 12, 12}, "1", 0},
    {"C", {.scores = {3, 3, 3, 2, 2, 2, 3, 2, 1, 3, 3, 4}}, 31, {9, 6, 6, 10}, "3", 0},
    /* Speech is at 1 and writing at 3: "or" in place of "and" would make it stage 1. */
    {"D", {.scores = {1, 2, 2, 3, 2, 2, 2, 2, 2, 3, 2, 4}}, 27, {5, 7, 6, 9}, "3", 0},
    {"E",
     {.scores = {1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 2, 2}, .gastrostomy = true},
     14,
     {3, 3, 2, 6},
     "4B",
     4},
    /* Only dressing, turning and stairs changed: no region is counted by them. */
    {"F", {.scores = {4, 4, 4, 4, 4, 3, 3, 4, 3, 4, 4, 4}}, 45, {12, 11, 10, 12}, "0", 0},
};

static void six_people_have_the_stages_worked_out_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof PEOPLE / sizeof PEOPLE[0]; i++) {
        const struct person *person = &PEOPLE[i];
        printf("person %s\n", person->name);
        struct alsfrs_subscores subscores = alsfrs_subscores(&person->answers);
        assert_int_equal(alsfrs_total(&person->answers), person->total);
        assert_int_equal(subscores.bulbar, person->subscores.bulbar);
        assert_int_equal(subscores.fine_motor, person->subscores.fine_motor);
        assert_int_equal(subscores.gross_motor, person->subscores.gross_motor);
        assert_int_equal(subscores.respiratory, person->subscores.respiratory);
        assert_string_equal(staging_kings_name(staging_kings(&person->answers)), person->kings);
        assert_int_equal(staging_mitos(&person->answers), person->mitos);
    }
}

static void stage_nought_says_that_it_is_none(void **state)
{
    (void)state;
    assert_string_equal(staging_kings_text(KINGS_NOT_STAGEABLE), "0 - not stageable from ALSFRS-R");
    assert_string_equal(staging_kings_text(KINGS_4A), "4A");
}

/* Everything normal but one answer, by its printed number. */
static struct alsfrs_assessment all_normal_but(size_t question, uint8_t score)
{
    struct alsfrs_assessment answers = {.scores = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4}};
    answers.scores[question - 1] = score;
    return answers;
}

static enum kings_stage kings_but(size_t question, uint8_t score)
{
    struct alsfrs_assessment answers = all_normal_but(question, score);
    return staging_kings(&answers);
}

static uint32_t mitos_but(size_t question, uint8_t score)
{
    struct alsfrs_assessment answers = all_normal_but(question, score);
    return staging_mitos(&answers);
}

static void each_region_counts_once(void **state)
{
    (void)state;
    static const size_t COUNTED[] = {1, 2, 3, 4, 5, 8};
    for (size_t i = 0; i < sizeof COUNTED / sizeof COUNTED[0]; i++) {
        assert_int_equal(kings_but(COUNTED[i], 3), KINGS_1);
    }
    struct alsfrs_assessment bulbar = {.scores = {3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4}};
    assert_int_equal(staging_kings(&bulbar), KINGS_1);
    struct alsfrs_assessment legs_and_arms = {.scores = {4, 4, 4, 4, 3, 4, 4, 2, 4, 4, 4, 4}};
    assert_int_equal(staging_kings(&legs_and_arms), KINGS_2);
}

static void a_tube_makes_stage_4a_and_breathing_support_4b(void **state)
{
    (void)state;
    struct alsfrs_assessment tube = all_normal_but(3, 1);
    tube.gastrostomy = true;
    assert_int_equal(staging_kings(&tube), KINGS_4A);
    tube.scores[11] = 3;
    assert_int_equal(staging_kings(&tube), KINGS_4B);
    assert_int_equal(kings_but(10, 0), KINGS_4B);
    assert_int_equal(kings_but(10, 1), KINGS_NOT_STAGEABLE);
    assert_int_equal(kings_but(12, 3), KINGS_4B);
}

static void each_function_is_lost_at_its_own_score(void **state)
{
    (void)state;
    assert_int_equal(mitos_but(8, 1), 1);
    assert_int_equal(mitos_but(8, 2), 0);
    assert_int_equal(mitos_but(6, 1), 1);
    assert_int_equal(mitos_but(6, 2), 0);
    assert_int_equal(mitos_but(3, 1), 1);
    assert_int_equal(mitos_but(3, 2), 0);
    assert_int_equal(mitos_but(10, 1), 1);
    assert_int_equal(mitos_but(10, 2), 0);
    assert_int_equal(mitos_but(12, 2), 1);
    assert_int_equal(mitos_but(12, 3), 0);
}

static void communicating_is_lost_with_speech_and_writing_together(void **state)
{
    (void)state;
    assert_int_equal(mitos_but(1, 0), 0);
    assert_int_equal(mitos_but(4, 0), 0);
    struct alsfrs_assessment both = all_normal_but(1, 1);
    both.scores[3] = 1;
    assert_int_equal(staging_mitos(&both), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_people_have_the_stages_worked_out_by_hand),
        cmocka_unit_test(stage_nought_says_that_it_is_none),
        cmocka_unit_test(each_region_counts_once),
        cmocka_unit_test(a_tube_makes_stage_4a_and_breathing_support_4b),
        cmocka_unit_test(each_function_is_lost_at_its_own_score),
        cmocka_unit_test(communicating_is_lost_with_speech_and_writing_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
