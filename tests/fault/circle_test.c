/* When memory runs short anywhere in pairing or exchanging, the circle still comes together and
 * everybody holds the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fault/scarce_memory.h"
#include "journal/household.h"
#include "journal/inspection.h"

enum { PATIENT, CAREGIVER, PLACES };
enum {
    STEP_MS = 50,
    PAIRING_MS = 12000,
    EXCHANGE_MS = 6000,
    PATIENCE_MS = 1800000, /* the longest pause of the exchange is 15 minutes */
    ALLOCATIONS_MAX = 100000,
    PAIRINGS = 254, /* with a refusal somewhere in each */
    EXCHANGES = 360
};

static int set_up(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    *state = &household;
    return 0;
}

static int tear_down(void **state)
{
    household_end(*state);
    return 0;
}

/* Let time pass; a step may say that memory is short, and nothing else. */
static void run(struct household *household, int64_t ms)
{
    for (int64_t passed = 0; passed < ms; passed += STEP_MS) {
        household->wall_ms += STEP_MS;
        household->monotonic_ms += STEP_MS;
        for (size_t i = 0; i < household->count; i++) {
            enum daybook_status status = journal_step(household->journals[i]);
            assert_true(status == DAYBOOK_OK || status == DAYBOOK_NO_MEMORY);
        }
    }
}

/* Let time pass until it is so; fails when it never is. */
static void run_until(struct household *household, bool (*is_so)(struct household *household),
                      unsigned number)
{
    for (int64_t passed = 0; !is_so(household); passed += EXCHANGE_MS) {
        if (passed > PATIENCE_MS) {
            fail_msg("after the refusal of allocation %u", number);
        }
        run(household, EXCHANGE_MS);
    }
}

static void check_everybody(struct household *household)
{
    for (size_t i = 0; i < household->count; i++) {
        struct journal_verification result;
        assert_int_equal(journal_verify(household->journals[i], &result), DAYBOOK_OK);
        assert_string_equal(result.damage, "");
    }
}

static bool all_are_members(struct household *household)
{
    return journal_circle_count(household->journals[CAREGIVER]) == 1;
}

static bool all_hold_the_same(struct household *household)
{
    return household_count(household, PATIENT) == household_count(household, CAREGIVER);
}

static void go_online(struct household *household)
{
    struct complaint complaint = {0};
    const struct seat seat = household_seat(household, PATIENT);
    assert_int_equal(journal_set_seat(household->journals[PATIENT], 0, &seat, &complaint),
                     DAYBOOK_OK);
    journal_go_online(household->journals[PATIENT]);
}

static void begin_to_join(struct household *household)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    struct journal_invite terms = {.name = bytes_of_text("Ben"),
                                   .role = ROLE_CAREGIVER,
                                   .auto_approve = true,
                                   .seat = household_seat(household, CAREGIVER)};
    assert_int_equal(journal_invite(household->journals[PATIENT], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(household->journals[CAREGIVER], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(household->journals[CAREGIVER]);
}

/* How many allocations a stretch of time needs. */
static unsigned count_allocations(struct household *household, int64_t ms)
{
    scarce_memory_refuse(ALLOCATIONS_MAX);
    run(household, ms);
    unsigned count = ALLOCATIONS_MAX - scarce_memory_left();
    assert_false(scarce_memory_end());
    return count;
}

static void joining_survives_each_refusal(void **state)
{
    (void)state;
    unsigned count = 0;
    for (unsigned i = 0; i <= PAIRINGS; i++) {
        void *fresh = NULL;
        assert_int_equal(set_up(&fresh), 0);
        struct household *household = fresh;
        unsigned number = 1 + i * count / PAIRINGS;
        go_online(household);
        begin_to_join(household);
        if (i == 0) {
            count = count_allocations(household, PAIRING_MS);
            print_message("%u allocations\n", count);
        } else {
            scarce_memory_refuse(number);
            run(household, PAIRING_MS);
            (void)scarce_memory_end();
        }
        run_until(household, all_are_members, number);
        (void)household_log(household, PATIENT, "pain", "worst", 4);
        run(household, EXCHANGE_MS);
        run_until(household, all_hold_the_same, number);
        check_everybody(household);
        assert_int_equal(tear_down(&fresh), 0);
    }
}

static void exchanging_survives_each_refusal(void **state)
{
    struct household *household = *state;
    household_pair(household);
    (void)household_log(household, PATIENT, "pain", "worst", 4);
    unsigned count = count_allocations(household, EXCHANGE_MS);
    print_message("%u allocations\n", count);
    for (unsigned i = 0; i < EXCHANGES; i++) {
        unsigned number = 1 + i * count / EXCHANGES;
        (void)household_log(household, i % PLACES, "pain", "worst", i % 11);
        scarce_memory_refuse(number);
        run(household, EXCHANGE_MS);
        (void)scarce_memory_end();
        run_until(household, all_hold_the_same, number);
    }
    assert_int_equal(household_count(household, PATIENT), EXCHANGES + 1);
    check_everybody(household);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joining_survives_each_refusal),
        cmocka_unit_test_setup_teardown(exchanging_survives_each_refusal, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
