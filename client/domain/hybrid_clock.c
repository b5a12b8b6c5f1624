/* A hybrid logical clock: never behind the wall clock, never behind what was heard. */
#include "domain/hybrid_clock.h"

#include <assert.h>

enum { COUNTER_BITS = 16, COUNTER_MAX = 0xffff };

static const int64_t wall_max_ms = ((int64_t)1 << 48) - 1;
static const int64_t ahead_max_ms = INT64_C(24) * 60 * 60 * 1000;

/* A wall clock before 1970 or after the year 10889 is as good as one at that end. */
static uint64_t from_wall(int64_t wall_ms)
{
    if (wall_ms < 0) {
        return 0;
    }
    return (uint64_t)(wall_ms < wall_max_ms ? wall_ms : wall_max_ms) << COUNTER_BITS;
}

uint64_t hybrid_clock_next(uint64_t last, int64_t wall_ms)
{
    assert(last < UINT64_MAX);
    uint64_t wall = from_wall(wall_ms);
    return wall > last ? wall : last + 1;
}

uint64_t hybrid_clock_hear(uint64_t last, uint64_t remote, int64_t wall_ms)
{
    int64_t ahead_ms = wall_ms < wall_max_ms - ahead_max_ms ? wall_ms + ahead_max_ms : wall_max_ms;
    uint64_t limit = from_wall(ahead_ms) | COUNTER_MAX;
    /* The last tick of time stays free, so that there is always a next one. */
    limit = limit < UINT64_MAX ? limit : UINT64_MAX - 1;
    uint64_t adopted = remote < limit ? remote : limit;
    return adopted > last ? adopted : last;
}

int64_t hybrid_clock_ms(uint64_t time)
{
    return (int64_t)(time >> COUNTER_BITS);
}
