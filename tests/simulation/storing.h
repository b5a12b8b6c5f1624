/* How a simulated device stores what arrives, and whether its engine has the right idea of it. */
#ifndef SIMULATION_STORING_H
#define SIMULATION_STORING_H

#include "simulation/device.h"

/* Perform STORE of a run, checking that it is what was written and in its place, and report it. */
void storing_run(struct device *device, const struct sync_action *action,
                 const struct sync_event *run);

/* What the engine takes for held of a feed is what the disk holds; what it calls held by all is. */
void storing_check(struct device *device, struct id128 id);

#endif
