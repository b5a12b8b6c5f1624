/* What can go wrong in a simulation, and how much of it one seed draws. */
#include "simulation/faults.h"

static const struct {
    const char *name;
    uint32_t size_max; /* thousandths; 1: it only is or is not */
} faults[FAULT_COUNT] = {
    [FAULT_LOSS] = {"loss", 500},
    [FAULT_REPEAT] = {"duplication", 300},
    [FAULT_DELAY] = {"delay-and-reorder", 300},
    [FAULT_REPLAY] = {"replay", 200},
    [FAULT_REFUSE] = {"publish-refused", 100},
    [FAULT_RETAINED_LOST] = {"retained-lost", 1000},
    [FAULT_RETAINED_OLD] = {"retained-rolled-back", 500},
    [FAULT_QUEUE_FULL] = {"queue-cap", 1},
    [FAULT_QUEUE_NONE] = {"no-queue", 1},
    [FAULT_OVERSIZE] = {"oversize-dropped", 1},
    [FAULT_CRASH] = {"crash", 15},
    [FAULT_STORE_FAILS] = {"failed-write", 100},
    [FAULT_DISK_FULL] = {"disk-full", 1},
    [FAULT_PARTITION] = {"partition", 1},
    [FAULT_BROKER_RESTART] = {"broker-restart", 1},
    [FAULT_TAKEOVER] = {"session-takeover", 1},
    [FAULT_DISCONNECT] = {"disconnect", 1},
    [FAULT_RESTORE] = {"restore-noticed", 1},
    [FAULT_RESTORE_BLIND] = {"restore-unnoticed", 1},
    [FAULT_CLONE] = {"live-clone", 1},
    [FAULT_WALL_CLOCK] = {"wall-clock-jump", 1},
    [FAULT_CLOCK_DRIFT] = {"clock-drift", 1},
    [FAULT_CLOCK_FROZEN] = {"clock-frozen", 1},
    [FAULT_ADDED] = {"member-added", 1},
    [FAULT_REMOVED] = {"member-removed", 1},
    [FAULT_GRANT] = {"grant-changed", 1},
    [FAULT_LIE_HIGH] = {"lie-number-too-high", 300},
    [FAULT_LIE_HASH] = {"lie-other-hash", 300},
    [FAULT_LIE_COUNTER] = {"lie-old-counter", 300},
    [FAULT_POISON] = {"hostile-fork", 1},
};

const char *fault_name(enum fault fault)
{
    return faults[fault].name;
}

struct fault_plan fault_plan_draw(struct chance *chance, uint64_t allowed)
{
    struct fault_plan plan = {.delay_ms = 1000 + chance_below(chance, 60000),
                              .queue_max = 1 + chance_below(chance, 20),
                              .oversize = 1 + chance_below(chance, 40),
                              .happenings = 5 + chance_below(chance, 40),
                              .writings = 20 + chance_below(chance, 60)};
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        bool drawn = chance_below(chance, 3) == 0;
        plan.size[fault] = 1 + chance_below(chance, faults[fault].size_max);
        if (drawn && (allowed >> fault & 1) != 0) {
            plan.drawn |= UINT64_C(1) << fault;
        } else {
            plan.size[fault] = 0;
        }
    }
    return plan;
}

bool fault_is_drawn(const struct fault_plan *plan, enum fault fault)
{
    return (plan->drawn >> fault & 1) != 0;
}
