/* Makes plans of a few words. */
#include "flags/story_plans.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct value text_value(const char *text)
{
    return (struct value){VALUE_TEXT, {.text = bytes_of_text(text)}};
}

void story_plans_begin(struct story_plans *plans, enum flag_sign sign, int32_t from_day)
{
    const struct flag_rule_row *rule = rule_book_rule(rule_book_sign(sign)->rule);
    size_t count = 0;
    *plans = (struct story_plans){0};
    for (uint32_t i = 0; i < rule->sign_count; i++) {
        enum flag_sign other = (enum flag_sign)(rule->first_sign + i);
        if (other != sign) {
            assert_true(count < STORY_SIGNS_MAX);
            (void)snprintf(plans->names[count], STORY_NAME_SIZE, "%s.%s", rule->name,
                           rule_book_sign(other)->name);
            plans->rules[count][0] =
                (struct value_pair){bytes_of_text("rule_id"), text_value(plans->names[count])};
            plans->rules[count][1] =
                (struct value_pair){bytes_of_text("enabled"), {VALUE_BOOL, {.boolean = false}}};
            plans->maps[count] = (struct value){VALUE_MAP, {.map = {plans->rules[count], 2}}};
            count++;
        }
    }
    story_plans_add(
        plans, "monitoring_plan", from_day,
        (struct value_pair){bytes_of_text("rule"), {VALUE_LIST, {.list = {plans->maps, count}}}});
}

void story_plans_add(struct story_plans *plans, const char *kind, int32_t from_day,
                     struct value_pair said)
{
    size_t at = plans->book.count;
    assert_true(at < STORY_VERSIONS_MAX);
    plans->pairs[at] = said;
    plans->fields[at] = (struct value){VALUE_MAP, {.map = {&plans->pairs[at], 1}}};
    plans->versions[at] = (struct plan_version){.plan = {{(uint8_t)kind[0], (uint8_t)kind[1]}},
                                                .number = (uint32_t)at + 1,
                                                .kind = bytes_of_text(kind),
                                                .from_day = from_day,
                                                .status = PLAN_ACTIVE,
                                                .fields = &plans->fields[at],
                                                .author = bytes_of_text("Dr. Ada")};
    plan_book_sort(plans->versions, at + 1);
    plans->book = (struct plan_book){plans->versions, at + 1};
}

void story_plans_add_medicine(struct story_plans *plans, int32_t from_day, const char *field,
                              const char *text)
{
    size_t at = plans->book.count;
    assert_true(at < STORY_VERSIONS_MAX);
    plans->items[at][0] = (struct value_pair){bytes_of_text("schedule"), text_value("visit")};
    plans->items[at][1] = (struct value_pair){bytes_of_text(field), text_value(text)};
    plans->lists[at] = (struct value){VALUE_MAP, {.map = {plans->items[at], 2}}};
    story_plans_add(
        plans, "medication_plan", from_day,
        (struct value_pair){bytes_of_text("item"), {VALUE_LIST, {.list = {&plans->lists[at], 1}}}});
}
