/* The operations of the `circle` stream, read from the store and folded. For journal/ only. */
#ifndef JOURNAL_CIRCLE_STREAM_H
#define JOURNAL_CIRCLE_STREAM_H

#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "domain/circle.h"
#include "journal/state.h"
#include "store/operation_rows.h"

struct circle_stream {
    const struct own_circle *own;
    struct operation_list list;          /* every row of the stream */
    struct circle_operation *operations; /* one for two writings of one; those that count first, and
                                            what came too late to count behind them, as refused */
    size_t operation_count;              /* all of them */
    size_t count;                        /* those that count */
    struct circle *circle;
};

/* Read the stream and fold what counts: all of it on the arena. What is no membership operation, or
 * does not decode, is not among the operations. INVALID: the genesis is still to come. */
enum daybook_status circle_stream_fold(const struct own_circle *own, struct arena *arena,
                                       struct circle_stream *out_stream);

/* The row an operation was read from. */
const struct operation_row *circle_stream_row(const struct circle_stream *stream,
                                              const struct circle_operation *operation);

#endif
