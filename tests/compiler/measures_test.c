/* What the measure compiler accepts, and the sentence with which it refuses the rest. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/measures.h"
#include "compiler/source_text.h"

#define FILE_OF(measures) "{\"part\":\"comfort\",\"measures\":[" measures "]}"
#define MEASURE(more)                                                                              \
    "{\"name\":\"a.b\",\"label\":\"A\",\"show\":\"window\",\"evidence\":{\"mark\":\"proposal\"}"   \
    "," more "}"
#define PAIN "\"sources\":[{\"kind\":\"pain\",\"field\":\"worst\"}]"

static json_t *compile(const char *text)
{
    struct fault fault = {0};
    json_t *measures = source_text_compile(measures_compile, text, &fault);
    assert_string_equal(fault.text, "");
    return measures;
}

static void the_catalogue_gives_range_and_direction(void **state)
{
    (void)state;
    json_t *measures = compile(FILE_OF(MEASURE("\"reduce\":\"highest\"," PAIN)));
    const json_t *pain = json_array_get(measures, 0);
    const json_t *range = json_object_get(pain, "range");
    assert_true(json_number_value(json_array_get(range, 0)) == 0.0);
    assert_true(json_number_value(json_array_get(range, 1)) == 10.0);
    assert_string_equal(json_string_value(json_object_get(pain, "better")), "down");
    json_decref(measures);
}

static void one_measure_comes_of_every_choice(void **state)
{
    (void)state;
    json_t *measures = compile(
        FILE_OF("{\"name\":\"x.*\",\"label\":\"*!\",\"each\":\"adl_status.activity\",\"sources\":[{"
                "\"kind\":\"adl_status\",\"field\":\"level\"}],\"reduce\":\"last\",\"show\":"
                "\"last\",\"evidence\":{\"mark\":\"proposal\"}}"));
    assert_int_equal(json_array_size(measures), 13);
    const json_t *stairs = json_array_get(measures, 11);
    assert_string_equal(json_string_value(json_object_get(stairs, "name")), "x.stairs");
    assert_string_equal(json_string_value(json_object_get(stairs, "label")), "Stairs!");
    const json_t *where =
        json_object_get(json_array_get(json_object_get(stairs, "sources"), 0), "where");
    assert_string_equal(json_string_value(json_object_get(where, "activity")), "stairs");
    json_decref(measures);
}

static void what_breaks_a_rule_is_refused_with_a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *sentence;
    } cases[] = {
        {"{", "x.json"},
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
        struct fault fault = {0};
        assert_null(source_text_compile(measures_compile, cases[i].text, &fault));
        if (strstr(fault.text, cases[i].sentence) == NULL) {
            fail_msg("\"%s\" does not say \"%s\"", fault.text, cases[i].sentence);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_catalogue_gives_range_and_direction),
        cmocka_unit_test(one_measure_comes_of_every_choice),
        cmocka_unit_test(what_breaks_a_rule_is_refused_with_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
