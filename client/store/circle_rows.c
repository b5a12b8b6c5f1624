/* The care circles of a store. */
#include "store/circle_rows.h"

#include "store/query.h"
#include "store/row_list.h"

enum daybook_status circle_rows_add(struct database *database, struct circle_row *row)
{
    struct query query =
        query_begin(database, "INSERT INTO circle (circle, person, incarnation, seat, joined_ms)"
                              " VALUES (?, ?, ?, ?, ?)");
    query_bind_id(&query, &row->circle);
    query_bind_id(&query, &row->person);
    query_bind_id(&query, &row->incarnation);
    query_bind_bytes(&query, row->seat);
    query_bind_integer(&query, row->joined_ms);
    enum daybook_status status = query_run(&query);
    if (status == DAYBOOK_OK) {
        row->circle_no = query_last_row(&query);
    }
    return status;
}

enum daybook_status circle_rows_list(struct database *database, struct arena *arena,
                                     struct circle_row **out_rows, size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct circle_row)};
    struct query query =
        query_begin(database, "SELECT circle_no, circle, person, incarnation, seat, joined_ms,"
                              " ifnull(older_mqtt_ms, 0) FROM circle ORDER BY circle_no");
    struct circle_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        row->circle_no = query_integer(&query, 0);
        row->circle = query_id(&query, 1);
        row->person = query_id(&query, 2);
        row->incarnation = query_id(&query, 3);
        row->seat = query_copy(&query, 4, arena);
        row->joined_ms = query_integer(&query, 5);
        row->older_mqtt_ms = query_integer(&query, 6);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status circle_rows_set_incarnation(struct database *database, int64_t circle_no,
                                                struct id128 incarnation)
{
    struct query query =
        query_begin(database, "UPDATE circle SET incarnation = ? WHERE circle_no = ?");
    query_bind_id(&query, &incarnation);
    query_bind_integer(&query, circle_no);
    return query_run(&query);
}

enum daybook_status circle_rows_set_seat(struct database *database, int64_t circle_no,
                                         struct bytes seat)
{
    struct query query = query_begin(
        database, "UPDATE circle SET seat = ?, older_mqtt_ms = NULL WHERE circle_no = ?");
    query_bind_bytes(&query, seat);
    query_bind_integer(&query, circle_no);
    return query_run(&query);
}

enum daybook_status circle_rows_set_older_mqtt(struct database *database, int64_t circle_no,
                                               int64_t found_ms)
{
    struct query query =
        query_begin(database, "UPDATE circle SET older_mqtt_ms = nullif(?, 0) WHERE circle_no = ?");
    query_bind_integer(&query, found_ms);
    query_bind_integer(&query, circle_no);
    return query_run(&query);
}
