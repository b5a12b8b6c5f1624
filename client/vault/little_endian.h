/* Numbers as the file and wire formats write them: least significant byte first, at any address. */
#ifndef VAULT_LITTLE_ENDIAN_H
#define VAULT_LITTLE_ENDIAN_H

#include <stdint.h>

void little_endian_put_u32(uint8_t out_bytes[static 4], uint32_t number);
void little_endian_put_u64(uint8_t out_bytes[static 8], uint64_t number);
uint32_t little_endian_u32(const uint8_t bytes[static 4]);
uint64_t little_endian_u64(const uint8_t bytes[static 8]);

#endif
