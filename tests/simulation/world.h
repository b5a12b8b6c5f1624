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
#include "simulation/faults.h"
#include "simulation/verdict.h"

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
    struct verdict verdict;
    struct circle circle;
    struct device devices[BROKER_DEVICE_MAX];
    struct disk copies[BROKER_DEVICE_MAX]; /* of disks, to be put back */
    bool copied[BROKER_DEVICE_MAX];
    size_t device_count;
    struct world_faults faults;
    struct fault_plan plan;
    int64_t now_ms;
    uint64_t events;
};

/* Devices that are up and not connected, all reading all streams. The world is large: give it
 * static or heap memory. */
void world_begin(struct world *world, uint64_t seed, size_t device_count);
void world_end(struct world *world);

/* Faults from now on; a zeroed struct ends them, and whoever is down or away comes back. */
void world_set_faults(struct world *world, struct world_faults faults);

/* Connect one device, or all. */
void world_connect(struct world *world, size_t device);
void world_connect_all(struct world *world);

/* One more device, with an empty disk, which is not started; NULL when there is no room. */
struct device *world_add(struct world *world, size_t identity);

/* A device that is down or away comes back within a minute. */
void world_plan_return(struct world *world, size_t device);

/* A trouble of a device, or of the broker, ends within this time. */
void world_plan_mending(struct world *world, size_t device, uint32_t within_ms);

/* The broker loses everything, and everybody the connection. */
void world_restart_broker(struct world *world);

/* The next thing that happens, when it does so until this moment; false when nothing does. */
bool world_step(struct world *world, int64_t until_ms);

/* Let time pass until this moment. */
void world_run_until(struct world *world, int64_t until_ms);

/* Let time pass until all devices hold the same, at most until this moment; false when it came
 * first. */
bool world_run_until_equal(struct world *world, int64_t until_ms);

/* The devices that count, a bit each: they are there, members and honest. */
uint32_t world_counting(const struct world *world);

/* Whether every device that counts holds what any other does of the streams both read. */
bool world_is_equal(const struct world *world);

/* How many operations were written, those written again not counted. */
uint64_t world_written(const struct world *world);

/* One hash of everything that happened on all devices. */
uint64_t world_trace(const struct world *world);

#endif
