/* Notices: what people must be told until somebody has seen it. */
#include "store/notice_rows.h"

#include "store/query.h"
#include "store/row_list.h"

enum daybook_status notice_rows_add(struct database *database, const struct notice *notice)
{
    struct query query = query_begin(
        database, "INSERT INTO notice (kind, circle, subject, at_ms, seen) VALUES (?, ?, ?, ?, 0)"
                  " ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms, seen = 0"
                  " WHERE ? AND excluded.at_ms > notice.at_ms");
    query_bind_integer(&query, notice->kind);
    query_bind_id(&query, &notice->circle);
    query_bind_key(&query, &notice->subject);
    query_bind_integer(&query, notice->at_ms);
    query_bind_integer(&query, notice_kind_recurs(notice->kind));
    return query_run(&query);
}

enum daybook_status notice_rows_last(struct database *database, const struct notice *notice,
                                     int64_t *out_at_ms)
{
    int64_t at_ms = 0;
    struct query query = query_begin(
        database, "SELECT at_ms FROM notice WHERE kind = ? AND circle = ? AND subject = ?");
    query_bind_integer(&query, notice->kind);
    query_bind_id(&query, &notice->circle);
    query_bind_key(&query, &notice->subject);
    bool found = query_next(&query);
    if (found) {
        at_ms = query_integer(&query, 0);
    }
    enum daybook_status status = query_end_one(&query, found);
    if (status == DAYBOOK_OK) {
        *out_at_ms = at_ms;
    }
    return status;
}

static void read_notice(struct query *query, struct notice *out_notice)
{
    int64_t kind = query_integer(query, 0);
    if (!notice_is_kind(kind)) {
        query->status = DAYBOOK_DAMAGED;
        return;
    }
    *out_notice = (struct notice){
        .kind = (enum notice_kind)kind,
        .circle = query_id(query, 1),
        .subject = query_key(query, 2),
        .at_ms = query_integer(query, 3),
        .seen = query_integer(query, 4) != 0,
    };
}

enum daybook_status notice_rows_list(struct database *database, struct arena *arena,
                                     struct notice **out_notices, size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct notice)};
    struct query query =
        query_begin(database, "SELECT kind, circle, subject, at_ms, seen FROM notice"
                              " ORDER BY at_ms DESC, kind, circle, subject");
    struct notice *notice = NULL;
    while ((notice = row_list_next(&list, &query)) != NULL) {
        read_notice(&query, notice);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_notices = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status notice_rows_unseen(struct database *database, uint64_t *out_count)
{
    struct query query =
        query_begin(database, "SELECT count(*) FROM notice WHERE seen = 0 AND kind <> ?");
    query_bind_integer(&query, NOTICE_CHECKIN);
    return query_end_count(&query, out_count);
}

enum daybook_status notice_rows_is_unseen(struct database *database, enum notice_kind kind,
                                          bool *out_unseen)
{
    uint64_t count = 0;
    struct query query =
        query_begin(database, "SELECT count(*) FROM notice WHERE seen = 0 AND kind = ?");
    query_bind_integer(&query, kind);
    enum daybook_status status = query_end_count(&query, &count);
    if (status == DAYBOOK_OK) {
        *out_unseen = count > 0;
    }
    return status;
}

enum daybook_status notice_rows_settle(struct database *database, enum notice_kind kind)
{
    struct query query =
        query_begin(database, "UPDATE notice SET seen = 1 WHERE seen = 0 AND kind = ?");
    query_bind_integer(&query, kind);
    return query_run(&query);
}

enum daybook_status notice_rows_mark_seen(struct database *database)
{
    struct query query = query_begin(database, "UPDATE notice SET seen = 1 WHERE seen = 0");
    return query_run(&query);
}
