/* A day whose summary was replaced by somebody who was removed comes back, whoever had dropped
 * what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/stage.h"
#include "journal/summaries.h"

enum { HOUR_MS = 3600 * 1000 };

/* Ben, who has not heard the patient for long, sums up a day that Cleo has from the patient; she
 * gets that before she hears of his removal. */
static void a_day_that_a_removed_caregiver_summed_up_last_is_published_again(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    (void)household_log(household, ANA, "pain", "worst", 3);
    assert_int_equal(summaries_publish(stage_circle(household, ANA), true), DAYBOOK_OK);
    for (size_t place = BEN; place <= CLEO; place++) {
        stage_carry(household, ANA, place);
    }
    assert_true(household_pain(household, CLEO) == 3);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
    (void)household_log(household, BEN, "pain", "worst", 8);
    household->wall_ms += 30 * (int64_t)HOUR_MS;
    assert_int_equal(summaries_publish(stage_circle(household, BEN), true), DAYBOOK_OK);
    stage_carry(household, BEN, CLEO);
    assert_true(household_pain(household, CLEO) > 3);
    stage_carry(household, ANA, CLEO);
    /* The patient had the removal first, and what stands is what was told; still it is told again.
     */
    stage_carry(household, BEN, ANA);
    assert_true(stage_quarantined(household, ANA) > 0);
    assert_int_equal(summaries_publish(stage_circle(household, ANA), true), DAYBOOK_OK);
    stage_carry(household, ANA, CLEO);
    assert_true(household_pain(household, CLEO) == 3);
    stage_expect_sound(household, CLEO);
    stage_expect_sound(household, ANA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_day_that_a_removed_caregiver_summed_up_last_is_published_again, stage_set_up_apart,
            stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
