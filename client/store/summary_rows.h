/* Daily summaries: which are current, and which days need a new one. */
#ifndef STORE_SUMMARY_ROWS_H
#define STORE_SUMMARY_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;

/* Whose day it is: zero for the team's, else what this person keeps from the team. */
struct summary_place {
    int64_t circle_no;
    struct id128 person;
    int32_t day;
};

/* Note that a day's summary no longer says what the log says; noting it twice is fine. Of people,
 * only the owner of this store has days that are noted. */
enum daybook_status summary_rows_mark_dirty(struct database *database,
                                            const struct summary_place *place);
enum daybook_status summary_rows_mark_clean(struct database *database,
                                            const struct summary_place *place);

/* Note it of every day of the log from this one on. */
enum daybook_status summary_rows_mark_dirty_since(struct database *database, int64_t circle_no,
                                                  int32_t day);

/* Note it of every day of the log and of every summary of the team's that is current. */
enum daybook_status summary_rows_mark_all_dirty(struct database *database, int64_t circle_no);
/* The same for what the owner of this store keeps from the team: every day of the log. */
enum daybook_status summary_rows_mark_own_dirty(struct database *database, int64_t circle_no);

/* The days so noted, ascending, in the arena: the team's, or the owner's own. */
enum summary_part { SUMMARY_OF_TEAM, SUMMARY_OF_OWNER };
struct summary_days {
    int32_t *days;
    size_t count;
};
enum daybook_status summary_rows_dirty_days(struct database *database, int64_t circle_no,
                                            enum summary_part part, struct arena *arena,
                                            struct summary_days *out_days);

/* Drop the summary row of the day that shows an operation on this entity, and note that the day
 * needs a new one. There may be none. */
enum daybook_status summary_rows_drop(struct database *database, int64_t circle_no,
                                      struct id128 entity);

/* Make an operation the current summary of its day. */
enum daybook_status summary_rows_put(struct database *database, const struct summary_place *place,
                                     int64_t shown_no);

struct summary_row {
    struct id128 person; /* zero: the team's */
    int32_t day;
    struct key256 hash;   /* of the operation */
    struct key256 device; /* of its author */
    struct bytes body;
};

/* Current summaries in the arena: the team's in order of days, or those of all people in order of
 * days and then of people. */
enum daybook_status summary_rows_list(struct database *database, int64_t circle_no,
                                      struct arena *arena, struct summary_row **out_rows,
                                      size_t *out_count);
enum daybook_status summary_rows_list_own(struct database *database, int64_t circle_no,
                                          struct arena *arena, struct summary_row **out_rows,
                                          size_t *out_count);

/* When the latest of the summaries that are current of a day came in, the team's or what people
 * keep from it. NOT_FOUND without any. */
enum daybook_status summary_rows_received(struct database *database, int64_t circle_no, int32_t day,
                                          int64_t *out_ms);

#endif
