/* Daily summaries: which are current, and which days need a new one. */
#ifndef STORE_SUMMARY_ROWS_H
#define STORE_SUMMARY_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

/* Note that a day's summary no longer says what the log says; noting it twice is fine. */
enum daybook_status summary_rows_mark_dirty(struct database *database, int64_t circle_no,
                                            int32_t day);
enum daybook_status summary_rows_mark_clean(struct database *database, int64_t circle_no,
                                            int32_t day);
enum daybook_status summary_rows_dirty_days(struct database *database, int64_t circle_no,
                                            struct arena *arena, int32_t **out_days,
                                            size_t *out_count);

/* Drop the summary row of the day that shows an operation on this entity, and note that the day
 * needs a new one. There may be none. */
enum daybook_status summary_rows_drop(struct database *database, int64_t circle_no,
                                      struct id128 entity);

/* Make an operation the current summary of its day. */
enum daybook_status summary_rows_put(struct database *database, int64_t circle_no, int32_t day,
                                     int64_t shown_no);

struct summary_row {
    int32_t day;
    struct key256 hash; /* of the operation */
    struct bytes body;
};

/* Current summaries in order of days, in the arena. */
enum daybook_status summary_rows_list(struct database *database, int64_t circle_no,
                                      struct arena *arena, struct summary_row **out_rows,
                                      size_t *out_count);

#endif
