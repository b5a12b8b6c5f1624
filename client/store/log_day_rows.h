/* The days of the log, each as it was reduced last. */
#ifndef STORE_LOG_DAY_ROWS_H
#define STORE_LOG_DAY_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

/* A local day with log entries, retracted ones too. The store itself makes the row, and empties its
 * body, whenever a row of the log changes. */
struct log_day_row {
    int32_t day;
    uint64_t rules;        /* by which the body was made */
    struct bytes body;     /* data NULL: it is to be reduced again */
    struct bytes own_body; /* what the owner keeps from the team; data NULL: nothing */
};

/* One of them, in the arena. NOT_FOUND. */
enum daybook_status log_day_rows_get(struct database *database, int64_t circle_no, int32_t day,
                                     struct arena *arena, struct log_day_row *out_row);

/* All of them ascending, in the arena. */
enum daybook_status log_day_rows_list(struct database *database, int64_t circle_no,
                                      struct arena *arena, struct log_day_row **out_rows,
                                      size_t *out_count);

/* Keep what a day was reduced to. */
enum daybook_status log_day_rows_put(struct database *database, int64_t circle_no,
                                     const struct log_day_row *row);

/* Take the row of a day out on which there is no entry any more. */
enum daybook_status log_day_rows_remove(struct database *database, int64_t circle_no, int32_t day);

/* What days were reduced to counts no more from this day on: something beside their entries
 * changed. */
enum daybook_status log_day_rows_empty_from(struct database *database, int64_t circle_no,
                                            int32_t day);

#endif
