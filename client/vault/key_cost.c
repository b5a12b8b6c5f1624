/* How dear a guess of the passphrase is made: as dear as the machine at hand can bear. */
#include "vault/key_cost.h"

#include <assert.h>
#include <sodium.h>
#include <time.h>

#include "vault/free_memory.h"

/* A hostile header must not cost a terabyte. */
enum { PASSES_MIN = 1, PASSES_MAX = 10, MEMORY_MIB_MIN = 8, MEMORY_MIB_MAX = 1024 };

enum { MS_PER_SECOND = 1000, NS_PER_SECOND = 1000000000, MIB = 1024 * 1024 };

const struct key_cost key_cost_default = {3, 256};
const struct key_cost key_cost_floor = {3, 64};
const struct key_cost key_cost_random = {2, 64};

bool key_cost_is_allowed(struct key_cost cost)
{
    return cost.passes >= PASSES_MIN && cost.passes <= PASSES_MAX &&
           cost.memory_mib >= MEMORY_MIB_MIN && cost.memory_mib <= MEMORY_MIB_MAX;
}

/* Halve the memory until it fits in what is free, and in the time unless that is the default's. */
static uint32_t choose_memory(struct key_machine machine, uint64_t work_mib)
{
    uint32_t memory_mib = MEMORY_MIB_MAX;
    while (memory_mib / 2 >= key_cost_floor.memory_mib) {
        bool fits = memory_mib <= machine.free_mib / 2;
        bool fast = (uint64_t)key_cost_default.passes * memory_mib <= work_mib;
        if (fits && (fast || memory_mib <= key_cost_default.memory_mib)) {
            break;
        }
        memory_mib /= 2;
    }
    return memory_mib;
}

struct key_cost key_cost_choose(struct key_machine machine)
{
    /* No machine passes over a tebibyte in a second. */
    uint64_t speed = machine.mib_per_second < MIB ? machine.mib_per_second : MIB;
    uint64_t work_mib = speed * KEY_COST_TARGET_MS / MS_PER_SECOND;
    uint32_t chosen_mib = choose_memory(machine, work_mib);
    uint64_t passes = work_mib / chosen_mib;
    if (passes < key_cost_default.passes) {
        passes = key_cost_default.passes;
    }
    return (struct key_cost){(uint32_t)(passes < PASSES_MAX ? passes : PASSES_MAX), chosen_mib};
}

static uint64_t now_ns(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock */
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

enum daybook_status key_cost_measure(struct key_machine *out_machine)
{
    static const uint8_t salt[crypto_pwhash_SALTBYTES] = "measuring a cost";
    static const char text[] = "no secret";
    uint8_t derived[32];
    assert(out_machine != NULL);
    struct key_machine machine = {.free_mib = free_memory_mib()};
    uint64_t before_ns = now_ns();
    int refused =
        crypto_pwhash(derived, sizeof derived, text, sizeof text - 1, salt, key_cost_floor.passes,
                      (size_t)key_cost_floor.memory_mib * MIB, crypto_pwhash_ALG_ARGON2ID13);
    uint64_t spent_ns = now_ns() - before_ns;
    if (refused != 0) {
        return DAYBOOK_NO_MEMORY;
    }
    uint64_t work_mib = (uint64_t)key_cost_floor.passes * key_cost_floor.memory_mib;
    machine.mib_per_second = work_mib * NS_PER_SECOND / (spent_ns > 0 ? spent_ns : 1);
    *out_machine = machine;
    return DAYBOOK_OK;
}
