/* Feeds and the signatures over their heads. */
#include "store/feed_rows.h"

#include <string.h>

#include "store/query.h"
#include "store/row_list.h"

enum daybook_status feed_rows_add(struct database *database, struct feed_row *row)
{
    struct query query = query_begin(
        database, "INSERT INTO feed (circle_no, feed, device, incarnation, stream, number, hash)"
                  " VALUES (?, ?, ?, ?, ?, 0, zeroblob(32))");
    query_bind_integer(&query, row->circle_no);
    query_bind_id(&query, &row->feed);
    query_bind_key(&query, &row->device);
    query_bind_id(&query, &row->incarnation);
    query_bind_integer(&query, row->stream);
    enum daybook_status status = query_run(&query);
    if (status == DAYBOOK_OK) {
        row->feed_no = query_last_row(&query);
        row->number = 0;
        row->hash = (struct key256){{0}};
    }
    return status;
}

enum daybook_status feed_rows_set_head(struct database *database, int64_t feed_no, uint64_t number,
                                       struct key256 hash)
{
    struct query query =
        query_begin(database, "UPDATE feed SET number = ?, hash = ? WHERE feed_no = ?");
    query_bind_unsigned(&query, number);
    query_bind_key(&query, &hash);
    query_bind_integer(&query, feed_no);
    return query_run(&query);
}

enum daybook_status feed_rows_set_rewritten(struct database *database, int64_t feed_no,
                                            uint64_t number)
{
    struct query query = query_begin(database, "UPDATE feed SET rewritten = ? WHERE feed_no = ?");
    query_bind_unsigned(&query, number);
    query_bind_integer(&query, feed_no);
    return query_run(&query);
}

#define TAIL_OF_FEED "(SELECT operation_no FROM operation WHERE feed_no = ?1 AND number > ?2)"

enum daybook_status feed_rows_drop_tail(struct database *database, int64_t feed_no, uint64_t number)
{
    static const char *const statements[] = {
        "INSERT INTO given_up (feed_no, number, hash) SELECT feed_no, number, hash FROM operation"
        " WHERE feed_no = ?1 AND number > ?2 ON CONFLICT DO NOTHING",
        "DELETE FROM entry WHERE first_no IN " TAIL_OF_FEED " OR shown_no IN " TAIL_OF_FEED,
        "DELETE FROM summary WHERE shown_no IN " TAIL_OF_FEED,
        "DELETE FROM undone WHERE operation_no IN " TAIL_OF_FEED,
        "DELETE FROM head WHERE feed_no = ?1 AND number > ?2",
        "DELETE FROM operation WHERE feed_no = ?1 AND number > ?2",
    };
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < sizeof statements / sizeof statements[0] && status == DAYBOOK_OK; i++) {
        struct query query = query_begin(database, statements[i]);
        query_bind_integer(&query, feed_no);
        query_bind_unsigned(&query, number);
        status = query_run(&query);
    }
    return status;
}

enum daybook_status feed_rows_was_dropped(struct database *database, const struct feed_place *place,
                                          bool *out_was)
{
    struct query query =
        query_begin(database, "SELECT hash FROM given_up WHERE feed_no = ? AND number = ?");
    bool was = false;
    query_bind_integer(&query, place->feed_no);
    query_bind_unsigned(&query, place->number);
    while (query_next(&query)) {
        struct bytes hash = query_bytes(&query, 0);
        was = was || (hash.size >= place->hash_start.size &&
                      memcmp(hash.data, place->hash_start.data, place->hash_start.size) == 0);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_was = was;
    }
    return status;
}

enum daybook_status feed_rows_list(struct database *database, int64_t circle_no,
                                   struct arena *arena, struct feed_row **out_rows,
                                   size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct feed_row)};
    struct query query = query_begin(
        database, "SELECT feed_no, circle_no, feed, device, incarnation, stream, number, hash,"
                  " rewritten FROM feed WHERE circle_no = ? ORDER BY feed_no");
    query_bind_integer(&query, circle_no);
    struct feed_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        row->feed_no = query_integer(&query, 0);
        row->circle_no = query_integer(&query, 1);
        row->feed = query_id(&query, 2);
        row->device = query_key(&query, 3);
        row->incarnation = query_id(&query, 4);
        row->stream = (enum stream)query_integer(&query, 5);
        row->number = query_unsigned(&query, 6);
        row->hash = query_key(&query, 7);
        row->given_up = !query_is_null(&query, 8);
        row->rewritten = query_unsigned(&query, 8);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status feed_rows_sign(struct database *database, int64_t feed_no,
                                   const struct signed_head *head)
{
    struct query query = query_begin(
        database,
        "INSERT INTO head (feed_no, number, signature) VALUES (?, ?, ?) ON CONFLICT DO NOTHING");
    query_bind_integer(&query, feed_no);
    query_bind_unsigned(&query, head->number);
    query_bind_bytes(&query, (struct bytes){head->signature.bytes, sizeof head->signature.bytes});
    return query_run(&query);
}

static enum daybook_status read_head(struct query *query, struct signed_head *out_head)
{
    struct signed_head head = {0};
    bool found = query_next(query);
    if (found) {
        head.number = query_unsigned(query, 0);
        struct bytes bytes = query_bytes(query, 1);
        if (bytes.size == sizeof head.signature.bytes) {
            memcpy(head.signature.bytes, bytes.data, bytes.size);
        } else {
            query->status = DAYBOOK_DAMAGED;
        }
    }
    enum daybook_status status = query_end_one(query, found);
    if (status == DAYBOOK_OK) {
        *out_head = head;
    }
    return status;
}

enum daybook_status feed_rows_signed_head(struct database *database, int64_t feed_no,
                                          uint64_t first, uint64_t last,
                                          struct signed_head *out_head)
{
    struct query query = query_begin(database, "SELECT number, signature FROM head"
                                               " WHERE feed_no = ? AND number BETWEEN ? AND ?"
                                               " ORDER BY number DESC LIMIT 1");
    query_bind_integer(&query, feed_no);
    query_bind_unsigned(&query, first);
    query_bind_unsigned(&query, last);
    return read_head(&query, out_head);
}

enum daybook_status feed_rows_next_signed_head(struct database *database, int64_t feed_no,
                                               uint64_t first, struct signed_head *out_head)
{
    struct query query =
        query_begin(database, "SELECT number, signature FROM head WHERE feed_no = ? AND number >= ?"
                              " ORDER BY number LIMIT 1");
    query_bind_integer(&query, feed_no);
    query_bind_unsigned(&query, first);
    return read_head(&query, out_head);
}
