/* Steps of the schema: applied in order, whole or not at all, and summed up in
 * schema/store/current.sql. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "store/connection.h"
#include "store/migration.h"
#include "vault/secret.h"

static const char current_path[] = DAYBOOK_SOURCE_DIR "/schema/store/current.sql";

static const struct migration steps[] = {
    {"0001-one.sql", "CREATE TABLE one (a INTEGER PRIMARY KEY) STRICT;"
                     "CREATE TABLE of_one (a INTEGER REFERENCES one) STRICT;"},
    {"0002-two.sql", "INSERT INTO one VALUES (1); INSERT INTO of_one VALUES (1);"},
    {"0003-rebuilt.sql", "CREATE TABLE new (a INTEGER PRIMARY KEY, b TEXT) STRICT;"
                         "INSERT INTO new SELECT a, 'b' FROM one; DROP TABLE one;"
                         "ALTER TABLE new RENAME TO one;"},
    {"0004-wrong.sql", "CREATE TABLE four (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);"},
};
static const struct migration orphan[] = {
    {"0001-one.sql", "CREATE TABLE one (a INTEGER PRIMARY KEY) STRICT;"
                     "CREATE TABLE of_one (a INTEGER REFERENCES one) STRICT;"
                     "INSERT INTO of_one VALUES (9);"},
};

static int open_plain(void **state)
{
    sqlite3 *sqlite = NULL;
    assert_int_equal(secret_begin(), DAYBOOK_OK);
    assert_int_equal(connection_open_memory(&sqlite), DAYBOOK_OK);
    *state = sqlite;
    return 0;
}

static int close_plain(void **state)
{
    return connection_close(*state) == DAYBOOK_OK ? 0 : 1;
}

static sqlite3_int64 ask(sqlite3 *sqlite, const char *sql)
{
    sqlite3_int64 number = -1;
    assert_int_equal(connection_ask(sqlite, sql, &number), DAYBOOK_OK);
    return number;
}

static void steps_are_applied_once_and_in_order(void **state)
{
    struct migration_list two = {steps, 2};
    assert_int_equal(migration_apply(*state, &two), DAYBOOK_OK);
    assert_int_equal(migration_apply(*state, &two), DAYBOOK_OK);
    assert_int_equal(ask(*state, "PRAGMA user_version"), 2);
    assert_int_equal(ask(*state, "SELECT count(*) FROM one"), 1);
}

static void a_table_that_others_refer_to_can_be_rebuilt(void **state)
{
    struct migration_list three = {steps, 3};
    assert_int_equal(migration_apply(*state, &three), DAYBOOK_OK);
    assert_int_equal(ask(*state, "SELECT count(*) FROM of_one JOIN one USING (a)"), 1);
    assert_int_equal(ask(*state, "PRAGMA foreign_keys"), 1);
}

static void a_step_that_fails_leaves_the_version_before_it(void **state)
{
    struct migration_list four = {steps, 4};
    assert_int_equal(migration_apply(*state, &four), DAYBOOK_FAILED);
    assert_int_equal(ask(*state, "PRAGMA user_version"), 3);
    assert_int_equal(ask(*state, "SELECT count(*) FROM sqlite_schema WHERE name = 'four'"), 0);
    assert_int_equal(ask(*state, "PRAGMA foreign_keys"), 1);
}

static void a_step_that_leaves_an_orphan_is_undone(void **state)
{
    struct migration_list one = {orphan, 1};
    assert_int_equal(migration_apply(*state, &one), DAYBOOK_DAMAGED);
    assert_int_equal(ask(*state, "PRAGMA user_version"), 0);
    assert_int_equal(ask(*state, "SELECT count(*) FROM sqlite_schema"), 0);
}

static void a_later_store_is_newer_than_the_program(void **state)
{
    struct migration_list two = {steps, 2};
    struct migration_list one = {steps, 1};
    assert_int_equal(migration_apply(*state, &two), DAYBOOK_OK);
    assert_int_equal(migration_apply(*state, &one), DAYBOOK_NEWER);
    assert_int_equal(ask(*state, "PRAGMA user_version"), 2);
}

/* What all migrations make of an empty database, as SQL. */
static struct buffer schema_of(sqlite3 *sqlite)
{
    struct buffer text = {0};
    sqlite3_stmt *select = NULL;
    buffer_append_text(&text,
                       "-- The sum of the migrations. Written by tests/store/migration_test.c "
                       "(DAYBOOK_ACCEPT=1), never by hand.\n");
    assert_int_equal(sqlite3_prepare_v2(sqlite,
                                        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND "
                                        "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
                                        -1, &select, NULL),
                     SQLITE_OK);
    while (sqlite3_step(select) == SQLITE_ROW) {
        buffer_append_text(&text, "\n");
        buffer_append_text(&text, (const char *)sqlite3_column_text(select, 0));
        buffer_append_text(&text, ";\n");
    }
    assert_int_equal(sqlite3_finalize(select), SQLITE_OK);
    assert_false(text.failed);
    return text;
}

static struct buffer read_current(void)
{
    struct buffer text = {0};
    uint8_t part[4096];
    FILE *file = fopen(current_path, "rb");
    if (file == NULL) {
        return text;
    }
    for (size_t size = fread(part, 1, sizeof part, file); size > 0;
         size = fread(part, 1, sizeof part, file)) {
        buffer_append(&text, (struct bytes){part, size});
    }
    fclose(file);
    return text;
}

static void accept_current(const struct buffer *text)
{
    FILE *file = fopen(current_path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text->data, 1, text->size, file), text->size);
    assert_int_equal(fclose(file), 0);
}

static void the_sum_of_all_steps_is_the_current_schema(void **state)
{
    assert_int_equal(migration_apply(*state, &migration_built_in), DAYBOOK_OK);
    assert_int_equal(ask(*state, "PRAGMA user_version"), migration_built_in.count);
    struct buffer made = schema_of(*state);
    if (getenv("DAYBOOK_ACCEPT") != NULL) {
        accept_current(&made);
    }
    struct buffer current = read_current();
    assert_true(bytes_equal(buffer_bytes(&made), buffer_bytes(&current)));
    buffer_free(&current);
    buffer_free(&made);
}

int main(void)
{
#define OPENED(test) cmocka_unit_test_setup_teardown(test, open_plain, close_plain)
    const struct CMUnitTest tests[] = {
        OPENED(steps_are_applied_once_and_in_order),
        OPENED(a_table_that_others_refer_to_can_be_rebuilt),
        OPENED(a_step_that_fails_leaves_the_version_before_it),
        OPENED(a_step_that_leaves_an_orphan_is_undone),
        OPENED(a_later_store_is_newer_than_the_program),
        OPENED(the_sum_of_all_steps_is_the_current_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
