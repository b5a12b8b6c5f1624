/* Fuzzes the bytes around the envelopes of a hand-over: read to the end or refused; what is whole
 * is written again as the same bytes. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "wire/envelope.h"
#include "wire/handover.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The frame and envelope at the start of bytes; how many bytes they are, 0 at the end of what can
 * be read. */
static size_t read_frame(struct bytes bytes)
{
    struct handover_frame frame;
    uint8_t again[HANDOVER_FRAME_SIZE];
    if (bytes.size < HANDOVER_FRAME_SIZE ||
        handover_frame_decode(bytes.data, &frame) != DAYBOOK_OK) {
        return 0;
    }
    if (frame.is_end) {
        handover_end_encode(frame.count, again);
        assert(memcmp(again, bytes.data, sizeof again) == 0);
        return 0;
    }
    struct bytes envelope = {bytes.data + HANDOVER_FRAME_SIZE, frame.size};
    if (bytes.size - HANDOVER_FRAME_SIZE < frame.size) {
        return 0;
    }
    if (handover_frame_fits(&frame, envelope)) {
        struct envelope_clear clear;
        handover_frame_encode(envelope, again);
        assert(memcmp(again, bytes.data, sizeof again) == 0);
        (void)envelope_clear_decode(envelope, &clear);
    }
    return HANDOVER_FRAME_SIZE + frame.size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t start[HANDOVER_START_SIZE];
    if (size < HANDOVER_START_SIZE || handover_start_decode(data) != DAYBOOK_OK) {
        return 0;
    }
    handover_start_encode(start);
    assert(memcmp(start, data, sizeof start) == 0);
    struct bytes rest = {data + HANDOVER_START_SIZE, size - HANDOVER_START_SIZE};
    for (size_t taken = read_frame(rest); taken > 0; taken = read_frame(rest)) {
        rest = (struct bytes){rest.data + taken, rest.size - taken};
    }
    return 0;
}
