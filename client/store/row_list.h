/* A list of rows that grows in an arena while a query is read. For store/ only. */
#ifndef STORE_ROW_LIST_H
#define STORE_ROW_LIST_H

#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

/* Start with {.arena, .row_size}. */
struct row_list {
    struct arena *arena;
    size_t row_size;
    void *rows;
    size_t count;
    size_t capacity;
};

struct query;

/* A zeroed row at the end of the list for the next row of the query; NULL at its end, or when
 * memory is short, which query_end() then says. Rows move when the list grows. */
void *row_list_next(struct row_list *list, struct query *query);

/* End a query of one column by reading all its rows: days, or ids. */
enum daybook_status row_list_of_days(struct query *query, struct arena *arena, int32_t **out_days,
                                     size_t *out_count);
enum daybook_status row_list_of_ids(struct query *query, struct arena *arena,
                                    struct id128 **out_ids, size_t *out_count);

#endif
