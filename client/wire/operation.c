/* Bytes of an operation's header. */
#include "wire/operation.h"

#include <assert.h>

#include "base/limits.h"
#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"

enum { HEADER_PARTS = 5, HEADER_PARTS_SALVAGED = 6 };

void operation_header_encode(const struct operation_header *header, struct buffer *out_bytes)
{
    assert(header != NULL);
    assert(header->supersedes_count <= OPERATION_SUPERSEDES_MAX);
    cbor_writer_list(out_bytes, header->salvaged ? HEADER_PARTS_SALVAGED : HEADER_PARTS);
    cbor_writer_unsigned(out_bytes, header->type);
    cbor_writer_id(out_bytes, header->entity);
    cbor_writer_unsigned(out_bytes, header->hlc);
    cbor_writer_list(out_bytes, header->supersedes_count);
    for (size_t i = 0; i < header->supersedes_count; i++) {
        cbor_writer_key(out_bytes, header->supersedes[i]);
    }
    cbor_writer_key(out_bytes, header->body_hash);
    if (header->salvaged) {
        cbor_writer_key(out_bytes, header->former);
    }
}

enum daybook_status operation_header_decode(struct bytes bytes, struct arena *arena,
                                            struct operation_header *out_header)
{
    assert(arena != NULL);
    assert(out_header != NULL);
    if (bytes.size > OPERATION_HEADER_MAX) {
        return DAYBOOK_INVALID;
    }
    struct cbor_reader reader = cbor_reader_of(bytes);
    struct operation_header header = {0};
    size_t parts = cbor_reader_list(&reader, HEADER_PARTS_SALVAGED);
    header.salvaged = parts == HEADER_PARTS_SALVAGED;
    header.type = cbor_reader_unsigned32(&reader);
    header.entity = cbor_reader_id(&reader);
    header.hlc = cbor_reader_unsigned(&reader);
    header.supersedes_count = cbor_reader_list(&reader, OPERATION_SUPERSEDES_MAX);
    struct key256 *supersedes =
        arena_take_array(arena, header.supersedes_count, sizeof *supersedes);
    if (supersedes == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < header.supersedes_count; i++) {
        supersedes[i] = cbor_reader_key(&reader);
    }
    header.supersedes = supersedes;
    header.body_hash = cbor_reader_key(&reader);
    if (header.salvaged) {
        header.former = cbor_reader_key(&reader);
    }
    if (parts < HEADER_PARTS || !cbor_reader_done(&reader)) {
        return DAYBOOK_INVALID;
    }
    *out_header = header;
    return DAYBOOK_OK;
}
