/* Who may write what: letting operations into the views, at once or later. */
#include "journal/erasing.h"
#include "journal/own_circle.h"
#include "journal/view.h"

/* By stream, type and role. A plan is taken back in its own stream, by whoever may write plans; it
 * is erased there also by those who erase anything. */
static bool may_write(const struct own_circle *circle, const struct operation_row *row)
{
    bool takes_back = row->type == OPERATION_RETRACT || row->type == OPERATION_ERASE;
    uint32_t right = takes_back && row->stream == STREAM_PLAN ? OPERATION_PLAN : row->type;
    enum stream stream = STREAM_CIRCLE;
    if (!operation_stream(right, &stream)) {
        return true; /* what is unknown is never interpreted */
    }
    if (circle->circle == NULL || stream != row->stream) {
        return false;
    }
    return circle_allows(circle->circle, row->device, right) ||
           (row->type == OPERATION_ERASE && circle_erases_all(circle->circle, row->device));
}

static bool is_beyond_cut(const struct own_circle *circle, const struct operation_row *row,
                          struct id128 feed)
{
    enum stream stream = STREAM_CIRCLE;
    return operation_stream(row->type, &stream) && own_circle_beyond_cut(circle->circle, row, feed);
}

bool view_allows(const struct own_circle *circle, const struct operation_row *row,
                 struct id128 feed)
{
    if (row->stream == STREAM_CIRCLE) {
        return true; /* the fold judges membership */
    }
    return may_write(circle, row) && !is_beyond_cut(circle, row, feed);
}

struct id128 view_feed_of(const struct own_circle *circle, const struct operation_row *row)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (circle->feeds[i].feed_no == row->feed_no) {
            return circle->feeds[i].feed;
        }
    }
    return (struct id128){{0}};
}

static enum daybook_status admit_rows(struct own_circle *circle, const struct operation_list *list,
                                      struct arena *arena)
{
    struct database *database = circle->journal->database;
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < list->count && status == DAYBOOK_OK; i++) {
        struct operation_row *row = &list->rows[i];
        if (row->stream == STREAM_CIRCLE || !view_allows(circle, row, view_feed_of(circle, row))) {
            continue;
        }
        row->quarantined = false;
        status = operation_rows_set_quarantined(database, row->operation_no, false);
        if (status == DAYBOOK_OK) {
            status = view_apply(circle, row, arena);
        }
    }
    return status;
}

enum daybook_status view_admit(struct own_circle *circle)
{
    struct database *database = circle->journal->database;
    struct operation_list list = {0};
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    status = operation_rows_in_quarantine(database, circle->row.circle_no, arena, &list);
    if (status == DAYBOOK_OK) {
        status = admit_rows(circle, &list, arena);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
    }
done:
    arena_free(arena);
    return status;
}
