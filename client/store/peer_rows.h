/* What other devices last said they hold, and when they were heard. */
#ifndef STORE_PEER_ROWS_H
#define STORE_PEER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/stream.h"

struct database;

struct peer_row {
    struct key256 device;
    int64_t heard_ms;
    uint64_t counter;
    struct bytes version;
    bool has_ahead;
    int64_t ahead_ms; /* of its clock, ahead of the own one */
};
/* Keep what a device said of itself, unless it said something newer before: a replayed statement
 * tells nothing about when it was heard. Without a clock, what is known of that stays. */
enum daybook_status peer_rows_put(struct database *database, int64_t circle_no,
                                  const struct peer_row *row);
enum daybook_status peer_rows_list(struct database *database, int64_t circle_no,
                                   struct arena *arena, struct peer_row **out_rows,
                                   size_t *out_count);

struct peer_position_row {
    struct key256 device;
    enum stream stream;
    struct id128 feed;
    uint64_t number;
    uint8_t hash_start[8];
};
/* Keep a position; the newest statement of a device counts, also when it holds less than before. */
enum daybook_status peer_rows_put_position(struct database *database, int64_t circle_no,
                                           const struct peer_position_row *row);
/* Forget what a device said of a stream: a statement is complete, and a feed the next one does not
 * name is held not at all. Inside the transaction that keeps the next. */
enum daybook_status peer_rows_drop_positions(struct database *database, int64_t circle_no,
                                             struct key256 device, enum stream stream);

/* All positions of a circle by device and stream, in the arena. */
enum daybook_status peer_rows_positions(struct database *database, int64_t circle_no,
                                        struct arena *arena, struct peer_position_row **out_rows,
                                        size_t *out_count);

#endif
