/* Tests of what happens between what rules find and what is told: once, not too often, to the
 * plan's limits, the same everywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/timestamp.h"
#include "domain/plan.h"
#include "flags/flags.h"
#include "trends/made_days.h"

enum { FIRST_DAY = 20458, RULES_MAX = 4 };

static struct made_days made;

static int set_up(void **state)
{
    (void)state;
    made.count = 0;
    made.arena = arena_create(0);
    return made.arena == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(made.arena);
    return 0;
}

static void put(int32_t day, enum measure measure, double value)
{
    made_days_put(&made, FIRST_DAY + day, measure, value);
}

static void put_each(int32_t first, int32_t last, enum measure measure, double value)
{
    for (int32_t day = first; day <= last; day++) {
        put(day, measure, value);
    }
}

/* A monitoring plan of a few rules. */
struct watch {
    const char *rule_id;
    double threshold; /* 0: none */
    const char *tier; /* NULL: none */
    bool off;
};

struct watch_plan {
    struct value_pair items[RULES_MAX][4];
    struct value maps[RULES_MAX];
    struct value_pair pair;
    struct value fields;
    struct plan_version version;
    struct plan_book book;
};

static void add_pair(struct value_pair *pairs, struct value *map, const char *key,
                     struct value value)
{
    pairs[map->as.map.count++] = (struct value_pair){bytes_of_text(key), value};
}

static const struct plan_book *watch(struct watch_plan *plan, const struct watch *rules,
                                     size_t count)
{
    *plan = (struct watch_plan){0};
    for (size_t i = 0; i < count; i++) {
        struct value *map = &plan->maps[i];
        *map = (struct value){VALUE_MAP, {.map = {plan->items[i], 0}}};
        add_pair(plan->items[i], map, "rule_id",
                 (struct value){VALUE_TEXT, {.text = bytes_of_text(rules[i].rule_id)}});
        if (rules[i].threshold > 0) {
            add_pair(plan->items[i], map, "threshold",
                     (struct value){VALUE_DECIMAL, {.decimal = rules[i].threshold}});
        }
        if (rules[i].tier != NULL) {
            add_pair(plan->items[i], map, "tier",
                     (struct value){VALUE_TEXT, {.text = bytes_of_text(rules[i].tier)}});
        }
        if (rules[i].off) {
            add_pair(plan->items[i], map, "enabled",
                     (struct value){VALUE_BOOL, {.boolean = false}});
        }
    }
    plan->pair.key = bytes_of_text("rule");
    plan->pair.value = (struct value){VALUE_LIST, {.list = {plan->maps, count}}};
    plan->fields = (struct value){VALUE_MAP, {.map = {&plan->pair, 1}}};
    plan->version = (struct plan_version){.plan = {{1}},
                                          .number = 1,
                                          .kind = bytes_of_text("monitoring_plan"),
                                          .from_day = FIRST_DAY,
                                          .status = PLAN_ACTIVE,
                                          .fields = &plan->fields,
                                          .author = bytes_of_text("Dr. Ada")};
    plan->book = (struct plan_book){&plan->version, 1};
    return &plan->book;
}

static size_t evaluate(const struct flag_question *question, struct flag **out_flags)
{
    size_t count = 0;
    assert_int_equal(flags_evaluate(question, made.arena, out_flags, &count), DAYBOOK_OK);
    return count;
}

static size_t ask(int32_t until, const struct plan_book *plans, struct flag **out_flags)
{
    const struct flag_question question = {
        .history = made_days_history(&made), .plans = plans, .until = FIRST_DAY + until};
    return evaluate(&question, out_flags);
}

/* The flags of a rule in a state; the first of them, or NULL. */
static const struct flag *find(const struct flag *flags, size_t count, enum flag_rule rule,
                               enum flag_state state, size_t *out_found)
{
    const struct flag *first = NULL;
    *out_found = 0;
    for (size_t i = 0; i < count; i++) {
        if (flags[i].rule == rule && flags[i].state == state) {
            first = first == NULL ? &flags[i] : first;
            ++*out_found;
        }
    }
    return first;
}

static const struct flag *raised(int32_t until, enum flag_rule rule, const struct plan_book *plans)
{
    struct flag *flags = NULL;
    size_t found = 0;
    size_t count = ask(until, plans, &flags);
    return find(flags, count, rule, FLAG_RAISED, &found);
}

static size_t told(int32_t until, enum flag_rule rule)
{
    struct flag *flags = NULL;
    size_t up = 0;
    size_t down = 0;
    size_t count = ask(until, NULL, &flags);
    (void)find(flags, count, rule, FLAG_RAISED, &up);
    (void)find(flags, count, rule, FLAG_CLEARED, &down);
    return up + down;
}

static void a_flag_is_raised_once_while_it_holds(void **state)
{
    (void)state;
    put_each(0, 60, MEASURE_PAIN_WORST, 5);
    const struct flag *flag = raised(60, FLAG_R18, NULL);
    assert_non_null(flag);
    assert_int_equal(told(60, FLAG_R18), 1);
    assert_int_equal(flag->since, FIRST_DAY + 3); /* the fourth value of seven days */
    char reference[FLAG_REFERENCE_SIZE];
    flags_reference(flag, reference);
    assert_string_equal(reference, "R18@2026-01-08");
}

static void a_review_soon_after_another_keeps_its_name(void **state)
{
    (void)state;
    put(5, MEASURE_COUGH_FLOW_BEST, 250);
    put_each(6, 7, MEASURE_COUGH_FLOW_BEST, 350);
    put(10, MEASURE_COUGH_FLOW_BEST, 250);
    assert_null(raised(9, FLAG_R11, NULL));
    assert_int_equal(raised(10, FLAG_R11, NULL)->since, FIRST_DAY + 5);
    assert_int_equal(told(10, FLAG_R11), 1);
}

static void a_review_long_after_another_is_a_new_one(void **state)
{
    (void)state;
    put_each(0, 60, MEASURE_OVERALL, 5);
    put(5, MEASURE_NEAR_FALLS, 3);
    put(40, MEASURE_NEAR_FALLS, 3);
    assert_null(raised(39, FLAG_R17, NULL));
    assert_int_equal(raised(40, FLAG_R17, NULL)->since, FIRST_DAY + 40);
    assert_int_equal(told(40, FLAG_R17), 2);
}

static void what_gets_more_urgent_is_told_at_once(void **state)
{
    (void)state;
    put_each(0, 40, MEASURE_PAIN_WORST, 5);
    put_each(41, 42, MEASURE_PAIN_WORST, 8);
    const struct flag *flag = raised(42, FLAG_R18, NULL);
    assert_int_equal(flag->tier, FLAG_TIER_REVIEW_HIGH);
    assert_int_equal(flag->since, FIRST_DAY + 42);
    assert_int_equal(told(42, FLAG_R18), 2);
}

static void a_second_urgent_event_is_news(void **state)
{
    (void)state;
    put_each(0, 40, MEASURE_OVERALL, 5);
    for (int32_t day = 20; day <= 25; day += 5) {
        put(day, MEASURE_FALLS, 1);
        put(day, MEASURE_FALLS_INJURY, 1);
    }
    assert_int_equal(raised(24, FLAG_R16, NULL)->since, FIRST_DAY + 20);
    assert_int_equal(raised(25, FLAG_R16, NULL)->since, FIRST_DAY + 25);
    assert_int_equal(raised(25, FLAG_R16, NULL)->tier, FLAG_TIER_URGENT);
}

static void what_is_left_after_an_urgent_flag_is_a_review(void **state)
{
    (void)state;
    put_each(0, 60, MEASURE_OVERALL, 5);
    put(20, MEASURE_FALLS, 2);
    put(20, MEASURE_FALLS_INJURY, 1);
    assert_int_equal(raised(33, FLAG_R16, NULL)->tier, FLAG_TIER_URGENT);
    const struct flag *flag = raised(34, FLAG_R16, NULL);
    assert_int_equal(flag->tier, FLAG_TIER_REVIEW_HIGH);
    assert_non_null(strstr((const char *)flag->text.data, "2 falls in 30 d"));
}

static void days_without_entries_clear_nothing(void **state)
{
    (void)state;
    put_each(0, 40, MEASURE_PAIN_WORST, 5);
    const struct flag *flag = raised(90, FLAG_R18, NULL);
    assert_non_null(flag);
    assert_int_equal(flag->observed_day, FIRST_DAY + 43); /* the last window with four values */
}

static void a_plan_sets_limit_and_tier(void **state)
{
    (void)state;
    struct watch_plan plan;
    put_each(0, 10, MEASURE_PAIN_WORST, 5);
    const struct watch higher[] = {{"R18", 6, NULL, false}};
    assert_non_null(raised(10, FLAG_R18, NULL));
    assert_null(raised(10, FLAG_R18, watch(&plan, higher, 1)));
    const struct watch lower[] = {{"R18.moderate", 5, "info", false}};
    const struct flag *flag = raised(10, FLAG_R18, watch(&plan, lower, 1));
    assert_int_equal(flag->tier, FLAG_TIER_INFO);
    assert_non_null(strstr((const char *)flag->text.data, "limit 5"));
    assert_non_null(strstr((const char *)flag->text.data,
                           "Not a diagnosis; thresholds set by Dr. Ada on 2026-01-05."));
}

static void a_plan_may_leave_a_rule_or_a_sign_out(void **state)
{
    (void)state;
    struct watch_plan plan;
    put_each(0, 10, MEASURE_PAIN_WORST, 8);
    const struct watch sign[] = {{"R18.severe", 0, NULL, true}};
    assert_int_equal(raised(10, FLAG_R18, watch(&plan, sign, 1))->tier, FLAG_TIER_REVIEW);
    const struct watch rule[] = {{"R18", 0, NULL, true}};
    assert_null(raised(10, FLAG_R18, watch(&plan, rule, 1)));
}

static void a_plan_that_says_nonsense_changes_nothing(void **state)
{
    (void)state;
    struct watch_plan plan;
    put_each(0, 10, MEASURE_PAIN_WORST, 5);
    const struct watch rules[] = {{"R18", 400, "soon", false},
                                  {"R99", 1, NULL, false},
                                  {"R18.nothing", 1, NULL, true},
                                  {"", 1, NULL, true}};
    assert_int_equal(raised(10, FLAG_R18, watch(&plan, rules, 4))->tier, FLAG_TIER_REVIEW);
}

static void given_limits_carry_their_marks(void **state)
{
    (void)state;
    put_each(0, 10, MEASURE_PAIN_WORST, 5);
    const struct flag *flag = raised(10, FLAG_R18, NULL);
    assert_string_equal(
        (const char *)flag->text.data,
        "Worst pain 5 (median of 7 of 7 d); limit 4. Observed on 2026-01-15, reported by "
        "patient. Not a diagnosis; default thresholds (confirmed, unverified).");
}

static void more_than_three_reviews_in_a_week_are_one_digest(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    put_each(0, 40, MEASURE_OVERALL, 5);
    put(30, MEASURE_NEAR_FALLS, 3);
    put(31, MEASURE_SWALLOW_EVENTS, 3);
    put(32, MEASURE_AID_REDNESS_MIN, 40);
    size_t count = ask(36, NULL, &flags);
    for (size_t i = 0; i < count; i++) {
        assert_false(flags[i].has_digest);
    }
    put(36, MEASURE_COUGH_FLOW_BEST, 250);
    count = ask(36, NULL, &flags);
    size_t in_digest = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(!flags[i].has_digest || flags[i].digest_day == FIRST_DAY + 30);
        in_digest += flags[i].has_digest;
    }
    assert_int_equal(in_digest, 4);
}

static void urgent_flags_come_first_and_are_in_no_digest(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    put_each(0, 40, MEASURE_OVERALL, 5);
    put(30, MEASURE_NEAR_FALLS, 3);
    put(31, MEASURE_SWALLOW_EVENTS, 3);
    put(32, MEASURE_AID_REDNESS_MIN, 40);
    put(33, MEASURE_COUGH_FLOW_BEST, 250);
    put(30, MEASURE_LUNG_PACO2, 7);
    size_t count = ask(33, NULL, &flags);
    assert_true(count >= 5);
    assert_int_equal(flags[0].rule, FLAG_R06);
    assert_false(flags[0].has_digest);
    assert_true(flags[1].has_digest);
}

static void a_measure_that_is_kept_or_weekly_is_undetermined(void **state)
{
    (void)state;
    uint8_t sharing[MEASURE_COUNT] = {0};
    struct flag *flags = NULL;
    size_t found = 0;
    put_each(0, 30, MEASURE_PAIN_WORST, 8);
    for (unsigned level = FLAG_SHARED_WEEKLY; level <= FLAG_SHARED_NOT; level++) {
        sharing[MEASURE_PAIN_WORST] = (uint8_t)level;
        const struct flag_question question = {
            .history = made_days_history(&made), .until = FIRST_DAY + 30, .sharing = sharing};
        size_t count = evaluate(&question, &flags);
        const struct flag *flag = find(flags, count, FLAG_R18, FLAG_UNDETERMINED, &found);
        assert_non_null(flag);
        assert_non_null(strstr((const char *)flag->text.data, "is not shared day by day"));
        assert_null(find(flags, count, FLAG_R18, FLAG_RAISED, &found));
    }
}

static void medians_wait_for_the_end_of_the_day_and_events_do_not(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    size_t found = 0;
    put_each(0, 20, MEASURE_PAIN_WORST, 2);
    put_each(21, 24, MEASURE_PAIN_WORST, 5);
    put(24, MEASURE_FALLS, 1);
    put(24, MEASURE_FALLS_INJURY, 1);
    struct flag_question question = {
        .history = made_days_history(&made), .until = FIRST_DAY + 24, .until_goes_on = true};
    size_t count = evaluate(&question, &flags);
    assert_null(find(flags, count, FLAG_R18, FLAG_RAISED, &found));
    assert_non_null(find(flags, count, FLAG_R16, FLAG_RAISED, &found));
    question.until_goes_on = false;
    count = evaluate(&question, &flags);
    assert_non_null(find(flags, count, FLAG_R18, FLAG_RAISED, &found));
}

static const struct flag *silence(int32_t until, int32_t received)
{
    struct flag *flags = NULL;
    size_t found = 0;
    const struct flag_question question = {.history = made_days_history(&made),
                                           .until = FIRST_DAY + until,
                                           .has_received = true,
                                           .last_received_day = FIRST_DAY + received};
    size_t count = evaluate(&question, &flags);
    return find(flags, count, FLAG_R25, FLAG_RAISED, &found);
}

static void silence_is_noted_from_the_day_of_receipt(void **state)
{
    (void)state;
    put_each(0, 30, MEASURE_OVERALL, 5);
    assert_null(silence(37, 30));
    assert_int_equal(silence(38, 30)->tier, FLAG_TIER_INFO);
    assert_int_equal(silence(40, 30)->since, FIRST_DAY + 38);
    assert_int_equal(silence(45, 30)->tier, FLAG_TIER_REVIEW);
    assert_null(silence(45, 44));
    assert_null(raised(60, FLAG_R25, NULL)); /* where the log is kept */
}

static void who_writes_rarely_is_missed_later(void **state)
{
    (void)state;
    for (int32_t day = 0; day <= 60; day += 6) {
        put(day, MEASURE_OVERALL, 5);
    }
    assert_null(silence(72, 60));
    assert_int_equal(silence(73, 60)->tier, FLAG_TIER_INFO);
}

static void a_pause_is_no_silence_and_no_laziness(void **state)
{
    (void)state;
    put_each(0, 40, MEASURE_OVERALL, 5);
    put_each(0, 40, MEASURE_EXERCISE_STRETCH_PRESCRIBED, 1);
    put_each(0, 40, MEASURE_EXERCISE_SESSIONS, 1);
    put_each(0, 40, MEASURE_EXERCISE_NOT_DONE_ILL, 1);
    assert_non_null(silence(60, 40));
    assert_non_null(raised(40, FLAG_R20, NULL));
    put_each(1, 40, MEASURE_PAUSED, 1);
    assert_null(silence(60, 40));
    assert_null(raised(40, FLAG_R20, NULL));
}

/* Numbers of a year, in the same order for the same seed. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void put_year(uint32_t seed)
{
    for (int32_t day = 0; day < 365; day++) {
        put(day, MEASURE_PAIN_WORST, next_random(&seed) % 9);
        put(day, MEASURE_SPO2_REST_SECOND_LOW, 92 + next_random(&seed) % 7);
        put(day, MEASURE_NIV_NIGHT_HOURS, next_random(&seed) % 9);
        put(day, MEASURE_SWALLOW_EVENTS, next_random(&seed) % 8 == 0);
        put(day, MEASURE_FALLS, next_random(&seed) % 20 == 0);
        put(day, MEASURE_WEIGHT, 70 - day / 60.0);
        if (day % 30 == 0) {
            put(day, MEASURE_ALSFRS_R_TOTAL, 44 - day / 20);
        }
    }
}

static void shuffle(uint32_t seed)
{
    for (size_t i = made.count; i > 1; i--) {
        size_t other = next_random(&seed) % i;
        struct made_value kept = made.values[i - 1];
        made.values[i - 1] = made.values[other];
        made.values[other] = kept;
    }
}

static void the_order_in_which_days_came_changes_nothing(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        struct flag *flags = NULL;
        struct flag *shuffled = NULL;
        made.count = 0;
        put_year(seed);
        size_t count = ask(364, NULL, &flags);
        shuffle(seed);
        assert_int_equal(ask(364, NULL, &shuffled), count);
        assert_true(count > 10);
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(flags[i].rule, shuffled[i].rule);
            assert_int_equal(flags[i].since, shuffled[i].since);
            assert_int_equal(flags[i].state, shuffled[i].state);
            assert_true(bytes_equal(flags[i].text, shuffled[i].text));
        }
    }
}

static void what_was_raised_stays_raised_in_hindsight(void **state)
{
    (void)state;
    put_year(7);
    struct flag *early = NULL;
    struct flag *late = NULL;
    size_t early_count = ask(200, NULL, &early);
    size_t late_count = ask(364, NULL, &late);
    for (size_t i = 0; i < early_count; i++) {
        size_t same = 0;
        for (size_t k = 0; k < late_count; k++) {
            same += late[k].state != FLAG_UNDETERMINED && late[k].rule == early[i].rule &&
                    late[k].since == early[i].since;
        }
        assert_int_equal(same, early[i].state == FLAG_UNDETERMINED ? same : 1);
    }
}

static void a_journal_without_days_raises_nothing(void **state)
{
    (void)state;
    struct flag *flags = NULL;
    struct history empty = {.days = NULL};
    const struct flag_question question = {.history = &empty, .until = FIRST_DAY};
    assert_int_equal(evaluate(&question, &flags), 0);
}

static void memory_that_ends_is_no_flag(void **state)
{
    (void)state;
    put_year(3);
    const struct flag_question question = {.history = made_days_history(&made),
                                           .until = FIRST_DAY + 364};
    for (size_t limit = 1; limit < 200000; limit = limit * 3 / 2 + 1) {
        struct arena *small = arena_create(limit);
        struct flag *flags = NULL;
        size_t count = 12345;
        enum daybook_status status = flags_evaluate(&question, small, &flags, &count);
        assert_true(status == DAYBOOK_OK || (status == DAYBOOK_NO_MEMORY && count == 12345));
        arena_free(small);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_flag_is_raised_once_while_it_holds),
        TEST(a_review_soon_after_another_keeps_its_name),
        TEST(a_review_long_after_another_is_a_new_one),
        TEST(what_gets_more_urgent_is_told_at_once),
        TEST(a_second_urgent_event_is_news),
        TEST(what_is_left_after_an_urgent_flag_is_a_review),
        TEST(days_without_entries_clear_nothing),
        TEST(a_plan_sets_limit_and_tier),
        TEST(a_plan_may_leave_a_rule_or_a_sign_out),
        TEST(a_plan_that_says_nonsense_changes_nothing),
        TEST(given_limits_carry_their_marks),
        TEST(more_than_three_reviews_in_a_week_are_one_digest),
        TEST(urgent_flags_come_first_and_are_in_no_digest),
        TEST(a_measure_that_is_kept_or_weekly_is_undetermined),
        TEST(medians_wait_for_the_end_of_the_day_and_events_do_not),
        TEST(silence_is_noted_from_the_day_of_receipt),
        TEST(who_writes_rarely_is_missed_later),
        TEST(a_pause_is_no_silence_and_no_laziness),
        TEST(the_order_in_which_days_came_changes_nothing),
        TEST(what_was_raised_stays_raised_in_hindsight),
        TEST(a_journal_without_days_raises_nothing),
        TEST(memory_that_ends_is_no_flag),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
