/* Tests of the rule compiler: a bad rule is refused with its sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compiler/flag_rules.h"
#include "compiler/source_text.h"

#define EVIDENCE "\"evidence\":{\"mark\":\"proposal\"}"
#define LIMIT    "{\"name\":\"l\",\"label\":\"L\",\"default\":1,\"range\":[0,2]," EVIDENCE "}"
#define SIGN     "{\"name\":\"s\",\"tier\":\"info\",\"window\":7,\"text\":\"{value}\"}"
#define NAMED(rule, limits, signs)                                                                 \
    "{\"rule\":\"" rule "\",\"title\":\"T\"," EVIDENCE ",\"thresholds\":[" limits                  \
    "],\"signs\":[" signs "]}"
#define FILE_OF(rules)      "{\"rules\":[" rules "]}"
#define RULE(limits, signs) FILE_OF(NAMED("R01", limits, signs))

struct refusal {
    const char *text;
    const char *sentence;
};

static void a_small_rule_is_accepted(void **state)
{
    (void)state;
    struct fault fault = {0};
    json_t *rows = source_text_compile(flag_rules_compile, RULE(LIMIT, SIGN), &fault);
    assert_string_equal(fault.text, "");
    assert_int_equal(json_array_size(rows), 1);
    json_decref(rows);
}

static void a_bad_rule_is_refused_with_its_sentence(void **state)
{
    (void)state;
    static const struct refusal refusals[] = {
        {FILE_OF(NAMED("16", LIMIT, SIGN)), "x.json: 16: a rule is called R and two digits"},
        {FILE_OF(NAMED("R01", LIMIT, SIGN) "," NAMED("R01", LIMIT, SIGN)),
         "x.json: \"R01\" is there already"},
        {RULE("", SIGN), "x.json: R01: needs a threshold and a sign at least"},
        {RULE(LIMIT, ""), "x.json: R01: needs a threshold and a sign at least"},
        {RULE(LIMIT "," LIMIT, SIGN),
         "x.json: R01.l: needs a name of its own: a to z, 0 to 9 and _"},
        {RULE("{\"name\":\"l\",\"label\":\"L\",\"default\":3,\"range\":[0,2]," EVIDENCE "}", SIGN),
         "x.json: R01.l: the default is outside of the range"},
        {RULE("{\"name\":\"l\",\"label\":\"L\",\"default\":3,\"range\":[2]," EVIDENCE "}", SIGN),
         "x.json: R01.l: \"range\" is a lower and a higher number"},
        {RULE(
             "{\"name\":\"l\",\"label\":\"L\",\"default\":1,\"range\":[0,2],\"evidence\":{\"mark\":"
             "\"unverified\"}}",
             SIGN),
         "x.json: R01.l: evidence that is no proposal must name its source"},
        {RULE(LIMIT, "{\"name\":\"s\",\"tier\":\"soon\",\"window\":7,\"text\":\"t\"}"),
         "x.json: R01.s: \"soon\" is no tier: use urgent_contact, review_high, review or info"},
        {RULE(LIMIT, "{\"name\":\"s\",\"tier\":\"info\",\"window\":7,\"text\":\"{median}\"}"),
         "x.json: R01.s: braces hold value, baseline, change, count, n, days, limit or symptoms"},
        {RULE(LIMIT, "{\"name\":\"s\",\"tier\":\"info\",\"window\":7,\"text\":\"{value\"}"),
         "x.json: R01.s: braces hold value, baseline, change, count, n, days, limit or symptoms"},
        {RULE(LIMIT, "{\"name\":\"s\",\"tier\":\"info\",\"window\":7,\"every\":8,\"text\":\"t\"}"),
         "x.json: R01.s: \"window\" is 0 to 90 days, \"every\" at most as many"},
        {RULE(LIMIT, "{\"name\":\"s\",\"tier\":\"info\",\"text\":\"t\"}"),
         "x.json: R01.s: \"window\" is missing"},
    };
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        source_text_refused(flag_rules_compile, refusals[i].text, refusals[i].sentence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_rule_is_accepted),
        cmocka_unit_test(a_bad_rule_is_refused_with_its_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
