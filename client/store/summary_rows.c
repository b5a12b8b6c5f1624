/* Daily summaries: which are current, and which days need a new one. */
#include "store/summary_rows.h"

#include "store/query.h"
#include "store/row_list.h"

static enum daybook_status run_on_day(struct database *database, const char *sql, int64_t circle_no,
                                      int32_t day)
{
    struct query query = query_begin(database, sql);
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    return query_run(&query);
}

enum daybook_status summary_rows_mark_dirty(struct database *database, int64_t circle_no,
                                            int32_t day)
{
    return run_on_day(database,
                      "INSERT INTO dirty_day (circle_no, day) VALUES (?, ?) ON CONFLICT DO NOTHING",
                      circle_no, day);
}

enum daybook_status summary_rows_mark_clean(struct database *database, int64_t circle_no,
                                            int32_t day)
{
    return run_on_day(database, "DELETE FROM dirty_day WHERE circle_no = ? AND day = ?", circle_no,
                      day);
}

enum daybook_status summary_rows_dirty_days(struct database *database, int64_t circle_no,
                                            struct arena *arena, int32_t **out_days,
                                            size_t *out_count)
{
    struct row_list list;
    struct query query =
        query_begin(database, "SELECT day FROM dirty_day WHERE circle_no = ? ORDER BY day");
    query_bind_integer(&query, circle_no);
    enum daybook_status status = row_list_of_days(&query, arena, &list);
    if (status == DAYBOOK_OK) {
        *out_days = list.rows;
        *out_count = list.count;
    }
    return status;
}

static enum daybook_status run_on_entity(struct database *database, const char *sql,
                                         int64_t circle_no, struct id128 entity)
{
    struct query query = query_begin(database, sql);
    query_bind_integer(&query, circle_no);
    query_bind_id(&query, &entity);
    return query_run(&query);
}

enum daybook_status summary_rows_drop(struct database *database, int64_t circle_no,
                                      struct id128 entity)
{
    enum daybook_status status = run_on_entity(
        database,
        "INSERT INTO dirty_day (circle_no, day) SELECT circle_no, day FROM summary"
        " WHERE circle_no = ? AND shown_no IN (SELECT operation_no FROM operation WHERE entity = ?)"
        " ON CONFLICT DO NOTHING",
        circle_no, entity);
    return status != DAYBOOK_OK
               ? status
               : run_on_entity(database,
                               "DELETE FROM summary WHERE circle_no = ? AND shown_no IN"
                               " (SELECT operation_no FROM operation WHERE entity = ?)",
                               circle_no, entity);
}

enum daybook_status summary_rows_put(struct database *database, int64_t circle_no, int32_t day,
                                     int64_t shown_no)
{
    struct query query =
        query_begin(database, "INSERT INTO summary (circle_no, day, shown_no) VALUES (?, ?, ?)"
                              " ON CONFLICT DO UPDATE SET shown_no = excluded.shown_no");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    query_bind_integer(&query, shown_no);
    return query_run(&query);
}

enum daybook_status summary_rows_list(struct database *database, int64_t circle_no,
                                      struct arena *arena, struct summary_row **out_rows,
                                      size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct summary_row)};
    struct query query = query_begin(
        database,
        "SELECT s.day, o.hash, o.body FROM summary s"
        " JOIN operation o ON o.operation_no = s.shown_no WHERE s.circle_no = ? ORDER BY s.day");
    query_bind_integer(&query, circle_no);
    while (query_next(&query)) {
        struct summary_row *row = row_list_add(&list);
        if (row == NULL) {
            query.status = DAYBOOK_NO_MEMORY;
            break;
        }
        row->day = (int32_t)query_integer(&query, 0);
        row->hash = query_key(&query, 1);
        row->body = query_copy(&query, 2, arena);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}
