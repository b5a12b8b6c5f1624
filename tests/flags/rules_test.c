/* Tests of every sign of every rule: that it fires, does not at the other side of its limit,
 * clears, fires again, and says when it cannot tell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flags/due_stories.h"
#include "flags/flags.h"
#include "flags/stories.h"
#include "flags/story_plans.h"
#include "trends/made_days.h"

enum {
    FIRST_DAY = 20458,
    CALM_DAYS = 63,
    GAP_DAYS = 98,     /* longer than any window */
    SILENT_DAYS = 125, /* longer than a reading from the clinic speaks for the present */
};

static const struct story_list *const LISTS[] = {&stories_of_breathing, &stories_of_living};

static struct made_days made;

static void put_strokes(const struct stroke *strokes, int32_t first, int32_t count)
{
    for (int32_t day = first; day < first + count; day++) {
        for (size_t i = 0; i < STROKES_MAX && strokes[i].every > 0; i++) {
            if ((day - first) % strokes[i].every == 0) {
                made_days_put(&made, FIRST_DAY + day, strokes[i].measure, strokes[i].value);
            }
        }
    }
}

static void put_entries(int32_t days)
{
    for (int32_t day = 0; day < days; day++) {
        made_days_put(&made, FIRST_DAY + day, MEASURE_OVERALL, 5);
    }
}

static void make_plans(const struct story *story, struct story_plans *plans)
{
    story_plans_begin(plans, story->sign, FIRST_DAY);
    if (story->plan == NULL) {
        return;
    }
    if (strcmp(story->plan, "medication_plan") == 0) {
        story_plans_add_medicine(plans, FIRST_DAY, story->field, story->text);
        return;
    }
    struct value number = {VALUE_DECIMAL, {.decimal = story->number}};
    struct value text = {VALUE_TEXT, {.text = {NULL, 0}}};
    if (story->text != NULL) {
        text.as.text = bytes_of_text(story->text);
    }
    story_plans_add(
        plans, story->plan, FIRST_DAY,
        (struct value_pair){bytes_of_text(story->field), story->text != NULL ? text : number});
}

/* What the sign says at the end of a day. */
struct verdict {
    size_t raised;
    size_t cleared;
    size_t undetermined;
    struct flag last; /* the raised one, or the undetermined one */
};

static struct verdict ask(const struct story *story, int32_t until)
{
    struct story_plans plans;
    struct flag *flags = NULL;
    size_t count = 0;
    struct verdict verdict = {0};
    make_plans(story, &plans);
    const struct flag_question question = {
        .history = made_days_history(&made), .plans = &plans.book, .until = FIRST_DAY + until};
    assert_int_equal(flags_evaluate(&question, made.arena, &flags, &count), DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        if (flags[i].rule == rule_book_sign(story->sign)->rule) {
            verdict.raised += flags[i].state == FLAG_RAISED;
            verdict.cleared += flags[i].state == FLAG_CLEARED;
            verdict.undetermined += flags[i].state == FLAG_UNDETERMINED;
            verdict.last = flags[i].state == FLAG_CLEARED ? verdict.last : flags[i];
        }
    }
    return verdict;
}

/* Calm for so long, bad, calm, bad again. */
static void put_story(const struct story *story)
{
    const int32_t bad_again = CALM_DAYS + story->bad_days + GAP_DAYS;
    put_entries(bad_again + story->bad_days);
    put_strokes(story->calm, 0, CALM_DAYS);
    put_strokes(story->bad, CALM_DAYS, story->bad_days);
    put_strokes(story->calm, CALM_DAYS + story->bad_days, GAP_DAYS);
    put_strokes(story->bad, bad_again, story->bad_days);
}

/* Each story begins with nothing. */
static void for_each(void (*check)(const struct story *))
{
    for (size_t list = 0; list < sizeof LISTS / sizeof LISTS[0]; list++) {
        for (size_t i = 0; i < LISTS[list]->count; i++) {
            const struct story *story = &LISTS[list]->stories[i];
            const struct flag_sign_row *sign = rule_book_sign(story->sign);
            made.count = 0;
            made.arena = arena_create(0);
            assert_non_null(made.arena);
            print_message("%s.%s\n", rule_book_rule(sign->rule)->name, sign->name);
            check(story);
            arena_free(made.arena);
        }
    }
}

static void check_fires_not(const struct story *story)
{
    int32_t last = CALM_DAYS + story->bad_days - 1;
    put_entries(last + 1);
    put_strokes(story->calm, 0, CALM_DAYS);
    struct verdict calm = ask(story, CALM_DAYS - 1);
    assert_int_equal(calm.raised + calm.cleared, 0);
    assert_int_equal(calm.undetermined, 0);
    put_strokes(story->near, CALM_DAYS, story->bad_days);
    struct verdict close = ask(story, last);
    assert_int_equal(close.raised + close.cleared, 0);
}

static void no_sign_fires_at_the_other_side_of_its_limit(void **state)
{
    (void)state;
    for_each(check_fires_not);
}

static void check_fires(const struct story *story)
{
    put_story(story);
    int32_t last = CALM_DAYS + story->bad_days - 1;
    struct verdict bad = ask(story, last);
    assert_int_equal(bad.raised, 1);
    assert_int_equal(bad.last.tier, rule_book_sign(story->sign)->tier);
    assert_true(bad.last.since >= FIRST_DAY + CALM_DAYS);
    assert_int_equal(bad.last.observed_day, FIRST_DAY + last);
    const char *text = (const char *)bad.last.text.data;
    if (strstr(text, story->says) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", story->says, text);
    }
    assert_non_null(strstr(text, "Not a diagnosis; "));
}

static void every_sign_fires_and_says_what_was_observed(void **state)
{
    (void)state;
    for_each(check_fires);
}

static void check_clears(const struct story *story)
{
    put_story(story);
    struct verdict after = ask(story, CALM_DAYS + story->bad_days + GAP_DAYS - 1);
    assert_int_equal(after.raised, 0);
    assert_true(after.cleared >= 1);
    assert_int_equal(after.undetermined, 0);
    struct verdict soon = ask(story, CALM_DAYS + story->bad_days);
    assert_int_equal(soon.raised, 1);
}

static void every_sign_clears_but_not_at_once(void **state)
{
    (void)state;
    for_each(check_clears);
}

static void check_fires_again(const struct story *story)
{
    put_story(story);
    struct verdict again = ask(story, CALM_DAYS + 2 * story->bad_days + GAP_DAYS - 1);
    assert_int_equal(again.raised, 1);
    assert_true(again.cleared >= 1);
    assert_true(again.last.since >= FIRST_DAY + CALM_DAYS + story->bad_days + GAP_DAYS);
}

static void every_sign_fires_again(void **state)
{
    (void)state;
    for_each(check_fires_again);
}

/* Calm, and then nobody writes anything down; or nobody ever did, of what a plan goes on to ask. */
static void check_undetermined(const struct story *story)
{
    int32_t calm_days = story->still[0].every > 0 ? 1 : CALM_DAYS;
    put_entries(calm_days);
    put_strokes(story->calm, 0, story->still[0].every > 0 ? 0 : calm_days);
    put_strokes(story->still, 0, calm_days + SILENT_DAYS);
    struct verdict silent = ask(story, calm_days + SILENT_DAYS - 1);
    assert_int_equal(silent.raised + silent.cleared, 0);
    assert_int_equal(silent.undetermined, 1);
    const char *text = (const char *)silent.last.text.data;
    assert_true(text != NULL && strstr(text, "does not mean that all is well") != NULL);
}

static void no_sign_takes_silence_for_well_being(void **state)
{
    (void)state;
    for_each(check_undetermined);
}

static size_t stories_told(enum flag_sign sign)
{
    size_t told = 0;
    for (size_t list = 0; list < sizeof LISTS / sizeof LISTS[0]; list++) {
        for (size_t i = 0; i < LISTS[list]->count; i++) {
            const struct story *story = &LISTS[list]->stories[i];
            bool whole = story->calm[0].every > 0 && story->near[0].every > 0 &&
                         story->bad[0].every > 0 && story->bad_days > 0 && story->says != NULL;
            assert_true(story->sign != sign || whole);
            told += story->sign == sign;
        }
    }
    return told;
}

static unsigned due_rows(enum flag_sign sign)
{
    unsigned rows = 0;
    for (size_t i = 0; i < due_stories_count; i++) {
        rows |= due_stories[i].sign == sign ? 1U << due_stories[i].row : 0;
    }
    return rows;
}

static void every_sign_has_its_five_rows(void **state)
{
    (void)state;
    size_t by_entries = 0;
    size_t by_dates = 0;
    for (unsigned sign = 0; sign < SIGN_COUNT; sign++) {
        bool told = stories_told((enum flag_sign)sign) > 0;
        bool due = due_rows((enum flag_sign)sign) == (1U << ROW_COUNT) - 1;
        if (!told && !due) {
            fail_msg("%s.%s has no story",
                     rule_book_rule(rule_book_sign((enum flag_sign)sign)->rule)->name,
                     rule_book_sign((enum flag_sign)sign)->name);
        }
        by_entries += told;
        by_dates += !told && due;
    }
    print_message("%zu signs judged by entries, %zu by dates\n", by_entries, by_dates);
    assert_int_equal(by_entries + by_dates, SIGN_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sign_has_its_five_rows),
        cmocka_unit_test(every_sign_fires_and_says_what_was_observed),
        cmocka_unit_test(no_sign_fires_at_the_other_side_of_its_limit),
        cmocka_unit_test(no_sign_takes_silence_for_well_being),
        cmocka_unit_test(every_sign_clears_but_not_at_once),
        cmocka_unit_test(every_sign_fires_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
