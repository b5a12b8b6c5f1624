/* Recordings reduced by hand: artefacts, gaps, runs and nights. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "trends/oximetry.h"

enum { READINGS_MAX = 64 };

struct recording {
    struct oximetry_reading readings[READINGS_MAX];
    size_t count;
};

static void record(struct recording *recording, int64_t utc_s, int16_t spo2)
{
    assert_true(recording->count < READINGS_MAX);
    recording->readings[recording->count++] =
        (struct oximetry_reading){.utc_s = utc_s, .offset_minutes = 120, .spo2 = spo2};
}

static struct oximetry_figures reduce(const struct recording *recording, uint32_t interval_s)
{
    struct oximetry_figures figures;
    assert_true(oximetry_reduce(recording->readings, recording->count, interval_s, &figures));
    return figures;
}

static void assert_near(double figure, double expected)
{
    if (!(fabs(figure - expected) < 1e-9)) {
        fail_msg("%.12f is not %.12f", figure, expected);
    }
}

/* Every 4 s: 96 94 89 88 87 127 86 0 92 92. Two of ten are artefacts: 20 %, 32 s are valid.
 * Mean (96+94+89+88+87+86+92+92)/8 = 724/8 = 90.5. Below 90: 89 88 87 86, half of the time. At most
 * 88: 88 87 86, 12 s; the artefact between 87 and 86 ends the first run of 8 s. */
static void ten_readings_by_hand(void **state)
{
    (void)state;
    static const int16_t VALUES[] = {96, 94, 89, 88, 87, 127, 86, 0, 92, 92};
    struct recording recording = {.count = 0};
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        record(&recording, 1000 + 4 * (int64_t)i, VALUES[i]);
    }
    assert_int_equal(oximetry_interval(recording.readings, recording.count), 4);
    struct oximetry_figures figures = reduce(&recording, 4);
    assert_int_equal(figures.valid_s, 32);
    assert_int_equal(figures.artefact_s, 8);
    assert_near(figures.artefact_pct, 20.0);
    assert_near(figures.mean, 90.5);
    assert_int_equal(figures.nadir, 86);
    assert_near(figures.below90_pct, 50.0);
    assert_int_equal(figures.at_most88_s, 12);
    assert_int_equal(figures.longest88_s, 8);
}

static void fifty_and_a_hundred_are_values_and_beyond_them_are_artefacts(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    record(&recording, 0, 50);
    record(&recording, 1, 100);
    record(&recording, 2, 49);
    record(&recording, 3, 101);
    record(&recording, 4, -1);
    struct oximetry_figures figures = reduce(&recording, 1);
    assert_int_equal(figures.valid_s, 2);
    assert_int_equal(figures.artefact_s, 3);
    assert_int_equal(figures.nadir, 50);
    assert_near(figures.mean, 75.0);
}

/* 88 for 2 readings, a gap of 100 s, 88 for 3 readings: 2 + 3 seconds, no run over the gap. */
static void a_gap_is_not_recorded_and_ends_a_run(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    record(&recording, 0, 88);
    record(&recording, 1, 88);
    record(&recording, 101, 88);
    record(&recording, 102, 88);
    record(&recording, 103, 88);
    struct oximetry_figures figures = reduce(&recording, 1);
    assert_int_equal(figures.valid_s, 5);
    assert_int_equal(figures.longest88_s, 3);
    assert_near(figures.artefact_pct, 0.0);
    assert_near(figures.below90_pct, 100.0);
}

static void a_jitter_of_the_clock_is_no_gap(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    record(&recording, 0, 95);
    record(&recording, 3, 95);
    record(&recording, 8, 95);
    record(&recording, 12, 95);
    record(&recording, 16, 95);
    assert_int_equal(oximetry_interval(recording.readings, recording.count), 4);
    assert_int_equal(reduce(&recording, 4).valid_s, 20);
}

static void several_readings_of_one_second_are_one_second(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    for (int64_t i = 0; i < 30; i++) {
        record(&recording, i / 3, 97);
    }
    assert_int_equal(oximetry_interval(recording.readings, recording.count), 1);
    assert_int_equal(reduce(&recording, 1).valid_s, 10);
}

static void a_finger_that_was_never_in_gives_no_figures(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    struct oximetry_figures figures = {.nadir = 77};
    record(&recording, 0, 127);
    record(&recording, 1, 0);
    assert_false(oximetry_reduce(recording.readings, recording.count, 1, &figures));
    assert_false(oximetry_reduce(NULL, 0, 1, &figures));
    assert_int_equal(figures.nadir, 77);
}

static void readings_too_far_apart_have_no_interval(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    record(&recording, 0, 97);
    assert_int_equal(oximetry_interval(recording.readings, 1), 0);
    record(&recording, 61, 97);
    assert_int_equal(oximetry_interval(recording.readings, 2), 0);
    assert_int_equal(oximetry_interval(NULL, 0), 0);
}

static int64_t seconds_of(const char *text)
{
    struct timestamp at;
    assert_true(timestamp_from_text(bytes_of_text(text), &at));
    return at.utc_ms / 1000;
}

static void a_night_goes_from_noon_to_noon(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    record(&recording, seconds_of("2026-08-28T12:00:00+02:00"), 97);
    record(&recording, seconds_of("2026-08-28T23:59:59+02:00"), 97);
    record(&recording, seconds_of("2026-08-29T00:00:00+02:00"), 97);
    record(&recording, seconds_of("2026-08-29T11:59:59+02:00"), 97);
    record(&recording, seconds_of("2026-08-29T12:00:00+02:00"), 97);
    assert_int_equal(oximetry_night_length(recording.readings, recording.count), 4);
    assert_int_equal(oximetry_night_length(recording.readings + 4, 1), 1);
}

static void nights_before_1970_change_at_noon_too(void **state)
{
    (void)state;
    struct recording recording = {.count = 0};
    record(&recording, seconds_of("1969-12-30T22:00:00+02:00"), 97);
    record(&recording, seconds_of("1969-12-31T11:59:59+02:00"), 97);
    record(&recording, seconds_of("1969-12-31T12:00:00+02:00"), 97);
    assert_int_equal(oximetry_night_length(recording.readings, recording.count), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_readings_by_hand),
        cmocka_unit_test(fifty_and_a_hundred_are_values_and_beyond_them_are_artefacts),
        cmocka_unit_test(a_gap_is_not_recorded_and_ends_a_run),
        cmocka_unit_test(a_jitter_of_the_clock_is_no_gap),
        cmocka_unit_test(several_readings_of_one_second_are_one_second),
        cmocka_unit_test(a_finger_that_was_never_in_gives_no_figures),
        cmocka_unit_test(readings_too_far_apart_have_no_interval),
        cmocka_unit_test(a_night_goes_from_noon_to_noon),
        cmocka_unit_test(nights_before_1970_change_at_noon_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
