/* Fuzzes the reader of operations on their way: what is read is written again byte for byte. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/ops.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    const struct bytes input = {data, size};
    struct wire_run *runs = NULL;
    size_t count = 0;
    if (ops_decode(input, arena, &runs, &count) == DAYBOOK_OK) {
        struct buffer written = {0};
        ops_encode(runs, count, &written);
        assert(bytes_equal(input, buffer_bytes(&written)));
        buffer_free(&written);
    }
    arena_free(arena);
    return 0;
}
