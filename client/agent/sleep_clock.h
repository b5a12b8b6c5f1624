/* Noticing that the machine has slept: one clock went on and the other stood still. */
#ifndef AGENT_SLEEP_CLOCK_H
#define AGENT_SLEEP_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* The two clocks at one moment. */
struct sleep_reading {
    int64_t with_sleep_ms;    /* CLOCK_BOOTTIME */
    int64_t without_sleep_ms; /* CLOCK_MONOTONIC */
};
struct sleep_reading sleep_clock_read(void);

struct sleep_clock {
    int64_t asleep_ms; /* until the last look */
    int descriptor; /* readable right after waking; -1: noticed only when something else happens */
};

void sleep_clock_begin(struct sleep_clock *out_clock, struct sleep_reading now);

/* Has the machine slept since the last look? Less than a second does not count: the two clocks are
 * not read at once. */
bool sleep_clock_slept(struct sleep_clock *clock, struct sleep_reading now);

void sleep_clock_end(struct sleep_clock *clock);

#endif
