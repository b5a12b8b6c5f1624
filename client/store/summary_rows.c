/* Daily summaries: which are current, and which days need a new one. */
#include "store/summary_rows.h"

#include "store/query.h"
#include "store/row_list.h"

static const struct id128 team = {{0}};

static enum daybook_status run_on_day(struct database *database, const char *sql,
                                      const struct summary_place *place)
{
    struct query query = query_begin(database, sql);
    query_bind_integer(&query, place->circle_no);
    query_bind_integer(&query,
                       id128_equal(place->person, team) ? SUMMARY_OF_TEAM : SUMMARY_OF_OWNER);
    query_bind_integer(&query, place->day);
    return query_run(&query);
}

enum daybook_status summary_rows_mark_dirty(struct database *database,
                                            const struct summary_place *place)
{
    return run_on_day(
        database,
        "INSERT INTO dirty_day (circle_no, own, day) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        place);
}

enum daybook_status summary_rows_mark_dirty_since(struct database *database, int64_t circle_no,
                                                  int32_t day)
{
    struct query query = query_begin(
        database,
        "INSERT INTO dirty_day (circle_no, own, day) SELECT circle_no, 0, day FROM log_day"
        " WHERE circle_no = ? AND day >= ? ON CONFLICT DO NOTHING");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    return query_run(&query);
}

enum daybook_status summary_rows_mark_clean(struct database *database,
                                            const struct summary_place *place)
{
    return run_on_day(database, "DELETE FROM dirty_day WHERE circle_no = ? AND own = ? AND day = ?",
                      place);
}

enum daybook_status summary_rows_mark_all_dirty(struct database *database, int64_t circle_no)
{
    struct query query =
        query_begin(database, "INSERT INTO dirty_day (circle_no, own, day)"
                              " SELECT circle_no, 0, day FROM log_day WHERE circle_no = ?1 UNION"
                              " SELECT circle_no, 0, day FROM summary WHERE circle_no = ?1"
                              " AND person = zeroblob(16) ORDER BY 3 ON CONFLICT DO NOTHING");
    query_bind_integer(&query, circle_no);
    return query_run(&query);
}

enum daybook_status summary_rows_mark_own_dirty(struct database *database, int64_t circle_no)
{
    struct query query = query_begin(
        database,
        "INSERT INTO dirty_day (circle_no, own, day)"
        " SELECT circle_no, 1, day FROM log_day WHERE circle_no = ? ON CONFLICT DO NOTHING");
    query_bind_integer(&query, circle_no);
    return query_run(&query);
}

enum daybook_status summary_rows_dirty_days(struct database *database, int64_t circle_no,
                                            enum summary_part part, struct arena *arena,
                                            struct summary_days *out_days)
{
    struct query query = query_begin(
        database, "SELECT day FROM dirty_day WHERE circle_no = ? AND own = ? ORDER BY day");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, part);
    return row_list_of_days(&query, arena, &out_days->days, &out_days->count);
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
        "INSERT INTO dirty_day (circle_no, own, day)"
        " SELECT circle_no, person <> zeroblob(16), day FROM summary"
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

enum daybook_status summary_rows_put(struct database *database, const struct summary_place *place,
                                     int64_t shown_no)
{
    struct query query =
        query_begin(database, "INSERT INTO summary (circle_no, person, day, shown_no)"
                              " VALUES (?, ?, ?, ?)"
                              " ON CONFLICT DO UPDATE SET shown_no = excluded.shown_no");
    query_bind_integer(&query, place->circle_no);
    query_bind_id(&query, &place->person);
    query_bind_integer(&query, place->day);
    query_bind_integer(&query, shown_no);
    return query_run(&query);
}

static enum daybook_status list_rows(struct query *query, struct arena *arena,
                                     struct summary_row **out_rows, size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct summary_row)};
    struct summary_row *row = NULL;
    while ((row = row_list_next(&list, query)) != NULL) {
        row->person = query_id(query, 0);
        row->day = (int32_t)query_integer(query, 1);
        row->hash = query_key(query, 2);
        row->device = query_key(query, 3);
        row->body = query_copy(query, 4, arena);
    }
    enum daybook_status status = query_end(query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}

#define SELECT_ROWS                                                                                \
    "SELECT s.person, s.day, o.hash, f.device, o.body FROM summary s"                              \
    " JOIN operation o ON o.operation_no = s.shown_no JOIN feed f ON f.feed_no = o.feed_no"        \
    " WHERE s.circle_no = ? AND s.person "

enum daybook_status summary_rows_list(struct database *database, int64_t circle_no,
                                      struct arena *arena, struct summary_row **out_rows,
                                      size_t *out_count)
{
    struct query query = query_begin(database, SELECT_ROWS "= zeroblob(16) ORDER BY s.day");
    query_bind_integer(&query, circle_no);
    return list_rows(&query, arena, out_rows, out_count);
}

enum daybook_status summary_rows_list_own(struct database *database, int64_t circle_no,
                                          struct arena *arena, struct summary_row **out_rows,
                                          size_t *out_count)
{
    struct query query =
        query_begin(database, SELECT_ROWS "<> zeroblob(16) ORDER BY s.day, s.person");
    query_bind_integer(&query, circle_no);
    return list_rows(&query, arena, out_rows, out_count);
}

enum daybook_status summary_rows_received(struct database *database, int64_t circle_no, int32_t day,
                                          int64_t *out_ms)
{
    struct query query = query_begin(
        database, "SELECT o.received_ms FROM summary s"
                  " JOIN operation o ON o.operation_no = s.shown_no"
                  " WHERE s.circle_no = ? AND s.day = ? ORDER BY o.received_ms DESC LIMIT 1");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    bool found = query_next(&query);
    int64_t received_ms = found ? query_integer(&query, 0) : 0;
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK && found) {
        *out_ms = received_ms;
    }
    return status == DAYBOOK_OK && !found ? DAYBOOK_NOT_FOUND : status;
}
