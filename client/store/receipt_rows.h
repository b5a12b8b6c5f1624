/* The days on which something of a patient's came in, as this device counts days. */
#ifndef STORE_RECEIPT_ROWS_H
#define STORE_RECEIPT_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"

struct database;

/* Note such a day; noting it twice is fine. */
enum daybook_status receipt_rows_add(struct database *database, int64_t circle_no, int32_t day);

/* The days of a circle between two others, both included, ascending, in the arena. */
struct receipt_range {
    int64_t circle_no;
    int32_t first;
    int32_t last;
};
enum daybook_status receipt_rows_list(struct database *database, const struct receipt_range *range,
                                      struct arena *arena, int32_t **out_days, size_t *out_count);

#endif
