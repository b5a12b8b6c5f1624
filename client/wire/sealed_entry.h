/* Bytes of an entry that is sealed while the journal is locked (schema/store/inbox.md): what is
 * inside the seal. */
#ifndef WIRE_SEALED_ENTRY_H
#define WIRE_SEALED_ENTRY_H

#include <daybook/status.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/limits.h"

enum {
    SEALED_ENTRY_SIZE_MAX = 65536,                /* the largest padded size */
    SEALED_ENTRY_BODY_MAX = ENTRY_BODY_MAX - 512, /* leaves room for what opening it adds */
};

/* Borrows all it points to. */
struct sealed_entry {
    struct id128 entity;  /* chosen when it was sealed, so that nothing is taken in twice */
    struct bytes patient; /* whose journal, as a person typed it; empty: the only one */
    struct bytes person;  /* on whose behalf, as a person typed it; empty: as usual */
    struct bytes body;    /* of an ENTRY (wire/body.h) */
};

/* Append it, padded with zeros to one of four sizes, so that a size tells little. Names longer than
 * NAME_TEXT_MAX, a body longer than SEALED_ENTRY_BODY_MAX and short memory set failed. */
void sealed_entry_encode(const struct sealed_entry *sealed, struct buffer *out_bytes);

/* INVALID: not such bytes. Borrows from them. */
enum daybook_status sealed_entry_decode(struct bytes bytes, struct sealed_entry *out_sealed);

#endif
