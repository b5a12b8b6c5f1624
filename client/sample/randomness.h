/* Numbers that look random and are the same for the same seed, on every machine. Never for keys. */
#ifndef SAMPLE_RANDOMNESS_H
#define SAMPLE_RANDOMNESS_H

#include <stdbool.h>
#include <stdint.h>

/* The state of xoshiro256** (Blackman and Vigna). */
struct randomness {
    uint64_t state[4];
};

/* Start from a seed; every seed gives a sequence of its own. */
void randomness_start(struct randomness *randomness, uint64_t seed);

/* A number from 0 up to and without 1. */
double randomness_unit(struct randomness *randomness);

/* A whole number from low to high, both included. */
int32_t randomness_between(struct randomness *randomness, int32_t low, int32_t high);

/* True in a share of the calls, 0 never, 1 always. */
bool randomness_chance(struct randomness *randomness, double share);

/* About normally distributed around 0 with a standard deviation of 1, never beyond 6. */
double randomness_normal(struct randomness *randomness);

#endif
