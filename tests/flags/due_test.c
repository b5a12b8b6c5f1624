/* Tests of the signs that are judged by dates: a visit, a blood test, silence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "flags/due_stories.h"
#include "flags/flag_history.h"
#include "flags/story_plans.h"

static void make_plans(const struct due_story *story, struct story_plans *plans)
{
    static char dates[2][DAY_TEXT_SIZE];
    const char *field = story->sign == SIGN_R23_BLOOD_TEST ? "lab_due" : "next_due";
    story_plans_begin(plans, story->sign, HISTORY_FIRST_DAY);
    if (story->row != ROW_UNKNOWN) {
        day_to_text(HISTORY_FIRST_DAY + DUE_FIRST, dates[0]);
        day_to_text(HISTORY_FIRST_DAY + DUE_SECOND, dates[1]);
        story_plans_add_medicine(plans, HISTORY_FIRST_DAY, field, dates[0]);
        story_plans_add_medicine(plans, HISTORY_FIRST_DAY + DUE_NEXT_VERSION, field, dates[1]);
    }
}

static void check(const struct due_story *story)
{
    struct story_plans plans;
    struct flag *flags = NULL;
    size_t raised = 0;
    size_t cleared = 0;
    size_t undetermined = 0;
    enum flag_rule rule = rule_book_sign(story->sign)->rule;
    make_plans(story, &plans);
    const struct flag_question question = {.history = made_days_history(&history_made),
                                           .plans = &plans.book,
                                           .until = HISTORY_FIRST_DAY + story->until,
                                           .has_received = story->received != NEVER,
                                           .last_received_day = HISTORY_FIRST_DAY + story->received,
                                           .received_interval_days = 1};
    size_t count = history_evaluate(&question, &flags);
    const struct flag *flag = history_find(flags, count, rule, FLAG_RAISED, &raised);
    (void)history_find(flags, count, rule, FLAG_CLEARED, &cleared);
    (void)history_find(flags, count, rule, FLAG_UNDETERMINED, &undetermined);
    print_message("%s.%s until day %d\n", rule_book_rule(rule)->name,
                  rule_book_sign(story->sign)->name, story->until);
    assert_int_equal(raised, story->verdict == SAYS_RAISED);
    assert_true(story->verdict != SAYS_CLEARED || cleared == 1);
    assert_true(story->verdict != SAYS_NOTHING || cleared == 0);
    assert_int_equal(undetermined, 0);
    if (flag != NULL) {
        assert_int_equal(flag->since, HISTORY_FIRST_DAY + story->since);
        assert_int_equal(flag->tier, rule_book_sign(story->sign)->tier);
    }
}

static void dates_fire_and_clear_on_their_day(void **state)
{
    (void)state;
    history_put_each(0, DUE_LAST_ENTRY, MEASURE_OVERALL, 5);
    for (size_t i = 0; i < due_stories_count; i++) {
        check(&due_stories[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(dates_fire_and_clear_on_their_day, history_set_up,
                                        history_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
