/* Deflate over memory, made by zlib. */
#include "wire/compression.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <zlib.h>

/* A negative window means raw deflate: the seal around it is a better checksum than zlib's own. */
enum { LEVEL = 6, RAW_WINDOW_BITS = -15, MEMORY_LEVEL = 8, PIECE_SIZE = 16384 };

/* zlib wants its input writable and never writes to it. */
static Bytef *input_of(struct bytes bytes)
{
    return (Bytef *)(uintptr_t)bytes.data;
}

enum daybook_status compression_deflate(struct bytes bytes, struct buffer *out_bytes)
{
    assert(out_bytes != NULL);
    assert(bytes.size <= UINT_MAX / 2);
    z_stream stream = {.next_in = input_of(bytes), .avail_in = (uInt)bytes.size};
    int begun =
        deflateInit2(&stream, LEVEL, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
    if (begun != Z_OK) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = DAYBOOK_NO_MEMORY;
    size_t start = out_bytes->size;
    size_t room_size = deflateBound(&stream, (uLong)bytes.size);
    uint8_t *room = buffer_extend(out_bytes, room_size);
    if (room != NULL) {
        stream.next_out = room;
        stream.avail_out = (uInt)room_size;
        int ended = deflate(&stream, Z_FINISH);
        assert(ended == Z_STREAM_END); /* deflateBound() promised the room */
        out_bytes->size = start + stream.total_out;
        status = DAYBOOK_OK;
    }
    (void)deflateEnd(&stream); /* it only tells whether the stream had ended */
    return status;
}

/* Inflate piece by piece, so that a short bomb never takes more memory than size_max. */
static enum daybook_status inflate_all(z_stream *stream, size_t size_max, struct buffer *out_bytes)
{
    for (;;) {
        uint8_t piece[PIECE_SIZE];
        stream->next_out = piece;
        stream->avail_out = sizeof piece;
        int result = inflate(stream, Z_NO_FLUSH);
        size_t size = sizeof piece - stream->avail_out;
        if (result == Z_MEM_ERROR) {
            return DAYBOOK_NO_MEMORY;
        }
        if (result != Z_OK && result != Z_STREAM_END) {
            return DAYBOOK_INVALID;
        }
        if (stream->total_out > size_max) {
            return DAYBOOK_FULL;
        }
        buffer_append(out_bytes, (struct bytes){piece, size});
        if (result == Z_STREAM_END) {
            return stream->avail_in == 0 ? DAYBOOK_OK : DAYBOOK_INVALID;
        }
    }
}

enum daybook_status compression_inflate(struct bytes bytes, size_t size_max,
                                        struct buffer *out_bytes)
{
    assert(out_bytes != NULL);
    if (bytes.size == 0 || bytes.size > UINT_MAX / 2) {
        return DAYBOOK_INVALID;
    }
    z_stream stream = {.next_in = input_of(bytes), .avail_in = (uInt)bytes.size};
    if (inflateInit2(&stream, RAW_WINDOW_BITS) != Z_OK) {
        return DAYBOOK_NO_MEMORY;
    }
    size_t start = out_bytes->size;
    enum daybook_status status = inflate_all(&stream, size_max, out_bytes);
    (void)inflateEnd(&stream); /* it only tells whether the state was sound */
    if (status == DAYBOOK_OK && out_bytes->failed) {
        status = DAYBOOK_NO_MEMORY;
    }
    if (status != DAYBOOK_OK && !out_bytes->failed) {
        out_bytes->size = start;
    }
    return status;
}
