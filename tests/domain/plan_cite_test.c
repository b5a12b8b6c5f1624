/* Tests of which plan an entry belongs to when it is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/plan_cite.h"

enum { TODAY = 20000, DAY_MS = 24 * 3600 * 1000, ITEM_FIELDS = 2 };

/* A plan of two items, each with a name and one more field. */
struct plan_of_two {
    struct value_pair pairs[2][ITEM_FIELDS];
    struct value items[2];
    struct value_pair list;
    struct value fields;
    struct plan_version version;
};

static struct value text_of(const char *text)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(text)};
}

static void make_plan(struct plan_of_two *plan, const char *kind, const char *field,
                      const char *const words[4])
{
    *plan = (struct plan_of_two){.list.key = bytes_of_text("item")};
    for (size_t i = 0; i < 2; i++) {
        plan->pairs[i][0] = (struct value_pair){bytes_of_text("item_id"), text_of(words[2 * i])};
        plan->pairs[i][1] = (struct value_pair){bytes_of_text(field), text_of(words[2 * i + 1])};
        plan->items[i] = (struct value){.type = VALUE_MAP, .as.map = {plan->pairs[i], ITEM_FIELDS}};
    }
    plan->list.value = (struct value){.type = VALUE_LIST, .as.list = {plan->items, 2}};
    plan->fields = (struct value){.type = VALUE_MAP, .as.map = {&plan->list, 1}};
    plan->version = (struct plan_version){.plan = {{7}},
                                          .number = 2,
                                          .kind = bytes_of_text(kind),
                                          .from_day = TODAY,
                                          .status = PLAN_ACTIVE,
                                          .fields = &plan->fields};
}

/* What an entry of that day with one field cites; "" for nothing. */
static const char *cited(const struct plan_version *version, const char *kind,
                         const struct value_pair *field, int32_t day)
{
    static char ref[PLAN_REF_TEXT_SIZE];
    const struct plan_book book = {version, 1};
    const struct entry entry = {.kind = bytes_of_text(kind),
                                .at = {.utc_ms = (int64_t)day * DAY_MS},
                                .fields = {.type = VALUE_MAP, .as.map = {field, 1}}};
    ref[0] = '\0';
    (void)plan_cite(&book, &entry, ref);
    return ref;
}

#define PLAN "07000000000000000000000000000000.2"

static void a_session_cites_the_exercise_it_names_or_the_only_one_of_its_type(void **state)
{
    (void)state;
    struct plan_of_two plan;
    static const char *const words[] = {"calf", "stretch", "stairs", "mobility"};
    make_plan(&plan, "exercise_plan", "type", words);
    const struct value_pair named = {bytes_of_text("plan_item_ref"), text_of("stairs")};
    const struct value_pair unknown = {bytes_of_text("plan_item_ref"), text_of("arms")};
    const struct value_pair typed = {bytes_of_text("type"), text_of("stretch")};
    const struct value_pair other = {bytes_of_text("type"), text_of("balance")};
    const char *kind = "exercise_session";
    assert_string_equal(cited(&plan.version, kind, &named, TODAY), PLAN "#stairs");
    assert_string_equal(cited(&plan.version, kind, &typed, TODAY), PLAN "#calf");
    assert_string_equal(cited(&plan.version, kind, &unknown, TODAY), PLAN);
    assert_string_equal(cited(&plan.version, kind, &other, TODAY), PLAN);
    assert_string_equal(cited(&plan.version, kind, &named, TODAY - 1), "");
    plan.version.mark = 0x1f;
    assert_string_equal(cited(&plan.version, kind, &named, TODAY), PLAN "~0000001f#stairs");
}

static void a_type_of_two_exercises_cites_the_plan_as_a_whole(void **state)
{
    (void)state;
    struct plan_of_two plan;
    static const char *const words[] = {"calf", "stretch", "arms", "stretch"};
    make_plan(&plan, "exercise_plan", "type", words);
    const struct value_pair typed = {bytes_of_text("type"), text_of("stretch")};
    assert_string_equal(cited(&plan.version, "exercise_session", &typed, TODAY), PLAN);
}

static void a_dose_cites_its_medicine_and_no_plan_without_it(void **state)
{
    (void)state;
    struct plan_of_two plan;
    static const char *const words[] = {"r", "Riluzole", "b", "Baclofen"};
    make_plan(&plan, "medication_plan", "drug", words);
    const struct value_pair drug = {bytes_of_text("drug"), text_of("riluzole")};
    const struct value_pair other = {bytes_of_text("drug"), text_of("paracetamol")};
    assert_string_equal(cited(&plan.version, "medication_dose", &drug, TODAY), PLAN "#r");
    assert_string_equal(cited(&plan.version, "medication_dose", &other, TODAY), "");
}

static void other_entries_cite_nothing(void **state)
{
    (void)state;
    struct plan_of_two plan;
    static const char *const words[] = {"calf", "stretch", "arms", "stretch"};
    make_plan(&plan, "exercise_plan", "type", words);
    const struct value_pair named = {bytes_of_text("plan_item_ref"), text_of("calf")};
    assert_string_equal(cited(&plan.version, "pain", &named, TODAY), "");
    assert_false(plan_cite_applies(bytes_of_text("pain")));
    assert_true(plan_cite_applies(bytes_of_text("medication_dose")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_cites_the_exercise_it_names_or_the_only_one_of_its_type),
        cmocka_unit_test(a_type_of_two_exercises_cites_the_plan_as_a_whole),
        cmocka_unit_test(a_dose_cites_its_medicine_and_no_plan_without_it),
        cmocka_unit_test(other_entries_cite_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
