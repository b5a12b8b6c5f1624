/* Tests of reading moments and days, in a zone with summer time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/when.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Berlin in 2026: an hour ahead, two from 29 March 01:00 UTC to 25 October 01:00 UTC. */
static int32_t berlin_offset_at(void *context, int64_t utc_ms)
{
    (void)context;
    struct timestamp begin = {0};
    struct timestamp end = {0};
    assert_true(timestamp_from_text(bytes_of_text("2026-03-29T01:00:00Z"), &begin));
    assert_true(timestamp_from_text(bytes_of_text("2026-10-25T01:00:00Z"), &end));
    return utc_ms >= begin.utc_ms && utc_ms < end.utc_ms ? 120 : 60;
}

static struct when_here berlin_at(const char *now)
{
    struct when_here here = {.offset_at = berlin_offset_at};
    assert_true(timestamp_from_text(bytes_of_text(now), &here.now));
    return here;
}

struct reading {
    const char *now;
    const char *words;
    const char *moment;
};

static const char *const morning = "2026-08-29T09:15:30+02:00";

static void check_readings(const struct reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct when_here here = berlin_at(readings[i].now);
        struct timestamp at = {0};
        struct complaint complaint = {0};
        assert_int_equal(when_parse(bytes_of_text(readings[i].words), &here, &at, &complaint),
                         DAYBOOK_OK);
        char text[TIMESTAMP_TEXT_SIZE];
        timestamp_to_text(at, text);
        assert_string_equal(text, readings[i].moment);
        assert_string_equal(complaint.text, "");
    }
}

static void a_moment_with_an_offset_is_taken_as_it_is(void **state)
{
    (void)state;
    const struct reading readings[] = {
        {morning, "2026-06-01T07:13:19Z", "2026-06-01T07:13:19Z"},
        {morning, "2026-06-01T07:13Z", "2026-06-01T07:13:00Z"},
        {morning, "2026-06-01T07:13:19.250-05:00", "2026-06-01T07:13:19.250-05:00"},
        {morning, "2026-06-01T09:13+02:00", "2026-06-01T09:13:00+02:00"},
        {morning, "2027-01-01T00:00:00+05:45", "2027-01-01T00:00:00+05:45"},
    };
    check_readings(readings, COUNT(readings));
}

static void a_date_with_a_time_is_local(void **state)
{
    (void)state;
    const struct reading readings[] = {
        {morning, "2026-06-01T09:13", "2026-06-01T09:13:00+02:00"},
        {morning, "2026-06-01 09:13", "2026-06-01T09:13:00+02:00"},
        {morning, "2026-06-01 09:13:07", "2026-06-01T09:13:07+02:00"},
        {morning, "2026-01-31 23:59", "2026-01-31T23:59:00+01:00"},
    };
    check_readings(readings, COUNT(readings));
}

static void a_date_alone_is_noon_and_today_never_later_than_now(void **state)
{
    (void)state;
    const char *evening = "2026-08-29T20:00:00+02:00";
    const struct reading readings[] = {
        {morning, "2026-06-01", "2026-06-01T12:00:00+02:00"},
        {morning, "2026-12-24", "2026-12-24T12:00:00+01:00"},
        {morning, "2026-08-29", "2026-08-29T09:15:30+02:00"},
        {morning, "today", "2026-08-29T09:15:30+02:00"},
        {evening, "today", "2026-08-29T12:00:00+02:00"},
        {evening, "2026-08-29", "2026-08-29T12:00:00+02:00"},
        {morning, "yesterday", "2026-08-28T12:00:00+02:00"},
        {"2026-03-01T08:00:00+01:00", "yesterday", "2026-02-28T12:00:00+01:00"},
    };
    check_readings(readings, COUNT(readings));
}

static void a_time_alone_is_the_last_time_the_clock_showed_it(void **state)
{
    (void)state;
    const struct reading readings[] = {
        {morning, "07:30", "2026-08-29T07:30:00+02:00"},
        {morning, "09:15", "2026-08-29T09:15:00+02:00"},
        {morning, "9:15", "2026-08-29T09:15:00+02:00"},
        {morning, "yesterday 7:05", "2026-08-28T07:05:00+02:00"},
        {morning, "09:16", "2026-08-29T09:16:00+02:00"},
        {morning, "09:17", "2026-08-28T09:17:00+02:00"},
        {morning, "23:00", "2026-08-28T23:00:00+02:00"},
        {morning, "00:00", "2026-08-29T00:00:00+02:00"},
        {morning, "today 23:00", "2026-08-29T23:00:00+02:00"},
        {morning, "yesterday 21:30", "2026-08-28T21:30:00+02:00"},
        {"2026-01-01T00:10:00+01:00", "23:50", "2025-12-31T23:50:00+01:00"},
    };
    check_readings(readings, COUNT(readings));
}

static void ago_counts_minutes_and_hours_exactly_and_days_on_the_clock(void **state)
{
    (void)state;
    const char *after_the_leap = "2026-03-29T12:00:00+02:00";
    const struct reading readings[] = {
        {morning, "now", "2026-08-29T09:15:30+02:00"},
        {morning, "-30m", "2026-08-29T08:45:30+02:00"},
        {morning, "-2h", "2026-08-29T07:15:30+02:00"},
        {morning, "-0d", "2026-08-29T09:15:30+02:00"},
        {morning, "-3d", "2026-08-26T09:15:30+02:00"},
        {morning, "-2w", "2026-08-15T09:15:30+02:00"},
        {morning, "-240d", "2026-01-01T09:15:30+01:00"},
        {after_the_leap, "-1d", "2026-03-28T12:00:00+01:00"},
        {after_the_leap, "-24h", "2026-03-28T11:00:00+01:00"},
    };
    check_readings(readings, COUNT(readings));
}

static void a_time_shown_twice_is_the_earlier_one(void **state)
{
    (void)state;
    const struct reading readings[] = {
        {"2026-10-25T12:00:00+01:00", "02:30", "2026-10-25T02:30:00+02:00"},
        {"2026-10-25T12:00:00+01:00", "03:00", "2026-10-25T03:00:00+01:00"},
        {"2026-10-25T12:00:00+01:00", "01:59", "2026-10-25T01:59:00+02:00"},
    };
    check_readings(readings, COUNT(readings));
}

static void a_time_leapt_over_is_moved_on_by_the_leap(void **state)
{
    (void)state;
    const struct reading readings[] = {
        {"2026-03-29T12:00:00+02:00", "02:30", "2026-03-29T03:30:00+02:00"},
        {"2026-03-29T12:00:00+02:00", "01:59", "2026-03-29T01:59:00+01:00"},
        {"2026-03-29T12:00:00+02:00", "03:00", "2026-03-29T03:00:00+02:00"},
    };
    check_readings(readings, COUNT(readings));
}

static void what_is_no_moment_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {
        "",
        "soon",
        "tomorrow",
        "24:00",
        "9:5",
        "09:60",
        "09:15:60",
        "2026-02-29",
        "2026-13-01",
        "2026-8-29",
        "2026-08-29 9:5",
        "2026-08-29_09:15",
        "2026-08-29T09:15+25:00",
        "yesterday21:30",
        "todayy",
        "-d",
        "-3",
        "-3x",
        "3d",
        "--3d",
        "-999999d",
        "-3 d",
        "-99999w",
        "1899-12-31",
        "now ",
        "2026-08-29T",
        "today ",
        "-1.5h",
        "2201-01-01",
    };
    struct when_here here = berlin_at(morning);
    for (size_t i = 0; i < COUNT(words); i++) {
        struct timestamp at = {.utc_ms = 7};
        struct complaint complaint = {0};
        assert_int_equal(when_parse(bytes_of_text(words[i]), &here, &at, &complaint),
                         DAYBOOK_INVALID);
        assert_int_equal(at.utc_ms, 7);
        assert_memory_equal(complaint.text, "This time", 9);
    }
}

static void a_day_is_the_local_day_of_its_moment(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        const char *day;
    } days[] = {
        {"2026-06-01", "2026-06-01"},
        {"today", "2026-08-29"},
        {"now", "2026-08-29"},
        {"yesterday", "2026-08-28"},
        {"-3d", "2026-08-26"},
        {"-10h", "2026-08-28"},
        {"2026-06-01T23:30:00-05:00", "2026-06-01"},
        {"2026-06-01T00:30:00+02:00", "2026-06-01"},
    };
    struct when_here here = berlin_at(morning);
    for (size_t i = 0; i < COUNT(days); i++) {
        int32_t day = 0;
        struct complaint complaint = {0};
        assert_int_equal(when_parse_day(bytes_of_text(days[i].words), &here, &day, &complaint),
                         DAYBOOK_OK);
        char text[DAY_TEXT_SIZE];
        day_to_text(day, text);
        assert_string_equal(text, days[i].day);
    }
    int32_t untouched = 5;
    struct complaint complaint = {0};
    assert_int_equal(when_parse_day(bytes_of_text("soon"), &here, &untouched, &complaint),
                     DAYBOOK_INVALID);
    assert_int_equal(untouched, 5);
}

static void a_day_lasts_until_the_next_one_starts(void **state)
{
    (void)state;
    static const struct {
        int32_t month;
        int32_t day;
        int64_t hours;
    } days[] = {{3, 29, 23}, {8, 29, 24}, {10, 25, 25}};
    struct when_here here = berlin_at(morning);
    for (size_t i = 0; i < COUNT(days); i++) {
        int32_t day = day_of_date(2026, days[i].month, days[i].day);
        struct timestamp start = when_day_start(day, &here);
        struct timestamp end = when_day_start(day + 1, &here);
        assert_int_equal(timestamp_day(start), day);
        assert_int_equal(end.utc_ms - start.utc_ms, days[i].hours * 3600000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_with_an_offset_is_taken_as_it_is),
        cmocka_unit_test(a_date_with_a_time_is_local),
        cmocka_unit_test(a_date_alone_is_noon_and_today_never_later_than_now),
        cmocka_unit_test(a_time_alone_is_the_last_time_the_clock_showed_it),
        cmocka_unit_test(ago_counts_minutes_and_hours_exactly_and_days_on_the_clock),
        cmocka_unit_test(a_time_shown_twice_is_the_earlier_one),
        cmocka_unit_test(a_time_leapt_over_is_moved_on_by_the_leap),
        cmocka_unit_test(what_is_no_moment_is_refused_and_changes_nothing),
        cmocka_unit_test(a_day_is_the_local_day_of_its_moment),
        cmocka_unit_test(a_day_lasts_until_the_next_one_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
