/* Who may erase what, and what becomes of an erasure by somebody who may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/own_circle.h"
#include "journal/stage.h"

static void name_co_owner(const struct household *household, size_t place, bool co_owner)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_name_stand_in(household->journals[ANA], 0,
                                           journal_name(household->journals[place]), co_owner,
                                           &complaint),
                     DAYBOOK_OK);
}

static void only_the_author_and_those_who_outrank_all_may_erase(void **state)
{
    struct household *household = *state;
    static const struct {
        size_t author;
        size_t eraser;
        enum daybook_status status;
    } cases[] = {
        {ANA, ANA, DAYBOOK_OK},     {ANA, BEN, DAYBOOK_DENIED}, {BEN, BEN, DAYBOOK_OK},
        {BEN, ANA, DAYBOOK_OK},     {BEN, DAN, DAYBOOK_OK},     {ANA, DAN, DAYBOOK_OK},
        {DAN, BEN, DAYBOOK_DENIED},
    };
    name_co_owner(household, DAN, true);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct id128 id = household_log(household, cases[i].author, "pain", "worst", 4);
        stage_carry(household, ANA, BEN);
        stage_carry(household, ANA, DAN);
        stage_carry(household, cases[i].author, cases[i].eraser);
        assert_int_equal(stage_erase(household, cases[i].eraser, id), cases[i].status);
        stage_forge(household, cases[i].eraser, STREAM_LOG, OPERATION_ERASE, id);
        stage_carry(household, cases[i].author, ANA);
        stage_carry(household, cases[i].eraser, ANA);
        bool erased = cases[i].status == DAYBOOK_OK;
        assert_int_equal(stage_bodies(household, ANA, STREAM_LOG, id), erased ? 0 : 1);
    }
    assert_int_equal(stage_quarantined(household, ANA), 2);
    assert_int_equal(household_count(household, ANA), 2);
    stage_expect_sound(household, ANA);
}

static struct id128 write_plan(struct household *household)
{
    const struct value_pair pairs[] = {household_text("site", "ankle_foot"),
                                       household_text("findings", "walks less")};
    return household_say(household, CLEO, "brace_evaluation", pairs, 2);
}

static void plans_are_erased_by_their_therapist_and_the_patient_and_nobody_else(void **state)
{
    struct household *household = *state;
    struct id128 by_cleo = write_plan(household);
    struct id128 by_ana = write_plan(household);
    struct id128 kept = write_plan(household);
    stage_carry(household, CLEO, ANA);
    stage_carry(household, CLEO, BEN);
    assert_int_equal(stage_erase(household, BEN, kept), DAYBOOK_DENIED);
    stage_forge(household, BEN, STREAM_PLAN, OPERATION_ERASE, kept);
    stage_forge(household, CLEO, STREAM_LOG, OPERATION_ERASE, kept);
    assert_int_equal(stage_erase(household, CLEO, by_cleo), DAYBOOK_OK);
    assert_int_equal(stage_erase(household, ANA, by_ana), DAYBOOK_OK);
    stage_carry(household, CLEO, ANA);
    stage_carry(household, BEN, ANA);
    stage_carry(household, ANA, CLEO);
    for (size_t place = ANA; place <= CLEO; place += CLEO) {
        assert_int_equal(stage_bodies(household, place, STREAM_PLAN, by_cleo), 0);
        assert_int_equal(stage_bodies(household, place, STREAM_PLAN, by_ana), 0);
        assert_int_equal(stage_bodies(household, place, STREAM_PLAN, kept), 1);
        assert_int_equal(household_count(household, place), 1);
        stage_expect_sound(household, place);
    }
    assert_int_equal(stage_quarantined(household, ANA), 2);
}

static void whoever_forges_the_making_of_an_entry_gains_nothing_over_it(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    household->wall_ms -= 3600000;
    stage_circle(household, DAN)->journal->clock = 0;
    stage_forge(household, DAN, STREAM_LOG, OPERATION_ENTRY, id);
    stage_forge(household, DAN, STREAM_LOG, OPERATION_ERASE, id);
    stage_carry(household, DAN, ANA); /* before what it claims to be */
    assert_int_equal(stage_bodies(household, ANA, STREAM_LOG, id), 0);
    stage_carry(household, BEN, ANA);
    assert_int_equal(stage_bodies(household, ANA, STREAM_LOG, id), 1);
    assert_int_equal(household_count(household, ANA), 1);
    stage_carry(household, DAN, BEN);
    assert_int_equal(stage_bodies(household, BEN, STREAM_LOG, id), 1);
    assert_int_equal(household_count(household, BEN), 1);
}

static void a_co_owners_erasure_counts_once_the_grant_is_known(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    const struct id128 feed = own_circle_own_feed(stage_circle(household, ANA), STREAM_LOG)->feed;
    (void)courier_carry(stage_circle(household, ANA), stage_circle(household, BEN), feed, SIZE_MAX);
    name_co_owner(household, DAN, true);
    stage_carry(household, ANA, DAN);
    assert_int_equal(stage_erase(household, DAN, id), DAYBOOK_OK);
    (void)courier_carry(stage_circle(household, DAN), stage_circle(household, BEN),
                        own_circle_own_feed(stage_circle(household, DAN), STREAM_LOG)->feed,
                        SIZE_MAX);
    assert_int_equal(stage_quarantined(household, BEN), 1);
    assert_int_equal(stage_bodies(household, BEN, STREAM_LOG, id), 1);
    stage_carry(household, ANA, BEN);
    assert_int_equal(stage_quarantined(household, BEN), 0);
    stage_expect_erased(household, BEN, id);
    assert_int_equal(household_count(household, BEN), 0);
}

static void an_erasure_the_patient_had_seen_counts_after_a_demotion(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    name_co_owner(household, DAN, true);
    stage_carry(household, ANA, DAN);
    assert_int_equal(stage_erase(household, DAN, id), DAYBOOK_OK);
    stage_carry(household, DAN, ANA);
    name_co_owner(household, DAN, false);
    stage_carry(household, ANA, BEN);
    stage_carry(household, DAN, BEN);
    stage_expect_erased(household, BEN, id);
    struct id128 later = household_log(household, ANA, "pain", "worst", 5);
    stage_carry(household, ANA, DAN);
    assert_int_equal(stage_erase(household, DAN, later), DAYBOOK_DENIED);
}

static void who_stands_in_no_more_erases_nothing_of_others_with_a_program_of_its_own(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    struct id128 own = household_log(household, DAN, "pain", "worst", 5);
    name_co_owner(household, DAN, true);
    name_co_owner(household, DAN, false);
    stage_carry(household, ANA, BEN);
    stage_carry(household, DAN, BEN);
    stage_forge(household, DAN, STREAM_LOG, OPERATION_ERASE, id);
    assert_int_equal(stage_erase(household, DAN, own), DAYBOOK_OK);
    stage_carry(household, DAN, ANA);
    stage_carry(household, DAN, BEN);
    for (size_t place = ANA; place <= BEN; place++) {
        assert_int_equal(stage_bodies(household, place, STREAM_LOG, id), 1);
        assert_int_equal(stage_quarantined(household, place), 1);
        stage_expect_erased(household, place, own);
    }
}

/* A second demotion that had seen more lets in what it had seen, and naming somebody again all. */
static void named_again_their_erasures_count_again(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    name_co_owner(household, DAN, true);
    name_co_owner(household, DAN, false);
    stage_forge(household, DAN, STREAM_LOG, OPERATION_ERASE, id);
    stage_carry(household, ANA, BEN);
    stage_carry(household, DAN, BEN);
    assert_int_equal(stage_quarantined(household, BEN), 1);
    name_co_owner(household, DAN, true);
    stage_carry(household, ANA, BEN);
    assert_int_equal(stage_quarantined(household, BEN), 0);
    stage_expect_erased(household, BEN, id);
}

static void what_a_removed_caregiver_erases_later_stays(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    stage_carry(household, BEN, ANA);
    stage_carry(household, BEN, DAN);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
    assert_int_equal(stage_erase(household, BEN, id), DAYBOOK_OK); /* has not heard of it */
    stage_carry(household, ANA, DAN);
    stage_carry(household, BEN, DAN);
    assert_int_equal(stage_quarantined(household, DAN), 1);
    assert_int_equal(household_count(household, DAN), 1);
    assert_int_equal(stage_bodies(household, DAN, STREAM_LOG, id), 1);
}

#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        APART(only_the_author_and_those_who_outrank_all_may_erase),
        APART(plans_are_erased_by_their_therapist_and_the_patient_and_nobody_else),
        APART(whoever_forges_the_making_of_an_entry_gains_nothing_over_it),
        APART(a_co_owners_erasure_counts_once_the_grant_is_known),
        APART(an_erasure_the_patient_had_seen_counts_after_a_demotion),
        APART(who_stands_in_no_more_erases_nothing_of_others_with_a_program_of_its_own),
        APART(named_again_their_erasures_count_again),
        APART(what_a_removed_caregiver_erases_later_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
