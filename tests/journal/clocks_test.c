/* A clock that is wrong is told on every device, and stops nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/clocks.h"
#include "journal/household.h"

enum { PATIENT, CAREGIVER, OTHER };

static const int64_t hour_ms = INT64_C(3600) * 1000;

/* The household's clock as one device has it. */
struct own_clock {
    struct household *household;
    int64_t ahead_ms;
};

static int64_t wall_ms(void *context)
{
    const struct own_clock *clock = context;
    return clock->household->wall_ms + clock->ahead_ms;
}

static int64_t monotonic_ms(void *context)
{
    return ((const struct own_clock *)context)->household->monotonic_ms;
}

static int32_t offset_minutes(void *context, int64_t utc_ms)
{
    (void)context;
    (void)utc_ms;
    return 0;
}

static enum daybook_status open_transport(void *context, struct transport *out_transport)
{
    memory_broker_attach(((const struct own_clock *)context)->household->broker, out_transport);
    return DAYBOOK_OK;
}

/* Put a journal whose clock is so far ahead into the household. */
static void add(struct household *household, const char *name, enum role role,
                struct own_clock *clock)
{
    const struct journal_ports ports = {clock, wall_ms, monotonic_ms, offset_minutes,
                                        open_transport};
    assert_int_equal(journal_create_in_memory(bytes_of_text(name), role, &ports,
                                              &household->journals[household->count]),
                     DAYBOOK_OK);
    household->count++;
}

/* A patient and caregivers with their clocks, paired and heard. */
static void begin(struct household *household, struct own_clock *clocks, const int64_t *ahead_ms,
                  size_t count)
{
    static const char *const names[] = {"Ana", "Ben", "Dan"};
    household_begin(household);
    for (size_t i = 0; i < count; i++) {
        clocks[i] = (struct own_clock){household, ahead_ms[i]};
        add(household, names[i], i == PATIENT ? ROLE_PATIENT : ROLE_CAREGIVER, &clocks[i]);
    }
    household_pair(household);
    for (size_t i = 0; i < count; i++) {
        (void)household_note(household, i, "heard");
    }
    household_run(household, 30000);
}

static size_t clocks_of(const struct household *household, size_t place, struct arena *arena,
                        struct journal_clock **out_clocks)
{
    size_t count = 77;
    assert_int_equal(journal_clocks(household->journals[place], 0, arena, out_clocks, &count),
                     DAYBOOK_OK);
    return count;
}

static void expect_text(const struct journal_clock *clock, const char *part)
{
    char text[400] = "";
    assert_true(clock->text.size < sizeof text);
    memcpy(text, clock->text.data, clock->text.size);
    assert_non_null(strstr(text, part));
}

static void clocks_that_agree_are_not_spoken_of(void **state)
{
    struct household household;
    struct own_clock clocks[3];
    struct journal_clock *found = NULL;
    struct arena *arena = arena_create(0);
    (void)state;
    begin(&household, clocks, (const int64_t[]){0, 30000, -200000}, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(clocks_of(&household, i, arena, &found), 0);
    }
    arena_free(arena);
    household_end(&household);
}

static void a_slow_clock_is_named_on_every_device_and_its_entries_arrive(void **state)
{
    struct household household;
    struct own_clock clocks[3];
    struct journal_clock *found = NULL;
    struct arena *arena = arena_create(0);
    (void)state;
    begin(&household, clocks, (const int64_t[]){0, -3 * hour_ms, 0}, 3);
    assert_int_equal(clocks_of(&household, PATIENT, arena, &found), 1);
    assert_false(found->is_self);
    expect_text(found, "The clock of Ben's device ");
    expect_text(found, " is 3 hours slow");
    assert_int_equal(clocks_of(&household, OTHER, arena, &found), 1);
    expect_text(found, "Ben");
    assert_int_equal(clocks_of(&household, CAREGIVER, arena, &found), 1);
    assert_true(found->is_self && found->judgement.verdict == CLOCK_WRONG);
    expect_text(found, "This device's clock is 3 hours slow");
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(household_count(&household, i), 3);
    }
    arena_free(arena);
    household_end(&household);
}

static void of_two_that_differ_neither_is_blamed(void **state)
{
    struct household household;
    struct own_clock clocks[2];
    struct journal_clock *found = NULL;
    struct arena *arena = arena_create(0);
    (void)state;
    begin(&household, clocks, (const int64_t[]){0, 20 * hour_ms}, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(clocks_of(&household, i, arena, &found), 1);
        assert_int_equal(found->judgement.verdict, CLOCK_DIFFERS);
        expect_text(found, "differ by 20 hours");
    }
    arena_free(arena);
    household_end(&household);
}

static void a_clock_that_was_set_right_is_not_spoken_of_any_more(void **state)
{
    struct household household;
    struct own_clock clocks[3];
    struct journal_clock *found = NULL;
    struct arena *arena = arena_create(0);
    (void)state;
    begin(&household, clocks, (const int64_t[]){0, 3 * hour_ms, 0}, 3);
    assert_int_equal(clocks_of(&household, PATIENT, arena, &found), 1);
    clocks[CAREGIVER].ahead_ms = 0;
    (void)household_note(&household, CAREGIVER, "set");
    household_run(&household, 30000);
    assert_int_equal(clocks_of(&household, PATIENT, arena, &found), 0);
    arena_free(arena);
    household_end(&household);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_that_agree_are_not_spoken_of),
        cmocka_unit_test(a_slow_clock_is_named_on_every_device_and_its_entries_arrive),
        cmocka_unit_test(of_two_that_differ_neither_is_blamed),
        cmocka_unit_test(a_clock_that_was_set_right_is_not_spoken_of_any_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
