/* What is to be seen of each circle at a glance. */
#include "store/overview_rows.h"

#include "store/query.h"
#include "store/row_list.h"

static void bind_day(struct query *query, bool has, int32_t day)
{
    if (has) {
        query_bind_integer(query, day);
    } else {
        query_bind_bytes(query, (struct bytes){NULL, 0});
    }
}

enum daybook_status overview_rows_put(struct database *database, const struct overview_row *row)
{
    struct query query = query_begin(
        database, "INSERT OR REPLACE INTO overview (circle_no, day, urgent, review, undetermined,"
                  " flag, questions, received_day, stale_days, paused_since)"
                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_integer(&query, row->circle_no);
    query_bind_integer(&query, row->day);
    query_bind_integer(&query, row->urgent);
    query_bind_integer(&query, row->review);
    query_bind_integer(&query, row->undetermined);
    query_bind_text(&query, row->flag.data == NULL ? bytes_of_text("") : row->flag);
    query_bind_integer(&query, row->questions);
    bind_day(&query, row->has_received, row->received_day);
    query_bind_integer(&query, row->stale_days);
    bind_day(&query, row->paused, row->paused_since);
    return query_run(&query);
}

enum daybook_status overview_rows_remove(struct database *database, int64_t circle_no)
{
    struct query query = query_begin(database, "DELETE FROM overview WHERE circle_no = ?");
    query_bind_integer(&query, circle_no);
    return query_run(&query);
}

static void read_row(struct query *query, struct arena *arena, struct overview_row *row)
{
    *row = (struct overview_row){
        .circle_no = query_integer(query, 0),
        .day = (int32_t)query_integer(query, 1),
        .urgent = (uint32_t)query_integer(query, 2),
        .review = (uint32_t)query_integer(query, 3),
        .undetermined = (uint32_t)query_integer(query, 4),
        .flag = query_copy(query, 5, arena),
        .questions = (uint32_t)query_integer(query, 6),
        .has_received = !query_is_null(query, 7),
        .received_day = (int32_t)query_integer(query, 7),
        .stale_days = (int32_t)query_integer(query, 8),
        .paused = !query_is_null(query, 9),
        .paused_since = (int32_t)query_integer(query, 9),
    };
}

#define SELECT_ROWS                                                                                \
    "SELECT circle_no, day, urgent, review, undetermined, flag, questions, received_day,"          \
    " stale_days, paused_since FROM overview WHERE day = ?"

enum daybook_status overview_rows_get(struct database *database, int64_t circle_no, int32_t day,
                                      struct arena *arena, struct overview_row *out_row)
{
    struct overview_row row = {0};
    struct query query = query_begin(database, SELECT_ROWS " AND circle_no = ?");
    query_bind_integer(&query, day);
    query_bind_integer(&query, circle_no);
    bool found = query_next(&query);
    if (found) {
        read_row(&query, arena, &row);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_row = row;
    }
    return status;
}

enum daybook_status overview_rows_list(struct database *database, int32_t day, struct arena *arena,
                                       struct overview_row **out_rows, size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct overview_row)};
    struct query query = query_begin(database, SELECT_ROWS " ORDER BY circle_no");
    query_bind_integer(&query, day);
    struct overview_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        read_row(&query, arena, row);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}
