/* Numbers that look random and are the same for the same seed. */
#include "sample/randomness.h"

#include <assert.h>

/* splitmix64 spreads a seed, however small, over the whole state. */
void randomness_start(struct randomness *randomness, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        seed += UINT64_C(0x9E3779B97F4A7C15);
        uint64_t mixed = seed;
        mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
        randomness->state[i] = mixed ^ (mixed >> 31);
    }
}

static uint64_t rotate_left(uint64_t value, unsigned by)
{
    return (value << by) | (value >> (64 - by));
}

static uint64_t next(struct randomness *randomness)
{
    uint64_t *state = randomness->state;
    uint64_t result = rotate_left(state[1] * 5, 7) * 9;
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotate_left(state[3], 45);
    return result;
}

/* The upper 53 bits fill a double exactly. */
double randomness_unit(struct randomness *randomness)
{
    return (double)(next(randomness) >> 11) * 0x1.0p-53;
}

int32_t randomness_between(struct randomness *randomness, int32_t low, int32_t high)
{
    assert(low <= high);
    double width = (double)high - (double)low + 1.0;
    return low + (int32_t)(randomness_unit(randomness) * width);
}

bool randomness_chance(struct randomness *randomness, double share)
{
    return randomness_unit(randomness) < share;
}

/* The sum of twelve numbers between 0 and 1 has a variance of 1. */
double randomness_normal(struct randomness *randomness)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++) {
        sum += randomness_unit(randomness);
    }
    return sum;
}
