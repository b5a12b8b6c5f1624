/* Keys of streams this device was given or made. */
#ifndef STORE_EPOCH_ROWS_H
#define STORE_EPOCH_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/stream.h"

struct database;

struct epoch_row {
    enum stream stream;
    uint64_t generation;
    struct key256 epoch;
    struct bytes key; /* the vault's exported epoch, borrowed */
};

/* Keep a key; keeping it twice is fine. */
enum daybook_status epoch_rows_put(struct database *database, int64_t circle_no,
                                   const struct epoch_row *row);

/* Visit all keys of a circle; the row and its key live until visit returns, so that no copy of a
 * key is made here. */
enum daybook_status epoch_rows_visit(struct database *database, int64_t circle_no,
                                     enum daybook_status (*visit)(void *context,
                                                                  const struct epoch_row *row),
                                     void *context);

#endif
