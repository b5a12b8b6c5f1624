/* Prepared statements, kept by the text they were prepared from. */
#include "store/statement.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "store/connection.h"

struct slot {
    const char *sql; /* NULL: free */
    sqlite3_stmt *statement;
    uint64_t used; /* the cache's clock when it was last asked for */
};

struct statement_cache {
    sqlite3 *sqlite;
    uint64_t clock;
    struct slot slots[STATEMENT_CACHE_SIZE];
};

enum daybook_status statement_cache_create(sqlite3 *sqlite, struct statement_cache **out_cache)
{
    assert(sqlite != NULL && out_cache != NULL);
    struct statement_cache *cache = calloc(1, sizeof *cache);
    if (cache == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    cache->sqlite = sqlite;
    *out_cache = cache;
    return DAYBOOK_OK;
}

/* The result of finalising is that of the last step, which its caller has seen. */
static void empty_slot(struct slot *slot)
{
    sqlite3_finalize(slot->statement);
    *slot = (struct slot){0};
}

void statement_cache_free(struct statement_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    for (size_t i = 0; i < STATEMENT_CACHE_SIZE; i++) {
        empty_slot(&cache->slots[i]);
    }
    free(cache);
}

static struct slot *find_slot(struct statement_cache *cache, const char *static_sql)
{
    for (size_t i = 0; i < STATEMENT_CACHE_SIZE; i++) {
        if (cache->slots[i].sql == static_sql) {
            return &cache->slots[i];
        }
    }
    return NULL;
}

/* A free slot, or the one unused longest that is not stepping. */
static struct slot *make_room(struct statement_cache *cache)
{
    struct slot *oldest = NULL;
    for (size_t i = 0; i < STATEMENT_CACHE_SIZE; i++) {
        struct slot *slot = &cache->slots[i];
        if (slot->sql == NULL) {
            return slot;
        }
        if (!sqlite3_stmt_busy(slot->statement) && (oldest == NULL || slot->used < oldest->used)) {
            oldest = slot;
        }
    }
    assert(oldest != NULL); /* as many statements stepping at once would be a bug of ours */
    empty_slot(oldest);
    return oldest;
}

static enum daybook_status prepare(struct statement_cache *cache, const char *static_sql,
                                   struct slot **out_slot)
{
    sqlite3_stmt *statement = NULL;
    int result = sqlite3_prepare_v3(cache->sqlite, static_sql, -1, SQLITE_PREPARE_PERSISTENT,
                                    &statement, NULL);
    if (result != SQLITE_OK) {
        return connection_status(result);
    }
    struct slot *slot = make_room(cache);
    *slot = (struct slot){.sql = static_sql, .statement = statement};
    *out_slot = slot;
    return DAYBOOK_OK;
}

enum daybook_status statement_cache_find(struct statement_cache *cache, const char *static_sql,
                                         sqlite3_stmt **out_statement)
{
    assert(cache != NULL && static_sql != NULL && out_statement != NULL);
    struct slot *slot = find_slot(cache, static_sql);
    if (slot == NULL) {
        enum daybook_status status = prepare(cache, static_sql, &slot);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    assert(slot != NULL && !sqlite3_stmt_busy(slot->statement));
    sqlite3_reset(slot->statement); /* tells again what the last step told */
    sqlite3_clear_bindings(slot->statement);
    slot->used = ++cache->clock;
    *out_statement = slot->statement;
    return DAYBOOK_OK;
}

int statement_cache_count(const struct statement_cache *cache)
{
    int count = 0;
    for (size_t i = 0; i < STATEMENT_CACHE_SIZE; i++) {
        count += cache->slots[i].sql != NULL;
    }
    return count;
}
