/* What other devices last said they hold, and when they were heard. */
#include "store/peer_rows.h"

#include <string.h>

#include "store/query.h"
#include "store/row_list.h"

enum daybook_status peer_rows_put(struct database *database, int64_t circle_no,
                                  const struct peer_row *row)
{
    struct query query = query_begin(
        database,
        "INSERT INTO peer (circle_no, device, heard_ms, counter, version, ahead_ms)"
        " VALUES (?, ?, ?, ?, ?, iif(?, ?, NULL))"
        " ON CONFLICT DO UPDATE SET heard_ms = excluded.heard_ms, counter = excluded.counter,"
        " version = excluded.version, ahead_ms = ifnull(excluded.ahead_ms, ahead_ms) WHERE "
        "excluded.counter > counter");
    query_bind_integer(&query, circle_no);
    query_bind_key(&query, &row->device);
    query_bind_integer(&query, row->heard_ms);
    query_bind_unsigned(&query, row->counter);
    query_bind_text(&query, row->version.data == NULL ? bytes_of_text("") : row->version);
    query_bind_integer(&query, row->has_ahead ? 1 : 0);
    query_bind_integer(&query, row->ahead_ms);
    return query_run(&query);
}

enum daybook_status peer_rows_list(struct database *database, int64_t circle_no,
                                   struct arena *arena, struct peer_row **out_rows,
                                   size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct peer_row)};
    struct query query =
        query_begin(database, "SELECT device, heard_ms, counter, version, ahead_ms IS NOT NULL,"
                              " ifnull(ahead_ms, 0) FROM peer WHERE circle_no = ?");
    query_bind_integer(&query, circle_no);
    struct peer_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        row->device = query_key(&query, 0);
        row->heard_ms = query_integer(&query, 1);
        row->counter = query_unsigned(&query, 2);
        row->version = query_copy(&query, 3, arena);
        row->has_ahead = query_integer(&query, 4) != 0;
        row->ahead_ms = query_integer(&query, 5);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status peer_rows_put_position(struct database *database, int64_t circle_no,
                                           const struct peer_position_row *row)
{
    struct query query = query_begin(
        database,
        "INSERT INTO peer_position (circle_no, device, stream, feed, number, hash_start)"
        " VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET number = excluded.number, hash_start = excluded.hash_start");
    query_bind_integer(&query, circle_no);
    query_bind_key(&query, &row->device);
    query_bind_integer(&query, row->stream);
    query_bind_id(&query, &row->feed);
    query_bind_unsigned(&query, row->number);
    query_bind_bytes(&query, (struct bytes){row->hash_start, sizeof row->hash_start});
    return query_run(&query);
}

enum daybook_status peer_rows_drop_positions(struct database *database, int64_t circle_no,
                                             struct key256 device, enum stream stream)
{
    struct query query = query_begin(
        database, "DELETE FROM peer_position WHERE circle_no = ? AND device = ? AND stream = ?");
    query_bind_integer(&query, circle_no);
    query_bind_key(&query, &device);
    query_bind_integer(&query, stream);
    return query_run(&query);
}

static void read_position(struct query *query, struct peer_position_row *row)
{
    row->device = query_key(query, 0);
    row->stream = (enum stream)query_integer(query, 1);
    row->feed = query_id(query, 2);
    row->number = query_unsigned(query, 3);
    struct bytes hash_start = query_bytes(query, 4);
    if (hash_start.size != sizeof row->hash_start) {
        query->status = DAYBOOK_DAMAGED;
        return;
    }
    memcpy(row->hash_start, hash_start.data, hash_start.size);
}

enum daybook_status peer_rows_positions(struct database *database, int64_t circle_no,
                                        struct arena *arena, struct peer_position_row **out_rows,
                                        size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct peer_position_row)};
    struct query query =
        query_begin(database, "SELECT device, stream, feed, number, hash_start FROM peer_position"
                              " WHERE circle_no = ? ORDER BY device, stream, feed");
    query_bind_integer(&query, circle_no);
    struct peer_position_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        read_position(&query, row);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}
