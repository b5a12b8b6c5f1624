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

void *row_list_next(struct row_list *list, struct query *query)
{
    if (!query_next(query)) {
        return NULL;
    }
    if (list->count == list->capacity && !grow(list)) {
        query->status = DAYBOOK_NO_MEMORY;
        return NULL;
    }
    return (unsigned char *)list->rows + list->row_size * list->count++;
}

enum daybook_status row_list_of_days(struct query *query, struct arena *arena, int32_t **out_days,
                                     size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(int32_t)};
    int32_t *day = NULL;
    while ((day = row_list_next(&list, query)) != NULL) {
        *day = (int32_t)query_integer(query, 0);
    }
    enum daybook_status status = query_end(query);
    if (status == DAYBOOK_OK) {
        *out_days = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status row_list_of_ids(struct query *query, struct arena *arena,
                                    struct id128 **out_ids, size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct id128)};
    struct id128 *id = NULL;
    while ((id = row_list_next(&list, query)) != NULL) {
        *id = query_id(query, 0);
    }
    enum daybook_status status = query_end(query);
    if (status == DAYBOOK_OK) {
        *out_ids = list.rows;
        *out_count = list.count;
    }
    return status;
}
