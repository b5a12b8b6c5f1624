/* The cache of prepared statements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "store/connection.h"
#include "store/statement.h"
#include "vault/secret.h"

static void the_same_text_is_prepared_once_and_comes_back_clean(void **state)
{
    (void)state;
    static const char sql[] = "SELECT ?";
    sqlite3 *sqlite = NULL;
    struct statement_cache *cache = NULL;
    sqlite3_stmt *first = NULL;
    sqlite3_stmt *second = NULL;
    assert_int_equal(connection_open_memory(&sqlite), DAYBOOK_OK);
    assert_int_equal(statement_cache_create(sqlite, &cache), DAYBOOK_OK);
    assert_int_equal(statement_cache_find(cache, sql, &first), DAYBOOK_OK);
    assert_int_equal(sqlite3_bind_int64(first, 1, 7), SQLITE_OK);
    assert_int_equal(sqlite3_step(first), SQLITE_ROW);
    assert_int_equal(sqlite3_reset(first), SQLITE_OK);
    assert_int_equal(statement_cache_find(cache, sql, &second), DAYBOOK_OK);
    assert_ptr_equal(first, second);
    assert_int_equal(statement_cache_count(cache), 1);
    assert_int_equal(sqlite3_step(second), SQLITE_ROW);
    assert_int_equal(sqlite3_column_type(second, 0), SQLITE_NULL);
    statement_cache_free(cache);
    assert_int_equal(connection_close(sqlite), DAYBOOK_OK);
}

static void the_statement_unused_longest_makes_room_unless_it_is_stepping(void **state)
{
    (void)state;
    static char texts[STATEMENT_CACHE_SIZE + 10][16];
    sqlite3 *sqlite = NULL;
    struct statement_cache *cache = NULL;
    sqlite3_stmt *stepping = NULL;
    sqlite3_stmt *other = NULL;
    assert_int_equal(connection_open_memory(&sqlite), DAYBOOK_OK);
    assert_int_equal(statement_cache_create(sqlite, &cache), DAYBOOK_OK);
    assert_int_equal(statement_cache_find(cache, "SELECT 'stepping'", &stepping), DAYBOOK_OK);
    assert_int_equal(sqlite3_step(stepping), SQLITE_ROW);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        snprintf(texts[i], sizeof texts[i], "SELECT %zu", i);
        assert_int_equal(statement_cache_find(cache, texts[i], &other), DAYBOOK_OK);
    }
    assert_int_equal(statement_cache_count(cache), STATEMENT_CACHE_SIZE);
    assert_int_equal(sqlite3_step(stepping), SQLITE_DONE);
    statement_cache_free(cache);
    assert_int_equal(connection_close(sqlite), DAYBOOK_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_is_prepared_once_and_comes_back_clean),
        cmocka_unit_test(the_statement_unused_longest_makes_room_unless_it_is_stepping),
    };
    if (secret_begin() != DAYBOOK_OK) {
        return 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
