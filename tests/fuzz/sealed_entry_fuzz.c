/* Fuzzes the reader of entries that were sealed while locked, and of the body in them: what is read
 * can be written, and reads the same again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/body.h"
#include "wire/sealed_entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Only whole padded sizes are read: an input may leave its zeros off. */
static struct bytes padded(const uint8_t *data, size_t size, struct arena *arena)
{
    struct bytes bytes = {data, size};
    uint8_t *room = arena_take(arena, 1024);
    assert(room != NULL);
    if (size < 1024) {
        for (size_t i = 0; i < 1024; i++) {
            room[i] = i < size ? data[i] : 0;
        }
        bytes = (struct bytes){room, 1024};
    }
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    struct sealed_entry sealed;
    struct sealed_entry again;
    if (sealed_entry_decode(padded(data, size, arena), &sealed) == DAYBOOK_OK) {
        struct buffer written = {0};
        struct entry entry;
        sealed_entry_encode(&sealed, &written);
        assert(!written.failed);
        enum daybook_status status = sealed_entry_decode(buffer_bytes(&written), &again);
        assert(status == DAYBOOK_OK);
        assert(id128_equal(sealed.entity, again.entity) && bytes_equal(sealed.body, again.body));
        status = body_decode_entry(sealed.body, arena, &entry);
        assert(status == DAYBOOK_OK || status == DAYBOOK_INVALID);
        buffer_free(&written);
    }
    arena_free(arena);
    return 0;
}
