/* Invitations that are over leave neither their secret nor their seat in the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/household.h"
#include "journal/invitations.h"
#include "journal/state.h"
#include "store/invitation_rows.h"

enum { PATIENT, CAREGIVER };
static const int64_t minute_ms = INT64_C(60) * 1000;
static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static int set_up(void **state)
{
    static struct household household;
    struct complaint complaint = {0};
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    const struct seat seat = household_seat(&household, PATIENT);
    assert_int_equal(journal_set_seat(household.journals[PATIENT], 0, &seat, &complaint),
                     DAYBOOK_OK);
    *state = &household;
    return 0;
}

static int tear_down(void **state)
{
    household_end(*state);
    return 0;
}

static size_t kept(const struct household *household, size_t place)
{
    struct invitation_row *rows = NULL;
    size_t count = 77;
    struct arena *arena = arena_create(0);
    assert_int_equal(
        invitation_rows_list(household->journals[place]->database, arena, &rows, &count),
        DAYBOOK_OK);
    arena_free(arena);
    return count;
}

static void invite(struct household *household, struct buffer *code)
{
    struct complaint complaint = {0};
    struct journal_invite terms = {.name = bytes_of_text("Ben"),
                                   .role = ROLE_CAREGIVER,
                                   .auto_approve = true,
                                   .seat = household_seat(household, CAREGIVER)};
    assert_int_equal(journal_invite(household->journals[PATIENT], 0, &terms, code, &complaint),
                     DAYBOOK_OK);
}

static void join(struct household *household, const struct buffer *code)
{
    struct complaint complaint = {0};
    assert_int_equal(journal_join(household->journals[CAREGIVER], buffer_bytes(code), &complaint),
                     DAYBOOK_OK);
    journal_go_online(household->journals[CAREGIVER]);
}

static void purge(struct household *household, size_t place)
{
    assert_int_equal(invitations_purge(household->journals[place]), DAYBOOK_OK);
}

static void an_invitation_is_kept_until_it_expires(void **state)
{
    struct household *household = *state;
    struct buffer code = {0};
    invite(household, &code);
    buffer_free(&code);
    household->wall_ms += day_ms - minute_ms;
    purge(household, PATIENT);
    assert_int_equal(kept(household, PATIENT), 1);
    household->wall_ms += 2 * minute_ms;
    purge(household, PATIENT);
    assert_int_equal(kept(household, PATIENT), 0);
}

static void a_running_journal_forgets_within_a_day(void **state)
{
    struct household *household = *state;
    struct buffer code = {0};
    household_run(household, 100);
    invite(household, &code);
    buffer_free(&code);
    household->wall_ms += day_ms + minute_ms;
    household->monotonic_ms += day_ms + minute_ms;
    household_run(household, 100);
    assert_int_equal(kept(household, PATIENT), 0);
}

static void a_used_invitation_goes_once_its_device_was_heard(void **state)
{
    struct household *household = *state;
    struct buffer code = {0};
    invite(household, &code);
    journal_go_online(household->journals[PATIENT]);
    join(household, &code);
    buffer_free(&code);
    household_run(household, 20000);
    assert_int_equal(journal_circle_count(household->journals[CAREGIVER]), 1);
    assert_int_equal(kept(household, CAREGIVER), 0);
    assert_int_equal(kept(household, PATIENT), 1);
    purge(household, PATIENT);
    assert_int_equal(kept(household, PATIENT), 0);
}

/* The device that was let in hears nothing from then on, and may ask again. */
static void a_used_invitation_of_a_device_that_was_never_heard_goes_after_a_week(void **state)
{
    struct household *household = *state;
    struct buffer code = {0};
    struct invitation_row *rows = NULL;
    size_t count = 0;
    invite(household, &code);
    journal_go_online(household->journals[PATIENT]);
    join(household, &code);
    buffer_free(&code);
    struct arena *arena = arena_create(0);
    for (size_t i = 0; i < 200; i++) { /* until it is let in, and not a step longer */
        household_run(household, 50);
        assert_int_equal(
            invitation_rows_list(household->journals[PATIENT]->database, arena, &rows, &count),
            DAYBOOK_OK);
        if (rows[0].state == INVITATION_DONE) {
            break;
        }
    }
    assert_int_equal(rows[0].state, INVITATION_DONE);
    arena_free(arena);
    journal_go_offline(household->journals[CAREGIVER]);
    household->wall_ms += 7 * day_ms;
    purge(household, PATIENT);
    assert_int_equal(kept(household, PATIENT), 1);
    household->wall_ms += day_ms + minute_ms;
    purge(household, PATIENT);
    assert_int_equal(kept(household, PATIENT), 0);
}

static void what_is_being_accepted_stays(void **state)
{
    struct household *household = *state;
    struct buffer code = {0};
    invite(household, &code);
    join(household, &code);
    buffer_free(&code);
    household->wall_ms += 2 * day_ms;
    purge(household, CAREGIVER);
    assert_int_equal(kept(household, CAREGIVER), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_invitation_is_kept_until_it_expires, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_running_journal_forgets_within_a_day, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_used_invitation_goes_once_its_device_was_heard, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_used_invitation_of_a_device_that_was_never_heard_goes_after_a_week, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(what_is_being_accepted_stays, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
