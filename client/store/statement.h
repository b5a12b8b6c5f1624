/* Prepared statements, kept by the text they were prepared from. The only file that prepares and
 * finalises the statements of queries. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <sqlite3.h>
#include <stdbool.h>

#include <daybook/status.h>

/* How many statements a cache keeps; the one unused longest makes room. */
enum { STATEMENT_CACHE_SIZE = 64 };

struct statement_cache;

/* An empty cache for a connection, which is borrowed. The caller owns the cache and frees it before
 * the connection is closed. NO_MEMORY. */
enum daybook_status statement_cache_create(sqlite3 *sqlite, struct statement_cache **out_cache);

/* Finalise every statement and free the cache. NULL is allowed. */
void statement_cache_free(struct statement_cache *cache);

/* The statement for this SQL, which is static text: its address is its name. It is reset, its
 * parameters are NULL, and it belongs to the cache. It must not be asked for again while it is
 * stepping. */
enum daybook_status statement_cache_find(struct statement_cache *cache, const char *static_sql,
                                         sqlite3_stmt **out_statement);

/* Statements that are held at the moment, for tests. */
int statement_cache_count(const struct statement_cache *cache);

#endif
