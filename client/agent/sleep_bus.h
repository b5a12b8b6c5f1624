/* Being told by systemd-logind that the machine goes to sleep, and holding it up until the keys are
 * gone. The library is looked for when the program runs; without it, or without a bus, nobody
 * tells. See decision 0012. */
#ifndef AGENT_SLEEP_BUS_H
#define AGENT_SLEEP_BUS_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

struct sleep_bus;

/* Connect to the system's bus. Does not wait for an answer. NULL, which all functions below take:
 * nobody will tell. The caller owns it: sleep_bus_end(). */
struct sleep_bus *sleep_bus_begin(void);

/* What to poll for. */
struct pollfd sleep_bus_poll(const struct sleep_bus *bus);

/* How long until sleep_bus_step() is due though nothing happens; INT64_MAX for never. */
int64_t sleep_bus_left_ms(const struct sleep_bus *bus);

/* Take what has come. True: the machine goes to sleep and waits for sleep_bus_let_sleep(), though
 * not for ever. */
bool sleep_bus_step(struct sleep_bus *bus);

/* The keys are gone: the machine may sleep. */
void sleep_bus_let_sleep(struct sleep_bus *bus);

void sleep_bus_end(struct sleep_bus *bus);

#endif
