/* Keys of streams this device was given or made. */
#include "store/epoch_rows.h"

#include "store/query.h"

enum daybook_status epoch_rows_put(struct database *database, int64_t circle_no,
                                   const struct epoch_row *row)
{
    struct query query =
        query_begin(database, "INSERT INTO epoch (circle_no, epoch, stream, generation, key)"
                              " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    query_bind_integer(&query, circle_no);
    query_bind_key(&query, &row->epoch);
    query_bind_integer(&query, row->stream);
    query_bind_unsigned(&query, row->generation);
    query_bind_bytes(&query, row->key);
    return query_run(&query);
}

enum daybook_status epoch_rows_visit(struct database *database, int64_t circle_no,
                                     enum daybook_status (*visit)(void *context,
                                                                  const struct epoch_row *row),
                                     void *context)
{
    struct query query =
        query_begin(database, "SELECT stream, generation, epoch, key FROM epoch WHERE circle_no = ?"
                              " ORDER BY stream, generation, epoch");
    query_bind_integer(&query, circle_no);
    while (query_next(&query)) {
        struct epoch_row row = {
            .stream = (enum stream)query_integer(&query, 0),
            .generation = query_unsigned(&query, 1),
            .epoch = query_key(&query, 2),
            .key = query_bytes(&query, 3),
        };
        if (query.status == DAYBOOK_OK) {
            query.status = visit(context, &row);
        }
    }
    return query_end(&query);
}
