/* The trend summary through the door, against figures computed elsewhere. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "requests/asked.h"
#include "trends/day.h"

static const char folder[] = DAYBOOK_SOURCE_DIR "/tests/golden/journals/";

static void add_lines(json_t *lines, const char *name)
{
    char path[500];
    char line[4096];
    (void)snprintf(path, sizeof path, "%s%s", folder, name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        assert_int_equal(json_array_append_new(lines, json_string(line)), 0);
    }
    assert_int_equal(fclose(file), 0);
}

static struct desk *given_ninety_days(void)
{
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *lines = json_array();
    add_lines(lines, "patient-90d.ndjson");
    add_lines(lines, "caregiver-90d.ndjson");
    json_t *ask = json_pack("{s:o}", "lines", lines);
    char *text = json_dumps(ask, JSON_COMPACT);
    json_t *answer = asked(desk, "log.bulk", text, DAYBOOK_OK);
    assert_int_equal(json_integer_value(json_object_get(answer, "logged")), 966);
    assert_int_equal(json_integer_value(json_object_get(answer, "refused")), 0);
    json_decref(answer);
    json_decref(ask);
    free(text);
    return desk;
}

/* Every figure of the reference is there and the same; the answer may hold more. */
static void expect_figures(const char *where, json_t *reference, const json_t *answer)
{
    for (void *member = json_object_iter(reference); member != NULL;
         member = json_object_iter_next(reference, member)) {
        const char *name = json_object_iter_key(member);
        const json_t *expected = json_object_iter_value(member);
        const json_t *found = json_object_get(answer, name);
        bool same = json_is_null(expected)
                        ? json_is_null(found)
                        : json_is_number(found) &&
                              fabs(json_number_value(found) - json_number_value(expected)) < 1e-5;
        if (!same) {
            print_error("%s %s: %g expected\n", where, name, json_number_value(expected));
            fail();
        }
    }
}

static void expect_measures(json_t *reference, const json_t *answer)
{
    size_t count = 0;
    for (void *member = json_object_iter(reference); member != NULL;
         member = json_object_iter_next(reference, member)) {
        const char *name = json_object_iter_key(member);
        json_t *expected = json_object_iter_value(member);
        const json_t *measure = json_object_get(answer, name);
        for (void *part = json_object_iter(expected); part != NULL;
             part = json_object_iter_next(expected, part)) {
            expect_figures(name, json_object_iter_value(part),
                           json_object_get(measure, json_object_iter_key(part)));
        }
        count++;
    }
    assert_int_equal(count, 10);
}

static void the_figures_are_those_of_the_reference(void **state)
{
    (void)state;
    struct desk *desk = given_ninety_days();
    char path[500];
    json_error_t error;
    (void)snprintf(path, sizeof path, "%sreference-90d.json", folder);
    json_t *reference = json_load_file(path, 0, &error);
    assert_non_null(reference);
    json_t *answer = asked(desk, "trends", "{\"until\":\"2026-08-29\"}", DAYBOOK_OK);
    assert_string_equal(asked_text(answer, "schema"), "daybook.trends/1");
    assert_string_equal(asked_text(answer, "patient"), "Ana");
    assert_string_equal(asked_text(answer, "until"), "2026-08-29");
    assert_string_equal(asked_text(answer, "first"), "2026-06-01");
    expect_measures(json_object_get(reference, "measures"), json_object_get(answer, "measures"));
    expect_figures("falls", json_object_get(reference, "falls"), json_object_get(answer, "falls"));
    assert_true(json_equal(json_object_get(reference, "exercise_d28"),
                           json_object_get(answer, "exercise_d28")));
    json_decref(answer);
    json_decref(reference);
    desk_free(desk);
}

static void one_measure_has_the_members_that_were_promised(void **state)
{
    (void)state;
    static const char *const members[] = {
        "label",     "unit",   "part",   "better", "show", "evidence", "reporter_shift",
        "cautioned", "word",   "sense",  "last",   "d7",   "d28",      "trend_d84",
        "trend_all", "weekly", "shared", "usual",  NULL};
    struct desk *desk = given_ninety_days();
    json_t *answer =
        asked(desk, "trends", "{\"measure\":\"pain.worst\",\"until\":\"2026-08-29\"}", DAYBOOK_OK);
    const json_t *measures = json_object_get(answer, "measures");
    assert_int_equal(json_object_size(measures), 1);
    const json_t *pain = json_object_get(measures, "pain.worst");
    asked_expect_members(pain, members);
    assert_string_equal(asked_text(pain, "better"), "down");
    const json_t *week = json_array_get(json_object_get(pain, "weekly"), 0);
    assert_string_equal(asked_text(week, "week"), "2026-06-01");
    json_decref(answer);
    asked_refused(desk, "trends", "{\"measure\":\"pane\"}", DAYBOOK_NOT_FOUND, "pain.worst");
    desk_free(desk);
}

static void one_part_has_its_measures_and_figures_and_no_others(void **state)
{
    (void)state;
    struct desk *desk = given_ninety_days();
    json_t *answer = asked(
        desk, "trends", "{\"part\":\"movement\",\"until\":\"2026-08-29\",\"text\":{}}", DAYBOOK_OK);
    const json_t *measures = json_object_get(answer, "measures");
    assert_non_null(json_object_get(measures, "exercise.minutes"));
    assert_null(json_object_get(measures, "pain.worst"));
    json_t *figures = json_object_get(answer, "figures");
    assert_int_equal(json_object_size(figures), 1);
    const json_t *movement = json_object_get(figures, "movement");
    const json_t *exercise = json_object_get(movement, "exercise_d28");
    const json_t *stretch = json_object_get(json_object_get(exercise, "types"), "stretch");
    const json_t *counted = json_object_get(json_object_get(answer, "exercise_d28"), "stretch");
    assert_true(json_equal(json_object_get(stretch, "done"), json_object_get(counted, "done")));
    assert_true(json_is_null(json_object_get(stretch, "of_prescribed")));
    assert_null(strstr(asked_text(answer, "text"), "Breathlessness"));
    json_decref(answer);
    asked_refused(desk, "trends", "{\"part\":\"legs\"}", DAYBOOK_NOT_FOUND, "movement");
    desk_free(desk);
}

static void every_measure_and_every_part_is_there(void **state)
{
    (void)state;
    struct desk *desk = given_ninety_days();
    json_t *answer = asked(desk, "trends", "{\"until\":\"2026-08-29\"}", DAYBOOK_OK);
    const json_t *measures = json_object_get(answer, "measures");
    const json_t *figures = json_object_get(answer, "figures");
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        const char *name = measure_rule((enum measure)i)->name;
        json_t *states =
            json_object_get(json_object_get(json_object_get(measures, name), "d28"), "states");
        json_int_t days = 0;
        assert_int_equal(json_object_size(states), DAY_STATE_COUNT + 1);
        for (void *at = json_object_iter(states); at != NULL;
             at = json_object_iter_next(states, at)) {
            days += json_integer_value(json_object_iter_value(at));
        }
        assert_int_equal(days, 28);
    }
    for (unsigned part = 0; part < PART_COUNT; part++) {
        assert_true(
            json_is_object(json_object_get(figures, measure_part_name((enum measure_part)part))));
    }
    const json_t *alsfrs = json_object_get(json_object_get(figures, "function"), "alsfrs_r");
    assert_null(json_object_get(alsfrs, "kings")); /* the patient asked */
    json_decref(answer);
    desk_free(desk);
}

static void the_page_comes_when_it_is_asked_for(void **state)
{
    (void)state;
    struct desk *desk = asked_desk(ROLE_PATIENT);
    json_t *answer = asked(desk, "trends", NULL, DAYBOOK_OK);
    assert_null(json_object_get(answer, "text"));
    assert_true(json_is_null(json_object_get(answer, "first")));
    assert_string_equal(asked_text(answer, "until"), "2026-08-28");
    json_decref(answer);
    answer = asked(desk, "trends", "{\"text\":{\"columns\":100,\"unicode\":true}}", DAYBOOK_OK);
    assert_non_null(strstr(asked_text(answer, "text"), "Ana"));
    json_decref(answer);
    asked_refused(desk, "trends", "{\"text\":{\"colour\":true}}", DAYBOOK_INVALID, "colour");
    desk_free(desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_figures_are_those_of_the_reference),
        cmocka_unit_test(one_measure_has_the_members_that_were_promised),
        cmocka_unit_test(one_part_has_its_measures_and_figures_and_no_others),
        cmocka_unit_test(every_measure_and_every_part_is_there),
        cmocka_unit_test(the_page_comes_when_it_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
