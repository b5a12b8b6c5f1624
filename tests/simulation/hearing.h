/* What reaches a simulated device: whether it can read it, and what its journal makes of it. */
#ifndef SIMULATION_HEARING_H
#define SIMULATION_HEARING_H

#include <stdbool.h>
#include <stdint.h>

#include "simulation/device.h"

/* The broker brings a message. A device that is down hears nothing. */
void hearing_message(struct device *device, int64_t world_ms, struct message *message,
                     bool retained);

#endif
