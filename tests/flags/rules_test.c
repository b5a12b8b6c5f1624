/* Tests of every rule: that it fires, does not, clears, fires again, and says when it cannot tell.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "domain/plan.h"
#include "flags/flags.h"
#include "flags/stories.h"
#include "trends/made_days.h"

enum { CALM_DAYS = 63, GAP_DAYS = 77, FIRST_DAY = 20458 };

static void put_strokes(struct made_days *made, const struct stroke *strokes, int32_t first,
                        int32_t count)
{
    for (int32_t day = first; day < first + count; day++) {
        for (size_t i = 0; i < STROKES_MAX && strokes[i].every > 0; i++) {
            if ((day - first) % strokes[i].every == 0) {
                made_days_put(made, FIRST_DAY + day, strokes[i].measure, strokes[i].value);
            }
        }
    }
}

static void put_entries(struct made_days *made, int32_t days)
{
    for (int32_t day = 0; day < days; day++) {
        made_days_put(made, FIRST_DAY + day, MEASURE_OVERALL, 5);
    }
}

/* One plan that says one thing from the first day on. */
struct made_plan {
    struct value_pair pair;
    struct value fields;
    struct plan_version version;
    struct plan_book book;
};

static const struct plan_book *make_plan(const struct story *story, struct made_plan *plan)
{
    *plan = (struct made_plan){0};
    if (story->plan == NULL) {
        return &plan->book;
    }
    plan->pair.key = bytes_of_text(story->field);
    if (story->text != NULL) {
        plan->pair.value = (struct value){VALUE_TEXT, {.text = bytes_of_text(story->text)}};
    } else {
        plan->pair.value = (struct value){VALUE_DECIMAL, {.decimal = story->number}};
    }
    plan->fields = (struct value){VALUE_MAP, {.map = {&plan->pair, 1}}};
    plan->version = (struct plan_version){.plan = {{1}},
                                          .number = 1,
                                          .kind = bytes_of_text(story->plan),
                                          .from_day = FIRST_DAY,
                                          .status = PLAN_ACTIVE,
                                          .fields = &plan->fields,
                                          .author = bytes_of_text("Dr. Ada")};
    plan->book = (struct plan_book){&plan->version, 1};
    return &plan->book;
}

/* What the rule says at the end of a day. */
struct verdict {
    size_t raised;
    size_t cleared;
    size_t undetermined;
    struct flag last; /* the raised one, or the undetermined one */
};

static struct verdict ask(const struct story *story, struct made_days *made, int32_t until)
{
    struct made_plan plan;
    struct flag *flags = NULL;
    size_t count = 0;
    struct verdict verdict = {0};
    struct flag_question question = {.history = made_days_history(made),
                                     .plans = make_plan(story, &plan),
                                     .until = FIRST_DAY + until};
    assert_int_equal(flags_evaluate(&question, made->arena, &flags, &count), DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        if (flags[i].rule == story->rule) {
            verdict.raised += flags[i].state == FLAG_RAISED;
            verdict.cleared += flags[i].state == FLAG_CLEARED;
            verdict.undetermined += flags[i].state == FLAG_UNDETERMINED;
            verdict.last = flags[i].state == FLAG_CLEARED ? verdict.last : flags[i];
        }
    }
    return verdict;
}

static struct made_days made;

/* Calm for so long, bad, calm, bad again. */
static void put_story(const struct story *story)
{
    const int32_t bad_again = CALM_DAYS + story->bad_days + GAP_DAYS;
    put_entries(&made, bad_again + story->bad_days);
    put_strokes(&made, story->calm, 0, CALM_DAYS);
    put_strokes(&made, story->bad, CALM_DAYS, story->bad_days);
    put_strokes(&made, story->calm, CALM_DAYS + story->bad_days, GAP_DAYS);
    put_strokes(&made, story->bad, bad_again, story->bad_days);
}

static void begin(void)
{
    made.count = 0;
    made.arena = arena_create(0);
    assert_non_null(made.arena);
}

#define EACH(story, test)                                                                          \
    for (const struct story *(story) = stories; (story) < stories + stories_count; (story)++) {    \
        begin();                                                                                   \
        print_message("%s\n", (story)->what);                                                      \
        test(story);                                                                               \
        arena_free(made.arena);                                                                    \
    }

static void check_calm(const struct story *story)
{
    put_story(story);
    struct verdict calm = ask(story, &made, CALM_DAYS - 1);
    assert_int_equal(calm.raised + calm.cleared, 0);
    assert_int_equal(calm.undetermined, 0);
}

static void no_rule_fires_on_calm_days(void **state)
{
    (void)state;
    EACH(story, check_calm)
}

static void check_fires(const struct story *story)
{
    put_story(story);
    int32_t last = CALM_DAYS + story->bad_days - 1;
    struct verdict bad = ask(story, &made, last);
    assert_int_equal(bad.raised, 1);
    assert_int_equal(bad.last.tier, story->tier);
    assert_true(bad.last.since >= FIRST_DAY + CALM_DAYS);
    assert_int_equal(bad.last.observed_day, FIRST_DAY + last);
    const char *text = (const char *)bad.last.text.data;
    if (strstr(text, story->says) == NULL) {
        fail_msg("%s: \"%s\" is not in \"%s\"", story->what, story->says, text);
    }
    assert_non_null(strstr(text, "Not a diagnosis"));
}

static void every_rule_fires_and_says_what_was_observed(void **state)
{
    (void)state;
    EACH(story, check_fires)
}

static void check_clears(const struct story *story)
{
    put_story(story);
    struct verdict after = ask(story, &made, CALM_DAYS + story->bad_days + GAP_DAYS - 1);
    assert_int_equal(after.raised, 0);
    assert_true(after.cleared >= 1);
    assert_int_equal(after.undetermined, 0);
    struct verdict soon = ask(story, &made, CALM_DAYS + story->bad_days);
    assert_int_equal(soon.raised, 1);
}

static void every_rule_clears_but_not_at_once(void **state)
{
    (void)state;
    EACH(story, check_clears)
}

static void check_fires_again(const struct story *story)
{
    put_story(story);
    struct verdict again = ask(story, &made, CALM_DAYS + 2 * story->bad_days + GAP_DAYS - 1);
    assert_int_equal(again.raised, 1);
    assert_true(again.cleared >= 1);
    assert_true(again.last.since >= FIRST_DAY + CALM_DAYS + story->bad_days + GAP_DAYS);
}

static void every_rule_fires_again(void **state)
{
    (void)state;
    EACH(story, check_fires_again)
}

/* A single entry of anything, then silence. */
static void check_undetermined(const struct story *story)
{
    made_days_put(&made, FIRST_DAY, MEASURE_OVERALL, 5);
    struct verdict verdict = ask(story, &made, CALM_DAYS);
    assert_int_equal(verdict.raised + verdict.cleared, 0);
    assert_int_equal(verdict.undetermined, story->applies_not ? 0 : 1);
    if (verdict.undetermined > 0) {
        const char *text = (const char *)verdict.last.text.data;
        assert_non_null(strstr(text, "does not mean that all is well"));
    }
}

static void a_rule_without_entries_cannot_tell(void **state)
{
    (void)state;
    EACH(story, check_undetermined)
}

/* What says nothing while nobody uses it lacks its entries once somebody did. */
static void what_is_no_longer_logged_cannot_be_told(void **state)
{
    (void)state;
    for (const struct story *story = stories; story < stories + stories_count; story++) {
        if (!story->applies_not || story->rule == FLAG_R23) {
            continue;
        }
        begin();
        print_message("%s\n", story->what);
        put_entries(&made, CALM_DAYS);
        put_strokes(&made, story->calm, 0, CALM_DAYS);
        for (int32_t day = CALM_DAYS; day < CALM_DAYS + 35; day++) {
            made_days_put(&made, FIRST_DAY + day, MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1);
        }
        struct verdict verdict = ask(story, &made, CALM_DAYS + 34);
        assert_int_equal(verdict.raised + verdict.cleared, 0);
        assert_int_equal(verdict.undetermined, 1);
        arena_free(made.arena);
    }
}

static void doses_of_weeks_without_entries_cannot_be_told(void **state)
{
    (void)state;
    const struct story story = {.rule = FLAG_R23};
    begin();
    for (int32_t day = 0; day < 35; day++) {
        made_days_put(&made, FIRST_DAY + day, MEASURE_MEDICATION_RILUZOLE_SCHEDULED, 2);
    }
    struct verdict verdict = ask(&story, &made, 34);
    assert_int_equal(verdict.raised + verdict.cleared, 0);
    assert_int_equal(verdict.undetermined, 1);
    arena_free(made.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rule_fires_on_calm_days),
        cmocka_unit_test(every_rule_fires_and_says_what_was_observed),
        cmocka_unit_test(every_rule_clears_but_not_at_once),
        cmocka_unit_test(every_rule_fires_again),
        cmocka_unit_test(a_rule_without_entries_cannot_tell),
        cmocka_unit_test(what_is_no_longer_logged_cannot_be_told),
        cmocka_unit_test(doses_of_weeks_without_entries_cannot_be_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
