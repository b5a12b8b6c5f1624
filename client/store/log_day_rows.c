/* The days of the log, each as it was reduced last. */
#include "store/log_day_rows.h"

#include "store/query.h"
#include "store/row_list.h"

static struct log_day_row read_row(struct query *query, struct arena *arena)
{
    return (struct log_day_row){
        .day = (int32_t)query_integer(query, 0),
        .rules = query_unsigned(query, 1),
        .body = query_copy(query, 2, arena),
        .own_body = query_copy(query, 3, arena),
    };
}

enum daybook_status log_day_rows_get(struct database *database, int64_t circle_no, int32_t day,
                                     struct arena *arena, struct log_day_row *out_row)
{
    struct log_day_row row = {0};
    struct query query = query_begin(database, "SELECT day, rules, body, own_body FROM log_day"
                                               " WHERE circle_no = ? AND day = ?");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    bool found = query_next(&query);
    if (found) {
        row = read_row(&query, arena);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_row = row;
    }
    return status;
}

enum daybook_status log_day_rows_list(struct database *database, int64_t circle_no,
                                      struct arena *arena, struct log_day_row **out_rows,
                                      size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct log_day_row)};
    struct query query = query_begin(database, "SELECT day, rules, body, own_body FROM log_day"
                                               " WHERE circle_no = ? ORDER BY day");
    query_bind_integer(&query, circle_no);
    struct log_day_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        *row = read_row(&query, arena);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status log_day_rows_put(struct database *database, int64_t circle_no,
                                     const struct log_day_row *row)
{
    struct query query = query_begin(
        database, "INSERT INTO log_day (circle_no, day, rules, body, own_body)"
                  " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                  " rules = excluded.rules, body = excluded.body, own_body = excluded.own_body");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, row->day);
    query_bind_unsigned(&query, row->rules);
    query_bind_bytes(&query, row->body);
    query_bind_bytes(&query, row->own_body);
    return query_run(&query);
}

static enum daybook_status run_on_day(struct database *database, const char *sql, int64_t circle_no,
                                      int32_t day)
{
    struct query query = query_begin(database, sql);
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    return query_run(&query);
}

enum daybook_status log_day_rows_remove(struct database *database, int64_t circle_no, int32_t day)
{
    return run_on_day(database, "DELETE FROM log_day WHERE circle_no = ? AND day = ?", circle_no,
                      day);
}

enum daybook_status log_day_rows_empty_from(struct database *database, int64_t circle_no,
                                            int32_t day)
{
    return run_on_day(
        database,
        "UPDATE log_day SET body = NULL, own_body = NULL WHERE circle_no = ? AND day >= ?",
        circle_no, day);
}
