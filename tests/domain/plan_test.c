/* Tests of which version of a plan counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "domain/plan.h"
#include "domain/plan_ref.h"

#define EXERCISE bytes_of_text("exercise_plan")
#define MEDICINE bytes_of_text("medication_plan")

static struct id128 id_of(uint8_t number)
{
    return (struct id128){{number}};
}

static struct plan_version version_of(uint8_t plan, uint32_t number, int32_t from_day)
{
    return (struct plan_version){.plan = id_of(plan),
                                 .number = number,
                                 .kind = EXERCISE,
                                 .from_day = from_day,
                                 .status = PLAN_ACTIVE};
}

static uint32_t number_in_force(const struct plan_book *book, int32_t day)
{
    const struct plan_version *version = plan_book_in_force(book, EXERCISE, day);
    return version == NULL ? 0 : version->number;
}

static void each_day_has_the_version_that_had_begun(void **state)
{
    (void)state;
    struct plan_version versions[] = {version_of(1, 2, 20), version_of(1, 1, 10)};
    const struct plan_book book = {versions, 2};
    plan_book_sort(versions, 2);
    assert_int_equal(number_in_force(&book, 9), 0);
    assert_int_equal(number_in_force(&book, 10), 1);
    assert_int_equal(number_in_force(&book, 19), 1);
    assert_int_equal(number_in_force(&book, 20), 2);
}

static void a_later_version_that_begins_earlier_replaces_the_one_before(void **state)
{
    (void)state;
    struct plan_version versions[] = {version_of(1, 1, 10), version_of(1, 2, 30),
                                      version_of(1, 3, 20)};
    const struct plan_book book = {versions, 3};
    plan_book_sort(versions, 3);
    assert_int_equal(number_in_force(&book, 19), 1);
    assert_int_equal(number_in_force(&book, 25), 3);
    assert_int_equal(number_in_force(&book, 35), 3);
}

static void a_plan_that_ended_is_in_force_no_more(void **state)
{
    (void)state;
    struct plan_version versions[] = {version_of(1, 1, 10), version_of(1, 2, 20)};
    const struct plan_book book = {versions, 2};
    versions[1].status = PLAN_REVOKED;
    plan_book_sort(versions, 2);
    assert_int_equal(number_in_force(&book, 19), 1);
    assert_int_equal(number_in_force(&book, 20), 0);
    assert_int_equal(plan_book_newest(&book, id_of(1))->number, 2);
    assert_null(plan_book_newest(&book, id_of(2)));
}

static void a_plan_for_some_weeks_is_over_after_its_last_day(void **state)
{
    (void)state;
    struct plan_version version = version_of(1, 1, 10);
    version.has_end_day = true;
    version.end_day = 12;
    const struct plan_book book = {&version, 1};
    assert_int_equal(number_in_force(&book, 12), 1);
    assert_int_equal(number_in_force(&book, 13), 0);
}

static void of_two_plans_of_a_kind_the_one_that_began_last_counts_and_both_are_seen(void **state)
{
    (void)state;
    struct plan_version versions[] = {version_of(1, 4, 10), version_of(2, 1, 15),
                                      version_of(3, 1, 16), version_of(4, 1, 5)};
    const struct plan_book book = {versions, 4};
    versions[2].kind = MEDICINE;
    versions[3].status = PLAN_DRAFT;
    plan_book_sort(versions, 4);
    assert_int_equal(plan_book_in_force(&book, EXERCISE, 20)->plan.bytes[0], 2);
    const struct plan_version *first = plan_book_next_in_force(&book, EXERCISE, 20, NULL);
    const struct plan_version *second = plan_book_next_in_force(&book, EXERCISE, 20, first);
    assert_int_equal(first->plan.bytes[0], 1);
    assert_int_equal(second->plan.bytes[0], 2);
    assert_null(plan_book_next_in_force(&book, EXERCISE, 20, second));
    const struct plan_version *other =
        plan_book_next_in_force(&book, bytes_of_text(""), 20, second);
    assert_int_equal(other->plan.bytes[0], 3);
}

static void an_entry_finds_the_version_it_cites_whatever_came_later(void **state)
{
    (void)state;
    char text[PLAN_REF_TEXT_SIZE];
    struct plan_version versions[] = {version_of(1, 1, 10), version_of(1, 2, 10)};
    const struct plan_book book = {versions, 2};
    plan_book_sort(versions, 2);
    const struct plan_ref ref = {.plan = id_of(1), .number = 1, .item = bytes_of_text("calf")};
    assert_true(plan_ref_write(&ref, text));
    assert_string_equal(text, "01000000000000000000000000000000.1#calf");
    assert_int_equal(plan_book_cited(&book, bytes_of_text(text))->number, 1);
    assert_null(plan_book_cited(&book, bytes_of_text("01000000000000000000000000000000.3")));
    assert_null(plan_book_cited(&book, bytes_of_text("02000000000000000000000000000000.1")));
    assert_null(plan_book_cited(&book, bytes_of_text("calf")));
}

static void versions_written_at_once_stand_beside_each_other_and_are_told_apart(void **state)
{
    (void)state;
    char text[PLAN_REF_TEXT_SIZE];
    struct plan_version versions[] = {version_of(1, 1, 10), version_of(1, 2, 12),
                                      version_of(1, 2, 11)};
    versions[1].mark = 7;
    versions[1].written_ms = 1000;
    versions[2].mark = 0xfedcba98;
    versions[2].written_ms = 2000;
    const struct plan_book book = {versions, 3};
    plan_book_sort(versions, 3);
    const struct plan_version *shown = plan_book_in_force(&book, EXERCISE, 12);
    assert_int_equal(shown->mark, 0xfedcba98);
    assert_true(plan_book_is_beside(&book, shown));
    assert_false(plan_book_is_beside(&book, plan_book_in_force(&book, EXERCISE, 10)));
    const struct plan_ref early = {.plan = id_of(1), .number = 2, .has_mark = true, .mark = 7};
    assert_true(plan_ref_write(&early, text));
    assert_string_equal(text, "01000000000000000000000000000000.2~00000007");
    assert_int_equal(plan_book_cited(&book, bytes_of_text(text))->written_ms, 1000);
    assert_int_equal(
        plan_book_cited(&book, bytes_of_text("01000000000000000000000000000000.2"))->written_ms,
        2000);
}

static void the_order_of_arrival_does_not_decide(void **state)
{
    (void)state;
    static const int orders[][3] = {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {1, 0, 2}};
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        struct plan_version given[] = {version_of(1, 2, 11), version_of(1, 2, 11),
                                       version_of(1, 1, 11)};
        struct plan_version versions[3];
        given[0].mark = 1;
        given[1].mark = 2;
        for (int j = 0; j < 3; j++) {
            versions[j] = given[orders[i][j]];
        }
        plan_book_sort(versions, 3);
        const struct plan_book book = {versions, 3};
        assert_int_equal(plan_book_in_force(&book, EXERCISE, 11)->mark, 2);
    }
}

static void what_is_no_reference_is_not_read(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "01000000000000000000000000000000",
                                        "01000000000000000000000000000000.",
                                        "01000000000000000000000000000000.0",
                                        "01000000000000000000000000000000.01",
                                        "01000000000000000000000000000000.4294967296",
                                        "01000000000000000000000000000000.1#",
                                        "01000000000000000000000000000000.1#a b",
                                        "01000000000000000000000000000000.1~",
                                        "01000000000000000000000000000000.1~1234567",
                                        "01000000000000000000000000000000.1~1234567g",
                                        "01000000000000000000000000000000.1x",
                                        "0100000000000000000000000000000g.1"};
    struct plan_ref ref = {.number = 99};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_false(plan_ref_read(bytes_of_text(wrong[i]), &ref));
        assert_int_equal(ref.number, 99);
    }
    assert_true(plan_ref_read(
        bytes_of_text("01000000000000000000000000000000.4294967295~0000beef#a#b"), &ref));
    assert_int_equal(ref.mark, 0xbeef);
    assert_true(bytes_equal_text(ref.item, "a#b"));
}

static void items_are_known_by_name_or_by_their_place(void **state)
{
    (void)state;
    const struct value_pair named[] = {
        {bytes_of_text("item_id"), {.type = VALUE_TEXT, .as.text = bytes_of_text("calf")}}};
    const struct value items[] = {{.type = VALUE_MAP, .as.map = {named, 1}}, {.type = VALUE_MAP}};
    const struct value_pair pairs[] = {
        {bytes_of_text("status"), {.type = VALUE_TEXT, .as.text = bytes_of_text("on_hold")}},
        {bytes_of_text("item"), {.type = VALUE_LIST, .as.list = {items, 2}}}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {pairs, 2}};
    struct plan_version version = version_of(1, 1, 1);
    version.fields = &fields;
    assert_ptr_equal(plan_item(&version, bytes_of_text("calf")), &items[0]);
    assert_ptr_equal(plan_item(&version, bytes_of_text("2")), &items[1]);
    assert_null(plan_item(&version, bytes_of_text("1")));
    assert_int_equal(plan_status_of(&fields), PLAN_ON_HOLD);
    assert_string_equal(plan_status_name(PLAN_ON_HOLD), "on_hold");
}

static void an_item_with_a_name_too_long_is_not_cited(void **state)
{
    (void)state;
    char name[PLAN_REF_TEXT_SIZE];
    char text[PLAN_REF_TEXT_SIZE] = "untouched";
    snprintf(name, sizeof name, "%0120d", 1);
    const struct plan_ref ref = {.plan = id_of(1), .number = 1, .item = bytes_of_text(name)};
    assert_false(plan_ref_write(&ref, text));
    assert_string_equal(text, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_day_has_the_version_that_had_begun),
        cmocka_unit_test(a_later_version_that_begins_earlier_replaces_the_one_before),
        cmocka_unit_test(a_plan_that_ended_is_in_force_no_more),
        cmocka_unit_test(a_plan_for_some_weeks_is_over_after_its_last_day),
        cmocka_unit_test(of_two_plans_of_a_kind_the_one_that_began_last_counts_and_both_are_seen),
        cmocka_unit_test(an_entry_finds_the_version_it_cites_whatever_came_later),
        cmocka_unit_test(versions_written_at_once_stand_beside_each_other_and_are_told_apart),
        cmocka_unit_test(the_order_of_arrival_does_not_decide),
        cmocka_unit_test(what_is_no_reference_is_not_read),
        cmocka_unit_test(items_are_known_by_name_or_by_their_place),
        cmocka_unit_test(an_item_with_a_name_too_long_is_not_cited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
