/* The agent locks before the machine sleeps, or right after it woke. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "agent/running_agent.h"
#include "agent/sleep_bus.h"
#include "agent/sleep_clock.h"
#include "agent/sleepy_machine.h"

enum { MOMENTS_MAX = 500 };

static bool is_locked(struct daybook *door)
{
    json_t *answer = own_home_ask(door, "agent.status", NULL, DAYBOOK_OK);
    bool locked = json_is_true(json_object_get(answer, "locked"));
    json_decref(answer);
    return locked;
}

/* Serve until somebody has asked so often to be waited for. */
static void expect_asked(struct sleepy_machine *machine, int times)
{
    for (int i = 0; machine->asked < times && i < MOMENTS_MAX; i++) {
        sleepy_machine_serve(machine);
    }
    assert_int_equal(machine->asked, times);
    assert_true(machine->asked_right);
    assert_false(sleepy_machine_may_sleep(machine));
}

static void the_machine_waits_until_the_agent_has_locked(void **state)
{
    (void)state;
    struct sleepy_machine machine;
    struct running_agent agent;
    const char *missing = sleepy_machine_begin(&machine);
    if (missing != NULL) {
        print_message("skipped: %s\n", missing);
        skip();
    }
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    struct daybook *door = own_home_door(&agent.home);
    for (int sleeps = 1; sleeps <= 2; sleeps++) {
        expect_asked(&machine, sleeps);
        assert_false(is_locked(door));
        sleepy_machine_tell(&machine, true);
        for (int i = 0; !sleepy_machine_may_sleep(&machine) && i < MOMENTS_MAX; i++) {
            sleepy_machine_serve(&machine);
        }
        assert_true(sleepy_machine_may_sleep(&machine));
        assert_true(is_locked(door));
        json_decref(own_home_ask(door, "list", NULL, DAYBOOK_LOCKED));
        sleepy_machine_tell(&machine, false);
        json_decref(own_home_tell(door, "unlock", OWN_HOME_PASSPHRASE, DAYBOOK_OK));
    }
    daybook_close(door);
    running_agent_end(&agent);
    sleepy_machine_end(&machine);
}

static void an_agent_whose_bus_ends_goes_on(void **state)
{
    (void)state;
    struct sleepy_machine machine;
    struct running_agent agent;
    const char *missing = sleepy_machine_begin(&machine);
    if (missing != NULL) {
        print_message("skipped: %s\n", missing);
        skip();
    }
    running_agent_begin(&agent, "diary", OWN_HOME_PASSPHRASE);
    expect_asked(&machine, 1);
    sleepy_machine_end(&machine);
    struct daybook *door = own_home_door(&agent.home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    assert_false(is_locked(door));
    daybook_close(door);
    running_agent_end(&agent);
}

static void without_a_bus_nobody_tells(void **state)
{
    (void)state;
    assert_int_equal(setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all", 1), 0);
    struct sleep_bus *bus = sleep_bus_begin();
    for (int i = 0; i < 10; i++) {
        assert_false(sleep_bus_step(bus));
    }
    assert_int_equal(sleep_bus_poll(bus).fd, -1);
    assert_true(sleep_bus_left_ms(bus) == INT64_MAX);
    sleep_bus_let_sleep(bus);
    sleep_bus_end(bus);
}

static void a_clock_that_stood_still_tells_of_a_sleep_once(void **state)
{
    (void)state;
    struct sleep_clock clock;
    sleep_clock_begin(&clock, (struct sleep_reading){5000, 4000});
    assert_false(sleep_clock_slept(&clock, (struct sleep_reading){9000, 8000}));
    assert_false(sleep_clock_slept(&clock, (struct sleep_reading){9999, 8000}));
    assert_true(sleep_clock_slept(&clock, (struct sleep_reading){70000, 8000}));
    assert_false(sleep_clock_slept(&clock, (struct sleep_reading){80000, 18000}));
    assert_true(sleep_clock_slept(&clock, (struct sleep_reading){81000, 18000}));
    sleep_clock_end(&clock);
}

static void the_clocks_of_this_machine_are_read_and_watched(void **state)
{
    (void)state;
    struct sleep_clock clock;
    struct sleep_reading now = sleep_clock_read();
    assert_true(now.with_sleep_ms > 0 && now.without_sleep_ms > 0);
    sleep_clock_begin(&clock, now);
    assert_true(clock.descriptor >= 0);
    assert_false(sleep_clock_slept(&clock, sleep_clock_read()));
    assert_true(clock.descriptor >= 0);
    sleep_clock_end(&clock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_machine_waits_until_the_agent_has_locked),
        cmocka_unit_test(an_agent_whose_bus_ends_goes_on),
        cmocka_unit_test(without_a_bus_nobody_tells),
        cmocka_unit_test(a_clock_that_stood_still_tells_of_a_sleep_once),
        cmocka_unit_test(the_clocks_of_this_machine_are_read_and_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
