/* Bytes around the envelopes of a hand-over. */
#include "wire/handover.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

enum { VERSION = 1, VERSION_AT = 7, CHECKSUM_AT = 4 };
static const uint8_t magic[VERSION_AT] = {'D', 'B', 'H', 'A', 'N', 'D', 0};

static void write_u32(uint32_t number, uint8_t *out_bytes)
{
    for (unsigned i = 0; i < 4; i++) {
        out_bytes[i] = (uint8_t)(number >> (8 * i));
    }
}

static uint32_t read_u32(const uint8_t *bytes)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < 4; i++) {
        number |= (uint32_t)bytes[i] << (8 * i);
    }
    return number;
}

static uint32_t checksum(struct bytes envelope)
{
    return (uint32_t)crc32(0, envelope.data, (uInt)envelope.size);
}

static bool is_possible(size_t size)
{
    return size >= HANDOVER_ENVELOPE_MIN && size <= HANDOVER_ENVELOPE_MAX;
}

void handover_start_encode(uint8_t out_bytes[static HANDOVER_START_SIZE])
{
    memcpy(out_bytes, magic, sizeof magic);
    out_bytes[VERSION_AT] = VERSION;
}

enum daybook_status handover_start_decode(const uint8_t bytes[static HANDOVER_START_SIZE])
{
    if (memcmp(bytes, magic, sizeof magic) != 0) {
        return DAYBOOK_INVALID;
    }
    return bytes[VERSION_AT] == VERSION ? DAYBOOK_OK : DAYBOOK_NEWER;
}

void handover_frame_encode(struct bytes envelope, uint8_t out_bytes[static HANDOVER_FRAME_SIZE])
{
    assert(is_possible(envelope.size));
    write_u32((uint32_t)envelope.size, out_bytes);
    write_u32(checksum(envelope), out_bytes + CHECKSUM_AT);
}

void handover_end_encode(uint32_t count, uint8_t out_bytes[static HANDOVER_FRAME_SIZE])
{
    write_u32(0, out_bytes);
    write_u32(count, out_bytes + CHECKSUM_AT);
}

enum daybook_status handover_frame_decode(const uint8_t bytes[static HANDOVER_FRAME_SIZE],
                                          struct handover_frame *out_frame)
{
    assert(out_frame != NULL);
    uint32_t size = read_u32(bytes);
    uint32_t second = read_u32(bytes + CHECKSUM_AT);
    if (size == 0) {
        *out_frame = (struct handover_frame){.is_end = true, .count = second};
        return DAYBOOK_OK;
    }
    if (!is_possible(size)) {
        return DAYBOOK_INVALID;
    }
    *out_frame = (struct handover_frame){.size = size, .checksum = second};
    return DAYBOOK_OK;
}

bool handover_frame_fits(const struct handover_frame *frame, struct bytes envelope)
{
    assert(frame != NULL && !frame->is_end);
    return envelope.size == frame->size && checksum(envelope) == frame->checksum;
}
