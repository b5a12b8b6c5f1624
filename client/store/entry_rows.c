/* The view of entries and plans: one row each, as it reads now. */
#include "store/entry_rows.h"

#include <assert.h>
#include <string.h>

#include "domain/operation.h"
#include "store/query.h"
#include "store/row_list.h"

#define ENTRY_COLUMNS                                                                              \
    "SELECT e.entity, e.circle_no, e.stream, e.kind, e.at_ms, e.day, e.first_no, e.shown_no, "     \
    "e.amended, e.retracted,"                                                                      \
    " e.concurrent"
#define LISTING_COLUMNS                                                                            \
    ENTRY_COLUMNS                                                                                  \
    ", s.body, ff.device, sf.feed, s.number FROM entry e"                                          \
    " JOIN operation s ON s.operation_no = e.shown_no JOIN feed sf ON sf.feed_no = s.feed_no"      \
    " JOIN operation o ON o.operation_no = e.first_no JOIN feed ff ON ff.feed_no = o.feed_no "

enum daybook_status entry_rows_put(struct database *database, const struct entry_row *row)
{
    struct query query = query_begin(
        database,
        "INSERT INTO entry (entity, circle_no, stream, kind, at_ms, day, first_no, shown_no, "
        "amended, retracted,"
        " concurrent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (entity) DO UPDATE SET"
        " kind = excluded.kind, at_ms = excluded.at_ms, day = excluded.day, first_no = "
        "excluded.first_no,"
        " shown_no = excluded.shown_no, amended = excluded.amended, retracted = excluded.retracted,"
        " concurrent = excluded.concurrent");
    query_bind_id(&query, &row->entity);
    query_bind_integer(&query, row->circle_no);
    query_bind_integer(&query, row->stream);
    query_bind_text(&query, row->kind);
    query_bind_integer(&query, row->at_ms);
    query_bind_integer(&query, row->day);
    query_bind_integer(&query, row->first_no);
    query_bind_integer(&query, row->shown_no);
    query_bind_integer(&query, row->amended);
    query_bind_integer(&query, row->retracted);
    query_bind_integer(&query, row->concurrent);
    return query_run(&query);
}

enum daybook_status entry_rows_remove(struct database *database, struct id128 entity)
{
    struct query query = query_begin(database, "DELETE FROM entry WHERE entity = ?");
    query_bind_id(&query, &entity);
    return query_run(&query);
}

static struct entry_row read_row(struct query *query)
{
    return (struct entry_row){
        .entity = query_id(query, 0),
        .circle_no = query_integer(query, 1),
        .stream = (enum stream)query_integer(query, 2),
        .kind = query_bytes(query, 3),
        .at_ms = query_integer(query, 4),
        .day = (int32_t)query_integer(query, 5),
        .first_no = query_integer(query, 6),
        .shown_no = query_integer(query, 7),
        .amended = query_integer(query, 8) != 0,
        .retracted = query_integer(query, 9) != 0,
        .concurrent = (uint32_t)query_integer(query, 10),
    };
}

static struct entry_listing read_listing(struct query *query)
{
    return (struct entry_listing){
        .row = read_row(query),
        .body = query_bytes(query, 11),
        .first_device = query_key(query, 12),
        .shown_feed = query_id(query, 13),
        .shown_number = query_unsigned(query, 14),
    };
}

enum daybook_status entry_rows_get(struct database *database, struct id128 entity,
                                   struct arena *arena, struct entry_row *out_row)
{
    struct query query = query_begin(database, ENTRY_COLUMNS " FROM entry e WHERE e.entity = ?");
    query_bind_id(&query, &entity);
    struct entry_row row = {0};
    bool found = query_next(&query);
    if (found) {
        row = read_row(&query);
        row.kind = query_copy(&query, 3, arena);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_row = row;
    }
    return status;
}

/* The lowest and highest id that start with the given digits. False when they are not hexadecimal.
 */
static bool id_range(struct bytes hex_start, struct id128 *out_low, struct id128 *out_high)
{
    char low[ID128_HEX_SIZE];
    char high[ID128_HEX_SIZE];
    if (hex_start.size >= ID128_HEX_SIZE) {
        return false;
    }
    memset(low, '0', sizeof low);
    memset(high, 'f', sizeof high);
    memcpy(low, hex_start.data, hex_start.size);
    memcpy(high, hex_start.data, hex_start.size);
    return id128_from_hex((struct bytes){(const uint8_t *)low, ID128_HEX_SIZE - 1}, out_low) &&
           id128_from_hex((struct bytes){(const uint8_t *)high, ID128_HEX_SIZE - 1}, out_high);
}

enum daybook_status entry_rows_find(struct database *database, struct bytes hex_start,
                                    struct id128 *out_entity)
{
    struct id128 low;
    struct id128 high;
    if (hex_start.size == 0 || !id_range(hex_start, &low, &high)) {
        return DAYBOOK_NOT_FOUND;
    }
    static_assert(OPERATION_ERASE == 19, "The type is spelled out in the statement below.");
    struct query query =
        query_begin(database, "SELECT entity FROM entry WHERE entity BETWEEN ?1 AND ?2"
                              " UNION SELECT entity FROM operation WHERE type = 19 AND"
                              " quarantined = 0 AND entity BETWEEN ?1 AND ?2 LIMIT 2");
    query_bind_id(&query, &low);
    query_bind_id(&query, &high);
    struct id128 entity = {{0}};
    size_t found = 0;
    while (query_next(&query)) {
        entity = query_id(&query, 0);
        found++;
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK && found != 1) {
        status = found == 0 ? DAYBOOK_NOT_FOUND : DAYBOOK_CONFLICT;
    }
    if (status == DAYBOOK_OK) {
        *out_entity = entity;
    }
    return status;
}

static enum daybook_status
visit_all(struct query *query,
          enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
          void *context)
{
    while (query_next(query)) {
        struct entry_listing listing = read_listing(query);
        if (query->status == DAYBOOK_OK) {
            query->status = visit(context, &listing);
        }
    }
    return query_end(query);
}

enum daybook_status
entry_rows_list(struct database *database, const struct entry_range *range,
                enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
                void *context)
{
    struct query query = query_begin(database, LISTING_COLUMNS
                                     "WHERE e.circle_no = ?1 AND e.at_ms >= ?2 AND e.at_ms < ?3"
                                     " AND (?4 IS NULL OR e.kind = ?4) ORDER BY e.at_ms, e.entity");
    query_bind_integer(&query, range->circle_no);
    query_bind_integer(&query, range->since_ms);
    query_bind_integer(&query, range->until_ms);
    query_bind_text(&query, range->kind.size > 0 ? range->kind : (struct bytes){0});
    return visit_all(&query, visit, context);
}

enum daybook_status entry_rows_on_shelf(
    struct database *database, const struct entry_shelf *shelf,
    enum daybook_status (*visit)(void *context, const struct entry_listing *listing), void *context)
{
    static_assert(STREAM_LOG == 1, "The stream is spelled out in the statement and its index.");
    struct query query =
        query_begin(database, LISTING_COLUMNS
                    "WHERE e.circle_no = ? AND e.kind = ? AND e.stream = ? AND e.stream <> 1"
                    " AND e.retracted = 0 ORDER BY e.at_ms, e.entity");
    query_bind_integer(&query, shelf->circle_no);
    query_bind_text(&query, shelf->kind);
    query_bind_integer(&query, shelf->stream);
    return visit_all(&query, visit, context);
}

enum daybook_status
entry_rows_of_day(struct database *database, int64_t circle_no, int32_t day,
                  enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
                  void *context)
{
    static_assert(STREAM_LOG == 1, "The stream is spelled out in the statement below.");
    struct query query = query_begin(database, LISTING_COLUMNS
                                     "WHERE e.circle_no = ? AND e.day = ? AND e.stream = 1");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    return visit_all(&query, visit, context);
}

enum daybook_status
entry_rows_plans(struct database *database, int64_t circle_no,
                 enum daybook_status (*visit)(void *context, const struct entry_listing *listing),
                 void *context)
{
    static_assert(STREAM_LOG == 1 && STREAM_PLAN == 3, "Spelled out in the statement below.");
    /* Every kind is above the empty text: said so, entry_for_team is taken and not the whole log.
     */
    struct query query =
        query_begin(database, LISTING_COLUMNS
                    "WHERE e.circle_no = ? AND e.kind > '' AND e.retracted = 0 AND e.stream <> 1"
                    " AND e.stream = 3");
    query_bind_integer(&query, circle_no);
    return visit_all(&query, visit, context);
}

enum daybook_status entry_rows_listing(struct database *database, struct id128 entity,
                                       struct arena *arena, struct entry_listing *out_listing)
{
    struct query query = query_begin(database, LISTING_COLUMNS "WHERE e.entity = ?");
    query_bind_id(&query, &entity);
    struct entry_listing listing = {0};
    bool found = query_next(&query);
    if (found) {
        listing = read_listing(&query);
        listing.row.kind = query_copy(&query, 3, arena);
        listing.body = query_copy(&query, 11, arena);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_listing = listing;
    }
    return status;
}

/* Every index leads to nearly all rows one by one, which is slower than reading them in a row. */
enum daybook_status entry_rows_total(struct database *database, int64_t circle_no,
                                     enum stream stream, uint64_t *out_count)
{
    struct query query =
        query_begin(database, "SELECT count(*) FROM entry WHERE circle_no = ? AND stream = ?");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, stream);
    return query_end_count(&query, out_count);
}

enum daybook_status entry_rows_total_on_shelf(struct database *database,
                                              const struct entry_shelf *shelf, uint64_t *out_count)
{
    static_assert(STREAM_LOG == 1, "The stream is spelled out in the statement and its index.");
    struct query query =
        query_begin(database, "SELECT count(*) FROM entry WHERE circle_no = ? AND kind = ?"
                              " AND stream = ? AND stream <> 1");
    query_bind_integer(&query, shelf->circle_no);
    query_bind_text(&query, shelf->kind);
    query_bind_integer(&query, shelf->stream);
    return query_end_count(&query, out_count);
}

enum daybook_status entry_rows_count(struct database *database, int64_t circle_no,
                                     uint64_t *out_count)
{
    struct query query = query_begin(
        database, "SELECT count(*) FROM entry NOT INDEXED WHERE circle_no = ? AND stream = 1"
                  " AND retracted = 0");
    query_bind_integer(&query, circle_no);
    return query_end_count(&query, out_count);
}

enum daybook_status entry_rows_days(struct database *database, int64_t circle_no,
                                    struct arena *arena, int32_t **out_days, size_t *out_count)
{
    struct query query = query_begin(database, "SELECT DISTINCT day FROM entry WHERE circle_no = ? "
                                               "AND stream = 1 ORDER BY day");
    query_bind_integer(&query, circle_no);
    return row_list_of_days(&query, arena, out_days, out_count);
}

enum daybook_status entry_rows_choices(struct database *database, int64_t circle_no,
                                       struct arena *arena, struct id128 **out_ids,
                                       size_t *out_count)
{
    struct query query = query_begin(database, "SELECT entity FROM entry INDEXED BY entry_of_choice"
                                               " WHERE circle_no = ? AND kind = 'sharing_choice'");
    query_bind_integer(&query, circle_no);
    return row_list_of_ids(&query, arena, out_ids, out_count);
}
