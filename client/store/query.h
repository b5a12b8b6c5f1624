/* One SQL statement from binding to last row. Failures stick, so a caller looks once, at the end.
 * For store/ only. */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/bytes.h"

struct database;
struct sqlite3_stmt;

/* Lives on the stack from query_begin() to query_end() or query_run(). */
struct query {
    struct database *database;
    struct sqlite3_stmt *statement;
    int bound;
    enum daybook_status status;
};

/* Take the prepared statement of a static SQL text. */
struct query query_begin(struct database *database, const char *static_sql);

/* Bind the next parameter. Bytes are borrowed until the query ends. */
void query_bind_integer(struct query *query, int64_t value);
void query_bind_unsigned(struct query *query,
                         uint64_t value); /* kept as the signed number of the same bits */
void query_bind_bytes(struct query *query, struct bytes value); /* data NULL binds NULL */
void query_bind_id(struct query *query, const struct id128 *id);
void query_bind_key(struct query *query, const struct key256 *key);
void query_bind_text(struct query *query, struct bytes value); /* data NULL binds NULL */

/* Step to the next row; false at the end and after a failure. */
bool query_next(struct query *query);

/* Columns of the row, from 0. Bytes are borrowed until the next step; data is NULL for NULL. */
int64_t query_integer(struct query *query, int column);
uint64_t query_unsigned(struct query *query, int column);
struct bytes query_bytes(struct query *query, int column);
bool query_is_null(struct query *query, int column);
/* DAMAGED sticks when the column has another size. */
struct id128 query_id(struct query *query, int column);
struct key256 query_key(struct query *query, int column);
/* A copy in the arena; NO_MEMORY sticks. */
struct bytes query_copy(struct query *query, int column, struct arena *arena);

/* Give the statement back and tell what happened. */
enum daybook_status query_end(struct query *query);

/* Step through a statement that gives no rows, and end it. */
enum daybook_status query_run(struct query *query);

/* End a query that was to give exactly one row, which was read when found is true: NOT_FOUND else.
 */
enum daybook_status query_end_one(struct query *query, bool found);

/* End a query whose one row is a count. */
enum daybook_status query_end_count(struct query *query, uint64_t *out_count);

/* The rowid of the row an INSERT that ended well has made. */
int64_t query_last_row(const struct query *query);

#endif
