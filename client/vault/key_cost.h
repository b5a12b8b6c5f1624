/* How dear a guess of the passphrase is made: as dear as the machine at hand can bear. */
#ifndef VAULT_KEY_COST_H
#define VAULT_KEY_COST_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

/* What Argon2id is given. */
struct key_cost {
    uint32_t passes;     /* 1 to 10 */
    uint32_t memory_mib; /* 8 to 1024 */
};

/* For new passphrase slots on a machine that was not measured, or is slow: 3 passes over 256 MiB.
 */
extern const struct key_cost key_cost_default;
/* The lowest we write, for machines with little memory: 3 passes over 64 MiB. */
extern const struct key_cost key_cost_floor;
/* For secrets of 32 random bytes, which nobody can guess at any cost: 2 passes over 64 MiB. */
extern const struct key_cost key_cost_random;

/* Within the bounds that a header may ask for. */
bool key_cost_is_allowed(struct key_cost cost);

/* What is known of a machine. */
struct key_machine {
    uint64_t free_mib;       /* that could be taken without harm to others */
    uint64_t mib_per_second; /* memory that Argon2id passes over in a second */
};

/* The cost that takes this machine at most KEY_COST_TARGET_MS, and half of its free memory: memory
 * first, then passes; never below the default for lack of speed, never below the floor. */
enum { KEY_COST_TARGET_MS = 750 };
struct key_cost key_cost_choose(struct key_machine machine);

/* Measure this machine with the real function at the floor's cost, and look at its free memory.
 * NO_MEMORY: it has not even the floor's. */
enum daybook_status key_cost_measure(struct key_machine *out_machine);

#endif
