/* Many entries at once: what fits is committed, what does not changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "requests/asked.h"

static size_t entry_count(struct desk *desk)
{
    json_t *answer = asked(desk, "list", NULL, DAYBOOK_OK);
    size_t count = json_array_size(json_object_get(answer, "entries"));
    json_decref(answer);
    return count;
}

static void good_lines_are_kept_and_bad_ones_change_nothing(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer =
        asked(desk, "log.bulk",
              "{\"lines\":[\"{\\\"kind\\\":\\\"pain\\\",\\\"fields\\\":{\\\"worst\\\":3}}\","
              "\"{broken\","
              "{\"kind\":\"pain\",\"fields\":{\"worst\":12}},"
              "\"  \","
              "{\"kind\":\"fatigue\",\"fields\":{\"severity\":4}},"
              "7]}",
              DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.log.bulk/1");
    assert_int_equal(json_integer_value(json_object_get(answer, "logged")), 2);
    assert_int_equal(json_integer_value(json_object_get(answer, "refused")), 3);
    const json_t *results = json_object_get(answer, "results");
    static const struct {
        int line;
        bool good;
    } expected[] = {{1, true}, {2, false}, {3, false}, {5, true}, {6, false}};
    assert_int_equal(json_array_size(results), 5);
    for (size_t i = 0; i < 5; i++) {
        const json_t *result = json_array_get(results, i);
        assert_int_equal(json_integer_value(json_object_get(result, "line")), expected[i].line);
        assert_int_equal(strlen(asked_text(result, "id")), expected[i].good ? 32 : 0);
        assert_int_equal(asked_text(result, "error")[0] == '\0', expected[i].good);
    }
    json_decref(answer);
    assert_int_equal(entry_count(desk), 2);
    desk_free(desk);
}

static void lines_are_counted_from_where_the_caller_says(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer =
        asked(desk, "log.bulk", "{\"lines\":[\"nonsense\"],\"first_line\":501}", DAYBOOK_OK);
    const json_t *result = json_array_get(json_object_get(answer, "results"), 0);
    assert_int_equal(json_integer_value(json_object_get(result, "line")), 501);
    json_decref(answer);
    desk_free(desk);
}

static void no_lines_are_no_error(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer = asked(desk, "log.bulk", "{\"lines\":[]}", DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "results")), 0);
    json_decref(answer);
    desk_free(desk);
}

static void a_line_may_not_choose_the_circle(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer = asked(desk, "log.bulk",
                           "{\"lines\":[{\"kind\":\"pain\",\"fields\":{\"worst\":3},"
                           "\"patient\":\"Ana\"}],\"patient\":\"ana\"}",
                           DAYBOOK_OK);
    assert_int_equal(json_integer_value(json_object_get(answer, "refused")), 1);
    json_decref(answer);
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_lines_are_kept_and_bad_ones_change_nothing),
        cmocka_unit_test(lines_are_counted_from_where_the_caller_says),
        cmocka_unit_test(no_lines_are_no_error),
        cmocka_unit_test(a_line_may_not_choose_the_circle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
