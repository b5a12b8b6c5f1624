/* Times that were measured, and what processes use. */
#ifndef BENCH_BROKER_CROWD_FIGURES_H
#define BENCH_BROKER_CROWD_FIGURES_H

#include <stddef.h>
#include <stdint.h>

/* Times in microseconds, in any order. Start with {0}. */
struct figures {
    uint32_t *times_us;
    size_t count;
    size_t capacity;
};

void figures_add(struct figures *figures, uint64_t time_us);
void figures_clear(struct figures *figures);
void figures_free(struct figures *figures);

/* The time that so many of a hundred are not above, 0 without any; sorts them. */
uint32_t figures_percentile(struct figures *figures, unsigned percent);

/* Nanoseconds of a clock that never goes back. */
uint64_t figures_now_ns(void);

/* What a process has resident, in KiB, and the processor time it has used, in microseconds; ends
 * the program when there is no such process. */
uint64_t figures_resident_kib(long process);
uint64_t figures_processor_us(long process);

#endif
