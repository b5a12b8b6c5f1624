/* What is to be seen of each circle at a glance, kept until something it is made of changes. */
#ifndef STORE_OVERVIEW_ROWS_H
#define STORE_OVERVIEW_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

struct overview_row {
    int64_t circle_no;
    int32_t day;     /* local, on which it is so */
    uint32_t urgent; /* flags nobody has acknowledged */
    uint32_t review;
    uint32_t undetermined;
    struct bytes flag; /* the first of these flags; empty: none */
    uint32_t questions;
    bool has_received;
    int32_t received_day;
    int32_t stale_days; /* after so many days without anything what is here is old */
    bool paused;
    int32_t paused_since;
};

/* Keep a row in the place of the one of its circle. A later change of the circle's entries, plans,
 * summaries or receipts takes it away by itself. */
enum daybook_status overview_rows_put(struct database *database, const struct overview_row *row);

/* The row of a circle if it is of this day, in the arena. NOT_FOUND. */
enum daybook_status overview_rows_get(struct database *database, int64_t circle_no, int32_t day,
                                      struct arena *arena, struct overview_row *out_row);

/* Take the row of a circle away: what it is made of, and has no row of its own, has changed. */
enum daybook_status overview_rows_remove(struct database *database, int64_t circle_no);

/* All rows that are of this day, by circle, in the arena. */
enum daybook_status overview_rows_list(struct database *database, int32_t day, struct arena *arena,
                                       struct overview_row **out_rows, size_t *out_count);

#endif
