/* Durations in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/duration.h"

enum { SECOND = 1000, MINUTE = 60 * SECOND };
static const int64_t hour = INT64_C(60) * MINUTE;

static void expect(int64_t ms, const char *words)
{
    char text[DURATION_TEXT_SIZE];
    duration_text(ms, text);
    assert_string_equal(text, words);
}

static void a_duration_is_one_unit_rounded_down(void **state)
{
    (void)state;
    expect(0, "less than a minute");
    expect((int64_t)59 * SECOND, "less than a minute");
    expect(MINUTE, "1 minute");
    expect((int64_t)119 * MINUTE, "119 minutes");
    expect(2 * hour, "2 hours");
    expect(48 * hour - 1, "47 hours");
    expect(48 * hour, "2 days");
    expect((int64_t)729 * 24 * hour, "729 days");
    expect((int64_t)730 * 24 * hour, "2 years");
}

static void what_cannot_be_is_told_without_fear(void **state)
{
    (void)state;
    expect(-1, "less than a minute");
    expect(INT64_MIN, "less than a minute");
    expect(INT64_MAX, "292471208 years");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_duration_is_one_unit_rounded_down),
        cmocka_unit_test(what_cannot_be_is_told_without_fear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
