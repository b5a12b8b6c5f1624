/* Whose clock is wrong: a table of circles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/clock_skew.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };
enum { CLOCKS = 5 };

/* Minutes each clock is ahead of the own one, which is the first, and what is made of them. */
struct circle_of_clocks {
    size_t count;
    int ahead[CLOCKS];
    enum clock_verdict verdicts[CLOCKS];
    int off[CLOCKS];
};

#define A CLOCK_AGREES
#define D CLOCK_DIFFERS
#define W CLOCK_WRONG

static void expect(const struct circle_of_clocks *clocks)
{
    int64_t ahead_ms[CLOCKS];
    struct clock_judgement judged[CLOCKS];
    for (size_t i = 0; i < clocks->count; i++) {
        ahead_ms[i] = (int64_t)clocks->ahead[i] * MINUTE;
    }
    clock_skew_judge(ahead_ms, clocks->count, judged);
    for (size_t i = 0; i < clocks->count; i++) {
        assert_int_equal(judged[i].verdict, clocks->verdicts[i]);
        assert_true(judged[i].ahead_ms == (int64_t)clocks->off[i] * MINUTE);
    }
}

static void clocks_that_agree_are_no_matter(void **state)
{
    (void)state;
    expect(&(struct circle_of_clocks){1, {0}, {A}, {0}});
    expect(&(struct circle_of_clocks){2, {0, 10}, {A, A}, {0}});
    expect(&(struct circle_of_clocks){4, {0, -10, 3, 5}, {A, A, A, A}, {0}});
}

static void of_two_clocks_nobody_knows_which_is_right(void **state)
{
    (void)state;
    expect(&(struct circle_of_clocks){2, {0, 11}, {D, D}, {0, 11}});
    expect(&(struct circle_of_clocks){2, {0, -120}, {D, D}, {0, -120}});
    expect(&(struct circle_of_clocks){4, {0, 0, 90, 90}, {D, A, D, D}, {0, 0, 90, 90}});
}

static void one_among_three_is_wrong(void **state)
{
    (void)state;
    expect(&(struct circle_of_clocks){3, {0, 1, 120}, {A, A, W}, {0, 0, 119}});
    expect(&(struct circle_of_clocks){3, {0, 1, -120}, {A, A, W}, {0, 0, -121}});
    expect(&(struct circle_of_clocks){3, {0, 120, 121}, {W, A, A}, {-121, 0, 0}});
    expect(&(struct circle_of_clocks){3, {0, -120, -121}, {W, A, A}, {120, 0, 0}});
}

static void several_may_be_wrong_each_by_its_own(void **state)
{
    (void)state;
    expect(
        &(struct circle_of_clocks){5, {0, 0, 0, 60, -300}, {A, A, A, W, W}, {0, 0, 0, 60, -300}});
    expect(&(struct circle_of_clocks){
        5, {0, 60, 60, 60, -300}, {W, A, A, A, W}, {-60, 0, 0, 0, -360}});
    expect(&(struct circle_of_clocks){3, {0, 60, 180}, {D, D, D}, {0, 60, 180}});
}

static void what_may_have_waited_does_not_make_a_clock_slow(void **state)
{
    (void)state;
    int64_t ahead_ms = 77;
    assert_false(clock_skew_read(0, (int64_t)5 * HOUR, true, &ahead_ms));
    assert_true(ahead_ms == 77);
    assert_true(clock_skew_read(0, (int64_t)5 * HOUR, false, &ahead_ms));
    assert_true(ahead_ms == -5 * (int64_t)HOUR);
    assert_true(clock_skew_read((int64_t)5 * HOUR, 0, true, &ahead_ms));
    assert_true(ahead_ms == 5 * (int64_t)HOUR);
    assert_true(clock_skew_read(0, (int64_t)10 * MINUTE, true, &ahead_ms));
    assert_true(ahead_ms == -10 * (int64_t)MINUTE);
}

static void clocks_at_the_ends_of_time_are_only_far_apart(void **state)
{
    (void)state;
    int64_t ahead_ms[2] = {0};
    struct clock_judgement judged[2];
    assert_true(clock_skew_read(INT64_MAX, INT64_MIN, true, &ahead_ms[1]));
    clock_skew_judge(ahead_ms, 2, judged);
    assert_int_equal(judged[1].verdict, D);
    assert_true(clock_skew_read(INT64_MIN, INT64_MAX, false, &ahead_ms[1]));
    assert_true(ahead_ms[1] < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks_that_agree_are_no_matter),
        cmocka_unit_test(of_two_clocks_nobody_knows_which_is_right),
        cmocka_unit_test(one_among_three_is_wrong),
        cmocka_unit_test(several_may_be_wrong_each_by_its_own),
        cmocka_unit_test(what_may_have_waited_does_not_make_a_clock_slow),
        cmocka_unit_test(clocks_at_the_ends_of_time_are_only_far_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
