/* A circle of simulated devices around a hostile broker: one seed, one history. */
#ifndef SIMULATION_WORLD_H
#define SIMULATION_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "simulation/agenda.h"
#include "simulation/broker.h"
#include "simulation/chance.h"
#include "simulation/device.h"

/* What may happen while there are faults. */
struct world_faults {
    struct broker_faults broker;
    struct device_faults device;
    uint32_t mischief_ms; /* mean time between crashes, disconnections and broker restarts; 0: none
                           */
};

struct world {
    struct chance chance;
    struct agenda agenda;
    struct broker broker;
    struct sync_member members[BROKER_DEVICE_MAX];
    struct device devices[BROKER_DEVICE_MAX];
    size_t device_count;
    struct world_faults faults;
    int64_t now_ms;
};

/* Devices that are up and not connected, all reading all streams unless members say otherwise
 * before the first event. The world is large: give it static or heap memory. */
void world_begin(struct world *world, uint64_t seed, size_t device_count);
void world_end(struct world *world);

/* Faults from now on; a zeroed struct ends them, and whoever is down or away comes back. */
void world_set_faults(struct world *world, struct world_faults faults);

/* Connect one device, or all. */
void world_connect(struct world *world, size_t device);
void world_connect_all(struct world *world);

/* Let time pass until this moment. */
void world_run_until(struct world *world, int64_t until_ms);

/* Let time pass until all devices hold the same, at most until this moment; false when it came
 * first. */
bool world_run_until_equal(struct world *world, int64_t until_ms);

/* Whether every device holds every operation of the streams it reads, and the same ones. */
bool world_is_equal(const struct world *world);

/* One hash of everything that happened on all devices. */
uint64_t world_trace(const struct world *world);

#endif
