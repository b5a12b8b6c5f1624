/* A store in memory with a circle, feeds and operations in it, for the tests of its tables. */
#include "store/memory_store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "domain/operation.h"
#include "store/circle_rows.h"
#include "store/connection.h"
#include "vault/secret.h"

struct id128 memory_store_id(uint8_t byte)
{
    struct id128 id;
    memset(id.bytes, byte, sizeof id.bytes);
    return id;
}

struct key256 memory_store_key(uint8_t byte)
{
    struct key256 key;
    memset(key.bytes, byte, sizeof key.bytes);
    return key;
}

int64_t memory_store_add_circle(struct memory_store *store, uint8_t byte)
{
    struct circle_row row = {.circle = memory_store_id(byte),
                             .person = memory_store_id(1),
                             .incarnation = memory_store_id(2)};
    assert_int_equal(circle_rows_add(store->database, &row), DAYBOOK_OK);
    return row.circle_no;
}

int memory_store_set_up(void **state)
{
    static struct memory_store store;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_int_equal(database_open_memory(&store.database), DAYBOOK_OK);
    store.arena = arena_create(0);
    assert_non_null(store.arena);
    store.circle_no = memory_store_add_circle(&store, 0xc0);
    *state = &store;
    return 0;
}

int memory_store_tear_down(void **state)
{
    struct memory_store *store = *state;
    arena_free(store->arena);
    database_close(store->database);
    return 0;
}

struct feed_row memory_store_add_feed(struct memory_store *store, int64_t circle_no,
                                      enum stream stream, uint8_t byte)
{
    struct feed_row row = {.circle_no = circle_no,
                           .feed = memory_store_id(byte),
                           .device = memory_store_key(byte),
                           .incarnation = memory_store_id(2),
                           .stream = stream};
    assert_int_equal(feed_rows_add(store->database, &row), DAYBOOK_OK);
    return row;
}

struct operation_row memory_store_operation(int64_t feed_no, uint64_t number, uint8_t entity)
{
    static const uint8_t bytes[] = {1, 2, 3};
    return (struct operation_row){.feed_no = feed_no,
                                  .number = number,
                                  .hash = memory_store_key(entity),
                                  .type = OPERATION_ENTRY,
                                  .entity = memory_store_id(entity),
                                  .hlc = number,
                                  .header = {bytes, 2},
                                  .body = {bytes, 3},
                                  .received_ms = (int64_t)number * 1000};
}

int64_t memory_store_add(struct memory_store *store, struct operation_row row)
{
    assert_int_equal(operation_rows_add(store->database, &row), DAYBOOK_OK);
    return row.operation_no;
}

void memory_store_damage(struct memory_store *store, const char *static_sql)
{
    sqlite3 *sqlite = database_connection(store->database);
    assert_int_equal(connection_run(sqlite, "PRAGMA ignore_check_constraints=ON"), DAYBOOK_OK);
    assert_int_equal(connection_run(sqlite, static_sql), DAYBOOK_OK);
    assert_int_equal(connection_run(sqlite, "PRAGMA ignore_check_constraints=OFF"), DAYBOOK_OK);
}
