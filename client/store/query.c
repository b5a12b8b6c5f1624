/* One SQL statement from binding to last row. */
#include "store/query.h"

#include <assert.h>
#include <limits.h>
#include <sqlite3.h>
#include <string.h>

#include "store/connection.h"
#include "store/database.h"

struct query query_begin(struct database *database, const char *static_sql)
{
    return (struct query){.database = database,
                          .statement = database_statement(database, static_sql)};
}

static void note(struct query *query, int result)
{
    if (query->status == DAYBOOK_OK && result != SQLITE_OK) {
        query->status = connection_status(result);
    }
}

void query_bind_integer(struct query *query, int64_t value)
{
    query->bound++;
    if (query->statement != NULL) {
        note(query, sqlite3_bind_int64(query->statement, query->bound, value));
    }
}

void query_bind_unsigned(struct query *query, uint64_t value)
{
    int64_t same_bits;
    memcpy(&same_bits, &value, sizeof same_bits);
    query_bind_integer(query, same_bits);
}

static bool binds(struct query *query, struct bytes value)
{
    query->bound++;
    if (value.size > INT_MAX) {
        query->status = DAYBOOK_FULL;
    }
    return query->statement != NULL && query->status == DAYBOOK_OK && value.data != NULL;
}

void query_bind_bytes(struct query *query, struct bytes value)
{
    if (binds(query, value)) {
        note(query, sqlite3_bind_blob64(query->statement, query->bound, value.data, value.size,
                                        SQLITE_STATIC));
    }
}

void query_bind_text(struct query *query, struct bytes value)
{
    if (binds(query, value)) {
        note(query, sqlite3_bind_text64(query->statement, query->bound, (const char *)value.data,
                                        value.size, SQLITE_STATIC, SQLITE_UTF8));
    }
}

void query_bind_id(struct query *query, const struct id128 *id)
{
    query_bind_bytes(query, (struct bytes){id->bytes, sizeof id->bytes});
}

void query_bind_key(struct query *query, const struct key256 *key)
{
    query_bind_bytes(query, (struct bytes){key->bytes, sizeof key->bytes});
}

bool query_next(struct query *query)
{
    bool row = false;
    if (query->status == DAYBOOK_OK) {
        query->status = database_step(query->database, query->statement, &row);
    }
    return query->status == DAYBOOK_OK && row;
}

int64_t query_integer(struct query *query, int column)
{
    return sqlite3_column_int64(query->statement, column);
}

uint64_t query_unsigned(struct query *query, int column)
{
    int64_t value = query_integer(query, column);
    uint64_t same_bits;
    memcpy(&same_bits, &value, sizeof same_bits);
    return same_bits;
}

bool query_is_null(struct query *query, int column)
{
    return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

/* SQLite gives NULL for an empty blob too; an empty value keeps a pointer here, so that NULL always
 * means NULL. */
struct bytes query_bytes(struct query *query, int column)
{
    static const uint8_t empty[1];
    if (query_is_null(query, column)) {
        return (struct bytes){0};
    }
    const uint8_t *data = sqlite3_column_blob(query->statement, column);
    size_t size = (size_t)sqlite3_column_bytes(query->statement, column);
    if (data == NULL && size > 0) {
        query->status = DAYBOOK_NO_MEMORY;
        return (struct bytes){0};
    }
    return (struct bytes){data == NULL ? empty : data, size};
}

static void read_exactly(struct query *query, int column, uint8_t *out_data, size_t size)
{
    struct bytes bytes = query_bytes(query, column);
    if (bytes.size == size) {
        memcpy(out_data, bytes.data, size);
    } else if (query->status == DAYBOOK_OK) {
        query->status = DAYBOOK_DAMAGED;
    }
}

struct id128 query_id(struct query *query, int column)
{
    struct id128 id = {{0}};
    read_exactly(query, column, id.bytes, sizeof id.bytes);
    return id;
}

struct key256 query_key(struct query *query, int column)
{
    struct key256 key = {{0}};
    read_exactly(query, column, key.bytes, sizeof key.bytes);
    return key;
}

struct bytes query_copy(struct query *query, int column, struct arena *arena)
{
    struct bytes bytes = query_bytes(query, column);
    struct bytes copy = {0};
    if (bytes.data != NULL && !arena_copy(arena, bytes, &copy)) {
        query->status = DAYBOOK_NO_MEMORY;
    }
    return copy;
}

enum daybook_status query_end(struct query *query)
{
    database_leave(query->statement);
    query->statement = NULL;
    return query->status;
}

enum daybook_status query_run(struct query *query)
{
    while (query_next(query)) {
        /* A statement that changes rows may still answer with some, as RETURNING does; they are not
         * wanted. */
    }
    return query_end(query);
}

enum daybook_status query_end_one(struct query *query, bool found)
{
    enum daybook_status status = query_end(query);
    return status == DAYBOOK_OK && !found ? DAYBOOK_NOT_FOUND : status;
}

enum daybook_status query_end_count(struct query *query, uint64_t *out_count)
{
    bool found = query_next(query);
    uint64_t count = found ? query_unsigned(query, 0) : 0;
    enum daybook_status status = query_end_one(query, found);
    if (status == DAYBOOK_OK) {
        *out_count = count;
    }
    return status;
}

int64_t query_last_row(const struct query *query)
{
    assert(query->status == DAYBOOK_OK);
    return sqlite3_last_insert_rowid(database_connection(query->database));
}
