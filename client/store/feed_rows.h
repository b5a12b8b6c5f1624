/* Feeds and the signatures over their heads. */
#ifndef STORE_FEED_ROWS_H
#define STORE_FEED_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/stream.h"
#include "vault/identity.h"

struct database;

/* A signature over the head a feed had at this number. */
struct signed_head {
    uint64_t number;
    struct signature signature;
};

struct feed_row {
    int64_t feed_no;
    int64_t circle_no;
    struct id128 feed;
    struct key256 device;
    struct id128 incarnation;
    enum stream stream;
    uint64_t number; /* last operation held, 0 for none */
    struct key256 hash;
    bool given_up;      /* own, and its tail was given up once */
    uint64_t rewritten; /* then: what stands behind this number is to be written again elsewhere */
};

/* Add an empty feed; feed_no is filled in. CONFLICT. */
enum daybook_status feed_rows_add(struct database *database, struct feed_row *row);

/* Move the head. */
enum daybook_status feed_rows_set_head(struct database *database, int64_t feed_no, uint64_t number,
                                       struct key256 hash);

/* Of an own feed whose tail was given up: what stands behind this number is to be written again. */
enum daybook_status feed_rows_set_rewritten(struct database *database, int64_t feed_no,
                                            uint64_t number);

/* Delete the operations of a feed behind a number, with their heads and the rows of the views that
 * show them, and remember their hashes; the feed's own head stays as it was told. Inside a
 * transaction that brings both up to date. */
enum daybook_status feed_rows_drop_tail(struct database *database, int64_t feed_no,
                                        uint64_t number);

/* Was an operation with this number and start of a hash deleted so? */
struct feed_place {
    int64_t feed_no;
    uint64_t number;
    struct bytes hash_start;
};
enum daybook_status feed_rows_was_dropped(struct database *database, const struct feed_place *place,
                                          bool *out_was);

/* All feeds of a circle, in the arena. */
enum daybook_status feed_rows_list(struct database *database, int64_t circle_no,
                                   struct arena *arena, struct feed_row **out_rows,
                                   size_t *out_count);

/* Keep a signature over the head that had this number; keeping it twice is fine. */
enum daybook_status feed_rows_sign(struct database *database, int64_t feed_no,
                                   const struct signed_head *head);

/* The signed head with the highest number from first to last. NOT_FOUND. */
enum daybook_status feed_rows_signed_head(struct database *database, int64_t feed_no,
                                          uint64_t first, uint64_t last,
                                          struct signed_head *out_head);

/* The signed head with the lowest number from first on. NOT_FOUND. */
enum daybook_status feed_rows_next_signed_head(struct database *database, int64_t feed_no,
                                               uint64_t first, struct signed_head *out_head);

#endif
