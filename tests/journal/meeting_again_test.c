/* What the simulator of whole journals found: people who met again and did not understand each
 * other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/home_folder.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/stage.h"
#include "journal/summaries.h"
#include "store/summary_rows.h"

static const int64_t day_ms = INT64_C(86400000);
static const int64_t ten_years_ms = INT64_C(315576000000);

static bool is_removed(const struct household *household, size_t place, size_t who)
{
    const struct circle *circle = stage_circle(household, place)->circle;
    const struct circle_person *person = circle_author(circle, household->journals[who]->self.sign);
    return person != NULL && person->removed;
}

static void take_out(const struct household *household, size_t place, size_t who)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_remove(household->journals[place], 0,
                                    journal_name(household->journals[who]), &complaint),
                     DAYBOOK_OK);
}

static void stand_in(const struct household *household, size_t who)
{
    struct own_circle *circle = stage_circle(household, ANA);
    struct circle_change change = {
        .type = OPERATION_GRANT,
        .person = *circle_author(circle->circle, household->journals[who]->self.sign)};
    change.person.grants.co_owner = true;
    assert_int_equal(membership_write(circle, &change, 1), DAYBOOK_OK);
}

static void who_leaves_tells_so_and_hands_over_what_was_written_before(void **state)
{
    struct household *household = *state;
    size_t before = household_count(household, ANA);
    stand_in(household, BEN);
    household_run(household, 20000);
    journal_go_offline(household->journals[BEN]);
    (void)household_note(household, BEN, "goodbye");
    take_out(household, BEN, BEN);
    journal_go_online(household->journals[BEN]);
    household_run(household, 60000);
    assert_true(is_removed(household, ANA, BEN));
    assert_int_equal(household_count(household, ANA), before + 1);
    assert_int_equal(stage_quarantined(household, ANA), 0);
}

/* Keys that are sent to one device are lost. */
static enum memory_fate lose_keys(void *context, const char *client_id, const char *topic,
                                  struct bytes payload)
{
    (void)context;
    (void)client_id;
    (void)payload;
    return strstr(topic, "/to/") == NULL ? MEMORY_DELIVER : MEMORY_LOSE;
}

static void two_who_renewed_the_keys_apart_understand_each_other_again(void **state)
{
    struct household *household = *state;
    stand_in(household, BEN);
    household_run(household, 20000);
    journal_go_offline(household->journals[ANA]);
    journal_go_offline(household->journals[BEN]);
    take_out(household, ANA, DAN);
    take_out(household, BEN, CLEO);
    memory_broker_decide(household->broker, lose_keys, NULL);
    journal_go_online(household->journals[ANA]);
    journal_go_online(household->journals[BEN]);
    household_run(household, 5000);
    memory_broker_decide(household->broker, NULL, NULL);
    household_run(household, (int64_t)20 * 60000);
    assert_true(is_removed(household, ANA, CLEO));
    assert_true(is_removed(household, BEN, DAN));
}

static void a_device_set_back_is_listened_to_though_its_clock_was_years_ahead(void **state)
{
    (void)state;
    struct household household;
    struct home_folder home;
    household_begin(&household);
    home_folder_begin(&home, &household, "Ana", ROLE_PATIENT);
    home_folder_open(&home);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    household_pair(&household);
    home_folder_close(&home);
    home_folder_keep_store(&home, "older");
    home_folder_open(&home);
    journal_go_online(household.journals[ANA]);
    (void)household_note(&household, BEN, "heard before it was forgotten");
    household.wall_ms += ten_years_ms;
    household_run(&household, 20000);
    household.wall_ms -= ten_years_ms;
    assert_int_equal(household_count(&household, ANA), 1);
    home_folder_close(&home);
    home_folder_put_store(&home, "older");
    home_folder_open(&home);
    journal_go_online(household.journals[ANA]);
    household_run(&household, (int64_t)5 * 60000);
    assert_int_equal(household_count(&household, ANA), 1);
    home_folder_end(&home);
    household_end(&household);
}

static void figures_given_in_the_patients_place_are_put_right_by_the_patient(void **state)
{
    struct household *household = *state;
    struct own_circle *ana = stage_circle(household, ANA);
    struct own_circle *dan = stage_circle(household, DAN);
    (void)household_log(household, ANA, "pain", "worst", 4);
    assert_int_equal(summaries_publish(ana, true), DAYBOOK_OK);
    int32_t day = timestamp_day(journal_now(household->journals[ANA]));
    const struct feed_row *figures = own_circle_own_feed(ana, STREAM_TREND);
    assert_int_equal(courier_carry(ana, dan, figures->feed, SIZE_MAX), 1);
    household->wall_ms += 2 * day_ms; /* the patient has been silent, as far as Dan knows */
    const struct summary_place place = {.circle_no = dan->row.circle_no, .day = day};
    assert_int_equal(summary_rows_mark_dirty(dan->journal->database, &place), DAYBOOK_OK);
    assert_int_equal(summaries_publish(dan, true), DAYBOOK_OK);
    stage_carry(household, DAN, ANA);
    assert_int_equal(summaries_publish(ana, true), DAYBOOK_OK);
    stage_carry(household, DAN, CLEO);
    stage_carry(household, ANA, CLEO);
    assert_true(household_pain(household, CLEO) == 4.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_leaves_tells_so_and_hands_over_what_was_written_before,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(two_who_renewed_the_keys_apart_understand_each_other_again,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test(a_device_set_back_is_listened_to_though_its_clock_was_years_ahead),
        cmocka_unit_test_setup_teardown(
            figures_given_in_the_patients_place_are_put_right_by_the_patient, stage_set_up_apart,
            stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
