/* What the schema itself refuses, whatever the program asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/connection.h"
#include "store/memory_store.h"

static enum daybook_status run(struct memory_store *store, const char *sql)
{
    return connection_run(database_connection(store->database), sql);
}

static int64_t ask(struct memory_store *store, const char *sql)
{
    sqlite3_int64 number = -1;
    assert_int_equal(connection_ask(database_connection(store->database), sql, &number),
                     DAYBOOK_OK);
    return number;
}

static void every_table_is_strict(void **state)
{
    assert_true(ask(*state, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type"
                            " = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'") > 10);
    assert_int_equal(ask(*state, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND"
                                 " type = 'table' AND NOT strict AND name NOT LIKE 'sqlite\\_%'"
                                 " ESCAPE '\\'"),
                     0);
}

static void references_are_enforced(void **state)
{
    assert_int_equal(ask(*state, "PRAGMA foreign_keys"), 1);
    assert_int_equal(run(*state, "INSERT INTO dirty_day (circle_no, own, day) VALUES (99, 0, 1)"),
                     DAYBOOK_CONFLICT);
    assert_int_equal(run(*state, "INSERT INTO undone (operation_no) VALUES (99)"),
                     DAYBOOK_CONFLICT);
}

static void what_others_refer_to_is_not_deleted(void **state)
{
    struct memory_store *store = *state;
    struct feed_row feed = memory_store_add_feed(store, store->circle_no, STREAM_LOG, 5);
    (void)memory_store_add(store, memory_store_operation(feed.feed_no, 1, 9));
    assert_int_equal(run(store, "DELETE FROM circle"), DAYBOOK_CONFLICT);
    assert_int_equal(run(store, "DELETE FROM feed"), DAYBOOK_CONFLICT);
    assert_int_equal(run(store, "DELETE FROM operation"), DAYBOOK_OK);
    assert_int_equal(run(store, "DELETE FROM feed"), DAYBOOK_OK);
    assert_int_equal(run(store, "DELETE FROM circle"), DAYBOOK_OK);
}

static void every_rule_of_a_column_holds(void **state)
{
    static const char *const refused[] = {
        "INSERT INTO setting VALUES ('name', 'text and no blob')",
        "INSERT INTO setting VALUES ('name', NULL)",
        "INSERT INTO circle VALUES (9, zeroblob(15), zeroblob(16), zeroblob(16), NULL, 0, NULL)",
        "INSERT INTO circle VALUES (9, zeroblob(16), zeroblob(17), zeroblob(16), NULL, 0, NULL)",
        "INSERT INTO feed VALUES (9, 1, zeroblob(16), zeroblob(32), zeroblob(16), 4, 0,"
        " zeroblob(32), NULL)",
        "INSERT INTO feed VALUES (9, 1, zeroblob(16), zeroblob(31), zeroblob(16), 1, 0,"
        " zeroblob(32), NULL)",
        "INSERT INTO feed VALUES (9, 1, zeroblob(16), zeroblob(32), zeroblob(16), 1, 'many',"
        " zeroblob(32), NULL)",
        "INSERT INTO epoch VALUES (1, zeroblob(32), 1, 1, zeroblob(33))",
        "INSERT INTO peer_position VALUES (1, zeroblob(32), 1, zeroblob(16), 1, zeroblob(9))",
        "INSERT INTO invitation (invitation, state, expires_ms, terms, pairing)"
        " VALUES (zeroblob(8), 1, 1, x'', x'')",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(run(*state, refused[i]), DAYBOOK_CONFLICT);
    }
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(every_table_is_strict),
        FRESH(references_are_enforced),
        FRESH(what_others_refer_to_is_not_deleted),
        FRESH(every_rule_of_a_column_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
