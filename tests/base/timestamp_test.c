/* Tests of moments and local days: the calendar, and reading and writing ISO 8601. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"

static void the_calendar_agrees_with_known_days(void **state)
{
    (void)state;
    assert_int_equal(day_of_date(1970, 1, 1), 0);
    assert_int_equal(day_of_date(1969, 12, 31), -1);
    assert_int_equal(day_of_date(2000, 2, 29), 11016);
    assert_int_equal(day_of_date(2000, 3, 1), 11017);
    assert_int_equal(day_of_date(2026, 6, 1), 20605);
    assert_int_equal(day_of_date(1900, 1, 1), -25567);
}

static void each_day_of_three_centuries_has_the_date_after_the_day_before(void **state)
{
    (void)state;
    int32_t last = day_of_date(TIMESTAMP_YEAR_MAX, 12, 31);
    int32_t year_before = TIMESTAMP_YEAR_MIN - 1;
    int32_t month_before = 12;
    int32_t day_before = 31;
    for (int32_t day = day_of_date(TIMESTAMP_YEAR_MIN, 1, 1); day <= last; day++) {
        int32_t year = 0;
        int32_t month = 0;
        int32_t day_of_month = 0;
        day_to_date(day, &year, &month, &day_of_month);
        assert_int_equal(day_of_date(year, month, day_of_month), day);
        int next_day =
            year == year_before && month == month_before && day_of_month == day_before + 1;
        int next_month = year == year_before && month == month_before + 1 && day_of_month == 1;
        int next_year =
            year == year_before + 1 && month == 1 && month_before == 12 && day_of_month == 1;
        assert_int_equal(next_day + next_month + next_year, 1);
        year_before = year;
        month_before = month;
        day_before = day_of_month;
    }
}

static void a_week_starts_on_monday(void **state)
{
    (void)state;
    int32_t monday = day_of_date(2026, 6, 1);
    for (int32_t day = monday; day < monday + 7; day++) {
        assert_int_equal(day_monday(day), monday);
    }
    assert_int_equal(day_monday(monday - 1), monday - 7);
    assert_int_equal(day_monday(0), -3);
    assert_int_equal(day_monday(-3), -3);
    assert_int_equal(day_monday(-4), -10);
}

static void the_local_day_follows_the_offset(void **state)
{
    (void)state;
    const int64_t midnight_ms = INT64_C(20605) * 86400000;
    assert_int_equal(timestamp_day((struct timestamp){midnight_ms, 0}), 20605);
    assert_int_equal(timestamp_day((struct timestamp){midnight_ms - 1, 0}), 20604);
    assert_int_equal(timestamp_day((struct timestamp){midnight_ms - 1, 60}), 20605);
    assert_int_equal(timestamp_day((struct timestamp){midnight_ms, -1}), 20604);
    assert_int_equal(timestamp_day((struct timestamp){-1, 0}), -1);
}

static void a_moment_survives_writing_and_reading(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2026-06-01T07:13:19Z",      "2026-06-01T09:13:19+02:00",     "2026-06-01T00:00:00-05:30",
        "1969-12-31T23:59:59.999Z",  "2024-02-29T23:59:59.001+14:00", "1900-01-01T00:00:00-23:59",
        "2200-12-31T23:59:59+23:59",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct timestamp at;
        char written[TIMESTAMP_TEXT_SIZE];
        assert_true(timestamp_from_text(bytes_of_text(texts[i]), &at));
        timestamp_to_text(at, written);
        assert_string_equal(written, texts[i]);
    }
}

static void a_moment_is_counted_in_utc(void **state)
{
    (void)state;
    struct timestamp at;
    assert_true(timestamp_from_text(bytes_of_text("1970-01-01T02:00:00.5+02:00"), &at));
    assert_int_equal(at.utc_ms, 500);
    assert_int_equal(at.offset_minutes, 120);
    assert_true(timestamp_from_text(bytes_of_text("1970-01-01T00:01-0030"), &at));
    assert_int_equal(at.utc_ms, 31 * 60000);
    assert_int_equal(at.offset_minutes, -30);
    assert_true(timestamp_from_text(bytes_of_text("1970-01-01T00:00:00.123456789Z"), &at));
    assert_int_equal(at.utc_ms, 123);
}

static void what_is_no_moment_leaves_it_untouched(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "2026-06-01",
        "2026-06-01T07:13:19",
        "2026-06-01 07:13:19Z",
        "2026-06-01T7:13:19Z",
        "2026-06-01T24:00:00Z",
        "2026-06-01T23:60:00Z",
        "2026-06-01T23:59:60Z",
        "2026-06-01T07:13:19.Z",
        "2026-06-01T07:13:19.1234567890Z",
        "2026-06-01T07:13:19+24:00",
        "2026-06-01T07:13:19+02:60",
        "2026-06-01T07:13:19Zulu",
        "2026-06-01T07:13:19+2",
        "2026-02-29T07:13:19Z",
        "2026-13-01T07:13:19Z",
        "2026-00-01T07:13:19Z",
        "2026-06-00T07:13:19Z",
        "1899-12-31T23:59:59Z",
        "2201-01-01T00:00:00Z",
        "-026-06-01T07:13:19Z",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct timestamp at = {42, 7};
        if (timestamp_from_text(bytes_of_text(texts[i]), &at)) {
            fail_msg("read as a moment: %s", texts[i]);
        }
        assert_int_equal(at.utc_ms, 42);
        assert_int_equal(at.offset_minutes, 7);
    }
}

static void a_day_survives_writing_and_reading(void **state)
{
    (void)state;
    static const char *const texts[] = {"2026-08-29", "2024-02-29", "2000-02-29", "1900-01-01",
                                        "2200-12-31"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int32_t day = 0;
        char written[DAY_TEXT_SIZE];
        assert_true(day_from_text(bytes_of_text(texts[i]), &day));
        day_to_text(day, written);
        assert_string_equal(written, texts[i]);
    }
}

static void what_is_no_day_leaves_it_untouched(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",           "2026",       "2026-8-29",   "2026-08-32",
        "2026-04-31", "2100-02-29", "2026-08-29 ", "2026/08/29",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int32_t day = 42;
        if (day_from_text(bytes_of_text(texts[i]), &day)) {
            fail_msg("read as a day: %s", texts[i]);
        }
        assert_int_equal(day, 42);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calendar_agrees_with_known_days),
        cmocka_unit_test(each_day_of_three_centuries_has_the_date_after_the_day_before),
        cmocka_unit_test(a_week_starts_on_monday),
        cmocka_unit_test(the_local_day_follows_the_offset),
        cmocka_unit_test(a_moment_survives_writing_and_reading),
        cmocka_unit_test(a_moment_is_counted_in_utc),
        cmocka_unit_test(what_is_no_moment_leaves_it_untouched),
        cmocka_unit_test(a_day_survives_writing_and_reading),
        cmocka_unit_test(what_is_no_day_leaves_it_untouched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
