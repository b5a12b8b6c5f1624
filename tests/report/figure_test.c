/* Numbers as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/figure.h"

static void assert_figure(double value, int decimals, const char *expected)
{
    char text[FIGURE_TEXT_SIZE];
    figure_to_text(value, decimals, text);
    assert_string_equal(text, expected);
}

static void assert_change(double value, const char *expected)
{
    char text[FIGURE_TEXT_SIZE];
    figure_change_to_text(value, 2, text);
    assert_string_equal(text, expected);
}

static void assert_p(double p, const char *expected)
{
    char text[FIGURE_TEXT_SIZE];
    figure_p_to_text(p, text);
    assert_string_equal(text, expected);
}

static void trailing_zeros_are_dropped(void **state)
{
    (void)state;
    assert_figure(3.0, 1, "3");
    assert_figure(66.5, 1, "66.5");
    assert_figure(0.25, 1, "0.3");
    assert_figure(100.0, 1, "100");
    assert_figure(100.0, 0, "100");
    assert_figure(-2.04, 1, "-2");
}

static void a_change_carries_its_sign_and_nothing_has_none(void **state)
{
    (void)state;
    assert_change(0.621173, "+0.62");
    assert_change(-0.96627, "-0.97");
    assert_change(0.0, "0");
    assert_change(-0.001, "0");
}

static void numbers_that_do_not_fit_say_so(void **state)
{
    (void)state;
    assert_figure(1e300, 1, ">999999");
    assert_figure(-1e300, 3, "<-999999");
    assert_figure(999999.0, 3, "999999");
}

static void a_probability_is_never_nothing(void **state)
{
    (void)state;
    assert_p(0.0, "p<0.001");
    assert_p(0.0309, "p 0.031");
    assert_p(0.05, "p 0.050");
    assert_p(1.0, "p 1.000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trailing_zeros_are_dropped),
        cmocka_unit_test(a_change_carries_its_sign_and_nothing_has_none),
        cmocka_unit_test(numbers_that_do_not_fit_say_so),
        cmocka_unit_test(a_probability_is_never_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
