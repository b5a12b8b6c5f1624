/* The view of entries and plans: one row each, as it reads now. */
#ifndef STORE_ENTRY_ROWS_H
#define STORE_ENTRY_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "domain/stream.h"

struct database;

struct entry_row {
    struct id128 entity;
    int64_t circle_no;
    enum stream stream;
    struct bytes kind;
    int64_t at_ms;
    int32_t day;
    int64_t first_no;
    int64_t shown_no;
    bool amended;
    bool retracted;
    uint32_t concurrent;
};

/* Write the row of an entity, new or not. */
enum daybook_status entry_rows_put(struct database *database, const struct entry_row *row);

/* Take the row of an entity out, which nothing is left of. */
enum daybook_status entry_rows_remove(struct database *database, struct id128 entity);

/* NOT_FOUND. The kind is in the arena. */
enum daybook_status entry_rows_get(struct database *database, struct id128 entity,
                                   struct arena *arena, struct entry_row *out_row);

/* The entity, there or erased, whose id starts with these hexadecimal digits. NOT_FOUND; CONFLICT:
 * several. */
enum daybook_status entry_rows_find(struct database *database, struct bytes hex_start,
                                    struct id128 *out_entity);

/* A row with what is needed to show it, borrowed until visit returns. */
struct entry_listing {
    struct entry_row row;
    struct bytes body;          /* of the shown version; data NULL when erased */
    struct key256 first_device; /* author of the first version */
    struct id128 shown_feed;
    uint64_t shown_number;
};

struct entry_range {
    int64_t circle_no;
    struct bytes kind; /* empty: every kind */
    int64_t since_ms;  /* inclusive; INT64_MIN: from the start */
    int64_t until_ms;  /* exclusive; INT64_MAX: to the end */
};

/* Visit rows by time, then entity. */
enum daybook_status
entry_rows_list(struct database *database, const struct entry_range *range,
                enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
                void *context);

/* What a circle has of a kind in a stream other than the log. */
struct entry_shelf {
    int64_t circle_no;
    enum stream stream;
    struct bytes kind;
};

/* Visit plans, evaluations or questions by time, then entity; what was retracted is left out. */
enum daybook_status entry_rows_on_shelf(
    struct database *database, const struct entry_shelf *shelf,
    enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
    void *context);

/* How many there are, with those that were retracted. */
enum daybook_status entry_rows_total_on_shelf(struct database *database,
                                              const struct entry_shelf *shelf, uint64_t *out_count);

/* Visit log entries of one local day, retracted or not, in no order that matters. */
enum daybook_status
entry_rows_of_day(struct database *database, int64_t circle_no, int32_t day,
                  enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
                  void *context);

/* The same for plans and evaluations that are not retracted. */
enum daybook_status
entry_rows_plans(struct database *database, int64_t circle_no,
                 enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
                 void *context);

/* One entity as a listing, in the arena. NOT_FOUND. */
enum daybook_status entry_rows_listing(struct database *database, struct id128 entity,
                                       struct arena *arena, struct entry_listing *out_listing);

/* Rows of a circle in one stream, retracted or not. */
enum daybook_status entry_rows_total(struct database *database, int64_t circle_no,
                                     enum stream stream, uint64_t *out_count);

/* Log entries of a circle that are not retracted. */
enum daybook_status entry_rows_count(struct database *database, int64_t circle_no,
                                     uint64_t *out_count);

/* The local days with any log entry, retracted or not, ascending, in the arena. */
enum daybook_status entry_rows_days(struct database *database, int64_t circle_no,
                                    struct arena *arena, int32_t **out_days, size_t *out_count);

/* The entries of a circle that say what the patient shares, retracted or not, in no order that
 * matters, in the arena. */
enum daybook_status entry_rows_choices(struct database *database, int64_t circle_no,
                                       struct arena *arena, struct id128 **out_ids,
                                       size_t *out_count);

#endif
