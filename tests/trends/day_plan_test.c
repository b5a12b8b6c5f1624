/* What plans ask of a day, and which doses count. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "domain/value.h"
#include "trends/day.h"
#include "trends/day_builder.h"
#include "trends/day_plan.h"
#include "trends/made_values.h"

enum { MONDAY = 20605 }; /* 2026-06-01 */

static const struct value_pair stretch_thrice[] = {TEXT("item_id", "legs"), TEXT("type", "stretch"),
                                                   WHOLE("days_per_week", 3)};
static const struct value_pair stretch_daily[] = {TEXT("item_id", "legs"), TEXT("type", "stretch"),
                                                  WHOLE("days_per_week", 7)};
static const struct value thrice_items[] = {MAP(stretch_thrice)};
static const struct value daily_items[] = {MAP(stretch_daily)};
static const struct value_pair thrice_fields[] = {
    {.key = {(const uint8_t *)"item", 4}, .value = LIST(thrice_items)}};
static const struct value_pair daily_fields[] = {
    {.key = {(const uint8_t *)"item", 4}, .value = LIST(daily_items)}};
static const struct value thrice = MAP(thrice_fields);
static const struct value daily = MAP(daily_fields);

static const struct value at_times[] = {
    {.type = VALUE_TEXT, .as.text = {(const uint8_t *)"08:00", 5}},
    {.type = VALUE_TEXT, .as.text = {(const uint8_t *)"20:00", 5}}};
static const struct value_pair riluzole[] = {
    TEXT("item_id", "r"),
    TEXT("drug", "Riluzole"),
    TEXT("schedule", "times"),
    {.key = {(const uint8_t *)"times", 5}, .value = LIST(at_times)}};
static const struct value_pair cycled[] = {TEXT("item_id", "e"), TEXT("drug", "edaravone"),
                                           TEXT("schedule", "cycle"), WHOLE("cycle_on_days", 2),
                                           WHOLE("cycle_off_days", 2)};
static const struct value_pair as_needed[] = {TEXT("item_id", "p"), TEXT("drug", "baclofen"),
                                              TEXT("schedule", "prn")};
static const struct value medicine_items[] = {MAP(riluzole), MAP(cycled), MAP(as_needed)};
static const struct value_pair medicine_fields[] = {
    {.key = {(const uint8_t *)"item", 4}, .value = LIST(medicine_items)}};
static const struct value medicines = MAP(medicine_fields);

static const struct id128 exercise_id = {{0x11}};
static const struct id128 medicine_id = {{0x22}};

/* Exercise thrice a week from Monday, daily from Thursday on; medicines from Monday on. */
static struct plan_book book_of(struct plan_version versions[static 3])
{
    versions[0] = (struct plan_version){.plan = exercise_id,
                                        .number = 1,
                                        .kind = bytes_of_text("exercise_plan"),
                                        .from_day = MONDAY,
                                        .status = PLAN_ACTIVE,
                                        .fields = &thrice};
    versions[1] = versions[0];
    versions[1].number = 2;
    versions[1].from_day = MONDAY + 3;
    versions[1].fields = &daily;
    versions[2] = (struct plan_version){.plan = medicine_id,
                                        .number = 1,
                                        .kind = bytes_of_text("medication_plan"),
                                        .from_day = MONDAY,
                                        .status = PLAN_ACTIVE,
                                        .fields = &medicines};
    plan_book_sort(versions, 3);
    return (struct plan_book){versions, 3};
}

static void a_week_has_as_many_sessions_as_the_plan_wants(void **state)
{
    (void)state;
    struct plan_version versions[3];
    const struct plan_book book = book_of(versions);
    uint32_t first_days = 0;
    for (int32_t day = MONDAY; day < MONDAY + 3; day++) {
        first_days += day_plan_of(&book, day, NULL, 0).sessions[EXERCISE_STRETCH];
    }
    assert_int_equal(first_days, 2); /* of three a week, by Wednesday */
    for (int32_t day = MONDAY + 3; day < MONDAY + 14; day++) {
        assert_int_equal(day_plan_of(&book, day, NULL, 0).sessions[EXERCISE_STRETCH], 1);
    }
    assert_int_equal(day_plan_of(&book, MONDAY - 1, NULL, 0).sessions[EXERCISE_STRETCH], 0);
}

static void a_day_is_scored_by_the_version_its_sessions_cite(void **state)
{
    (void)state;
    struct plan_version versions[3];
    const struct plan_book book = book_of(versions);
    const struct bytes cited[] = {bytes_of_text("11000000000000000000000000000000.1#legs")};
    int32_t saturday = MONDAY + 5;
    assert_int_equal(day_plan_of(&book, saturday, NULL, 0).sessions[EXERCISE_STRETCH], 1);
    assert_int_equal(day_plan_of(&book, saturday, cited, 1).sessions[EXERCISE_STRETCH], 0);
}

static void a_plan_that_ended_meanwhile_is_still_held_by_whoever_cites_it(void **state)
{
    (void)state;
    struct plan_version versions[3];
    const struct plan_book book = book_of(versions);
    for (size_t i = 0; i < 3; i++) {
        if (versions[i].number == 2) {
            versions[i].status = PLAN_REVOKED;
        }
    }
    const struct bytes cited[] = {bytes_of_text("11000000000000000000000000000000.1#legs"),
                                  bytes_of_text("11000000000000000000000000000000.1#legs"),
                                  bytes_of_text("99000000000000000000000000000000.1#legs")};
    int32_t sunday = MONDAY + 6;
    uint32_t none = day_plan_of(&book, sunday, NULL, 0).sessions[EXERCISE_STRETCH];
    uint32_t week = 0;
    for (int32_t day = MONDAY; day <= sunday; day++) {
        week += day_plan_of(&book, day, cited, 3).sessions[EXERCISE_STRETCH];
    }
    assert_int_equal(none, 0);
    assert_int_equal(week, 3);
}

static void doses_are_due_at_their_times_and_on_the_days_of_a_cycle(void **state)
{
    (void)state;
    struct plan_version versions[3];
    const struct plan_book book = book_of(versions);
    struct day_plan first = day_plan_of(&book, MONDAY, NULL, 0);
    struct day_plan third = day_plan_of(&book, MONDAY + 2, NULL, 0);
    assert_int_equal(first.doses, 3);
    assert_int_equal(first.riluzole_doses, 2);
    assert_int_equal(first.cycle_doses, 1);
    assert_int_equal(third.doses, 2);
    assert_int_equal(third.cycle_doses, 0);
}

static const struct value_pair taken[] = {TEXT("status", "taken")};
static const struct value_pair skipped[] = {TEXT("status", "skipped")};
static const struct value_pair named[] = {TEXT("drug", "RILUZOLE"), TEXT("status", "late")};
static const struct value_pair needed[] = {TEXT("drug", "riluzole"), TEXT("status", "taken"),
                                           TEXT("prn_for", "cramp")};
static const struct value taken_fields = MAP(taken);
static const struct value skipped_fields = MAP(skipped);
static const struct value named_fields = MAP(named);
static const struct value needed_fields = MAP(needed);

static void a_day_counts_doses_by_what_they_cite_or_are_called(void **state)
{
    (void)state;
    struct plan_version versions[3];
    const struct plan_book book = book_of(versions);
    struct arena *arena = arena_create(0);
    struct bytes of_riluzole = bytes_of_text("22000000000000000000000000000000.1#r");
    struct bytes of_cycle = bytes_of_text("22000000000000000000000000000000.1#e");
    struct bytes kind = bytes_of_text("medication_dose");
    const struct trend_entry entries[] = {
        {.kind = kind, .fields = &taken_fields, .plan_ref = of_riluzole},
        {.kind = kind, .fields = &skipped_fields, .plan_ref = of_riluzole},
        {.kind = kind, .fields = &named_fields, .role = ROLE_CAREGIVER},
        {.kind = kind, .fields = &taken_fields, .plan_ref = of_cycle},
        {.kind = kind, .fields = &needed_fields},
    };
    struct day_builder *builder = day_builder_create(MONDAY, arena);
    day_builder_plans(builder, &book);
    for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        assert_int_equal(day_builder_add(builder, &entries[i]), DAYBOOK_OK);
    }
    struct day day;
    assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
    assert_true(day_is_possible(&day));
    const struct day_value *of_day = day_find(&day, MEASURE_MEDICATION_RILUZOLE_TAKEN);
    assert_true(of_day->value == 2.0);
    assert_int_equal(of_day->entries, 3);
    assert_int_equal(of_day->roles, 1u << ROLE_PATIENT | 1u << ROLE_CAREGIVER);
    assert_true(day_count(&day, MEASURE_MEDICATION_RILUZOLE_SCHEDULED) == 2.0);
    assert_true(day_count(&day, MEASURE_MEDICATION_CYCLE_TAKEN) == 1.0);
    assert_true(day_count(&day, MEASURE_MEDICATION_CYCLE_DUE) == 1.0);
    assert_true(day_count(&day, MEASURE_MEDICATION_SCHEDULED) == 3.0);
    assert_true(day_count(&day, MEASURE_MEDICATION_TAKEN) == 3.0);
    assert_true(day_count(&day, MEASURE_MEDICATION_PRN) == 1.0);
    arena_free(arena);
}

static void without_plans_nothing_is_planned(void **state)
{
    (void)state;
    struct arena *arena = arena_create(0);
    struct day_builder *builder = day_builder_create(MONDAY, arena);
    const struct trend_entry entry = {.kind = bytes_of_text("medication_dose"),
                                      .fields = &named_fields};
    assert_int_equal(day_builder_add(builder, &entry), DAYBOOK_OK);
    struct day day;
    assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
    assert_null(day_find(&day, MEASURE_MEDICATION_SCHEDULED));
    assert_true(day_count(&day, MEASURE_MEDICATION_RILUZOLE_TAKEN) == 1.0);
    arena_free(arena);
}

/* More than a day can hold would have others believe nothing of that day. */
static void a_plan_beyond_measure_makes_no_day_impossible(void **state)
{
    (void)state;
    enum { ITEMS = 200 };
    static struct value items[ITEMS];
    static const struct value medicine = MAP(riluzole);
    for (size_t i = 0; i < ITEMS; i++) {
        items[i] = medicine;
    }
    const struct value_pair pair = {bytes_of_text("item"),
                                    {.type = VALUE_LIST, .as.list = {items, ITEMS}}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    const struct plan_version version = {.plan = medicine_id,
                                         .number = 1,
                                         .kind = bytes_of_text("medication_plan"),
                                         .from_day = MONDAY,
                                         .status = PLAN_ACTIVE,
                                         .fields = &fields};
    const struct plan_book book = {&version, 1};
    struct arena *arena = arena_create(0);
    struct day_builder *builder = day_builder_create(MONDAY, arena);
    struct day day;
    day_builder_plans(builder, &book);
    assert_int_equal(day_builder_finish(builder, arena, &day), DAYBOOK_OK);
    assert_true(day_count(&day, MEASURE_MEDICATION_SCHEDULED) == 100.0);
    assert_true(day_is_possible(&day));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_week_has_as_many_sessions_as_the_plan_wants),
        cmocka_unit_test(a_day_is_scored_by_the_version_its_sessions_cite),
        cmocka_unit_test(a_plan_that_ended_meanwhile_is_still_held_by_whoever_cites_it),
        cmocka_unit_test(doses_are_due_at_their_times_and_on_the_days_of_a_cycle),
        cmocka_unit_test(a_day_counts_doses_by_what_they_cite_or_are_called),
        cmocka_unit_test(a_plan_beyond_measure_makes_no_day_impossible),
        cmocka_unit_test(without_plans_nothing_is_planned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
