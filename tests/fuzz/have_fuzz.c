/* Fuzzes the readers of HAVE: what is read can be written, and reads the same again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/have.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void have_survives_writing(struct bytes input, struct arena *arena)
{
    struct have have;
    struct have again;
    if (have_decode(input, arena, &have) != DAYBOOK_OK) {
        return;
    }
    struct buffer written = {0};
    have_encode(&have, &written);
    assert(!written.failed);
    enum daybook_status status = have_decode(buffer_bytes(&written), arena, &again);
    assert(status == DAYBOOK_OK);
    assert(have.counter == again.counter);
    assert(have.feed_count == again.feed_count);
    buffer_free(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    const struct bytes input = {data, size};
    struct bytes signed_part;
    uint8_t signature[64];
    if (have_content_decode(input, &signed_part, signature) == DAYBOOK_OK) {
        have_survives_writing(signed_part, arena);
    }
    have_survives_writing(input, arena);
    arena_free(arena);
    return 0;
}
