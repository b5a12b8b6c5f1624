/* Bytes of operations on their way: the content of OPS and KEYS (schema/wire/ops.cddl). */
#ifndef WIRE_OPS_H
#define WIRE_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"

/* One operation as it travels. body.data is NULL when the body was erased. */
struct wire_operation {
    struct bytes header;
    struct bytes body;
};

/* Consecutive operations of one feed, ending at a signed head. */
struct wire_run {
    struct key256 device;     /* author's signing key */
    struct id128 incarnation; /* with circle, device and stream this gives the feed id */
    uint64_t first;           /* number of the first operation, from 1 */
    struct key256 previous;   /* hash of operation first-1, zero when first is 1 */
    const struct wire_operation *operations;
    size_t count;
    uint8_t signature[64]; /* over the head, operation first+count-1 */
};

/* Has it operations, whose numbers are within 1 to INT64_MAX, and nothing before the first? */
bool ops_is_numbered_well(const struct wire_run *run);

/* The content of OPS and KEYS: runs of one stream. */
void ops_encode(const struct wire_run *runs, size_t count, struct buffer *out_bytes);
/* INVALID: not such content, a run without operations, or one whose numbers leave 1 to INT64_MAX;
 * FULL: more than BATCH_OPERATIONS_MAX operations; NO_MEMORY. Borrows from bytes and arena. */
enum daybook_status ops_decode(struct bytes bytes, struct arena *arena, struct wire_run **out_runs,
                               size_t *out_count);

#endif
