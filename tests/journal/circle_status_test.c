/* Tests of what a journal says is kept where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/inspection.h"
#include "journal/stage.h"

static struct journal_status status_of_patient(struct household *household)
{
    struct journal_status status;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_circle_status(household->journals[ANA], 0, arena, &status),
                     DAYBOOK_OK);
    arena_free(arena);
    return status;
}

static void what_a_person_wrote_is_counted_apart_from_the_days_a_device_publishes(void **state)
{
    struct household *household = *state;
    const struct value_pair question = household_text("text", "May I swim?");
    household_run(household, 30000);
    const size_t others = household->count;
    household->count = 1; /* the others are away */
    (void)household_log(household, ANA, "pain", "worst", 4);
    int64_t logged_ms = household->wall_ms;
    household_run(household, INT64_C(3600) * 1000);
    struct journal_status status = status_of_patient(household);
    assert_int_equal(status.written.here, 1);
    assert_int_equal(status.written.everywhere, 0);
    assert_true(status.operations.here > 1);
    (void)household_say(household, ANA, "question", &question, 1);
    status = status_of_patient(household);
    assert_int_equal(status.written.here, 2);
    assert_in_range(status.only_here_since_ms, logged_ms, logged_ms + 1000);
    household->count = others;
    household_run(household, 60000);
    status = status_of_patient(household);
    assert_int_equal(status.written.here + status.written.shared, 0);
    assert_int_equal(status.written.everywhere, 2);
    assert_true(status.operations.everywhere > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            what_a_person_wrote_is_counted_apart_from_the_days_a_device_publishes,
            stage_set_up_three, stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
