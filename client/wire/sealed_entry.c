/* Bytes of an entry that is sealed while the journal is locked: what is inside the seal. */
#include "wire/sealed_entry.h"

#include <assert.h>
#include <stdbool.h>

#include "wire/cbor_reader.h"
#include "wire/cbor_writer.h"

enum { VERSION = 1, PARTS = 5 };

static const size_t padded_sizes[] = {1024, 4096, 16384, SEALED_ENTRY_SIZE_MAX};
enum { PADDED_COUNT = sizeof padded_sizes / sizeof padded_sizes[0] };

static void pad(size_t start, struct buffer *out_bytes)
{
    size_t size = out_bytes->size - start;
    size_t step = 0;
    while (step < PADDED_COUNT - 1 && padded_sizes[step] < size) {
        step++;
    }
    assert(size <= padded_sizes[step]);
    (void)buffer_extend(out_bytes, padded_sizes[step] - size); /* NULL sets failed */
}

void sealed_entry_encode(const struct sealed_entry *sealed, struct buffer *out_bytes)
{
    assert(sealed != NULL && out_bytes != NULL);
    size_t start = out_bytes->size;
    if (sealed->patient.size > NAME_TEXT_MAX || sealed->person.size > NAME_TEXT_MAX ||
        sealed->body.size > SEALED_ENTRY_BODY_MAX) {
        out_bytes->failed = true;
        return;
    }
    cbor_writer_list(out_bytes, PARTS);
    cbor_writer_unsigned(out_bytes, VERSION);
    cbor_writer_id(out_bytes, sealed->entity);
    cbor_writer_text(out_bytes, sealed->patient);
    cbor_writer_text(out_bytes, sealed->person);
    cbor_writer_bytes(out_bytes, sealed->body);
    if (!out_bytes->failed) {
        pad(start, out_bytes);
    }
}

static bool is_padded(struct bytes bytes, struct bytes padding)
{
    size_t step = 0;
    while (step < PADDED_COUNT && padded_sizes[step] != bytes.size) {
        step++;
    }
    size_t zeros = 0;
    while (zeros < padding.size && padding.data[zeros] == 0) {
        zeros++;
    }
    return step < PADDED_COUNT && zeros == padding.size;
}

enum daybook_status sealed_entry_decode(struct bytes bytes, struct sealed_entry *out_sealed)
{
    assert(out_sealed != NULL);
    struct sealed_entry sealed;
    struct cbor_reader reader = cbor_reader_of(bytes);
    cbor_reader_list_of(&reader, PARTS);
    uint64_t version = cbor_reader_unsigned(&reader);
    sealed.entity = cbor_reader_id(&reader);
    sealed.patient = cbor_reader_text(&reader, NAME_TEXT_MAX);
    sealed.person = cbor_reader_text(&reader, NAME_TEXT_MAX);
    sealed.body = cbor_reader_bytes(&reader);
    if (reader.failed || version != VERSION || sealed.body.size > SEALED_ENTRY_BODY_MAX ||
        !is_padded(bytes, reader.left)) {
        return DAYBOOK_INVALID;
    }
    *out_sealed = sealed;
    return DAYBOOK_OK;
}
