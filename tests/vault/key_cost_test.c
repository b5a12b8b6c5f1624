/* A guess of the passphrase costs what the machine can bear, and never less than the floor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/key_cost.h"

/* A machine, and what it is given. */
struct choice {
    struct key_machine machine;
    struct key_cost expected;
};

static const struct choice choices[] = {
    /* slow, with memory enough: the default, whatever time it takes */
    {{16384, 1}, {3, 256}},
    {{16384, 0}, {3, 256}},
    {{16384, 1000}, {3, 256}},
    /* a little faster: more passes, until twice the memory fits */
    {{16384, 1366}, {4, 256}},
    {{16384, 2047}, {5, 256}},
    {{16384, 2048}, {3, 512}},
    {{16384, 4095}, {5, 512}},
    {{16384, 4096}, {3, 1024}},
    {{16384, 8000}, {5, 1024}},
    {{16384, 1000000}, {10, 1024}},
    {{16384, UINT64_MAX}, {10, 1024}},
    /* little memory: half of what is free, and passes for what is missing */
    {{2048, 4096}, {3, 1024}},
    {{2047, 4096}, {6, 512}},
    {{1000, 4096}, {10, 256}},
    {{511, 1000}, {5, 128}},
    {{511, 1}, {3, 128}},
    {{255, 1}, {3, 64}},
    {{0, 1}, {3, 64}},
    {{0, 8000}, {10, 64}},
};

static void a_machine_is_given_what_it_bears(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        const struct choice *choice = &choices[i];
        struct key_cost cost = key_cost_choose(choice->machine);
        if (cost.passes != choice->expected.passes ||
            cost.memory_mib != choice->expected.memory_mib) {
            fail_msg("choice %zu: %u passes over %u MiB", i, cost.passes, cost.memory_mib);
        }
    }
}

static void no_machine_is_given_less_than_the_floor_or_more_than_a_header_may_ask(void **state)
{
    (void)state;
    for (uint64_t free_mib = 0; free_mib < 5000; free_mib += 37) {
        for (uint64_t speed = 0; speed < 20000; speed += 111) {
            struct key_cost cost = key_cost_choose((struct key_machine){free_mib, speed});
            assert_true(key_cost_is_allowed(cost));
            assert_true(cost.passes >= key_cost_floor.passes);
            assert_true(cost.memory_mib >= key_cost_floor.memory_mib);
            assert_true(cost.memory_mib <= free_mib / 2 ||
                        cost.memory_mib == key_cost_floor.memory_mib);
        }
    }
}

static void this_machine_is_measured(void **state)
{
    (void)state;
    struct key_machine machine = {0};
    assert_int_equal(key_cost_measure(&machine), DAYBOOK_OK);
    assert_true(machine.mib_per_second > 0);
    assert_true(machine.free_mib > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(a_machine_is_given_what_it_bears),
        VAULT_TEST(no_machine_is_given_less_than_the_floor_or_more_than_a_header_may_ask),
        VAULT_TEST(this_machine_is_measured),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
