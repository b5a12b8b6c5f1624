/* Tests of who is reminded of a check-in, and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/notices.h"
#include "journal/reminder.h"
#include "journal/stage.h"

enum { HOUR_MS = 3600 * 1000 };

static void checkin(const struct household *household)
{
    const struct value_pair overall = household_number("overall", 5);
    (void)household_say(household, ANA, "daily_checkin", &overall, 1);
}

static void choose(const struct household *household, size_t place, const char *word)
{
    struct reminder_choice choice;
    struct journal *journal = household->journals[place];
    assert_true(
        reminder_choice_read(bytes_of_text(word), timestamp_day(journal_now(journal)), &choice));
    assert_int_equal(journal_set_reminder(journal, &choice), DAYBOOK_OK);
}

static bool reminds(const struct household *household, size_t place)
{
    bool unseen = false;
    assert_int_equal(notices_remind(household->journals[place], &unseen), DAYBOOK_OK);
    return unseen;
}

/* Let hours pass; returns how often somebody was told. */
static size_t told_within(struct household *household, size_t place, int hours)
{
    size_t told = 0;
    for (int i = 0; i < hours; i++) {
        household->wall_ms += HOUR_MS;
        household->monotonic_ms += HOUR_MS;
        assert_int_equal(reminder_settle(household->journals[place]), DAYBOOK_OK);
        const char *word = journal_take_word(household->journals[place]);
        if (word != NULL) {
            assert_string_equal(word, "Time for today's check-in.");
            told++;
        }
    }
    return told;
}

/* The household's clock starts at eight in the morning. */
static void a_patient_is_reminded_once_a_day_in_the_evening(void **state)
{
    struct household *household = *state;
    checkin(household);
    assert_int_equal(told_within(household, ANA, 24), 0);
    assert_int_equal(told_within(household, ANA, 9), 0); /* 17:00 of the next day */
    assert_int_equal(told_within(household, ANA, 3), 1);
    assert_true(reminds(household, ANA));
    assert_false(reminds(household, BEN));
    assert_false(reminds(household, CLEO));
    uint64_t unseen = 1;
    assert_int_equal(notices_unseen(household->journals[ANA], &unseen), DAYBOOK_OK);
    assert_int_equal(unseen, 0);
    checkin(household);
    assert_false(reminds(household, ANA));
    assert_int_equal(told_within(household, ANA, 12), 0);
}

static void a_reminder_is_over_with_its_day_and_does_not_pile_up(void **state)
{
    struct household *household = *state;
    checkin(household);
    assert_int_equal(told_within(household, ANA, 24 + 11), 1);
    assert_true(reminds(household, ANA));
    assert_int_equal(told_within(household, ANA, 6), 0); /* one in the night */
    assert_false(reminds(household, ANA));
    assert_int_equal(told_within(household, ANA, 18), 1);
    assert_int_equal(told_within(household, ANA, 6 * 24), 0); /* left out twice */
    assert_int_equal(told_within(household, ANA, 24), 1);
}

static void nobody_is_reminded_who_wants_none_pauses_or_never_began(void **state)
{
    struct household *household = *state;
    assert_int_equal(told_within(household, ANA, 48), 0);
    checkin(household);
    choose(household, ANA, "off");
    assert_int_equal(told_within(household, ANA, 48), 0);
    choose(household, ANA, "plan");
    checkin(household);
    const struct value_pair days = household_number("days", 3);
    (void)household_say(household, ANA, "pause", &days, 1);
    assert_int_equal(told_within(household, ANA, 48), 0);
}

static void the_hour_is_that_of_the_plan_and_never_a_quiet_one(void **state)
{
    struct household *household = *state;
    struct journal_reminder reminder;
    const struct value_pair plan[] = {household_text("remind_at", "10:00"),
                                      household_text("quiet_from", "08:00"),
                                      household_text("quiet_until", "15:30")};
    (void)household_say(household, CLEO, "monitoring_plan", plan, 3);
    stage_carry(household, CLEO, ANA);
    assert_int_equal(journal_reminder(household->journals[ANA], &reminder), DAYBOOK_OK);
    assert_int_equal(reminder.minute, 10 * 60);
    assert_int_equal(told_within(household, ANA, 7), 0); /* 15:00 of the first day of the plan */
    assert_int_equal(told_within(household, ANA, 1), 1);
}

static void a_caregiver_is_reminded_at_an_hour_of_their_own(void **state)
{
    struct household *household = *state;
    struct journal_reminder reminder;
    assert_int_equal(journal_reminder(household->journals[BEN], &reminder), DAYBOOK_OK);
    assert_int_equal(reminder.minute, -1);
    choose(household, BEN, "09:00");
    assert_int_equal(told_within(household, BEN, 3), 1);
    assert_int_equal(told_within(household, BEN, 20), 0);
    assert_int_equal(told_within(household, BEN, 3), 1);
    assert_int_equal(told_within(household, BEN, 6 * 24), 0);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        APART(a_patient_is_reminded_once_a_day_in_the_evening),
        APART(a_reminder_is_over_with_its_day_and_does_not_pile_up),
        APART(nobody_is_reminded_who_wants_none_pauses_or_never_began),
        APART(the_hour_is_that_of_the_plan_and_never_a_quiet_one),
        APART(a_caregiver_is_reminded_at_an_hour_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
