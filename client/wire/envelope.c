/* The clear bytes of an envelope, and what is done to its content before it is sealed. */
#include "wire/envelope.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "wire/compression.h"

enum { VERSION = 1, VERSION_AT = 2, KIND_AT = 3, FLAGS_AT = 4, KEY_REFERENCE_AT = 5 };
enum { PADDED_SIZE_MIN = 512, PADDING_MARKER = 0x80 };
static const uint8_t magic[2] = {'D', 'B'};

void envelope_clear_encode(const struct envelope_clear *clear,
                           uint8_t out_bytes[static ENVELOPE_CLEAR_SIZE])
{
    assert(clear != NULL);
    memcpy(out_bytes, magic, sizeof magic);
    out_bytes[VERSION_AT] = VERSION;
    out_bytes[KIND_AT] = clear->kind;
    out_bytes[FLAGS_AT] = clear->flags;
    memcpy(out_bytes + KEY_REFERENCE_AT, clear->key_reference, ENVELOPE_KEY_REFERENCE_SIZE);
}

enum daybook_status envelope_clear_decode(struct bytes envelope, struct envelope_clear *out_clear)
{
    assert(out_clear != NULL);
    if (envelope.size < ENVELOPE_CLEAR_SIZE || memcmp(envelope.data, magic, sizeof magic) != 0) {
        return DAYBOOK_INVALID;
    }
    struct envelope_clear clear = {
        .kind = envelope.data[KIND_AT],
        .flags = envelope.data[FLAGS_AT],
    };
    bool known = envelope.data[VERSION_AT] == VERSION && clear.kind >= ENVELOPE_OPS &&
                 clear.kind <= ENVELOPE_JOIN3 && (clear.flags & ~ENVELOPE_FLAG_DEFLATED) == 0;
    if (!known) {
        return DAYBOOK_NEWER;
    }
    memcpy(clear.key_reference, envelope.data + KEY_REFERENCE_AT, ENVELOPE_KEY_REFERENCE_SIZE);
    *out_clear = clear;
    return DAYBOOK_OK;
}

static unsigned floor_log2(size_t number)
{
    unsigned log = 0;
    while (number >>= 1) {
        log++;
    }
    return log;
}

/* Padmé (Nikitin and others, 2019): a size keeps only so many leading bits that it tells O(log log)
 * bits, at a cost of at most 12 %. */
static size_t padded_size(size_t size)
{
    if (size <= PADDED_SIZE_MIN) {
        return PADDED_SIZE_MIN;
    }
    unsigned exponent = floor_log2(size);
    unsigned kept_bits = floor_log2(exponent) + 1;
    assert(exponent > kept_bits);
    size_t mask = ((size_t)1 << (exponent - kept_bits)) - 1;
    return (size + mask) & ~mask;
}

enum daybook_status envelope_pack(struct bytes content, uint8_t *out_flags,
                                  struct buffer *out_plain)
{
    assert(out_flags != NULL);
    assert(out_plain != NULL);
    if (content.size > ENVELOPE_PLAIN_MAX) {
        return DAYBOOK_FULL;
    }
    size_t start = out_plain->size;
    uint8_t flags = ENVELOPE_FLAG_DEFLATED;
    enum daybook_status status = compression_deflate(content, out_plain);
    if (status != DAYBOOK_OK) {
        return status;
    }
    if (out_plain->size - start >= content.size) {
        out_plain->size = start;
        buffer_append(out_plain, content);
        flags = 0;
    }
    size_t size = out_plain->size - start;
    uint8_t *padding = buffer_extend(out_plain, padded_size(size + 1) - size);
    if (padding == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    padding[0] = PADDING_MARKER;
    *out_flags = flags;
    return DAYBOOK_OK;
}

enum daybook_status envelope_unpack(struct bytes plain, uint8_t flags, struct buffer *out_content)
{
    assert(out_content != NULL);
    while (plain.size > 0 && plain.data[plain.size - 1] == 0) {
        plain.size--;
    }
    if (plain.size == 0 || plain.data[plain.size - 1] != PADDING_MARKER) {
        return DAYBOOK_INVALID;
    }
    plain.size--;
    if ((flags & ENVELOPE_FLAG_DEFLATED) != 0) {
        return compression_inflate(plain, ENVELOPE_PLAIN_MAX, out_content);
    }
    if (plain.size > ENVELOPE_PLAIN_MAX) {
        return DAYBOOK_FULL;
    }
    buffer_append(out_content, plain);
    return out_content->failed ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
}
