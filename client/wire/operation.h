/* Bytes of an operation's header (schema/wire/operation.cddl). */
#ifndef WIRE_OPERATION_H
#define WIRE_OPERATION_H

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/operation.h"

/* Append the header's deterministic CBOR. At most OPERATION_SUPERSEDES_MAX supersedes (asserted).
 */
void operation_header_encode(const struct operation_header *header, struct buffer *out_bytes);

/* Read a header. INVALID: not exactly one header; NO_MEMORY. Unknown types are read like known
 * ones. */
enum daybook_status operation_header_decode(struct bytes bytes, struct arena *arena,
                                            struct operation_header *out_header);

#endif
