/* Deterministic CBOR, its heads made by libcbor. */
#include "wire/cbor_writer.h"

#include <assert.h>
#include <cbor.h>
#include <math.h>

enum { HEAD_SIZE_MAX = 9 };

static void append(struct buffer *out_bytes, const uint8_t *head, size_t size)
{
    assert(size > 0 && size <= HEAD_SIZE_MAX);
    buffer_append(out_bytes, (struct bytes){head, size});
}

void cbor_writer_unsigned(struct buffer *out_bytes, uint64_t number)
{
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_uint(number, head, sizeof head));
}

void cbor_writer_integer(struct buffer *out_bytes, int64_t number)
{
    if (number >= 0) {
        cbor_writer_unsigned(out_bytes, (uint64_t)number);
        return;
    }
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_negint((uint64_t)(-1 - number), head, sizeof head));
}

void cbor_writer_decimal(struct buffer *out_bytes, double number)
{
    assert(isfinite(number));
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_double(number, head, sizeof head));
}

void cbor_writer_bool(struct buffer *out_bytes, bool value)
{
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_bool(value, head, sizeof head));
}

void cbor_writer_null(struct buffer *out_bytes)
{
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_null(head, sizeof head));
}

void cbor_writer_bytes(struct buffer *out_bytes, struct bytes bytes)
{
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_bytestring_start(bytes.size, head, sizeof head));
    buffer_append(out_bytes, bytes);
}

void cbor_writer_text(struct buffer *out_bytes, struct bytes text)
{
    if (!bytes_are_text(text)) {
        out_bytes->failed = true;
        return;
    }
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_string_start(text.size, head, sizeof head));
    buffer_append(out_bytes, text);
}

void cbor_writer_list(struct buffer *out_bytes, size_t count)
{
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_array_start(count, head, sizeof head));
}

void cbor_writer_map(struct buffer *out_bytes, size_t count)
{
    uint8_t head[HEAD_SIZE_MAX];
    append(out_bytes, head, cbor_encode_map_start(count, head, sizeof head));
}

void cbor_writer_id(struct buffer *out_bytes, struct id128 id)
{
    cbor_writer_bytes(out_bytes, (struct bytes){id.bytes, sizeof id.bytes});
}

void cbor_writer_key(struct buffer *out_bytes, struct key256 key)
{
    cbor_writer_bytes(out_bytes, (struct bytes){key.bytes, sizeof key.bytes});
}
