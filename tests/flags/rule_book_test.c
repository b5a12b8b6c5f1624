/* Tests of looking rules up, of checking what a plan wants to set, and of quiet hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/plan.h"
#include "flags/quiet.h"
#include "flags/rule_book.h"
#include "flags/settings.h"

static void every_rule_has_a_title_limits_and_signs(void **state)
{
    (void)state;
    for (unsigned rule = 0; rule < FLAG_RULE_COUNT; rule++) {
        const struct flag_rule_row *row = rule_book_rule((enum flag_rule)rule);
        enum flag_rule found = FLAG_RULE_COUNT;
        assert_int_equal(row->name[0], 'R');
        assert_int_equal((row->name[1] - '0') * 10 + row->name[2] - '0', rule + 1);
        assert_true(row->title[0] != '\0');
        assert_true(row->sign_count > 0 && row->limit_count > 0);
        assert_true(rule_book_find(bytes_of_text(row->name), &found));
        assert_int_equal(found, rule);
    }
}

static void no_text_tells_what_a_journal_cannot_know(void **state)
{
    (void)state;
    static const char *const never[] = {
        "hypercapnia", "aspiration", "you need",    "diagnos",
        "prognos",     "survival",   "months left", "respiratory failure"};
    for (unsigned sign = 0; sign < SIGN_COUNT; sign++) {
        const char *text = rule_book_sign((enum flag_sign)sign)->text;
        for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
            assert_null(strstr(text, never[i]));
        }
    }
}

static void a_name_finds_a_limit_a_sign_or_both(void **state)
{
    (void)state;
    struct rule_address address;
    assert_true(rule_book_address(bytes_of_text("R16"), &address));
    assert_true(address.whole && address.has_limit);
    assert_int_equal(address.limit, LIMIT_R16_FALLS);
    assert_true(rule_book_address(bytes_of_text("R16.injury"), &address));
    assert_true(address.has_sign && !address.has_limit && !address.whole);
    assert_int_equal(address.sign, SIGN_R16_INJURY);
    assert_true(rule_book_address(bytes_of_text("R18.severe"), &address));
    assert_true(address.has_sign && address.has_limit);
    static const char *const unknown[] = {"", "R", "R26", "R16.", "R16.falling", ".falls", "r16"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_false(rule_book_address(bytes_of_text(unknown[i]), &address));
    }
}

static void a_limit_is_checked_before_it_is_set(void **state)
{
    (void)state;
    assert_int_equal(settings_check(bytes_of_text("R01"), true, 92), SETTINGS_FINE);
    assert_int_equal(settings_check(bytes_of_text("R01"), true, 9), SETTINGS_OUT_OF_RANGE);
    assert_int_equal(settings_check(bytes_of_text("R16.injury"), true, 1), SETTINGS_NO_LIMIT);
    assert_int_equal(settings_check(bytes_of_text("R16.injury"), false, 0), SETTINGS_FINE);
    assert_int_equal(settings_check(bytes_of_text("R77"), false, 0), SETTINGS_NO_RULE);
}

static void windows_clear_after_one_that_shares_no_day(void **state)
{
    (void)state;
    assert_int_equal(rule_book_clears_after(SIGN_R18_MODERATE), 8);
    assert_int_equal(rule_book_clears_after(SIGN_R03_LOW), 2);
    assert_int_equal(rule_book_clears_after(SIGN_R20_FEW), 5);
}

static bool is_quiet(const char *from, const char *until, int32_t minute)
{
    const struct value_pair pairs[] = {
        {bytes_of_text("quiet_from"), {VALUE_TEXT, {.text = bytes_of_text(from)}}},
        {bytes_of_text("quiet_until"), {VALUE_TEXT, {.text = bytes_of_text(until)}}}};
    const struct value fields = {VALUE_MAP, {.map = {pairs, 2}}};
    const struct plan_version plan = {.fields = &fields};
    return quiet_at(&plan, minute);
}

static void quiet_hours_may_pass_midnight(void **state)
{
    (void)state;
    assert_true(is_quiet("22:00", "07:30", 23 * 60));
    assert_true(is_quiet("22:00", "07:30", 7 * 60 + 29));
    assert_false(is_quiet("22:00", "07:30", 7 * 60 + 30));
    assert_false(is_quiet("22:00", "07:30", 12 * 60));
    assert_true(is_quiet("13:00", "15:00", 14 * 60));
    assert_false(is_quiet("13:00", "15:00", 15 * 60));
    assert_false(is_quiet("late", "07:30", 0));
    assert_false(quiet_at(NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_has_a_title_limits_and_signs),
        cmocka_unit_test(no_text_tells_what_a_journal_cannot_know),
        cmocka_unit_test(a_name_finds_a_limit_a_sign_or_both),
        cmocka_unit_test(a_limit_is_checked_before_it_is_set),
        cmocka_unit_test(windows_clear_after_one_that_shares_no_day),
        cmocka_unit_test(quiet_hours_may_pass_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
