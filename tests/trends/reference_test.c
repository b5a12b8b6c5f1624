/* The figures of two invented journals, against those scipy computed of the same lines. */

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "trends/journal_days.h"
#include "trends/summary.h"

static const double TOLERANCE = 1e-6; /* the reference is rounded to six decimals */

static int figures; /* compared so far, so that an empty reference cannot pass */

static json_t *read_reference(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/tests/golden/journals/%s", DAYBOOK_SOURCE_DIR, name);
    json_t *reference = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(reference);
    return reference;
}

/* NULL in the reference stands for "no such figure". */
static void assert_figure(const char *where, const json_t *object, const char *key, bool has,
                          double figure)
{
    const json_t *expected = json_object_get(object, key);
    if (expected == NULL) {
        fail_msg("%s has no %s", where, key);
    }
    figures++;
    if (json_is_null(expected) == has) {
        fail_msg("%s %s: one side has no figure", where, key);
    }
    if (has && !(fabs(json_number_value(expected) - figure) <= TOLERANCE)) {
        fail_msg("%s %s: %.9f, not %.9f", where, key, figure, json_number_value(expected));
    }
}

static void assert_window(const char *name, const json_t *expected,
                          const struct trend_window *window)
{
    bool has = window->n > 0;
    assert_figure(name, expected, "n", true, window->n);
    assert_figure(name, expected, "expected", true, window->expected);
    assert_figure(name, expected, "median", has, window->median);
    assert_figure(name, expected, "min", has, window->min);
    assert_figure(name, expected, "max", has, window->max);
    assert_figure(name, expected, "q1", has, window->q1);
    assert_figure(name, expected, "q3", has, window->q3);
}

static void assert_trend(const char *name, const json_t *expected, const struct trend *trend)
{
    assert_figure(name, expected, "weeks", true, trend->weeks);
    assert_figure(name, expected, "slope_per_month", trend->has, trend->slope_per_month);
    assert_figure(name, expected, "mk_s", trend->has, (double)trend->mk_s);
    assert_figure(name, expected, "mk_z", trend->has, trend->mk_z);
    assert_figure(name, expected, "mk_p", trend->has, trend->mk_p);
}

static void assert_exercise(const json_t *expected, const struct exercise_count *exercises)
{
    for (size_t i = 0; i < EXERCISE_TYPE_COUNT; i++) {
        const char *name = exercise_type_name((enum exercise_type)i);
        const json_t *type = json_object_get(expected, name);
        if (type == NULL) {
            assert_int_equal(exercises[i].logged, 0);
            continue;
        }
        assert_figure(name, type, "logged", true, exercises[i].logged);
        assert_figure(name, type, "done", true, exercises[i].done);
    }
}

static void assert_summary(const json_t *reference, const struct trend_summary *summary)
{
    const json_t *measures = json_object_get(reference, "measures");
    size_t compared = 0;
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const char *name = measure_rule((enum measure)i)->name;
        const json_t *expected = json_object_get(measures, name);
        const struct measure_summary *measure = &summary->measures[i];
        if (expected == NULL) {
            continue;
        }
        compared++;
        assert_window(name, json_object_get(expected, "d7"), &measure->d7);
        assert_window(name, json_object_get(expected, "d28"), &measure->d28);
        assert_trend(name, json_object_get(expected, "trend_d84"), &measure->d84);
        assert_trend(name, json_object_get(expected, "trend_all"), &measure->all);
    }
    assert_int_equal(compared, json_object_size(measures));
    assert_exercise(json_object_get(reference, "exercise_d28"), summary->exercise_d28);
    const json_t *falls = json_object_get(reference, "falls");
    assert_figure("falls", falls, "d30", true, summary->falls.d30.falls);
    assert_figure("falls", falls, "d90", true, summary->falls.d90.falls);
    assert_figure("falls", falls, "all", true, summary->falls.all.falls);
}

static void assert_reference(const char *reference_name, const struct journal_lines *lines,
                             struct arena *arena)
{
    json_t *reference = read_reference(reference_name);
    const char *until_text = json_string_value(json_object_get(reference, "until"));
    int32_t until = 0;
    assert_true(day_from_text(bytes_of_text(until_text), &until));
    const struct trend_summary *summary = journal_days_summarise(lines, until, arena);
    figures = 0;
    assert_summary(reference, summary);
    assert_true(figures > 240);
    json_decref(reference);
}

static void ninety_days_of_patient_and_caregiver_match_scipy(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct journal_lines lines = {0};
    journal_days_read(&lines, "patient-90d.ndjson", ROLE_PATIENT, arena);
    journal_days_read(&lines, "caregiver-90d.ndjson", ROLE_CAREGIVER, arena);
    assert_int_equal(lines.count, 966);
    assert_reference("reference-90d.json", &lines, arena);
    arena_free(arena);
}

static void a_year_matches_scipy(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct journal_lines lines = {0};
    journal_days_read(&lines, "year.ndjson", ROLE_PATIENT, arena);
    assert_int_equal(lines.count, 4481);
    assert_reference("reference-year.json", &lines, arena);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ninety_days_of_patient_and_caregiver_match_scipy),
        cmocka_unit_test(a_year_matches_scipy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
