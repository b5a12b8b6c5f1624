/* The usual range: by hand, at its edges, and over three hundred simulated declines. */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "trends/usual_range.h"

enum { DAYS_MAX = 400, LIVES = 300, LIFE_DAYS = 230, MONTH = 30 };

struct diary {
    struct series_point points[DAYS_MAX];
    size_t count;
};

static void write_value(struct diary *diary, int32_t day, double value)
{
    assert_true(diary->count < DAYS_MAX);
    diary->points[diary->count++] = (struct series_point){.day = day, .value = value};
}

static struct usual_range range_on(const struct diary *diary, int32_t until, double change_min)
{
    const struct series values = {diary->points, diary->count};
    struct arena *arena = arena_create(0);
    struct usual_range_work *work = usual_range_work_create(arena);
    assert_non_null(work);
    struct usual_range range = usual_range_on(values, until, change_min, work);
    arena_free(arena);
    return range;
}

static void assert_near(double figure, double expected)
{
    if (!(fabs(figure - expected) < 1e-9)) {
        fail_msg("%.12f is not %.12f", figure, expected);
    }
}

/* 42 days that lose 0.1 a day and lie 0.5 below and above in turn. Of 861 pairs the 420 an even
 * number of days apart slope -0.1; of the others 210 slope less and 231 more: the median is -0.1.
 * The residuals are -0.5 and +0.5 around 80, every moving range is 1, so the reach is 2.66. */
static struct diary steady_decline(void)
{
    struct diary diary = {.count = 0};
    for (int32_t day = 1; day <= 42; day++) {
        write_value(&diary, day, 80.0 - 0.1 * day + (day % 2 == 0 ? 0.5 : -0.5));
    }
    return diary;
}

static void the_range_follows_the_line(void **state)
{
    (void)state;
    struct diary diary = steady_decline();
    write_value(&diary, 49, 75.1);
    write_value(&diary, 50, 75.0);
    struct usual_range range = range_on(&diary, 50, 0.0);
    assert_true(range.has);
    assert_int_equal(range.values, 42);
    assert_near(range.middle, 75.0);
    assert_near(range.low, 75.0 - 2.66);
    assert_near(range.high, 75.0 + 2.66);
    assert_int_equal(range.verdict, USUAL_WITHIN);
}

static void one_value_outside_is_not_unusual_and_two_of_three_are(void **state)
{
    (void)state;
    struct diary diary = steady_decline();
    write_value(&diary, 48, 75.2 - 2.7);
    write_value(&diary, 49, 75.1);
    assert_int_equal(range_on(&diary, 49, 0.0).verdict, USUAL_WITHIN);
    write_value(&diary, 50, 75.0 - 2.7);
    assert_int_equal(range_on(&diary, 50, 0.0).verdict, USUAL_LOWER);
    assert_int_equal(range_on(&diary, 50, 3.0).verdict, USUAL_WITHIN);
    assert_int_equal(range_on(&diary, 49, 0.0).verdict, USUAL_WITHIN);
}

static void one_above_and_one_below_are_not_the_same_side(void **state)
{
    (void)state;
    struct diary diary = steady_decline();
    write_value(&diary, 49, 75.1 + 2.7);
    write_value(&diary, 50, 75.0 - 2.7);
    assert_int_equal(range_on(&diary, 50, 0.0).verdict, USUAL_WITHIN);
    diary.points[43].value = 75.0 + 2.7;
    assert_int_equal(range_on(&diary, 50, 0.0).verdict, USUAL_HIGHER);
}

static void too_few_values_are_insufficient(void **state)
{
    (void)state;
    struct diary diary = {.count = 0};
    assert_int_equal(range_on(&diary, 50, 0.0).verdict, USUAL_INSUFFICIENT);
    for (int32_t day = 1; day <= 20; day++) {
        write_value(&diary, day, 5.0);
    }
    write_value(&diary, 49, 5.0);
    write_value(&diary, 50, 5.0);
    assert_false(range_on(&diary, 50, 0.0).has);
    assert_int_equal(range_on(&diary, 50, 0.0).verdict, USUAL_INSUFFICIENT);
}

static void a_range_without_recent_values_is_no_verdict(void **state)
{
    (void)state;
    struct diary diary = steady_decline();
    write_value(&diary, 50, 75.0);
    struct usual_range range = range_on(&diary, 50, 0.0);
    assert_true(range.has);
    assert_int_equal(range.verdict, USUAL_INSUFFICIENT);
    assert_string_equal(usual_verdict_name(range.verdict), "insufficient");
}

static void leaving_the_range_is_better_or_worse(void **state)
{
    (void)state;
    assert_int_equal(usual_range_sense(BETTER_UP, USUAL_LOWER), TREND_WORSE);
    assert_int_equal(usual_range_sense(BETTER_UP, USUAL_HIGHER), TREND_BETTER);
    assert_int_equal(usual_range_sense(BETTER_DOWN, USUAL_HIGHER), TREND_WORSE);
    assert_int_equal(usual_range_sense(BETTER_DOWN, USUAL_LOWER), TREND_BETTER);
    assert_int_equal(usual_range_sense(BETTER_NONE, USUAL_LOWER), TREND_NEUTRAL);
    assert_int_equal(usual_range_sense(BETTER_UP, USUAL_WITHIN), TREND_NEUTRAL);
    assert_int_equal(usual_range_sense(BETTER_UP, USUAL_INSUFFICIENT), TREND_NEUTRAL);
}

static double next_uniform(uint64_t *chance)
{
    *chance = *chance * 6364136223846793005U + 1442695040888963407U;
    return (double)(*chance >> 11) / 9007199254740992.0;
}

/* Twelve uniform numbers add up to nearly a normal one of variance 1. */
static double next_normal(uint64_t *chance)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++) {
        sum += next_uniform(chance);
    }
    return sum;
}

/* A person who loses up to two standard deviations a month and logs on six of seven days. */
static void live(uint64_t seed, double drop, struct diary *diary)
{
    uint64_t chance = seed * 2654435761U + 1;
    double loss = 2.0 * next_uniform(&chance) / MONTH;
    diary->count = 0;
    for (int32_t day = 0; day < LIFE_DAYS; day++) {
        bool logs = next_uniform(&chance) < 6.0 / 7.0;
        double value = 60.0 - loss * day + next_normal(&chance);
        if (logs) {
            write_value(diary, day, value - (day >= LIFE_DAYS - MONTH ? drop : 0.0));
        }
    }
}

/* The first day from first to first + MONTH - 1 that is unusually low or, when wanted, high; -1. */
static int32_t first_unusual(const struct diary *diary, int32_t first, bool also_high)
{
    const struct series values = {diary->points, diary->count};
    struct arena *arena = arena_create(0);
    struct usual_range_work *work = usual_range_work_create(arena);
    assert_non_null(work);
    int32_t found = -1;
    for (int32_t day = first; found < 0 && day < first + MONTH; day++) {
        enum usual_verdict verdict = usual_range_on(values, day, 0.0, work).verdict;
        if (verdict == USUAL_LOWER || (also_high && verdict == USUAL_HIGHER)) {
            found = day;
        }
    }
    arena_free(arena);
    return found;
}

/* The figures are printed, so that a change of the rule shows what it costs. */
static void a_slow_decline_seldom_alarms_and_a_drop_is_seen_within_days(void **state)
{
    (void)state;
    size_t months = 0;
    size_t false_alarms = 0;
    size_t seen = 0;
    size_t seen_by_delay[MONTH] = {0};
    for (uint64_t seed = 1; seed <= LIVES; seed++) {
        struct diary diary;
        live(seed, 0.0, &diary);
        for (int32_t day = 50; day + MONTH <= LIFE_DAYS; day += MONTH) {
            months++;
            false_alarms += first_unusual(&diary, day, true) >= 0 ? 1 : 0;
        }
        live(seed, 3.0, &diary);
        int32_t day = first_unusual(&diary, LIFE_DAYS - MONTH, false);
        if (day >= LIFE_DAYS - MONTH) {
            seen++;
            seen_by_delay[day - (LIFE_DAYS - MONTH)]++;
        }
    }
    size_t median_delay = 0;
    for (size_t sum = seen_by_delay[0]; 2 * sum < seen; sum += seen_by_delay[median_delay]) {
        median_delay++;
    }
    double false_share = (double)false_alarms / (double)months;
    double seen_share = (double)seen / LIVES;
    printf("false alarms in %.1f %% of %zu months of decline; a drop of 3 sd seen in %.1f %%, "
           "median after %zu days\n",
           100.0 * false_share, months, 100.0 * seen_share, median_delay);
    assert_true(false_share < 0.03);
    assert_true(seen_share > 0.75);
    assert_true(median_delay <= 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_range_follows_the_line),
        cmocka_unit_test(one_value_outside_is_not_unusual_and_two_of_three_are),
        cmocka_unit_test(one_above_and_one_below_are_not_the_same_side),
        cmocka_unit_test(too_few_values_are_insufficient),
        cmocka_unit_test(a_range_without_recent_values_is_no_verdict),
        cmocka_unit_test(leaving_the_range_is_better_or_worse),
        cmocka_unit_test(a_slow_decline_seldom_alarms_and_a_drop_is_seen_within_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
