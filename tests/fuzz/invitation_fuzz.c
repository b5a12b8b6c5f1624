/* Fuzzes the reader of invitations: what is read can be written, and reads the same again. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "wire/invitation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_create(0);
    assert(arena != NULL);
    struct invitation invitation;
    struct invitation again;
    if (invitation_decode((struct bytes){data, size}, arena, &invitation) == DAYBOOK_OK) {
        struct buffer written = {0};
        invitation_encode(&invitation, &written);
        assert(!written.failed);
        enum daybook_status status = invitation_decode(buffer_bytes(&written), arena, &again);
        assert(status == DAYBOOK_OK);
        assert(bytes_equal(invitation.seat.password, again.seat.password));
        buffer_free(&written);
    }
    arena_free(arena);
    return 0;
}
