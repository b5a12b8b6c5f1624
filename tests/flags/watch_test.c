/* Tests of what a monitoring plan changes: limits, tiers, and what does not apply. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "domain/plan.h"
#include "flags/flag_history.h"

enum { RULES_MAX = 4 };

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
                                          .from_day = HISTORY_FIRST_DAY,
                                          .status = PLAN_ACTIVE,
                                          .fields = &plan->fields,
                                          .author = bytes_of_text("Dr. Ada")};
    plan->book = (struct plan_book){&plan->version, 1};
    return &plan->book;
}

static void a_plan_sets_limit_and_tier(void **state)
{
    (void)state;
    struct watch_plan plan;
    history_put_each(0, 10, MEASURE_PAIN_WORST, 5);
    const struct watch higher[] = {{"R18", 6, NULL, false}};
    assert_non_null(history_raised(10, FLAG_R18, NULL));
    assert_null(history_raised(10, FLAG_R18, watch(&plan, higher, 1)));
    const struct watch lower[] = {{"R18.moderate", 5, "info", false}};
    const struct flag *flag = history_raised(10, FLAG_R18, watch(&plan, lower, 1));
    assert_int_equal(flag->tier, FLAG_TIER_INFO);
    assert_non_null(strstr((const char *)flag->text.data, "limit 5"));
    assert_non_null(strstr((const char *)flag->text.data,
                           "Not a diagnosis; thresholds set by Dr. Ada on 2026-01-05."));
}

static void a_plan_may_leave_a_rule_or_a_sign_out(void **state)
{
    (void)state;
    struct watch_plan plan;
    history_put_each(0, 10, MEASURE_PAIN_WORST, 8);
    const struct watch sign[] = {{"R18.severe", 0, NULL, true}};
    assert_int_equal(history_raised(10, FLAG_R18, watch(&plan, sign, 1))->tier, FLAG_TIER_REVIEW);
    const struct watch rule[] = {{"R18", 0, NULL, true}};
    assert_null(history_raised(10, FLAG_R18, watch(&plan, rule, 1)));
}

static void a_plan_that_says_nonsense_changes_nothing(void **state)
{
    (void)state;
    struct watch_plan plan;
    history_put_each(0, 10, MEASURE_PAIN_WORST, 5);
    const struct watch rules[] = {{"R18", 400, "soon", false},
                                  {"R99", 1, NULL, false},
                                  {"R18.nothing", 1, NULL, true},
                                  {"", 1, NULL, true}};
    assert_int_equal(history_raised(10, FLAG_R18, watch(&plan, rules, 4))->tier, FLAG_TIER_REVIEW);
}

static void given_limits_carry_their_marks(void **state)
{
    (void)state;
    history_put_each(0, 10, MEASURE_PAIN_WORST, 5);
    const struct flag *flag = history_raised(10, FLAG_R18, NULL);
    assert_string_equal(
        (const char *)flag->text.data,
        "Worst pain 5 (median of 7 of 7 d); limit 4. Observed on 2026-01-15, reported by "
        "patient. Not a diagnosis; default thresholds (confirmed, unverified).");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, history_set_up, history_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plan_sets_limit_and_tier),
        TEST(a_plan_may_leave_a_rule_or_a_sign_out),
        TEST(a_plan_that_says_nonsense_changes_nothing),
        TEST(given_limits_carry_their_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
