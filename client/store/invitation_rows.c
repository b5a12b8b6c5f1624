/* Invitations given out, and those being accepted. */
#include "store/invitation_rows.h"

#include "store/query.h"
#include "store/row_list.h"

enum daybook_status invitation_rows_put(struct database *database, const struct invitation_row *row)
{
    struct query query = query_begin(
        database,
        "INSERT OR REPLACE INTO invitation (invitation, circle_no, state, expires_ms, terms, code,"
        " pairing, request, answer, transcript) VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_id(&query, &row->invitation);
    query_bind_integer(&query, row->circle_no);
    query_bind_integer(&query, row->state);
    query_bind_integer(&query, row->expires_ms);
    query_bind_bytes(&query, row->terms);
    query_bind_text(&query, row->code);
    query_bind_bytes(&query, row->pairing);
    query_bind_bytes(&query, row->request);
    query_bind_bytes(&query, row->answer);
    query_bind_bytes(&query, row->transcript);
    return query_run(&query);
}

enum daybook_status invitation_rows_list(struct database *database, struct arena *arena,
                                         struct invitation_row **out_rows, size_t *out_count)
{
    struct row_list list = {.arena = arena, .row_size = sizeof(struct invitation_row)};
    struct query query = query_begin(
        database,
        "SELECT invitation, ifnull(circle_no, 0), state, expires_ms, terms, code, pairing, request,"
        " answer, transcript FROM invitation ORDER BY expires_ms, invitation");
    struct invitation_row *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        row->invitation = query_id(&query, 0);
        row->circle_no = query_integer(&query, 1);
        row->state = (enum invitation_state)query_integer(&query, 2);
        row->expires_ms = query_integer(&query, 3);
        row->terms = query_copy(&query, 4, arena);
        row->code = query_copy(&query, 5, arena);
        row->pairing = query_copy(&query, 6, arena);
        row->request = query_copy(&query, 7, arena);
        row->answer = query_copy(&query, 8, arena);
        row->transcript = query_copy(&query, 9, arena);
    }
    enum daybook_status status = query_end(&query);
    if (status == DAYBOOK_OK) {
        *out_rows = list.rows;
        *out_count = list.count;
    }
    return status;
}

enum daybook_status invitation_rows_remove(struct database *database, struct id128 invitation)
{
    struct query query = query_begin(database, "DELETE FROM invitation WHERE invitation = ?");
    query_bind_id(&query, &invitation);
    return query_run(&query);
}
