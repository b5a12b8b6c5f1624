/* A caregiver publishes in the patient's place what the patient shares, and takes nothing for the
 * patient's silence but that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/choosing.h"
#include "journal/summaries.h"
#include "store/peer_rows.h"
#include "store/query.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static void a_caregiver_in_the_patients_place_honours_the_choice(void **state)
{
    struct household *household = *state;
    choosing_choose(household, ANA, "part:comfort", "withheld");
    choosing_publish_and_carry(household);
    household->wall_ms += 2 * day_ms; /* the patient has been silent, as far as Ben knows */
    (void)household_log(household, BEN, "pain", "worst", 7);
    choosing_publish(household, BEN);
    stage_carry(household, BEN, CLEO);
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 0);
}

/* Ben published before he knew; once the patient has it, it is published anew, and what Ben's
 * summary told is dropped. */
static void what_a_caregiver_published_unaware_is_taken_back(void **state)
{
    struct household *household = *state;
    choosing_choose(household, ANA, "pain", "withheld");
    choosing_publish(household, ANA);
    household->wall_ms += 2 * day_ms;
    (void)household_log(household, BEN, "pain", "worst", 7);
    choosing_publish(household, BEN);
    stage_carry(household, BEN, CLEO);
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 1);
    stage_carry(household, BEN, ANA);
    choosing_publish(household, ANA);
    stage_carry(household, ANA, CLEO);
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 0);
    stage_expect_sound(household, CLEO);
}

static void forget_who_was_heard(struct household *household, size_t place)
{
    struct query query =
        query_begin(stage_circle(household, place)->journal->database, "DELETE FROM peer");
    assert_int_equal(query_run(&query), DAYBOOK_OK);
}

/* Somebody says to hold one more operation of what the patient logs. */
static void hear_of_more(struct household *household, size_t place)
{
    const struct own_circle *ana = stage_circle(household, ANA);
    const struct own_circle *circle = stage_circle(household, place);
    for (size_t i = 0; i < ana->feed_count; i++) {
        const struct peer_position_row position = {
            .device = stage_circle(household, DAN)->journal->self.sign,
            .stream = STREAM_LOG,
            .feed = ana->feeds[i].feed,
            .number = ana->feeds[i].number};
        if (ana->feeds[i].stream == STREAM_LOG &&
            key256_equal(ana->feeds[i].device, ana->journal->self.sign)) {
            assert_int_equal(
                peer_rows_put_position(circle->journal->database, circle->row.circle_no, &position),
                DAYBOOK_OK);
        }
    }
}

/* Among what is missing, or never was heard, there may be a choice. */
static void a_caregiver_who_lacks_something_of_the_patients_publishes_nothing(void **state)
{
    struct household *household = *state;
    choosing_choose(household, ANA, "pain", "withheld");
    household->wall_ms += 2 * day_ms;
    (void)household_log(household, BEN, "pain", "worst", 7);
    hear_of_more(household, BEN);
    choosing_publish(household, BEN);
    assert_int_equal(choosing_bodies(household, BEN, "pain.worst"), 0);
    stage_carry(household, ANA, BEN);
    forget_who_was_heard(household, BEN);
    (void)household_log(household, BEN, "fatigue", "severity", 2);
    choosing_publish(household, BEN);
    assert_int_equal(choosing_bodies(household, BEN, "fatigue.severity"), 0);
}

/* Offline everybody is silent. */
static void a_caregiver_who_does_not_listen_publishes_their_own_days_only(void **state)
{
    struct household *household = *state;
    household->wall_ms += 2 * day_ms;
    (void)household_log(household, BEN, "pain", "worst", 7);
    choosing_strain(household, BEN, 8);
    assert_int_equal(summaries_publish(stage_circle(household, BEN), false), DAYBOOK_OK);
    assert_int_equal(choosing_bodies(household, BEN, "pain.worst"), 0);
    assert_int_equal(choosing_bodies(household, BEN, "strain.score"), 1);
    choosing_publish(household, BEN);
    assert_int_equal(choosing_bodies(household, BEN, "pain.worst"), 1);
}

/* The patient wrote of the day later than Ben, so that Ben's summary is never the one that is
 * shown: it stays readable all the same until it is replaced. */
static void what_is_not_even_shown_is_taken_back_as_well(void **state)
{
    struct household *household = *state;
    household->wall_ms += 2 * day_ms;
    (void)household_log(household, BEN, "pain", "worst", 7);
    stage_carry(household, BEN, ANA);
    choosing_publish(household, BEN);
    stage_carry(household, BEN, CLEO);
    household->wall_ms += 60000;
    choosing_choose(household, ANA, "pain", "withheld");
    choosing_publish(household, ANA);
    stage_carry(household, ANA, CLEO);
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 1);
    stage_carry(household, BEN, ANA);
    choosing_publish_and_carry(household);
    for (size_t place = ANA; place <= CLEO; place++) {
        assert_int_equal(choosing_bodies(household, place, "pain.worst"), 0);
    }
    stage_expect_sound(household, CLEO);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        APART(a_caregiver_in_the_patients_place_honours_the_choice),
        APART(what_a_caregiver_published_unaware_is_taken_back),
        APART(a_caregiver_who_lacks_something_of_the_patients_publishes_nothing),
        APART(a_caregiver_who_does_not_listen_publishes_their_own_days_only),
        APART(what_is_not_even_shown_is_taken_back_as_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
