/* Short lives written by hand, for rules that a drawn life may keep by luck. */
#ifndef SIMULATION_STORIES_H
#define SIMULATION_STORIES_H

#include <stdbool.h>
#include <stdint.h>

/* Live through every story with this many seeds and print whether it ended as the protocol
 * promises; false when one did not. */
bool stories_print(uint64_t seeds);

#endif
