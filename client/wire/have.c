/* Bytes of HAVE. */
#include "wire/have.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"

/* Keys of schema/wire/have.cddl. */
enum {
    HAVE_DEVICE = 1,
    HAVE_COUNTER = 2,
    HAVE_WALL = 3,
    HAVE_WANTS_ANSWER = 4,
    HAVE_VERSION = 5,
    HAVE_FEEDS = 6,
};
enum { FEED_PARTS = 3, CONTENT_PARTS = 2, SIGNATURE_SIZE = 64 };

void have_encode(const struct have *have, struct buffer *out_bytes)
{
    assert(have != NULL);
    assert(have->feed_count <= HAVE_FEED_MAX);
    assert(have->version.size <= HAVE_VERSION_MAX);
    cbor_writer_map(out_bytes, have->wants_answer ? 6 : 5);
    cbor_writer_unsigned(out_bytes, HAVE_DEVICE);
    cbor_writer_key(out_bytes, have->device);
    cbor_writer_unsigned(out_bytes, HAVE_COUNTER);
    cbor_writer_unsigned(out_bytes, have->counter);
    cbor_writer_unsigned(out_bytes, HAVE_WALL);
    cbor_writer_integer(out_bytes, have->wall_ms);
    if (have->wants_answer) {
        cbor_writer_unsigned(out_bytes, HAVE_WANTS_ANSWER);
        cbor_writer_bool(out_bytes, true);
    }
    cbor_writer_unsigned(out_bytes, HAVE_VERSION);
    cbor_writer_text(out_bytes, have->version);
    cbor_writer_unsigned(out_bytes, HAVE_FEEDS);
    cbor_writer_list(out_bytes, have->feed_count);
    for (size_t i = 0; i < have->feed_count; i++) {
        const struct have_feed *feed = &have->feeds[i];
        cbor_writer_list(out_bytes, FEED_PARTS);
        cbor_writer_id(out_bytes, feed->feed);
        cbor_writer_unsigned(out_bytes, feed->number);
        cbor_writer_bytes(out_bytes, (struct bytes){feed->hash_start, sizeof feed->hash_start});
    }
}

static enum daybook_status read_feeds(struct cbor_reader *reader, struct arena *arena,
                                      struct have *have)
{
    size_t count = cbor_reader_list(reader, HAVE_FEED_MAX);
    struct have_feed *feeds = arena_take_array(arena, count, sizeof *feeds);
    if (feeds == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        cbor_reader_list_of(reader, FEED_PARTS);
        feeds[i].feed = cbor_reader_id(reader);
        feeds[i].number = cbor_reader_unsigned(reader);
        cbor_reader_exact(reader, feeds[i].hash_start, sizeof feeds[i].hash_start);
        if (feeds[i].number > INT64_MAX) {
            cbor_reader_fail(reader);
        }
    }
    have->feeds = feeds;
    have->feed_count = count;
    return DAYBOOK_OK;
}

/* A flat switch over the keys. */
static enum daybook_status read_member(struct cbor_reader *reader, uint64_t key,
                                       struct arena *arena, struct have *have)
{
    switch (key) {
    case HAVE_DEVICE:
        have->device = cbor_reader_key(reader);
        break;
    case HAVE_COUNTER:
        have->counter = cbor_reader_unsigned(reader);
        break;
    case HAVE_WALL:
        have->wall_ms = cbor_reader_integer(reader);
        break;
    case HAVE_WANTS_ANSWER:
        have->wants_answer = cbor_reader_bool(reader);
        break;
    case HAVE_VERSION:
        have->version = cbor_reader_text(reader, HAVE_VERSION_MAX);
        break;
    case HAVE_FEEDS:
        return read_feeds(reader, arena, have);
    default:
        cbor_reader_skip(reader);
    }
    return DAYBOOK_OK;
}

enum daybook_status have_decode(struct bytes bytes, struct arena *arena, struct have *out_have)
{
    assert(arena != NULL);
    assert(out_have != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    struct have have = {0};
    struct cbor_map map = cbor_reader_map(&reader);
    while (cbor_reader_next(&reader, &map)) {
        enum daybook_status status = read_member(&reader, map.key, arena, &have);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    const uint32_t wanted = 1U << HAVE_DEVICE | 1U << HAVE_COUNTER | 1U << HAVE_WALL |
                            1U << HAVE_VERSION | 1U << HAVE_FEEDS;
    if (!cbor_reader_done(&reader) || (map.seen & wanted) != wanted || have.counter > INT64_MAX) {
        return DAYBOOK_INVALID;
    }
    *out_have = have;
    return DAYBOOK_OK;
}

void have_content_encode(struct bytes signed_part, const uint8_t signature[static 64],
                         struct buffer *out_bytes)
{
    cbor_writer_list(out_bytes, CONTENT_PARTS);
    cbor_writer_bytes(out_bytes, signed_part);
    cbor_writer_bytes(out_bytes, (struct bytes){signature, SIGNATURE_SIZE});
}

enum daybook_status have_content_decode(struct bytes bytes, struct bytes *out_signed_part,
                                        uint8_t out_signature[static 64])
{
    assert(out_signed_part != NULL);
    struct cbor_reader reader = cbor_reader_of(bytes);
    cbor_reader_list_of(&reader, CONTENT_PARTS);
    struct bytes signed_part = cbor_reader_bytes(&reader);
    struct bytes signature = cbor_reader_bytes(&reader);
    if (!cbor_reader_done(&reader) || signature.size != SIGNATURE_SIZE) {
        return DAYBOOK_INVALID;
    }
    *out_signed_part = signed_part;
    memcpy(out_signature, signature.data, SIGNATURE_SIZE);
    return DAYBOOK_OK;
}
