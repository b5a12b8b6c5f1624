/* Fuzzes the reader of the agent's socket frames: what is whole is what arrived, in pieces of any
 * size. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "requests/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A whole frame is of a type we know, and its bytes are the ones before this place. */
static void look_at_frame(struct frame_reader *reader, struct bytes before)
{
    enum frame_type type = frame_reader_type(reader);
    if (type == FRAME_SECRET || type == FRAME_NEW_SECRET) {
        struct secret *secret = frame_reader_take_secret(reader);
        size_t size = secret_size(secret);
        assert(size <= PASSPHRASE_SIZE_MAX && size <= before.size);
        assert(memcmp(secret_data(secret), before.data + before.size - size, size) == 0);
        secret_free(secret);
        return;
    }
    struct bytes payload = frame_reader_payload(reader);
    assert(payload.size > 0 && payload.size <= before.size);
    assert(memcmp(payload.data, before.data + before.size - payload.size, payload.size) == 0);
    struct bytes line;
    struct bytes rest;
    if (frame_part(payload, &line, &rest)) {
        assert(line.size + 1 + rest.size == payload.size);
    }
}

/* The first byte says how large the pieces are. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (secret_begin() != DAYBOOK_OK || size == 0) {
        return 0;
    }
    size_t piece = (size_t)data[0] + 1;
    struct frame_reader reader = {0};
    size_t used = 1;
    enum daybook_status status = DAYBOOK_UNFINISHED;
    while (used < size && status == DAYBOOK_UNFINISHED) {
        size_t room = 0;
        uint8_t *place = frame_reader_room(&reader, &room);
        assert(place != NULL && room > 0);
        size_t taken = size - used < piece ? size - used : piece;
        taken = taken < room ? taken : room;
        memcpy(place, data + used, taken);
        used += taken;
        status = frame_reader_took(&reader, taken);
        if (status == DAYBOOK_OK) {
            look_at_frame(&reader, (struct bytes){data, used});
            frame_reader_next(&reader);
            status = DAYBOOK_UNFINISHED;
        }
        assert(status == DAYBOOK_UNFINISHED || status == DAYBOOK_INVALID);
    }
    frame_reader_end(&reader);
    return 0;
}
