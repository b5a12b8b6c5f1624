/* The days on which something of a patient's came in. */
#include "store/receipt_rows.h"

#include "store/query.h"
#include "store/row_list.h"

enum daybook_status receipt_rows_add(struct database *database, int64_t circle_no, int32_t day)
{
    struct query query = query_begin(
        database, "INSERT INTO receipt (circle_no, day) VALUES (?, ?) ON CONFLICT DO NOTHING");
    query_bind_integer(&query, circle_no);
    query_bind_integer(&query, day);
    return query_run(&query);
}

enum daybook_status receipt_rows_list(struct database *database, const struct receipt_range *range,
                                      struct arena *arena, int32_t **out_days, size_t *out_count)
{
    struct query query = query_begin(
        database,
        "SELECT day FROM receipt WHERE circle_no = ? AND day BETWEEN ? AND ? ORDER BY day");
    query_bind_integer(&query, range->circle_no);
    query_bind_integer(&query, range->first);
    query_bind_integer(&query, range->last);
    return row_list_of_days(&query, arena, out_days, out_count);
}
