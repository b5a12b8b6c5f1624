/* A list of rows that grows in an arena while a query is read. For store/ only. */
#ifndef STORE_ROW_LIST_H
#define STORE_ROW_LIST_H

#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"

/* Start with {.arena, .row_size}. */
struct row_list {
    struct arena *arena;
    size_t row_size;
    void *rows;
    size_t count;
    size_t capacity;
};

/* A zeroed row at the end of the list; NULL when memory is short. Rows move when the list grows. */
void *row_list_add(struct row_list *list);

struct query;

/* Read a query whose one column is a day to its end: the rows are int32_t. */
enum daybook_status row_list_of_days(struct query *query, struct arena *arena,
                                     struct row_list *out_list);

#endif
