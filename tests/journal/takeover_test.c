/* Who publishes the days for those who read no entries, when the patient's devices are silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/stage.h"

enum { PATIENT, CAREGIVER, THERAPIST };
enum { HOUR_MS = 3600 * 1000 };

static void pass(struct household *household, int64_t ms)
{
    household->wall_ms += ms;
    household->monotonic_ms += ms;
    household_run(household, 20000);
}

static void a_caregivers_device_takes_over_though_nothing_changes(void **state)
{
    struct household *household = *state;
    journal_go_offline(household->journals[PATIENT]);
    (void)household_log(household, CAREGIVER, "pain", "worst", 6);
    household_run(household, 20000);
    assert_true(household_pain(household, THERAPIST) == -1); /* it is the patient's to publish */
    for (size_t hours = 0; hours < 23; hours++) {
        pass(household, HOUR_MS);
    }
    assert_true(household_pain(household, THERAPIST) == -1);
    pass(household, HOUR_MS);
    pass(household, HOUR_MS);
    assert_true(household_pain(household, THERAPIST) == 6);
}

static void a_journal_that_waits_for_its_turn_is_woken(void **state)
{
    struct household *household = *state;
    household_run(household, 20000);
    assert_true(journal_wake_ms(household->journals[CAREGIVER]) <=
                household->monotonic_ms + HOUR_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_caregivers_device_takes_over_though_nothing_changes,
                                        stage_set_up_three, stage_tear_down),
        cmocka_unit_test_setup_teardown(a_journal_that_waits_for_its_turn_is_woken,
                                        stage_set_up_three, stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
