/* Tests of looking into values and comparing them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/value.h"

#define TEXT(literal)                                                                              \
    {                                                                                              \
        (const uint8_t *)(literal), sizeof(literal) - 1                                            \
    }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct value integer(int64_t number)
{
    return (struct value){.type = VALUE_INTEGER, .as.integer = number};
}

static struct value decimal(double number)
{
    return (struct value){.type = VALUE_DECIMAL, .as.decimal = number};
}

static struct value text(const char *letters)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(letters)};
}

static struct value list(const struct value *items, size_t count)
{
    return (struct value){.type = VALUE_LIST, .as.list = {items, count}};
}

static struct value map(const struct value_pair *pairs, size_t count)
{
    return (struct value){.type = VALUE_MAP, .as.map = {pairs, count}};
}

static void a_key_of_a_map_is_found(void **state)
{
    (void)state;
    struct value_pair pairs[] = {{TEXT("worst"), integer(3)}, {TEXT("site"), text("leg")}};
    struct value fields = map(pairs, COUNT(pairs));
    assert_ptr_equal(value_find(&fields, "site"), &pairs[1].value);
    assert_null(value_find(&fields, "sit"));
    assert_null(value_find(&pairs[0].value, "site"));
    assert_null(value_find(NULL, "site"));
}

static void text_under_a_key_is_empty_when_it_is_no_text(void **state)
{
    (void)state;
    struct value_pair pairs[] = {{TEXT("worst"), integer(3)}, {TEXT("site"), text("leg")}};
    struct value fields = map(pairs, COUNT(pairs));
    assert_true(bytes_equal_text(value_text(&fields, "site"), "leg"));
    assert_int_equal(value_text(&fields, "worst").size, 0);
    assert_int_equal(value_text(&fields, "side").size, 0);
}

static void integers_and_decimals_are_numbers_and_nothing_else_is(void **state)
{
    (void)state;
    double number = 7;
    struct value three = integer(-3);
    struct value half = decimal(0.5);
    struct value leg = text("leg");
    assert_true(value_number(&three, &number));
    assert_true(number <= -3 && number >= -3);
    assert_true(value_number(&half, &number));
    assert_true(number <= 0.5 && number >= 0.5);
    assert_false(value_number(&leg, &number));
    assert_false(value_number(NULL, &number));
    assert_true(number <= 0.5 && number >= 0.5);
}

static void one_equals_one_point_zero(void **state)
{
    (void)state;
    struct value whole = integer(1);
    struct value point = decimal(1.0);
    struct value more = decimal(1.5);
    struct value letter = text("1");
    assert_true(value_equal(&whole, &point));
    assert_true(value_equal(&point, &whole));
    assert_false(value_equal(&whole, &more));
    assert_false(value_equal(&whole, &letter));
}

static void large_integers_are_compared_exactly(void **state)
{
    (void)state;
    struct value left = integer(INT64_MAX);
    struct value right = integer(INT64_MAX - 1);
    assert_false(value_equal(&left, &right));
    assert_true(value_equal(&left, &left));
}

static void the_order_of_a_map_does_not_count(void **state)
{
    (void)state;
    struct value_pair one_way[] = {{TEXT("worst"), integer(3)}, {TEXT("site"), text("leg")}};
    struct value_pair other_way[] = {{TEXT("site"), text("leg")}, {TEXT("worst"), decimal(3.0)}};
    struct value_pair other_key[] = {{TEXT("site"), text("leg")}, {TEXT("average"), integer(3)}};
    struct value left = map(one_way, COUNT(one_way));
    struct value right = map(other_way, COUNT(other_way));
    struct value stranger = map(other_key, COUNT(other_key));
    struct value shorter = map(one_way, 1);
    assert_true(value_equal(&left, &right));
    assert_false(value_equal(&left, &stranger));
    assert_false(value_equal(&left, &shorter));
}

static void the_order_of_a_list_counts(void **state)
{
    (void)state;
    struct value one_way[] = {text("leg"), text("back")};
    struct value other_way[] = {text("back"), text("leg")};
    struct value left = list(one_way, COUNT(one_way));
    struct value right = list(other_way, COUNT(other_way));
    struct value empty = list(NULL, 0);
    assert_true(value_equal(&left, &left));
    assert_false(value_equal(&left, &right));
    assert_false(value_equal(&left, &empty));
    assert_true(value_equal(&empty, &empty));
}

static void values_are_compared_down_to_the_innermost(void **state)
{
    (void)state;
    struct value deep = integer(0);
    struct value other = integer(1);
    struct value left[7] = {list(&deep, 1)};
    struct value right[7] = {list(&other, 1)};
    for (size_t i = 1; i < 6; i++) {
        left[i] = list(&left[i - 1], 1);
        right[i] = list(&right[i - 1], 1);
    }
    assert_true(value_equal(&left[5], &left[5]));
    assert_false(value_equal(&left[5], &right[5]));
}

static void elements_behind_a_nested_one_count_too(void **state)
{
    (void)state;
    struct value inner = integer(1);
    struct value one[] = {list(&inner, 1), integer(2)};
    struct value two[] = {list(&inner, 1), integer(3)};
    struct value left = list(one, COUNT(one));
    struct value right = list(two, COUNT(two));
    assert_false(value_equal(&left, &right));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_of_a_map_is_found),
        cmocka_unit_test(text_under_a_key_is_empty_when_it_is_no_text),
        cmocka_unit_test(integers_and_decimals_are_numbers_and_nothing_else_is),
        cmocka_unit_test(one_equals_one_point_zero),
        cmocka_unit_test(large_integers_are_compared_exactly),
        cmocka_unit_test(the_order_of_a_map_does_not_count),
        cmocka_unit_test(the_order_of_a_list_counts),
        cmocka_unit_test(values_are_compared_down_to_the_innermost),
        cmocka_unit_test(elements_behind_a_nested_one_count_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
