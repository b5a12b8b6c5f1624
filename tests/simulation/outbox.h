/* What a simulated device publishes when its engine says so. */
#ifndef SIMULATION_OUTBOX_H
#define SIMULATION_OUTBOX_H

#include <stdint.h>

#include "simulation/device.h"

/* Perform PUBLISH_RUN, PUBLISH_HAVE or SEND_KEYS, checking that it may be. */
void outbox_run(struct device *device, int64_t world_ms, const struct sync_action *action);
void outbox_have(struct device *device, int64_t world_ms, const struct sync_action *action);
void outbox_keys(struct device *device, int64_t world_ms, const struct sync_action *action);

/* A hostile device publishes another continuation of its own feed. */
void outbox_fork(struct device *device, int64_t world_ms, enum stream stream);

#endif
