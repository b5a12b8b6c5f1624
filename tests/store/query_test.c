/* One SQL statement from binding to last row: what it gives, and which failures stick. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/memory_store.h"
#include "store/query.h"
#include "store/row_list.h"

static void every_kind_of_value_comes_back(void **state)
{
    struct memory_store *store = *state;
    const struct id128 id = memory_store_id(3);
    const struct key256 key = memory_store_key(4);
    struct query query = query_begin(store->database, "SELECT ?, ?, ?, ?, ?, ?");
    query_bind_integer(&query, INT64_MIN);
    query_bind_unsigned(&query, UINT64_MAX);
    query_bind_bytes(&query, bytes_of_text("bytes"));
    query_bind_text(&query, bytes_of_text("text"));
    query_bind_id(&query, &id);
    query_bind_key(&query, &key);
    assert_true(query_next(&query));
    assert_true(query_integer(&query, 0) == INT64_MIN);
    assert_true(query_unsigned(&query, 1) == UINT64_MAX);
    assert_true(bytes_equal_text(query_bytes(&query, 2), "bytes"));
    assert_true(bytes_equal_text(query_bytes(&query, 3), "text"));
    assert_true(id128_equal(query_id(&query, 4), id));
    assert_true(key256_equal(query_key(&query, 5), key));
    assert_false(query_next(&query));
    assert_int_equal(query_end(&query), DAYBOOK_OK);
}

static void null_and_empty_are_told_apart(void **state)
{
    struct memory_store *store = *state;
    struct query query = query_begin(store->database, "SELECT ?, ?, ?, ?");
    query_bind_bytes(&query, (struct bytes){0});
    query_bind_bytes(&query, bytes_of_text(""));
    query_bind_text(&query, (struct bytes){0});
    query_bind_text(&query, bytes_of_text(""));
    assert_true(query_next(&query));
    for (int column = 0; column < 4; column++) {
        bool null = column % 2 == 0;
        assert_int_equal(query_is_null(&query, column), null);
        assert_int_equal(query_bytes(&query, column).data == NULL, null);
        assert_int_equal(query_copy(&query, column, store->arena).data == NULL, null);
        assert_int_equal(query_bytes(&query, column).size, 0);
    }
    assert_int_equal(query_end(&query), DAYBOOK_OK);
}

static void parameters_of_one_run_are_forgotten_by_the_next(void **state)
{
    static const char sql[] = "SELECT ?";
    struct memory_store *store = *state;
    struct query query = query_begin(store->database, sql);
    query_bind_integer(&query, 7);
    assert_true(query_next(&query));
    assert_int_equal(query_end(&query), DAYBOOK_OK);
    query = query_begin(store->database, sql);
    assert_true(query_next(&query));
    assert_true(query_is_null(&query, 0));
    assert_int_equal(query_end(&query), DAYBOOK_OK);
}

static void a_value_of_the_wrong_size_is_damage_that_sticks(void **state)
{
    static const char *const wrong[] = {"SELECT zeroblob(15) UNION ALL SELECT zeroblob(16)",
                                        "SELECT NULL UNION ALL SELECT zeroblob(16)",
                                        "SELECT zeroblob(17) UNION ALL SELECT zeroblob(16)"};
    struct memory_store *store = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct query query = query_begin(store->database, wrong[i]);
        assert_true(query_next(&query));
        assert_true(id128_is_zero(query_id(&query, 0)));
        assert_false(query_next(&query));
        assert_int_equal(query_end(&query), DAYBOOK_DAMAGED);
    }
}

static void sql_that_cannot_be_prepared_tells_so_at_the_end(void **state)
{
    struct memory_store *store = *state;
    struct query query = query_begin(store->database, "SELECT nothing FROM nowhere WHERE a = ?");
    query_bind_integer(&query, 1);
    query_bind_text(&query, bytes_of_text("1"));
    assert_false(query_next(&query));
    assert_int_equal(query_end(&query), DAYBOOK_FAILED);
    query = query_begin(store->database, "SELECT 1");
    assert_true(query_next(&query));
    assert_int_equal(query_end(&query), DAYBOOK_OK);
}

static void one_parameter_too_many_is_a_failure(void **state)
{
    struct memory_store *store = *state;
    struct query query = query_begin(store->database, "SELECT ?");
    query_bind_integer(&query, 1);
    query_bind_integer(&query, 2);
    assert_false(query_next(&query));
    assert_int_equal(query_end(&query), DAYBOOK_FAILED);
}

static void a_copy_that_does_not_fit_the_arena_is_no_memory(void **state)
{
    struct memory_store *store = *state;
    struct arena *small = arena_create(16);
    struct query query = query_begin(store->database, "SELECT zeroblob(64) UNION ALL SELECT 1");
    assert_non_null(small);
    assert_true(query_next(&query));
    assert_null(query_copy(&query, 0, small).data);
    assert_false(query_next(&query));
    assert_int_equal(query_end(&query), DAYBOOK_NO_MEMORY);
    arena_free(small);
}

static void exactly_one_row_is_found_or_not_found(void **state)
{
    struct memory_store *store = *state;
    struct query query = query_begin(store->database, "SELECT 1 WHERE 0");
    assert_int_equal(query_end_one(&query, query_next(&query)), DAYBOOK_NOT_FOUND);
    query = query_begin(store->database, "SELECT 1 WHERE 1");
    assert_int_equal(query_end_one(&query, query_next(&query)), DAYBOOK_OK);
    query = query_begin(store->database, "SELECT nothing");
    assert_int_equal(query_end_one(&query, query_next(&query)), DAYBOOK_FAILED);
}

static void a_list_keeps_its_rows_while_it_grows(void **state)
{
    struct memory_store *store = *state;
    struct row_list list = {.arena = store->arena, .row_size = sizeof(uint64_t)};
    struct query query =
        query_begin(store->database, "WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1"
                                     " FROM number LIMIT 1000) SELECT n FROM number");
    uint64_t *row = NULL;
    while ((row = row_list_next(&list, &query)) != NULL) {
        assert_true(*row == 0);
        *row = query_unsigned(&query, 0);
    }
    assert_int_equal(query_end(&query), DAYBOOK_OK);
    assert_int_equal(list.count, 1000);
    for (uint64_t i = 0; i < 1000; i++) {
        assert_true(((const uint64_t *)list.rows)[i] == i);
    }
}

static void a_list_that_does_not_fit_the_arena_is_no_memory(void **state)
{
    struct memory_store *store = *state;
    struct arena *small = arena_create(200);
    int32_t *days = NULL;
    size_t count = 77;
    struct query query =
        query_begin(store->database, "WITH RECURSIVE day (n) AS (SELECT 1 UNION ALL SELECT n + 1"
                                     " FROM day LIMIT 100) SELECT n FROM day");
    assert_non_null(small);
    assert_int_equal(row_list_of_days(&query, small, &days, &count), DAYBOOK_NO_MEMORY);
    assert_null(days);
    assert_int_equal(count, 77);
    arena_free(small);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, memory_store_set_up, memory_store_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(every_kind_of_value_comes_back),
        FRESH(null_and_empty_are_told_apart),
        FRESH(parameters_of_one_run_are_forgotten_by_the_next),
        FRESH(a_value_of_the_wrong_size_is_damage_that_sticks),
        FRESH(sql_that_cannot_be_prepared_tells_so_at_the_end),
        FRESH(one_parameter_too_many_is_a_failure),
        FRESH(a_copy_that_does_not_fit_the_arena_is_no_memory),
        FRESH(exactly_one_row_is_found_or_not_found),
        FRESH(a_list_keeps_its_rows_while_it_grows),
        FRESH(a_list_that_does_not_fit_the_arena_is_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
