/* What the crowd does together: take seats, talk now and then, talk as fast as it goes. */
#ifndef BENCH_BROKER_CROWD_PHASE_H
#define BENCH_BROKER_CROWD_PHASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device.h"

/* Have devices take their seats, a few at a time, until so many sit or the time is over; adds to
 * tally.arrivals. True when all do. *out_us is how long it took. */
bool phase_arrive(struct device_company *company, size_t count, unsigned patience_seconds,
                  uint64_t *out_us);

/* For so many seconds each of the first devices sends a message every so many seconds, evenly
 * spread over all of them; then wait until all were heard. */
void phase_trickle(struct device_company *company, size_t count, unsigned seconds,
                   unsigned every_seconds);

/* For so many seconds the first devices send in turn, as many messages on the way at a time as
 * keep a broker busy. *out_heard is how many were heard by their whole circle in that time. */
void phase_flood(struct device_company *company, size_t count, unsigned seconds,
                 uint64_t *out_heard);

/* Wait until every message was heard and acknowledged, or there is no hope. */
void phase_settle(struct device_company *company);

/* Say nothing, and have one device more leave for each line that comes from the descriptor; returns
 * at its end, or when the broker cut somebody off. */
void phase_hold(struct device_company *company, int lines);

#endif
