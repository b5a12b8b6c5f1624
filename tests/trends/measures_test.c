/* What the measure compiler accepts, and the sentence with which it refuses the rest. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trends/compiler/measures.h"
#include "trends/measure.h"

#define FILE_OF(measures) "{\"part\":\"comfort\",\"measures\":[" measures "]}"
#define MEASURE(more)                                                                              \
    "{\"name\":\"a.b\",\"label\":\"A\",\"show\":\"window\",\"evidence\":{\"mark\":\"proposal\"}"   \
    "," more "}"
#define PAIN "\"sources\":[{\"kind\":\"pain\",\"field\":\"worst\"}]"

static json_t *compile(struct measures *measures, const char *text)
{
    struct fault fault = {0};
    if (!measures_add(measures, "test.json", bytes_of_text(text), &fault)) {
        fail_msg("%s", fault.text);
    }
    return json_array_get(measures_list(measures), 0);
}

static void the_catalogue_gives_range_and_direction(void **state)
{
    (void)state;
    struct measures *measures = measures_create();
    const json_t *pain = compile(measures, FILE_OF(MEASURE("\"reduce\":\"highest\"," PAIN)));
    const json_t *range = json_object_get(pain, "range");
    assert_true(json_number_value(json_array_get(range, 0)) == 0.0);
    assert_true(json_number_value(json_array_get(range, 1)) == 10.0);
    assert_string_equal(json_string_value(json_object_get(pain, "better")), "down");
    measures_free(measures);
}

static void one_measure_comes_of_every_choice(void **state)
{
    (void)state;
    struct measures *measures = measures_create();
    compile(
        measures,
        FILE_OF("{\"name\":\"x.*\",\"label\":\"*!\",\"each\":\"adl_status.activity\",\"sources\":[{"
                "\"kind\":\"adl_status\",\"field\":\"level\"}],\"reduce\":\"last\",\"show\":"
                "\"last\",\"evidence\":{\"mark\":\"proposal\"}}"));
    const json_t *list = measures_list(measures);
    assert_int_equal(json_array_size(list), 13);
    const json_t *stairs = json_array_get(list, 11);
    assert_string_equal(json_string_value(json_object_get(stairs, "name")), "x.stairs");
    assert_string_equal(json_string_value(json_object_get(stairs, "label")), "Stairs!");
    const json_t *where =
        json_object_get(json_array_get(json_object_get(stairs, "sources"), 0), "where");
    assert_string_equal(json_string_value(json_object_get(where, "activity")), "stairs");
    measures_free(measures);
}

static void what_breaks_a_rule_is_refused_with_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *sentence;
    } cases[] = {
        {"{", "test.json"},
        {"{\"part\":\"legs\",\"measures\":[]}", "\"legs\" is no part we know"},
        {FILE_OF("{\"name\":\"a\"}"), "\"label\" is missing"},
        {FILE_OF(MEASURE("\"colour\":1,\"reduce\":\"highest\"," PAIN)), "\"colour\" is not a key"},
        {FILE_OF(MEASURE("\"reduce\":\"mean\"," PAIN)), "\"mean\" is no way to reduce"},
        {FILE_OF(MEASURE("\"reduce\":\"highest\",\"sources\":[]")), "it must read something"},
        {FILE_OF(MEASURE("\"reduce\":\"planned\",\"range\":[0,1]," PAIN)),
         "what a plan says has no sources"},
        {FILE_OF(MEASURE("\"reduce\":\"planned\",\"sources\":[]")), "needs a range"},
        {FILE_OF(MEASURE("\"reduce\":\"highest\",\"sources\":[{\"kind\":\"pane\"}]")),
         "\"pane\" is no kind of the catalogue"},
        {FILE_OF(
             MEASURE("\"reduce\":\"highest\",\"sources\":[{\"kind\":\"pain\",\"field\":\"w\"}]")),
         "\"w\" is no field"},
        {FILE_OF(MEASURE(
             "\"reduce\":\"highest\",\"sources\":[{\"kind\":\"pain\",\"field\":\"relief\"}]")),
         "\"relief\" is no number"},
        {FILE_OF(
             MEASURE("\"reduce\":\"highest\",\"sources\":[{\"kind\":\"pain\",\"field\":\"worst\","
                     "\"where\":{\"side\":\"up\"}}]")),
         "\"side\" cannot be that"},
        {FILE_OF(MEASURE("\"reduce\":\"highest\",\"sources\":[{\"kind\":\"aid_use\",\"field\":"
                         "\"status\",\"as\":{\"in_use\":1}}]")),
         "\"trial\" has no number"},
        {FILE_OF(
             MEASURE("\"reduce\":\"highest\",\"sources\":[{\"kind\":\"pain\",\"field\":\"worst\","
                     "\"counts\":{\"side\":\"l\"}}]")),
         "is enough"},
        {FILE_OF(MEASURE("\"reduce\":\"highest\",\"caution\":\"rain\"," PAIN)),
         "\"rain\" is no caution"},
        {FILE_OF(MEASURE("\"reduce\":\"highest\",\"better\":\"left\"," PAIN)),
         "\"left\" is no direction"},
        {FILE_OF(MEASURE("\"reduce\":\"highest\",\"range\":[1]," PAIN)), "holds two numbers"},
        {FILE_OF(
             MEASURE("\"reduce\":\"highest\"," PAIN) "," MEASURE("\"reduce\":\"lowest\"," PAIN)),
         "is the name of another measure already"},
        {FILE_OF(MEASURE("\"each\":\"pain.worst\",\"reduce\":\"highest\"," PAIN)), "a * when"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct measures *measures = measures_create();
        struct fault fault = {0};
        assert_false(measures_add(measures, "test.json", bytes_of_text(cases[i].text), &fault));
        if (strstr(fault.text, cases[i].sentence) == NULL) {
            fail_msg("\"%s\" does not say \"%s\"", fault.text, cases[i].sentence);
        }
        measures_free(measures);
    }
}

/* The names others build on, and that each can be found again. */
static void every_measure_is_found_by_its_name(void **state)
{
    (void)state;
    for (unsigned i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_rule *rule = measure_rule((enum measure)i);
        enum measure found = MEASURE_COUNT;
        assert_true(measure_find(bytes_of_text(rule->name), &found));
        assert_int_equal(found, i);
        assert_true(rule->value_min < rule->value_max);
        assert_true(rule->evidence.mark == EVIDENCE_PROPOSAL || rule->evidence.source[0] != '\0');
    }
    enum measure found = MEASURE_COUNT;
    assert_false(measure_find(bytes_of_text("pain"), &found));
    assert_false(measure_find(bytes_of_text("pain.worst2"), &found));
    assert_int_equal(found, MEASURE_COUNT);
}

static void a_kind_leads_to_the_measures_that_read_it(void **state)
{
    (void)state;
    size_t count = 0;
    const uint16_t *measures = measure_of_kind(bytes_of_text("fall_event"), &count);
    bool falls = false;
    for (size_t i = 0; i < count; i++) {
        falls = falls || measures[i] == MEASURE_FALLS;
        assert_true(i == 0 || measures[i - 1] < measures[i]);
    }
    assert_true(falls);
    assert_null(measure_of_kind(bytes_of_text("note"), &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_catalogue_gives_range_and_direction),
        cmocka_unit_test(one_measure_comes_of_every_choice),
        cmocka_unit_test(what_breaks_a_rule_is_refused_with_a_sentence),
        cmocka_unit_test(every_measure_is_found_by_its_name),
        cmocka_unit_test(a_kind_leads_to_the_measures_that_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
