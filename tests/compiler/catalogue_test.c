/* Tests of the catalogue compiler: a bad catalogue is refused with its sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/catalogue.h"
#include "compiler/source_text.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The parts of a kind before and after its fields, and of a field that is otherwise complete. */
#define HEAD                                                                                       \
    "\"kind\":\"k\",\"family\":\"entry\",\"label\":\"K\",\"question\":\"K?\",\"who\":"             \
    "[\"patient\"],\"cadence\":\"event\",\"visibility\":\"team\",\"evidence\":{\"mark\":"          \
    "\"proposal\"}"
#define KIND(fields)            "{\"kinds\":[{" HEAD ",\"fields\":[" fields "]}]}"
#define KIND_WITH(more, fields) "{\"kinds\":[{" HEAD "," more ",\"fields\":[" fields "]}]}"
#define ASKED                   "\"label\":\"F\",\"question\":\"F?\""
#define FIELD(rest)             "{\"name\":\"f\"," ASKED "," rest "}"
#define NAMED(name, rest)       "{\"name\":\"" name "\"," ASKED "," rest "}"

struct refusal {
    const char *text;
    const char *sentence;
};

static void check_refusals(const struct refusal *refusals, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        source_text_refused(catalogue_compile, refusals[i].text, refusals[i].sentence);
    }
}

static void a_small_catalogue_is_accepted(void **state)
{
    (void)state;
    struct fault fault = {0};
    json_t *rows = source_text_compile(
        catalogue_compile, KIND(FIELD("\"type\":\"int\",\"better\":\"up\",\"range\":[0,10]")),
        &fault);
    assert_string_equal(fault.text, "");
    assert_int_equal(json_array_size(rows), 1);
    json_decref(rows);
}

static void files_must_be_json_of_the_right_shape(void **state)
{
    (void)state;
    const struct refusal refusals[] = {
        {"{\"kinds\":[],\"kinds\":[]}", "x.json: duplicate object key near '\"kinds\"'"},
        {"[]", "x.json: here must be an object"},
        {"{}", "x.json: \"kinds\" is missing"},
        {"{\"kinds\":{}}", "x.json: \"kinds\" must be a list"},
        {"{\"kinds\":[],\"sorts\":[]}", "x.json: \"sorts\" is not a key we know"},
        {"{\"kinds\":[7]}", "x.json: here must be an object"},
        {"{\"kinds\":[],\"family_fields\":{\"clan\":[]}}",
         "x.json: \"clan\" is no family with a list of fields"},
        {"{\"kinds\":[],\"family_fields\":{\"plan\":[{\"name\":\"f\"}]}}",
         "x.json: plan.f: \"type\" is missing"},
    };
    check_refusals(refusals, COUNT(refusals));
}

static void kinds_must_say_everything_about_themselves(void **state)
{
    (void)state;
    const struct refusal refusals[] = {
        {"{\"kinds\":[{\"family\":\"entry\"}]}", "x.json: \"kind\" is missing"},
        {"{\"kinds\":[{\"kind\":\"k\",\"family\":\"entry\"}]}", "x.json: k: \"label\" is missing"},
        {"{\"kinds\":[{\"kind\":\"k\",\"family\":\"entry\",\"label\":\"\"}]}",
         "x.json: k: \"label\" is missing"},
        {"{\"kinds\":[{\"kind\":\"k\",\"famly\":\"entry\"}]}", "x.json: k: \"family\" is missing"},
        {KIND_WITH("\"colour\":\"red\"", ""), "x.json: k: \"colour\" is not a key we know"},
        {KIND_WITH("\"feeds\":3", ""), "x.json: k: \"feeds\" must be a text"},
        {KIND_WITH("\"codes\":[{\"system\":\"loinc\",\"code\":\"1-1\",\"display\":\"D\"}]", ""),
         "x.json: k: \"mark\" is missing"},
        {KIND_WITH("\"codes\":[{\"system\":\"icd\",\"code\":\"1\",\"display\":\"D\",\"mark\":"
                   "\"confirmed\"}]",
                   ""),
         "x.json: k: \"icd\" is no code system: use loinc, snomed or atc"},
        {KIND_WITH("\"codes\":[{\"system\":\"loinc\",\"code\":\"1\",\"display\":\"D\",\"mark\":"
                   "\"probably\"}]",
                   ""),
         "x.json: k: \"probably\" is no mark of a code: use confirmed or unverified"},
        {KIND_WITH("\"require_one_of\":[[\"f\",\"g\"]]", FIELD("\"type\":\"bool\"")),
         "x.json: k: \"g\" is no field of this kind"},
        {KIND_WITH("\"require_one_of\":[[\"f\"]]", FIELD("\"type\":\"bool\"")),
         "x.json: k: \"require_one_of\" holds lists of two or more fields"},
        {KIND_WITH("\"require_one_of\":[[\"f\",\"f\"]]",
                   FIELD("\"type\":\"bool\",\"required\":true")),
         "x.json: k: \"f\" is required anyway"},
    };
    check_refusals(refusals, COUNT(refusals));
}

#define KIND_SAYING(name, family, who, cadence, visibility, evidence)                              \
    "{\"kinds\":[{\"kind\":\"" name "\",\"family\":\"" family                                      \
    "\",\"label\":\"K\",\"question\":\"K?\",\"who\":" who ",\"cadence\":\"" cadence                \
    "\",\"visibility\":\"" visibility "\",\"evidence\":" evidence ",\"fields\":[]}]}"
#define OURS    "{\"mark\":\"proposal\"}"
#define PATIENT "[\"patient\"]"

static void the_words_of_a_kind_must_be_known(void **state)
{
    (void)state;
    const struct refusal refusals[] = {
        {KIND_SAYING("K-1", "entry", PATIENT, "event", "team", OURS),
         "x.json: K-1: a name uses a to z, 0 to 9 and _"},
        {KIND_SAYING("k", "clan", PATIENT, "event", "team", OURS),
         "x.json: k: \"clan\" is no family: use entry, plan, evaluation or message"},
        {KIND_SAYING("k", "entry", "[\"nurse\"]", "event", "team", OURS),
         "x.json: k: \"nurse\" is no role: use patient, caregiver, therapist or device"},
        {KIND_SAYING("k", "entry", "[]", "event", "team", OURS),
         "x.json: k: somebody must be allowed to log it"},
        {KIND_SAYING("k", "entry", PATIENT, "hourly", "team", OURS),
         "x.json: k: \"hourly\" is no cadence we know"},
        {KIND_SAYING("k", "entry", PATIENT, "event", "public", OURS),
         "x.json: k: \"public\" is no visibility we know"},
        {KIND_SAYING("k", "entry", PATIENT, "event", "team", "{\"mark\":\"sure\"}"),
         "x.json: k: \"sure\" is no evidence mark: use confirmed, unverified or proposal"},
        {KIND_SAYING("k", "entry", PATIENT, "event", "team", "{\"mark\":\"confirmed\"}"),
         "x.json: k: evidence that is no proposal must name its source"},
    };
    check_refusals(refusals, COUNT(refusals));
}

static void fields_must_keep_their_rules(void **state)
{
    (void)state;
    const struct refusal refusals[] = {
        {KIND("{\"name\":\"f\",\"type\":\"bool\",\"label\":\"F\"}"),
         "x.json: k.f: \"question\" is missing"},
        {KIND("{\"name\":\"f\",\"type\":\"bool\",\"label\":\"F\",\"question\":\"Well\"}"),
         "x.json: k.f: a question is a sentence and ends in ? or ."},
        {KIND(FIELD("\"type\":\"bool\",\"requird\":true")),
         "x.json: k.f: \"requird\" is not a key we know"},
        {KIND(FIELD("\"type\":\"bool\",\"required\":false")),
         "x.json: k.f: \"required\" must be true or left out"},
        {KIND(NAMED("F", "\"type\":\"bool\"")), "x.json: k.F: a name uses a to z, 0 to 9 and _"},
        {KIND(FIELD("\"type\":\"float\"")), "x.json: k.f: \"float\" is no type we know"},
        {KIND(FIELD("\"type\":\"int\"")),
         "x.json: k.f: a number says what is better: up, down or none"},
        {KIND(FIELD("\"type\":\"int\",\"better\":\"up\",\"range\":[10,0]")),
         "x.json: k.f: a range is two numbers, the lower one first"},
        {KIND(FIELD("\"type\":\"int\",\"better\":\"up\",\"range\":[0]")),
         "x.json: k.f: a range is two numbers, the lower one first"},
        {KIND(FIELD("\"type\":\"int\",\"better\":\"up\",\"range\":[0,1.5]")),
         "x.json: k.f: the range of an int is two whole numbers"},
        {KIND(FIELD("\"type\":\"int\",\"better\":\"up\",\"range\":[0,3],\"default\":4")),
         "x.json: k.f: a default lies within a range"},
        {KIND(FIELD("\"type\":\"bool\",\"unit\":\"kg\"")),
         "x.json: k.f: \"unit\" is for int and dec only"},
        {KIND(FIELD("\"type\":\"enum\"")),
         "x.json: k.f: an enum has choices, and nothing else has"},
        {KIND(FIELD("\"type\":\"enum\",\"choices\":{\"a\":\"A\"}")),
         "x.json: k.f: an enum has at least two choices"},
        {KIND(FIELD("\"type\":\"enum\",\"choices\":{\"a\":\"A\",\"B b\":\"B\"}")),
         "x.json: k.f: \"B b\" is no name for a choice: use a to z, 0 to 9 and _"},
        {KIND(FIELD("\"type\":\"enum\",\"choices\":{\"a\":\"A\",\"b\":\"\"}")),
         "x.json: k.f: \"b\" needs a label"},
        {KIND(FIELD("\"type\":\"ref\"")),
         "x.json: k.f: a ref says what it refers to, and nothing else does"},
        {KIND(FIELD("\"type\":\"ref\",\"refers_to\":\"moon\"")),
         "x.json: k.f: \"moon\" is nothing a ref can refer to"},
        {KIND(FIELD("\"type\":\"text\",\"required\":true")),
         "x.json: k.f: a required text must say why in \"text_because\""},
        {KIND(FIELD("\"type\":\"text\",\"text_because\":\"so\"")),
         "x.json: k.f: \"text_because\" is for required texts only"},
        {KIND(FIELD("\"type\":\"dec\",\"better\":\"up\",\"repeating\":true")),
         "x.json: k.f: a bool or a number does not repeat: use a group"},
        {KIND(FIELD("\"type\":\"bool\",\"evidence\":{\"mark\":\"unverified\"}")),
         "x.json: k.f: evidence that is no proposal must name its source"},
        {KIND(FIELD("\"type\":\"enum\",\"choices\":{\"a\":\"A\",\"b\":\"B\"},\"codes\":[{"
                    "\"system\":\"loinc\",\"code\":\"1\",\"display\":\"D\",\"mark\":\"confirmed\","
                    "\"choice\":\"c\"}]")),
         "x.json: k.f: \"c\" has a code and is no choice of the field"},
        {KIND(FIELD("\"type\":\"bool\"") "," FIELD("\"type\":\"bool\"")),
         "x.json: k.f: this name is taken"},
    };
    check_refusals(refusals, COUNT(refusals));
}

static void groups_and_the_check_in_have_limits(void **state)
{
    (void)state;
    const struct refusal refusals[] = {
        {KIND(FIELD("\"type\":\"group\"")), "x.json: k.f: a group has items, and nothing else has"},
        {KIND(FIELD("\"type\":\"group\",\"items\":[]")),
         "x.json: k.f: a group has items, and nothing else has"},
        {KIND(FIELD("\"type\":\"bool\",\"items\":[]")),
         "x.json: k.f: a group has items, and nothing else has"},
        {KIND(FIELD("\"type\":\"group\",\"items\":[" NAMED("i", "\"type\":\"group\"") "]")),
         "x.json: k.f.i: a group holds no group"},
        {KIND(FIELD("\"type\":\"group\",\"items\":[" NAMED("i", "\"type\":\"int\"") "]")),
         "x.json: k.f.i: a number says what is better: up, down or none"},
        {KIND(FIELD("\"type\":\"group\",\"items\":[" NAMED("i", "\"type\":\"bool\"") "," NAMED(
             "i", "\"type\":\"bool\"") "]")),
         "x.json: k.f.i: this name is taken"},
        {KIND(FIELD(
             "\"type\":\"group\",\"items\":[" NAMED("i", "\"type\":\"bool\",\"checkin\":1") "]")),
         "x.json: k.f.i: the check-in does not ask for items of a group"},
        {KIND(FIELD("\"type\":\"bool\",\"checkin\":9")),
         "x.json: k.f: the check-in has the places 1 to 8"},
        {KIND(FIELD("\"type\":\"text\",\"checkin\":1")),
         "x.json: k.f: the check-in asks for a bool or an int only"},
        {KIND(FIELD("\"type\":\"bool\",\"checkin\":2")), "check-in: its places leave one out"},
        {KIND(FIELD("\"type\":\"bool\",\"checkin\":1") "," NAMED(
             "g", "\"type\":\"bool\",\"checkin\":1")),
         "x.json: k.g: its place in the check-in is taken"},
    };
    check_refusals(refusals, COUNT(refusals));
}

static void two_files_cannot_hold_one_kind(void **state)
{
    (void)state;
    struct fault fault = {0};
    struct source_file files[2] = {0};
    assert_true(source_file_parse("a.json", bytes_of_text(KIND("")), &files[0], &fault));
    assert_true(source_file_parse("b.json", bytes_of_text(KIND("")), &files[1], &fault));
    json_t *kinds = json_array();
    assert_false(catalogue_compile(files, COUNT(files), kinds, &fault));
    assert_string_equal(fault.text, "b.json: k: there is a kind of this name already");
    json_decref(kinds);
    source_file_free(&files[0]);
    source_file_free(&files[1]);
}

static void a_kinds_own_field_takes_the_place_of_its_familys(void **state)
{
    (void)state;
    struct fault fault = {0};
    const char *text = "{\"family_fields\":{\"entry\":[" NAMED("f", "\"type\":\"bool\"") "," NAMED(
        "g", "\"type\":\"bool\"") "]},\"kinds\":[{" HEAD
                                  ",\"fields\":[" FIELD("\"type\":\"date\"") "]}]}";
    json_t *kinds = source_text_compile(catalogue_compile, text, &fault);
    const json_t *fields = json_object_get(json_array_get(kinds, 0), "fields");
    assert_int_equal(json_array_size(fields), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(fields, 0), "type")),
                        "date");
    assert_string_equal(json_string_value(json_object_get(json_array_get(fields, 1), "name")), "g");
    json_decref(kinds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_catalogue_is_accepted),
        cmocka_unit_test(files_must_be_json_of_the_right_shape),
        cmocka_unit_test(kinds_must_say_everything_about_themselves),
        cmocka_unit_test(the_words_of_a_kind_must_be_known),
        cmocka_unit_test(fields_must_keep_their_rules),
        cmocka_unit_test(groups_and_the_check_in_have_limits),
        cmocka_unit_test(two_files_cannot_hold_one_kind),
        cmocka_unit_test(a_kinds_own_field_takes_the_place_of_its_familys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
