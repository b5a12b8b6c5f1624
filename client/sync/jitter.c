/* Deterministic chance: delays that differ between devices, and a rank all devices agree on. */
#include "sync/jitter.h"

#include "sync/engine.h"

/* The finalizer of SplitMix64: every input bit reaches every output bit. */
static uint64_t mix(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xBF58476D1CE4E5B9);
    value ^= value >> 27;
    value *= UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

int64_t jitter_next(struct sync *sync, uint32_t bound)
{
    if (bound == 0) {
        return 0;
    }
    sync->random += UINT64_C(0x9E3779B97F4A7C15);
    return (int64_t)(mix(sync->random) % bound);
}

static uint64_t absorb(uint64_t hash, struct key256 key)
{
    for (size_t i = 0; i < sizeof key.bytes; i++) {
        hash = (hash ^ key.bytes[i]) * UINT64_C(0x100000001B3);
    }
    return hash;
}

uint64_t jitter_score(struct key256 device, struct key256 peer, uint64_t counter)
{
    uint64_t hash = absorb(UINT64_C(0xCBF29CE484222325), device);
    return mix(absorb(hash, peer) ^ mix(counter));
}
