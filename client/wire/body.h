/* Bytes of operation bodies (schema/wire/body.cddl). Every body is a CBOR map whose key 0 is a
 * random salt of 16 bytes. What the decoders would refuse, such as a body of more than
 * ENTRY_BODY_MAX bytes, makes the encoders set failed, as short memory does. */
#ifndef WIRE_BODY_H
#define WIRE_BODY_H

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/circle.h"
#include "domain/entry.h"
#include "domain/value.h"

/* ENTRY, AMEND (the whole entry as it now reads) and PLAN. */
void body_encode_entry(struct id128 salt, const struct entry *entry, struct buffer *out_bytes);
/* INVALID: not such a body; NO_MEMORY. Everything decoded borrows from bytes or the arena. Unknown
 * keys are ignored. */
enum daybook_status body_decode_entry(struct bytes bytes, struct arena *arena,
                                      struct entry *out_entry);

/* RETRACT: a reason, which may be empty. */
void body_encode_retract(struct id128 salt, struct bytes reason, struct buffer *out_bytes);
enum daybook_status body_decode_retract(struct bytes bytes, struct bytes *out_reason);

/* SUMMARY, FLAG_ACK and what later versions add: one map of values (domain/value.h) under key 1. */
void body_encode_value(struct id128 salt, const struct value *map, struct buffer *out_bytes);
enum daybook_status body_decode_value(struct bytes bytes, struct arena *arena,
                                      struct value *out_map);

/* GENESIS to RECOVER. The type says which members of the change are written and expected. */
void body_encode_change(struct id128 salt, const struct circle_change *change,
                        struct buffer *out_bytes);
enum daybook_status body_decode_change(enum operation_type type, struct bytes bytes,
                                       struct arena *arena, struct circle_change *out_change);

#endif
