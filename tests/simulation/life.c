/* The life of one circle in the simulator: bad times as its seed draws them, then peace. */
#include "simulation/life.h"

#include "simulation/mischief.h"
#include "simulation/world.h"

enum {
    LIFE_QUIET_EVERY = 4,
    LIFE_REMOTE_MS = 4 * 3600 * 1000,
    LIFE_BELIEVED_H = 5, /* four hourly HAVE of a device that was set back with its clock */
};

static const int64_t minute_ms = 60000;
static const int64_t hour_ms = 3600000;

static struct world world; /* one at a time; too large for the stack */

/* A circle of two to five; some do not read the log, one may lie. */
static void begin(uint64_t seed, uint64_t allowed)
{
    struct chance chance = {seed * UINT64_C(0x2545F4914F6CDD1D)};
    struct fault_plan plan = fault_plan_draw(&chance, allowed);
    size_t count = 2 + chance_below(&chance, 4);
    bool hostile = fault_is_drawn(&plan, FAULT_LIE_HIGH) || fault_is_drawn(&plan, FAULT_LIE_HASH) ||
                   fault_is_drawn(&plan, FAULT_LIE_COUNTER) || fault_is_drawn(&plan, FAULT_POISON);
    world_begin(&world, chance_next(&chance), count);
    world.plan = plan;
    world.circle.hostile[chance_below(&chance, (uint32_t)count)] = hostile;
    for (size_t identity = 0; identity < BROKER_DEVICE_MAX; identity++) {
        world.circle.reads[identity][STREAM_LOG] = chance_below(&chance, 5) > 0;
        world.circle.reads[identity][STREAM_TREND] = chance_below(&chance, 5) > 0;
    }
    for (size_t fault = FAULT_LIE_HIGH; fault <= FAULT_LIE_COUNTER; fault++) {
        world.circle.lies[fault] = plan.size[fault];
    }
    const uint32_t *size = plan.size;
    world.faults.device = (struct device_faults){size[FAULT_CRASH], size[FAULT_STORE_FAILS]};
    world.broker.faults = (struct broker_faults){
        .lose = size[FAULT_LOSS],
        .repeat = size[FAULT_REPEAT],
        .delay = size[FAULT_DELAY],
        .replay = size[FAULT_REPLAY],
        .refuse = size[FAULT_REFUSE],
        .lose_retained = size[FAULT_RETAINED_LOST],
        .old_retained = size[FAULT_RETAINED_OLD],
        .delay_ms = plan.delay_ms,
        .queue_max = fault_is_drawn(&plan, FAULT_QUEUE_FULL) ? plan.queue_max : 0,
        .oversize = fault_is_drawn(&plan, FAULT_OVERSIZE) ? plan.oversize : 0,
        .forgets_absent = fault_is_drawn(&plan, FAULT_QUEUE_NONE)};
    for (size_t slot = 0; slot < world.device_count; slot++) {
        device_crash(&world.devices[slot]); /* it was told of other members */
        world.devices[slot].member_count = 0;
        world.devices[slot].faults = world.faults.device;
        world_plan_return(&world, slot);
    }
}

static void live(uint64_t events)
{
    while (world.events < events && !world.verdict.failed) {
        uint32_t drawn = chance_below(&world.chance, 1000);
        if (drawn < world.plan.happenings) {
            world.events++;
            mischief_happen(&world);
        } else if (drawn < world.plan.happenings + world.plan.writings) {
            world.events++;
            mischief_write(&world);
        } else if (!world_step(&world, world.now_ms + LIFE_REMOTE_MS)) {
            world.now_ms += LIFE_REMOTE_MS;
            world.events++;
        }
    }
}

static void make_peace(void)
{
    mischief_end_clones(&world);
    for (size_t fault = 0; fault < FAULT_COUNT; fault++) {
        world.circle.lies[fault] = 0;
    }
    for (size_t slot = 0; slot < world.device_count; slot++) {
        world_plan_mending(&world, slot, 1);
    }
    world.plan.drawn = 0;
    world_set_faults(&world, (struct world_faults){0});
}

static void check_lost(void)
{
    const struct ledger *ledger = &world.circle.ledger;
    for (size_t i = 0; i < ledger->content_count; i++) {
        const struct content *content = &ledger->contents[i];
        verdict_check(&world.verdict, INVARIANT_LOST,
                      content->holders != 0 || content->excused ||
                          world.circle.forks[content->author],
                      "an operation is on no device any more");
    }
}

/* Engines believe what a liar told them for as long as it does not say otherwise. */
static bool has_liar(void)
{
    for (size_t identity = 0; identity < BROKER_DEVICE_MAX; identity++) {
        if (world.circle.hostile[identity]) {
            return true;
        }
    }
    return false;
}

static bool is_whole(void)
{
    return world_counting(&world) == (UINT32_C(1) << world.device_count) - 1;
}

static void check_settled(void)
{
    uint32_t counting = world_counting(&world);
    for (size_t slot = 0; slot < world.device_count; slot++) {
        struct sync_owing owing = {0};
        if ((counting >> slot & 1) != 0) {
            sync_owing(world.devices[slot].sync, &owing);
        }
        verdict_check(&world.verdict, INVARIANT_SETTLED,
                      owing.to_fetch == 0 && owing.to_send == 0 && !owing.queued,
                      "something is owed although all are equal");
    }
}

static void check_quiet(void)
{
    uint64_t devices = world.device_count;
    uint64_t before = world.broker.published_messages;
    world_run_until(&world, world.now_ms + 2 * hour_ms);
    uint64_t count = world.broker.published_messages - before;
    verdict_check(&world.verdict, INVARIANT_QUIET,
                  count <= 3 * devices * STREAM_COUNT + STREAM_COUNT,
                  "an idle circle goes on talking");
}

/* Of a device that comes back when there is nothing to say. */
static void check_idle_return(void)
{
    struct device *device = &world.devices[0];
    device_disconnect(device, world.now_ms);
    world_run_until(&world, world.now_ms + minute_ms);
    device_connect(device, world.now_ms);
    world_run_until(&world, world.now_ms + 2 * minute_ms);
    verdict_check(&world.verdict, INVARIANT_IDLE, device->launched <= (uint64_t)2 * STREAM_COUNT,
                  "coming back cost more than two messages a stream");
}

static void live_in_peace(uint64_t seed, struct life_report *report)
{
    int64_t peace_ms = world.now_ms;
    bool equal = world_run_until_equal(&world, peace_ms + 72 * hour_ms);
    report->peace_ms = world.now_ms - peace_ms;
    verdict_check(&world.verdict, INVARIANT_CONVERGED, equal, "devices are not equal after 3 days");
    check_lost();
    if (seed % LIFE_QUIET_EVERY != 0 || world.verdict.failed || has_liar() || !is_whole()) {
        return;
    }
    world_restart_broker(&world);
    world_run_until(&world, world.now_ms + LIFE_BELIEVED_H * hour_ms);
    check_settled();
    check_quiet();
    check_idle_return();
}

void life_run(const struct life_options *options, struct life_report *out_report)
{
    *out_report = (struct life_report){0};
    begin(options->seed, options->allowed);
    out_report->drawn = world.plan.drawn;
    live(options->events);
    if (!world.verdict.failed) {
        make_peace();
        live_in_peace(options->seed, out_report);
    }
    out_report->verdict = world.verdict;
    out_report->events = world.events;
    out_report->operations = world_written(&world);
    out_report->messages = world.broker.published_messages;
    out_report->trace = world_trace(&world);
    world_end(&world);
}
