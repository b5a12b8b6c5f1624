/* The only source of chance in a simulation: one seed decides everything. */
#include "simulation/chance.h"

uint64_t chance_next(struct chance *chance)
{
    chance->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t value = chance->state;
    value = (value ^ (value >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94D049BB133111EB);
    return value ^ (value >> 31);
}

uint32_t chance_below(struct chance *chance, uint32_t bound)
{
    return (uint32_t)(chance_next(chance) % bound);
}

bool chance_strikes(struct chance *chance, uint32_t per_mille)
{
    return chance_below(chance, 1000) < per_mille;
}
