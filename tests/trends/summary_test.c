/* What a summary says of days made up for one question each. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/timestamp.h"
#include "trends/made_days.h"
#include "trends/summary.h"

struct fixture {
    struct made_days made;
    int32_t until; /* a Sunday */
};

static int set_up(void **state)
{
    struct fixture *fixture = test_calloc(1, sizeof *fixture);
    fixture->made.arena = arena_create(0);
    fixture->until = day_of_date(2026, 8, 30);
    *state = fixture;
    return fixture->made.arena == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_free(fixture->made.arena);
    test_free(fixture);
    return 0;
}

/* What the patient said, days_ago before until. */
static void add(struct fixture *fixture, int32_t days_ago, enum measure measure, double value)
{
    made_days_put(&fixture->made, fixture->until - days_ago, measure, value);
}

static void add_pain(struct fixture *fixture, int32_t days_ago, double pain)
{
    add(fixture, days_ago, MEASURE_PAIN_WORST, pain);
}

static const struct trend_summary *summarise(struct fixture *fixture)
{
    struct trend_summary *summary = NULL;
    assert_int_equal(trends_summarise(made_days_history(&fixture->made), fixture->until,
                                      fixture->made.arena, &summary),
                     DAYBOOK_OK);
    return summary;
}

static void no_days_give_a_summary_that_says_nothing(void **state)
{
    const struct trend_summary *summary = summarise(*state);
    assert_false(summary->has_days);
    assert_false(summary->falls.has_last);
    for (size_t i = 0; i < MEASURE_COUNT; i++) {
        const struct measure_summary *measure = &summary->measures[i];
        assert_int_equal(measure->d7.n, 0);
        assert_int_equal(measure->d7.expected, 7);
        assert_int_equal(measure->d28.expected, 28);
        assert_false(measure->d28.enough);
        assert_false(measure->all.has);
        assert_int_equal(measure->all.word, TREND_INSUFFICIENT);
        assert_int_equal(measure->week_count, 0);
        assert_false(measure->has_last);
    }
}

static void days_after_until_are_ignored(void **state)
{
    struct fixture *fixture = *state;
    add_pain(fixture, 1, 2);
    add_pain(fixture, 0, 4);
    add_pain(fixture, -1, 9);
    add(fixture, -1, MEASURE_FALLS, 1);
    const struct trend_summary *summary = summarise(fixture);
    assert_int_equal(summary->measures[MEASURE_PAIN_WORST].d7.n, 2);
    assert_true(summary->measures[MEASURE_PAIN_WORST].d7.max == 4.0);
    assert_true(summary->measures[MEASURE_PAIN_WORST].last_value == 4.0);
    assert_int_equal(summary->last_day, fixture->until);
    assert_int_equal(summary->falls.all.falls, 0);
}

static void windows_reach_back_exactly_so_many_days(void **state)
{
    struct fixture *fixture = *state;
    add_pain(fixture, 28, 9);
    add_pain(fixture, 27, 8);
    add_pain(fixture, 7, 7);
    add_pain(fixture, 6, 1);
    const struct measure_summary *pain = &summarise(fixture)->measures[MEASURE_PAIN_WORST];
    assert_int_equal(pain->d28.n, 3);
    assert_true(pain->d28.max == 8.0);
    assert_int_equal(pain->d7.n, 1);
    assert_true(pain->d7.median == 1.0);
    assert_false(pain->d7.enough);
}

static void a_week_needs_three_days_and_must_have_ended(void **state)
{
    struct fixture *fixture = *state;
    add_pain(fixture, 20, 5); /* Monday, with Tuesday: two days */
    add_pain(fixture, 19, 5);
    add_pain(fixture, 13, 1); /* three days */
    add_pain(fixture, 10, 2);
    add_pain(fixture, 7, 6);
    add_pain(fixture, 6, 7); /* the week that ends at until */
    add_pain(fixture, 5, 7);
    add_pain(fixture, 0, 9);
    const struct measure_summary *pain = &summarise(fixture)->measures[MEASURE_PAIN_WORST];
    assert_int_equal(pain->week_count, 2);
    assert_int_equal(pain->weeks[0].monday, fixture->until - 13);
    assert_int_equal(pain->weeks[0].n, 3);
    assert_true(pain->weeks[0].median == 2.0);
    assert_true(pain->weeks[1].median == 7.0);
    fixture->until--;
    assert_int_equal(summarise(fixture)->measures[MEASURE_PAIN_WORST].week_count, 1);
}

static void a_short_trend_looks_at_the_last_twelve_weeks(void **state)
{
    struct fixture *fixture = *state;
    for (int32_t ago = 20 * 7 - 1; ago >= 0; ago--) {
        add_pain(fixture, ago, ago >= 84 ? 0 : 8 - ago / 14);
    }
    const struct measure_summary *pain = &summarise(fixture)->measures[MEASURE_PAIN_WORST];
    assert_int_equal(pain->all.weeks, 20);
    assert_int_equal(pain->d84.weeks, 12);
    assert_int_equal(pain->d84.word, TREND_RISING);
    assert_int_equal(pain->d84.sense, TREND_WORSE);
}

static void falls_are_counted_apart_from_near_falls(void **state)
{
    struct fixture *fixture = *state;
    add(fixture, 200, MEASURE_FALLS, 2);
    add(fixture, 89, MEASURE_NEAR_FALLS, 3);
    add(fixture, 30, MEASURE_FALLS, 1);
    add(fixture, 29, MEASURE_NEAR_FALLS, 1);
    const struct fall_summary *falls = &summarise(fixture)->falls;
    assert_int_equal(falls->d30.falls, 0);
    assert_int_equal(falls->d30.near_falls, 1);
    assert_int_equal(falls->d30.days, 1);
    assert_int_equal(falls->d90.falls, 1);
    assert_int_equal(falls->d90.near_falls, 4);
    assert_int_equal(falls->d90.days, 3);
    assert_int_equal(falls->all.falls, 3);
    assert_int_equal(falls->last_day, fixture->until - 30);
}

static void who_reported_is_counted(void **state)
{
    struct fixture *fixture = *state;
    add_pain(fixture, 10, 1);
    made_days_put_value(&fixture->made, fixture->until - 3,
                        (struct day_value){.value = 1.0,
                                           .entries = 1,
                                           .measure = MEASURE_PAIN_WORST,
                                           .roles = 1u << ROLE_PATIENT | 1u << ROLE_CAREGIVER});
    made_days_put_value(&fixture->made, fixture->until - 3,
                        (struct day_value){.value = 4.0,
                                           .entries = 2,
                                           .measure = MEASURE_FATIGUE_SEVERITY,
                                           .roles = 1u << ROLE_CAREGIVER});
    const struct trend_summary *summary = summarise(fixture);
    assert_int_equal(summary->reporters_d7.days, 1);
    assert_int_equal(summary->reporters_d7.entries, 3);
    assert_int_equal(summary->reporters_d28.days, 2);
    assert_int_equal(summary->reporters_d28.entries_by_role[ROLE_PATIENT], 2);
    assert_int_equal(summary->reporters_d28.entries_by_role[ROLE_CAREGIVER], 2);
    const struct trend_window *window = &summary->measures[MEASURE_PAIN_WORST].d28;
    assert_int_equal(window->days_by_role[ROLE_PATIENT], 2);
    assert_int_equal(window->days_by_role[ROLE_CAREGIVER], 1);
}

static void one_measure_alone_is_summarised_as_among_all(void **state)
{
    struct fixture *fixture = *state;
    struct trend_summary *alone = NULL;
    for (int32_t ago = 100; ago >= 0; ago--) {
        int32_t step = (100 - ago) / 25;
        add_pain(fixture, ago, 1 + step);
        add(fixture, ago, MEASURE_FALLS, ago % 9 == 0 ? 1 : 0);
    }
    assert_int_equal(trends_summarise_measure(made_days_history(&fixture->made), fixture->until,
                                              MEASURE_PAIN_WORST, fixture->made.arena, &alone),
                     DAYBOOK_OK);
    const struct trend_summary *all = summarise(fixture);
    const struct measure_summary *one = &alone->measures[MEASURE_PAIN_WORST];
    const struct measure_summary *same = &all->measures[MEASURE_PAIN_WORST];
    assert_true(one->all.mk_s == same->all.mk_s &&
                one->all.slope_per_month == same->all.slope_per_month);
    assert_true(one->d28.n == same->d28.n && one->d28.median == same->d28.median);
    assert_true(one->usual.has && one->usual.middle == same->usual.middle);
    assert_int_equal(one->week_count, same->week_count);
    assert_int_equal(one->all.word, TREND_RISING);
    assert_int_equal(alone->measures[MEASURE_FALLS].week_count, 0);
    assert_int_equal(alone->falls.all.falls, 12);
    assert_int_equal(alone->last_day, all->last_day);
}

static void an_arena_that_is_too_small_is_said(void **state)
{
    struct fixture *fixture = *state;
    for (int32_t ago = 300; ago >= 0; ago--) {
        add_pain(fixture, ago, 1);
    }
    const struct history *history = made_days_history(&fixture->made);
    struct trend_summary *summary = NULL;
    for (size_t limit = 64; limit <= 16384; limit *= 4) {
        struct arena *small = arena_create(limit);
        assert_int_equal(trends_summarise(history, fixture->until, small, &summary),
                         DAYBOOK_NO_MEMORY);
        assert_null(summary);
        arena_free(small);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_days_give_a_summary_that_says_nothing),
        TEST(days_after_until_are_ignored),
        TEST(windows_reach_back_exactly_so_many_days),
        TEST(a_week_needs_three_days_and_must_have_ended),
        TEST(a_short_trend_looks_at_the_last_twelve_weeks),
        TEST(falls_are_counted_apart_from_near_falls),
        TEST(who_reported_is_counted),
        TEST(one_measure_alone_is_summarised_as_among_all),
        TEST(an_arena_that_is_too_small_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
