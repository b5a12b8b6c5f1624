/* What a journal does when somebody holds another history than its own: it closes the incarnation,
 * writes again what may be only here, and gives way. The rules of client/journal/incarnation.c and
 * salvage.c, on a simulated disk. */
#ifndef SIMULATION_INCARNATION_H
#define SIMULATION_INCARNATION_H

#include <stdbool.h>
#include <stdint.h>

#include "simulation/device.h"

/* A new incarnation from now on. */
void incarnation_begin(struct device *device);

/* The engine told of a feed. */
void incarnation_told(struct device *device, const struct sync_action *action);

/* A peer's HAVE names a feed. */
void incarnation_heard(struct device *device, const struct sync_position *said);

/* A run that this device signed ends there: also what gave way before gives way to it. */
void incarnation_proven(struct device *device, const struct sync_position *said);

/* Whether a run of a feed that gave way only brings back what gave way, for a while. */
bool incarnation_refuses(struct device *device, const struct sync_event *run);

/* Write again what came in the place of what was given up; look again at what peers said, when it
 * is time. */
void incarnation_settle(struct device *device);

#endif
