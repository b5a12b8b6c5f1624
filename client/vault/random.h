/* Random bytes for everything that is not a secret: identifiers, salts, jitter. */
#ifndef VAULT_RANDOM_H
#define VAULT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

void random_fill(uint8_t *out_bytes, size_t size);
struct id128 random_id(void);
uint64_t random_number(void);

#endif
