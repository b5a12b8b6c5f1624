/* Numbers as the file and wire formats write them. */
#include "vault/little_endian.h"

void little_endian_put_u32(uint8_t out_bytes[static 4], uint32_t number)
{
    for (unsigned i = 0; i < 4; i++) {
        out_bytes[i] = (uint8_t)(number >> (8 * i));
    }
}

void little_endian_put_u64(uint8_t out_bytes[static 8], uint64_t number)
{
    for (unsigned i = 0; i < 8; i++) {
        out_bytes[i] = (uint8_t)(number >> (8 * i));
    }
}

uint32_t little_endian_u32(const uint8_t bytes[static 4])
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
           (uint32_t)bytes[3] << 24;
}

uint64_t little_endian_u64(const uint8_t bytes[static 8])
{
    return little_endian_u32(bytes) | (uint64_t)little_endian_u32(bytes + 4) << 32;
}
