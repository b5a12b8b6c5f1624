/* Bytes of a value tree (schema/wire/value.cddl). */
#ifndef WIRE_VALUE_BYTES_H
#define WIRE_VALUE_BYTES_H

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "domain/value.h"
#include "wire/cbor_reader.h"

/* Append the tree. A tree that value_bytes_decode() would refuse, or memory that runs out, sets
 * failed. */
void value_bytes_encode(const struct value *value, struct buffer *out_bytes);

/* Read one tree, at most VALUE_DEPTH_MAX lists and maps deep, its maps with each key once. OK even
 * when the reader failed (the caller looks at it in the end), or NO_MEMORY. */
enum daybook_status value_bytes_decode(struct cbor_reader *reader, struct arena *arena,
                                       struct value *out_value);

#endif
