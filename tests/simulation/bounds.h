/* What exchange costs: bytes and operations published over those that were missing. */
#ifndef SIMULATION_BOUNDS_H
#define SIMULATION_BOUNDS_H

#include <stdbool.h>
#include <stdint.h>

/* Measure every story with this many seeds, without loss and with 30 %, and print a table; false
 * when one costs more in the mean than the protocol promises, or somebody got nothing. */
bool bounds_print(uint64_t seeds);

#endif
