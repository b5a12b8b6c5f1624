/* Who is in the circle, folded from the operations a device holds. */
#ifndef SIMULATION_MEMBERS_H
#define SIMULATION_MEMBERS_H

#include <stdbool.h>
#include <stdint.h>

#include "simulation/device.h"

/* The members as one who holds these changes sees them; their number. A removal is final. */
size_t members_fold(const struct circle *circle, uint64_t view,
                    struct sync_member out_members[static BROKER_DEVICE_MAX]);

/* Fold again what the disk holds; true when that is news. */
bool members_refold(struct device *device);

/* Whether the device takes an identity for a member. */
bool members_know(const struct device *device, size_t identity);

/* The identities that may read a stream, a bit each. */
uint32_t members_readers(const struct device *device, enum stream stream);

/* Fold, and when that changed something let the engine and the broker know. */
void members_learn(struct device *device);

#endif
