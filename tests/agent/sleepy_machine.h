/* A machine that says when the machine goes to sleep, on a bus of its own. */
#ifndef TESTS_AGENT_SLEEPY_MACHINE_H
#define TESTS_AGENT_SLEEPY_MACHINE_H

#include <stdbool.h>
#include <sys/types.h>

struct sd_bus;

struct sleepy_machine {
    pid_t bus_process;
    struct sd_bus *bus;
    int held;         /* readable once nobody holds up the sleep; -1: nobody ever asked to */
    int asked;        /* how often somebody asked */
    bool asked_right; /* to be waited for, before a sleep */
};

/* Start a bus, point DBUS_SYSTEM_BUS_ADDRESS at it, and be its login service. NULL, or why this
 * machine cannot. */
const char *sleepy_machine_begin(struct sleepy_machine *machine);
void sleepy_machine_end(struct sleepy_machine *machine);

/* Answer for a moment. */
void sleepy_machine_serve(struct sleepy_machine *machine);

/* Say that the machine goes to sleep, or that it woke. */
void sleepy_machine_tell(const struct sleepy_machine *machine, bool sleeps);

/* Does nobody hold up the sleep any more? */
bool sleepy_machine_may_sleep(const struct sleepy_machine *machine);

#endif
