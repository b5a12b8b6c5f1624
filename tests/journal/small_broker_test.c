/* Whole journals over a broker that takes only small messages, and shows it in each of three ways.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/household.h"

enum {
    PATIENT,
    CAREGIVER,
    NOTES = 150,
    TEXT_SIZE = 400,
    LARGE_SIZE = 1900,
    KEYLESS_SIZE = 1000,
    HOUR_MS = 3600000
};

static struct household household;

static void begin(void)
{
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    household_pair(&household);
}

/* A note whose text does not deflate much. */
static void write_note(size_t place, size_t size)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .";
    static uint64_t state = 88172645463325252U;
    char text[LARGE_SIZE + 1];
    for (size_t i = 0; i < size; i++) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        text[i] = letters[state % (sizeof letters - 1)];
    }
    text[0] = 'a';
    text[size - 1] = 'z';
    text[size] = '\0';
    (void)household_note(&household, place, text);
}

static size_t set_aside(size_t place)
{
    struct journal_exchange state;
    journal_exchange_state(household.journals[place], &state);
    return state.set_aside;
}

/* Run until a place lists so many entries; fails after hours. */
static void run_until(size_t place, size_t count)
{
    for (int64_t ms = 0; household_count(&household, place) < count; ms += 5000) {
        assert_in_range(ms, 0, HOUR_MS);
        household_run(&household, 5000);
    }
}

static void journals_converge_though_the_broker_takes_only_small_messages(void **state)
{
    (void)state;
    for (enum memory_habit habit = MEMORY_REFUSES; habit <= MEMORY_DROPS; habit++) {
        begin();
        journal_go_offline(household.journals[PATIENT]);
        for (size_t i = 0; i < NOTES; i++) {
            write_note(PATIENT, TEXT_SIZE);
        }
        memory_broker_limit(household.broker, 3000, habit);
        journal_go_online(household.journals[PATIENT]);
        run_until(CAREGIVER, NOTES);
        assert_int_equal(set_aside(PATIENT), 0);
        household_end(&household);
    }
}

static void what_is_too_large_for_the_broker_is_set_aside_until_it_takes_it(void **state)
{
    (void)state;
    for (enum memory_habit habit = MEMORY_REFUSES; habit <= MEMORY_DROPS; habit++) {
        begin();
        journal_go_offline(household.journals[PATIENT]);
        write_note(PATIENT, TEXT_SIZE);
        write_note(PATIENT, LARGE_SIZE);
        write_note(PATIENT, TEXT_SIZE);
        memory_broker_limit(household.broker, 1700, habit);
        journal_go_online(household.journals[PATIENT]);
        write_note(CAREGIVER, TEXT_SIZE);
        run_until(CAREGIVER, 2);
        for (int64_t ms = 0; set_aside(PATIENT) == 0; ms += 5000) {
            assert_in_range(ms, 0, HOUR_MS);
            household_run(&household, 5000);
        }
        write_note(CAREGIVER, TEXT_SIZE);
        run_until(PATIENT, 5); /* nothing else is in its way */
        assert_int_equal(household_count(&household, CAREGIVER), 3);
        memory_broker_limit(household.broker, 0, habit);
        journal_exchange_now(household.journals[PATIENT]);
        run_until(CAREGIVER, 5);
        household_run(&household, 10000);
        assert_int_equal(set_aside(PATIENT), 0);
        household_end(&household);
    }
}

/* Invite one more caregiver; returns the place. */
static size_t invite_another(void)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    size_t place = household_add(&household, "Eva", ROLE_CAREGIVER);
    struct journal_invite terms = {.name = bytes_of_text("Eva"),
                                   .role = ROLE_CAREGIVER,
                                   .auto_approve = true,
                                   .seat = household_seat(&household, place)};
    assert_int_equal(journal_invite(household.journals[PATIENT], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(household.journals[place], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(household.journals[place]);
    return place;
}

/* A key for so many is larger than this, and what says that the newcomer is a member is smaller;
 * they leave apart once the broker has shown that it takes little. */
static void a_newcomer_whose_keys_were_dropped_is_sent_them_again(void **state)
{
    (void)state;
    struct complaint complaint = {0};
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Ben", ROLE_CAREGIVER);
    (void)household_add(&household, "Cleo", ROLE_THERAPIST);
    (void)household_add(&household, "Dan", ROLE_CAREGIVER);
    household_pair(&household);
    memory_broker_limit(household.broker, KEYLESS_SIZE, MEMORY_DROPS);
    assert_int_equal(
        journal_grant(household.journals[PATIENT], 0, bytes_of_text("Cleo"), true, &complaint),
        DAYBOOK_OK);
    household_run(&household, 300000);
    size_t place = invite_another();
    household_run(&household, 60000);
    assert_int_equal(journal_circle_count(household.journals[place]), 1);
    memory_broker_limit(household.broker, 0, MEMORY_DROPS);
    (void)household_note(&household, PATIENT, "Good morning");
    run_until(place, 1);
    household_end(&household);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(journals_converge_though_the_broker_takes_only_small_messages),
        cmocka_unit_test(a_newcomer_whose_keys_were_dropped_is_sent_them_again),
        cmocka_unit_test(what_is_too_large_for_the_broker_is_set_aside_until_it_takes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
