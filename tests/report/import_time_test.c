/* Dates and times as devices write them. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "report/import_time.h"

struct example {
    const char *text;
    enum import_date date;
    int32_t year;
    int32_t first;
    int32_t second;
    int32_t clock_s;
};

enum { EVENING = 20 * 3600 + 48 * 60 + 26, NIGHT = 3 * 3600 + 51 * 60 + 40 };

static void every_style_is_read(void **state)
{
    (void)state;
    static const struct example EXAMPLES[] = {
        {"03:51:40 Sep 10 2019", IMPORT_DATE_KNOWN, 2019, 9, 10, NIGHT},
        {"08:48:26PM Nov 27, 2025", IMPORT_DATE_KNOWN, 2025, 11, 27, EVENING},
        {"8:48:26 pm november 27, 2025", IMPORT_DATE_KNOWN, 2025, 11, 27, EVENING},
        {"20:48:26 16/07/2026", IMPORT_DATE_EITHER, 2026, 16, 7, EVENING},
        {"27.04.2021 20:48:26", IMPORT_DATE_EITHER, 2021, 27, 4, EVENING},
        {"04-27-2021 20:48:26.500", IMPORT_DATE_EITHER, 2021, 4, 27, EVENING},
        {"2021-04-27 20:48:26", IMPORT_DATE_KNOWN, 2021, 4, 27, EVENING},
        {"2021-04-27T20:48:26", IMPORT_DATE_KNOWN, 2021, 4, 27, EVENING},
        {"2021/4/27 20:48:26", IMPORT_DATE_KNOWN, 2021, 4, 27, EVENING},
        {"20:48:26", IMPORT_DATE_NONE, 0, 0, 0, EVENING},
        {"12:00:00AM Nov 27, 2025", IMPORT_DATE_KNOWN, 2025, 11, 27, 0},
        {"12:30PM Nov 27, 2025", IMPORT_DATE_KNOWN, 2025, 11, 27, 12 * 3600 + 30 * 60},
    };
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        const struct example *example = &EXAMPLES[i];
        struct import_time time;
        printf("%s\n", example->text);
        assert_true(import_time_read(bytes_of_text(example->text), &time));
        assert_false(time.has_zone);
        assert_int_equal(time.date, example->date);
        assert_int_equal(time.year, example->year);
        assert_int_equal(time.first, example->first);
        assert_int_equal(time.second, example->second);
        assert_int_equal(time.clock_s, example->clock_s);
    }
}

static void a_zone_says_it_all(void **state)
{
    (void)state;
    struct import_time time;
    assert_true(import_time_read(bytes_of_text("2026-08-12T22:14:05+02:00"), &time));
    assert_true(time.has_zone);
    assert_int_equal(time.at.offset_minutes, 120);
}

static void what_is_no_time_is_refused(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "",
        "97",
        "yesterday",
        "20:61:00",
        "20:10:60",
        "24:00:00",
        "13:00:00PM Nov 27, 2025",
        "00:10:00AM Nov 27, 2025",
        "20:48:26 Nov 27",
        "20:48:26 27/04/21",
        "20:48:26 20:48:26",
        "20:48:26 Nov Dec 2025",
        "20:48:26AM PM 27/04/2021",
        "20:48:26 99999/04/2021",
        "20:48:26 1/2/3/2021",
        "20 27/04/2021",
        "T20:48:26",
        "20:48:26;27/04/2021",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct import_time time = {.year = 77};
        printf("%s\n", TEXTS[i]);
        assert_false(import_time_read(bytes_of_text(TEXTS[i]), &time));
        assert_int_equal(time.year, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_style_is_read),
        cmocka_unit_test(a_zone_says_it_all),
        cmocka_unit_test(what_is_no_time_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
