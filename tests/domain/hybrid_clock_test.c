/* Tests of the hybrid logical clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/hybrid_clock.h"

static const int64_t noon = INT64_C(1780315200000);
static const int64_t day = INT64_C(86400000);

static uint64_t at(int64_t wall_ms, uint16_t counter)
{
    return (uint64_t)wall_ms << 16 | counter;
}

static void the_next_time_follows_the_wall_clock(void **state)
{
    (void)state;
    assert_true(hybrid_clock_next(0, noon) == at(noon, 0));
    assert_true(hybrid_clock_next(at(noon - 1, 9), noon) == at(noon, 0));
    assert_int_equal(hybrid_clock_ms(at(noon, 5)), noon);
}

static void the_next_time_is_later_though_the_wall_clock_stands_or_goes_back(void **state)
{
    (void)state;
    assert_true(hybrid_clock_next(at(noon, 0), noon) == at(noon, 1));
    assert_true(hybrid_clock_next(at(noon, 0), noon - INT64_C(3650) * day) == at(noon, 1));
    assert_true(hybrid_clock_next(at(noon, UINT16_MAX), noon) == at(noon + 1, 0));
    assert_true(hybrid_clock_next(at(noon, 3), -1) == at(noon, 4));
}

static void a_wall_clock_beyond_48_bits_does_not_wrap(void **state)
{
    (void)state;
    const int64_t end = (INT64_C(1) << 48) - 1;
    assert_true(hybrid_clock_next(0, INT64_MAX) == at(end, 0));
    assert_true(hybrid_clock_next(0, INT64_MIN) == 1);
    assert_true(hybrid_clock_hear(0, UINT64_MAX, INT64_MAX) == UINT64_MAX - 1);
    assert_true(hybrid_clock_next(hybrid_clock_hear(0, UINT64_MAX, INT64_MAX), 0) == UINT64_MAX);
    assert_true(hybrid_clock_hear(5, 4, INT64_MIN) == 5);
}

static void a_remote_time_is_adopted_up_to_a_day_ahead(void **state)
{
    (void)state;
    assert_true(hybrid_clock_hear(0, at(noon + 5, 1), noon) == at(noon + 5, 1));
    assert_true(hybrid_clock_hear(0, at(noon + day, UINT16_MAX), noon) ==
                at(noon + day, UINT16_MAX));
    assert_true(hybrid_clock_hear(0, at(noon + day + 1, 0), noon) == at(noon + day, UINT16_MAX));
    assert_true(hybrid_clock_hear(0, UINT64_MAX, noon) == at(noon + day, UINT16_MAX));
}

static void hearing_never_moves_the_clock_back(void **state)
{
    (void)state;
    assert_true(hybrid_clock_hear(at(noon, 7), at(noon - 1, 0), noon) == at(noon, 7));
    assert_true(hybrid_clock_hear(at(noon + 9 * day, 7), UINT64_MAX, noon) ==
                at(noon + 9 * day, 7));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_time_follows_the_wall_clock),
        cmocka_unit_test(the_next_time_is_later_though_the_wall_clock_stands_or_goes_back),
        cmocka_unit_test(a_wall_clock_beyond_48_bits_does_not_wrap),
        cmocka_unit_test(a_remote_time_is_adopted_up_to_a_day_ahead),
        cmocka_unit_test(hearing_never_moves_the_clock_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
