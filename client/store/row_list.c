/* A list of rows that grows in an arena while a query is read. */
#include "store/row_list.h"

#include <string.h>

#include "store/query.h"

enum { ROW_LIST_FIRST = 16 };

static bool grow(struct row_list *list)
{
    size_t capacity = list->capacity == 0 ? ROW_LIST_FIRST : list->capacity * 2;
    void *rows = arena_take_array(list->arena, capacity, list->row_size);
    if (rows == NULL) {
        return false;
    }
    if (list->count > 0) {
        memcpy(rows, list->rows, list->count * list->row_size);
    }
    list->rows = rows;
    list->capacity = capacity;
    return true;
}

void *row_list_add(struct row_list *list)
{
    if (list->count == list->capacity && !grow(list)) {
        return NULL;
    }
    return (unsigned char *)list->rows + list->row_size * list->count++;
}

enum daybook_status row_list_of_days(struct query *query, struct arena *arena,
                                     struct row_list *out_list)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(int32_t)};
    while (query_next(query)) {
        int32_t *day = row_list_add(&list);
        if (day == NULL) {
            query->status = DAYBOOK_NO_MEMORY;
            break;
        }
        *day = (int32_t)query_integer(query, 0);
    }
    enum daybook_status status = query_end(query);
    if (status == DAYBOOK_OK) {
        *out_list = list;
    }
    return status;
}
