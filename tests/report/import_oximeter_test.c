/* Tables of oximeters: every form that is known, and what is wrong with the others. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "report/import_oximeter.h"

/* Central Europe in 2026: summer from 29 March, 01:00 UTC, to 25 October, 01:00 UTC. */
static int32_t offset_in_berlin(void *context, int64_t utc_ms)
{
    (void)context;
    return utc_ms >= 1774746000000 && utc_ms < 1792890000000 ? 120 : 60;
}

struct reading {
    enum daybook_status status;
    struct import_recording recording;
    struct complaint complaint;
    struct arena *arena;
};

static struct reading read_with(const char *text, struct import_oximeter_terms terms)
{
    struct reading reading = {.arena = arena_create(0)};
    assert_non_null(reading.arena);
    terms.here.offset_at = offset_in_berlin;
    reading.status = import_oximeter_read(bytes_of_text(text), &terms, reading.arena,
                                          &reading.recording, &reading.complaint);
    return reading;
}

static struct reading read_text(const char *text)
{
    return read_with(text, (struct import_oximeter_terms){.has_day = false});
}

/* The readings as "time level, time level" in their own offset. */
static void assert_reads(const struct reading *reading, size_t index, const char *at, int16_t spo2)
{
    if (reading->status != DAYBOOK_OK) {
        fail_msg("%s", reading->complaint.text);
    }
    char text[TIMESTAMP_TEXT_SIZE];
    assert_true(index < reading->recording.count);
    const struct oximetry_reading *found = &reading->recording.readings[index];
    timestamp_to_text((struct timestamp){found->utc_s * 1000, found->offset_minutes}, text);
    assert_string_equal(text, at);
    assert_int_equal(found->spo2, spo2);
}

static void assert_refused(const char *text, const char *sentence)
{
    struct reading reading = read_text(text);
    assert_int_equal(reading.status, DAYBOOK_INVALID);
    assert_string_equal(reading.complaint.text, sentence);
    arena_free(reading.arena);
}

static void the_phone_form_of_viatom(void **state)
{
    (void)state;
    struct reading reading = read_text("Time,Oxygen Level,Pulse Rate,Motion\r\n"
                                       "23:59:56 16/07/2026,97,62,0\r\n"
                                       "00:00:00 17/07/2026,--,--,0\r\n"
                                       "00:00:04 17/07/2026,255,65535,0\r\n");
    assert_reads(&reading, 0, "2026-07-16T23:59:56+02:00", 97);
    assert_reads(&reading, 1, "2026-07-17T00:00:00+02:00", OXIMETRY_NOTHING);
    assert_reads(&reading, 2, "2026-07-17T00:00:04+02:00", 255);
    assert_int_equal(reading.recording.count, 3);
    assert_int_equal(reading.recording.interval_s, 4);
    assert_false(reading.recording.order_assumed);
    arena_free(reading.arena);
}

static void the_older_phone_form_names_the_month(void **state)
{
    (void)state;
    struct reading reading =
        read_text("Time, Oxygen Level, Pulse Rate, Motion, O2 Reminder, PR Reminder\n"
                  "03:51:40 Sep 10 2019, 94, 60, 0, 0, 0\n"
                  "03:51:44 Sep 10 2019, 93, 60, 0, 0, 0\n");
    assert_reads(&reading, 1, "2019-09-10T03:51:44+01:00", 93);
    arena_free(reading.arena);
}

static void the_desktop_form_of_wellue(void **state)
{
    (void)state;
    struct reading reading =
        read_text("\xef\xbb\xbfTime,SpO2(%),Pulse Rate(bpm),Motion,SpO2 Reminder,PR Reminder,\n"
                  "\"11:59:58PM Jun 19, 2026\",89,60,0,0,0,\n"
                  "\"12:00:00AM Jun 20, 2026\",90,61,0,0,0,\n\n");
    assert_reads(&reading, 0, "2026-06-19T23:59:58+02:00", 89);
    assert_reads(&reading, 1, "2026-06-20T00:00:00+02:00", 90);
    assert_int_equal(reading.recording.count, 2);
    arena_free(reading.arena);
}

static void a_contec_table_with_lines_before_its_heading(void **state)
{
    (void)state;
    struct reading reading = read_text("Device;CMS50F\nName;somebody\n\n"
                                       "Date;Time;PulseRate;SpO2\n"
                                       "2026-07-16;23:10:01;61;96\n"
                                       "2026-07-16;23:10:02;0;127\n");
    assert_reads(&reading, 0, "2026-07-16T23:10:01+02:00", 96);
    assert_reads(&reading, 1, "2026-07-16T23:10:02+02:00", 127);
    arena_free(reading.arena);
}

static void a_clock_alone_needs_a_date_and_turns_at_midnight(void **state)
{
    (void)state;
    static const char TABLE[] = "Time,SpO2,PR\n23:59:59,96,61\n00:00:00,95,61\n00:00:01,95,61\n";
    assert_refused(TABLE, "The file holds clocks without dates: say with --date on which day the "
                          "recording began.");
    const struct import_oximeter_terms terms = {
        .has_day = true,
        .first_day = day_of_date(2026, 7, 16),
    };
    struct reading reading = read_with(TABLE, terms);
    assert_reads(&reading, 0, "2026-07-16T23:59:59+02:00", 96);
    assert_reads(&reading, 1, "2026-07-17T00:00:00+02:00", 95);
    assert_reads(&reading, 2, "2026-07-17T00:00:01+02:00", 95);
    arena_free(reading.arena);
}

static void the_plain_form_may_name_its_zone(void **state)
{
    (void)state;
    struct reading reading = read_text("time,spo2,pulse\n2026-08-12T22:14:05+01:00,97,60\n"
                                       "2026-08-12T22:14:06+01:00,96.0,60\n");
    assert_reads(&reading, 0, "2026-08-12T22:14:05+01:00", 97);
    assert_reads(&reading, 1, "2026-08-12T22:14:06+01:00", 96);
    arena_free(reading.arena);
}

static void a_date_beyond_twelve_shows_the_order_of_all(void **state)
{
    (void)state;
    struct reading reading =
        read_text("time,spo2\n23:59:59 07/12/2026,97\n00:00:00 07/13/2026,96\n");
    assert_reads(&reading, 0, "2026-07-12T23:59:59+02:00", 97);
    assert_false(reading.recording.order_assumed);
    arena_free(reading.arena);
}

static void an_open_order_is_told_and_can_be_settled(void **state)
{
    (void)state;
    static const char TABLE[] = "time,spo2\n23:00:00 07/08/2026,97\n23:00:01 07/08/2026,96\n";
    struct reading reading = read_text(TABLE);
    assert_reads(&reading, 0, "2026-08-07T23:00:00+02:00", 97);
    assert_true(reading.recording.order_assumed);
    arena_free(reading.arena);
    const struct import_oximeter_terms terms = {.order = IMPORT_ORDER_MONTH_FIRST};
    reading = read_with(TABLE, terms);
    assert_reads(&reading, 0, "2026-07-08T23:00:00+02:00", 97);
    assert_false(reading.recording.order_assumed);
    arena_free(reading.arena);
}

static void the_hour_that_comes_twice_in_autumn_is_two_hours(void **state)
{
    (void)state;
    struct reading reading =
        read_text("time,spo2\n2026-10-25 02:59:30,97\n2026-10-25 02:59:59,97\n"
                  "2026-10-25 02:00:29,96\n2026-10-25 02:59:59,96\n2026-10-25 03:00:29,95\n");
    assert_reads(&reading, 1, "2026-10-25T02:59:59+02:00", 97);
    assert_reads(&reading, 2, "2026-10-25T02:00:29+01:00", 96);
    assert_reads(&reading, 3, "2026-10-25T02:59:59+01:00", 96);
    assert_reads(&reading, 4, "2026-10-25T03:00:29+01:00", 95);
    arena_free(reading.arena);
}

static void the_hour_that_is_left_out_in_spring_is_no_gap(void **state)
{
    (void)state;
    struct reading reading =
        read_text("time,spo2\n2026-03-29 01:59:58,97\n2026-03-29 03:00:00,97\n");
    assert_reads(&reading, 0, "2026-03-29T01:59:58+01:00", 97);
    assert_reads(&reading, 1, "2026-03-29T03:00:00+02:00", 97);
    assert_int_equal(reading.recording.interval_s, 2);
    arena_free(reading.arena);
}

static void what_is_wrong_is_said_in_one_sentence(void **state)
{
    (void)state;
    static const char UNKNOWN[] = "That is no table of an oximeter that is known here: its heading "
                                  "must name a time and SpO2 or oxygen level.";
    static const char APART[] =
        "That is no recording of a night: its readings must be at most a minute apart.";
    assert_refused("", UNKNOWN);
    assert_refused("time,pulse\n22:00:00 16/07/2026,60\n", UNKNOWN);
    assert_refused("spo2,pulse\n97,60\n", UNKNOWN);
    assert_refused("time,spo2\n", APART);
    assert_refused("time,spo2\n22:00:00 16/07/2026,97\n", APART);
    assert_refused("time,spo2\n22:00:00 16/07/2026,97\n22:10:00 16/07/2026,97\n", APART);
    assert_refused("time,spo2\n22:00:00 16/07/2026,97\nlater,97\n",
                   "Line 3 of the file has no time that can be read.");
    assert_refused("time,spo2\n\n22:00:00 31/06/2026,97\n22:00:01 31/06/2026,97\n",
                   "Line 3 of the file has a date that does not exist.");
    assert_refused("time,spo2\n22:00:01 16/07/2026,97\n22:00:00 16/07/2026,97\n",
                   "Line 3 of the file is earlier than the line before it.");
}

static void too_little_memory_is_told(void **state)
{
    (void)state;
    const struct import_oximeter_terms terms = {.here = {.offset_at = offset_in_berlin}};
    struct import_recording recording = {.count = 77};
    struct complaint complaint = {.text = ""};
    struct arena *arena = arena_create(16);
    assert_non_null(arena);
    const char *text = "time,spo2\n22:00:00 16/07/2026,97\n22:00:01 16/07/2026,97\n";
    assert_int_equal(
        import_oximeter_read(bytes_of_text(text), &terms, arena, &recording, &complaint),
        DAYBOOK_NO_MEMORY);
    assert_int_equal(recording.count, 77);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_phone_form_of_viatom),
        cmocka_unit_test(the_older_phone_form_names_the_month),
        cmocka_unit_test(the_desktop_form_of_wellue),
        cmocka_unit_test(a_contec_table_with_lines_before_its_heading),
        cmocka_unit_test(a_clock_alone_needs_a_date_and_turns_at_midnight),
        cmocka_unit_test(the_plain_form_may_name_its_zone),
        cmocka_unit_test(a_date_beyond_twelve_shows_the_order_of_all),
        cmocka_unit_test(an_open_order_is_told_and_can_be_settled),
        cmocka_unit_test(the_hour_that_comes_twice_in_autumn_is_two_hours),
        cmocka_unit_test(the_hour_that_is_left_out_in_spring_is_no_gap),
        cmocka_unit_test(what_is_wrong_is_said_in_one_sentence),
        cmocka_unit_test(too_little_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
