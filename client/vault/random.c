/* Random bytes from the system, by way of libsodium. */
#include "vault/random.h"

#include <assert.h>
#include <sodium.h>

void random_fill(uint8_t *out_bytes, size_t size)
{
    assert(out_bytes != NULL || size == 0);
    if (size > 0) {
        randombytes_buf(out_bytes, size);
    }
}

struct id128 random_id(void)
{
    struct id128 id;
    randombytes_buf(id.bytes, sizeof id.bytes);
    return id;
}

uint64_t random_number(void)
{
    uint64_t number;
    randombytes_buf(&number, sizeof number);
    return number;
}
