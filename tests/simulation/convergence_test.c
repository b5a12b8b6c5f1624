/* Whatever the broker does, devices that can exchange messages in the end hold the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "simulation/world.h"

enum { SEED_COUNT = 200 };
static const int64_t minute_ms = 60000;
static const int64_t hour_ms = 3600000;

static struct world world;

static uint64_t seed_count(void)
{
    const char *wanted = getenv("DAYBOOK_SEEDS");
    return wanted == NULL ? SEED_COUNT : strtoull(wanted, NULL, 10);
}

static struct world_faults every_fault(uint64_t seed)
{
    return (struct world_faults){.broker = {.lose = (uint32_t)(seed % 7) * 50,
                                            .repeat = 100,
                                            .delay = 100,
                                            .replay = 50,
                                            .refuse = 20,
                                            .lose_retained = 500,
                                            .delay_ms = 10000,
                                            .forgets_absent = seed % 2 == 0},
                                 .device = {.crash = 3, .fail_store = 20},
                                 .mischief_ms = 8000};
}

/* Ten bad minutes, then peace. */
static void live_through(uint64_t seed)
{
    world_begin(&world, seed, 2 + seed % 4);
    world_connect_all(&world);
    world_set_faults(&world, every_fault(seed));
    world_run_until(&world, world.now_ms + 10 * minute_ms);
    world_set_faults(&world, (struct world_faults){0});
}

static void devices_are_equal_within_two_hours_after_the_faults_end(void **state)
{
    (void)state;
    int64_t longest_ms = 0;
    for (uint64_t seed = 1; seed <= seed_count(); seed++) {
        live_through(seed);
        int64_t peace_ms = world.now_ms;
        if (!world_run_until_equal(&world, peace_ms + 2 * hour_ms)) {
            fail_msg("seed %llu: not equal, %s", (unsigned long long)seed,
                     world.verdict.failed ? world.verdict.story : "though no rule was broken");
        }
        longest_ms = world.now_ms - peace_ms > longest_ms ? world.now_ms - peace_ms : longest_ms;
        world_end(&world);
    }
    print_message("longest way to equality: %lld s\n", (long long)(longest_ms / 1000));
}

static void nobody_is_told_of_a_clone_that_does_not_exist(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        live_through(seed);
        for (size_t number = 0; number < world.device_count; number++) {
            assert_int_equal(world.devices[number].told, 0);
        }
        world_end(&world);
    }
}

static void one_seed_gives_one_history(void **state)
{
    (void)state;
    uint64_t traces[3];
    for (size_t i = 0; i < 3; i++) {
        live_through(i < 2 ? 7 : 8);
        traces[i] = world_trace(&world);
        world_end(&world);
    }
    assert_true(traces[0] == traces[1]);
    assert_true(traces[0] != traces[2]);
}

static void an_operation_is_published_once_when_nothing_is_lost(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        world_begin(&world, seed, 4);
        world_connect_all(&world);
        world_run_until(&world, world.now_ms + minute_ms);
        for (size_t i = 0; i < 40; i++) {
            size_t author = chance_below(&world.chance, 4);
            device_write(&world.devices[author], world.now_ms,
                         (enum stream)chance_below(&world.chance, STREAM_COUNT),
                         1 + chance_below(&world.chance, 90));
            world_run_until(&world, world.now_ms + chance_below(&world.chance, 8000));
        }
        world_run_until(&world, world.now_ms + hour_ms);
        assert_true(world_is_equal(&world));
        assert_int_equal(world.broker.published_operations, world_written(&world));
        world_end(&world);
    }
}

static void a_newcomer_costs_at_most_twice_what_it_lacks(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        world_begin(&world, seed, 4);
        for (size_t number = 0; number < 3; number++) {
            world_connect(&world, number);
            device_write(&world.devices[number], world.now_ms, STREAM_LOG, 300);
        }
        world_run_until(&world, world.now_ms + hour_ms);
        uint64_t before = world.broker.published_operations;
        world_connect(&world, 3);
        world_run_until(&world, world.now_ms + hour_ms);
        assert_true(world_is_equal(&world));
        assert_true(world.broker.published_operations - before <= 1800);
        world_end(&world);
    }
}

static void holders_bring_what_an_absent_author_wrote_without_a_storm(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        world_begin(&world, seed, 6);
        world.broker.faults.forgets_absent = true;
        for (size_t number = 0; number < 5; number++) {
            world_connect(&world, number);
        }
        device_write(&world.devices[0], world.now_ms, STREAM_LOG, 500);
        world_run_until(&world, world.now_ms + hour_ms);
        device_crash(&world.devices[0]);
        uint64_t before = world.broker.published_operations;
        world_connect(&world, 5);
        int64_t start_ms = world.now_ms;
        world_run_until(&world, start_ms + 5 * minute_ms);
        assert_int_equal(world.devices[5].stored, 500);
        assert_true(world.broker.published_operations - before <= 1000);
        world_end(&world);
    }
}

static void a_third_of_all_messages_lost_costs_at_most_four_times(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        world_begin(&world, seed, 4);
        world_connect_all(&world);
        world.broker.faults.lose = 300;
        for (size_t i = 0; i < 40; i++) {
            size_t author = chance_below(&world.chance, 4);
            device_write(&world.devices[author], world.now_ms,
                         (enum stream)chance_below(&world.chance, STREAM_COUNT),
                         1 + chance_below(&world.chance, 90));
            world_run_until(&world, world.now_ms + chance_below(&world.chance, 30000));
        }
        world_run_until(&world, world.now_ms + hour_ms);
        assert_true(world_is_equal(&world));
        assert_true(world.broker.published_operations <= 4 * world_written(&world));
        world_end(&world);
    }
}

static void five_coming_back_at_once_cost_less_than_one_by_one(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        world_begin(&world, seed, 6);
        world.broker.faults.forgets_absent = true;
        device_write(&world.devices[0], world.now_ms, STREAM_LOG, 200);
        for (size_t number = 0; number < 6; number++) {
            world_connect(&world, number);
            world_run_until(&world, world.now_ms + chance_below(&world.chance, 300));
        }
        world_run_until(&world, world.now_ms + 2 * minute_ms);
        assert_true(world_is_equal(&world));
        assert_true(world.broker.published_operations < 1000);
        world_end(&world);
    }
}

static void an_idle_circle_is_quiet(void **state)
{
    (void)state;
    world_begin(&world, 1, 4);
    world_connect_all(&world);
    device_write(&world.devices[0], world.now_ms, STREAM_LOG, 10);
    world_run_until(&world, world.now_ms + hour_ms);
    uint64_t before = world.broker.published_messages;
    world_run_until(&world, world.now_ms + 10 * hour_ms);
    /* One HAVE an hour, device and stream. */
    assert_true(world.broker.published_messages - before <= 10 * 4 * 4 + 16);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(devices_are_equal_within_two_hours_after_the_faults_end),
        cmocka_unit_test(nobody_is_told_of_a_clone_that_does_not_exist),
        cmocka_unit_test(one_seed_gives_one_history),
        cmocka_unit_test(an_operation_is_published_once_when_nothing_is_lost),
        cmocka_unit_test(a_newcomer_costs_at_most_twice_what_it_lacks),
        cmocka_unit_test(holders_bring_what_an_absent_author_wrote_without_a_storm),
        cmocka_unit_test(a_third_of_all_messages_lost_costs_at_most_four_times),
        cmocka_unit_test(five_coming_back_at_once_cost_less_than_one_by_one),
        cmocka_unit_test(an_idle_circle_is_quiet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
