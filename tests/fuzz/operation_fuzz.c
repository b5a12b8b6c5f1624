/* Fuzzes the reader of operation headers: what is read is written again byte for byte. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/operation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    const struct bytes input = {data, size};
    struct operation_header header;
    if (operation_header_decode(input, arena, &header) == DAYBOOK_OK) {
        struct buffer written = {0};
        operation_header_encode(&header, &written);
        assert(bytes_equal(input, buffer_bytes(&written)));
        buffer_free(&written);
    }
    arena_free(arena);
    return 0;
}
