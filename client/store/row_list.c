/* A list of rows that grows in an arena while a query is read. */
#include "store/row_list.h"

#include <string.h>

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
