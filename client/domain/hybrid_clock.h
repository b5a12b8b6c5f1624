/* A hybrid logical clock: wall time in milliseconds in the upper 48 bits, a counter in the
 * lower 16. */
#ifndef DOMAIN_HYBRID_CLOCK_H
#define DOMAIN_HYBRID_CLOCK_H

#include <stdint.h>

/* The next time to stamp on an own operation: later than last, and not before the wall clock. */
uint64_t hybrid_clock_next(uint64_t last, int64_t wall_ms);

/* The own clock after hearing of a remote time: adopted up to 24 h ahead of the wall clock, never
 * moved back. No operation is refused for its time. */
uint64_t hybrid_clock_hear(uint64_t last, uint64_t remote, int64_t wall_ms);

/* The wall-clock part. */
int64_t hybrid_clock_ms(uint64_t time);

#endif
