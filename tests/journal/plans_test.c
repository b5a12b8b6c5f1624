/* Tests of plans that therapists change while the patient writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/plan_ref.h"
#include "journal/courier.h"
#include "journal/entries.h"
#include "journal/household.h"
#include "journal/log_days.h"
#include "journal/plans.h"
#include "store/summary_rows.h"

enum { ANA, CLEO, FRED };
enum { ITEM_FIELDS = 7, DAY_MS = 24 * 3600 * 1000, HOUR_MS = 3600 * 1000 };

/* A patient and two therapists who hear nothing of each other until it is carried. */
static int set_up(void **state)
{
    static struct household household;
    household_begin(&household);
    (void)household_add(&household, "Ana", ROLE_PATIENT);
    (void)household_add(&household, "Cleo", ROLE_THERAPIST);
    (void)household_add(&household, "Fred", ROLE_THERAPIST);
    household_pair(&household);
    for (size_t i = 0; i < household.count; i++) {
        journal_go_offline(household.journals[i]);
    }
    *state = &household;
    return 0;
}

static int tear_down(void **state)
{
    household_end(*state);
    return 0;
}

static struct own_circle *circle_of(const struct household *household, size_t place)
{
    return journal_circle(household->journals[place], 0);
}

static void carry(const struct household *household, size_t from, size_t to)
{
    courier_carry_all(circle_of(household, from), circle_of(household, to));
}

static struct value text_of(const char *text)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(text)};
}

static struct value number_of(int64_t number)
{
    return (struct value){.type = VALUE_INTEGER, .as.integer = number};
}

/* A plan of one exercise, the calf stretch, on so many days a week. */
struct calf_plan {
    struct value_pair pairs[ITEM_FIELDS];
    struct value item;
    struct value_pair list;
    struct value fields;
};

static void make_plan(struct calf_plan *plan, int64_t days_per_week)
{
    *plan = (struct calf_plan){
        .pairs = {{bytes_of_text("item_id"), text_of("calf")},
                  {bytes_of_text("type"), text_of("stretch")},
                  {bytes_of_text("name"), text_of("Calf stretch")},
                  {bytes_of_text("instructions"), text_of("Slowly.")},
                  {bytes_of_text("days_per_week"), number_of(days_per_week)},
                  {bytes_of_text("max_exertion"), number_of(4)},
                  {bytes_of_text("stop_rule"), text_of("At pain.")}},
    };
    plan->item = (struct value){.type = VALUE_MAP, .as.map = {plan->pairs, ITEM_FIELDS}};
    plan->list = (struct value_pair){bytes_of_text("item"),
                                     {.type = VALUE_LIST, .as.list = {&plan->item, 1}}};
    plan->fields = (struct value){.type = VALUE_MAP, .as.map = {&plan->list, 1}};
}

static enum daybook_status log_plan(const struct household *household, size_t place,
                                    struct id128 *out_id)
{
    struct calf_plan plan;
    struct complaint complaint = {0};
    make_plan(&plan, 3);
    struct entry entry = {.kind = bytes_of_text("exercise_plan"),
                          .at = journal_now(household->journals[place]),
                          .fields = plan.fields};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = out_id};
    return journal_log(household->journals[place], 0, &batch, &complaint);
}

/* Change the days a week, from today on. */
static void change_plan(const struct household *household, size_t place, struct id128 id,
                        int64_t days_per_week)
{
    struct calf_plan plan;
    struct complaint complaint = {0};
    make_plan(&plan, days_per_week);
    const struct journal_change change = {
        .fields = &plan.fields, .has_at = true, .at = journal_now(household->journals[place])};
    assert_int_equal(journal_amend(household->journals[place], id, &change, &complaint),
                     DAYBOOK_OK);
}

static struct id128 log_session(const struct household *household, size_t place, int32_t days_ago)
{
    const struct value_pair pairs[] = {{bytes_of_text("type"), text_of("stretch")},
                                       {bytes_of_text("status"), text_of("done")},
                                       {bytes_of_text("plan_item_ref"), text_of("calf")}};
    struct complaint complaint = {0};
    struct id128 id;
    struct entry entry = {.kind = bytes_of_text("exercise_session"),
                          .at = journal_now(household->journals[place]),
                          .fields = {.type = VALUE_MAP, .as.map = {pairs, 3}}};
    entry.at.utc_ms -= (int64_t)days_ago * DAY_MS;
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    assert_int_equal(journal_log(household->journals[place], 0, &batch, &complaint), DAYBOOK_OK);
    return id;
}

static struct plan_book book_of(const struct household *household, size_t place,
                                struct arena *arena)
{
    struct plan_book book = {NULL, 0};
    assert_int_equal(journal_plans(household->journals[place], 0, arena, &book), DAYBOOK_OK);
    return book;
}

/* The version a session cites, by the plans as a place holds them. */
static const struct plan_version *cited_by(const struct household *household, size_t place,
                                           struct id128 session, struct arena *arena)
{
    struct journal_item item;
    struct plan_book held = book_of(household, place, arena);
    assert_int_equal(journal_show(household->journals[ANA], session, arena, &item), DAYBOOK_OK);
    return plan_book_cited(&held, item.entry.plan_ref);
}

static int64_t days_per_week(const struct plan_version *version)
{
    assert_non_null(version);
    const struct value *item = plan_item(version, bytes_of_text("calf"));
    return value_find(item, "days_per_week")->as.integer;
}

static void a_session_is_scored_against_the_version_its_device_held(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    struct id128 plan;
    assert_int_equal(log_plan(household, CLEO, &plan), DAYBOOK_OK);
    carry(household, CLEO, ANA);
    household->wall_ms += DAY_MS;
    /* The patient is offline while the plan changes, and logs on the day of the change. */
    change_plan(household, CLEO, plan, 5);
    struct id128 offline = log_session(household, ANA, 0);
    carry(household, CLEO, ANA);
    struct id128 online = log_session(household, ANA, 0);
    struct id128 earlier = log_session(household, ANA, 1);
    assert_int_equal(days_per_week(cited_by(household, ANA, offline, arena)), 3);
    assert_int_equal(days_per_week(cited_by(household, ANA, online, arena)), 5);
    assert_int_equal(days_per_week(cited_by(household, ANA, earlier, arena)), 3);
    /* The therapist reads the same from the same reference. */
    assert_int_equal(cited_by(household, CLEO, offline, arena)->number, 1);
    assert_int_equal(cited_by(household, CLEO, online, arena)->number, 2);
    arena_free(arena);
}

static void a_session_before_any_plan_cites_none(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    struct id128 plan;
    struct journal_item item;
    struct id128 before = log_session(household, ANA, 0);
    assert_int_equal(log_plan(household, CLEO, &plan), DAYBOOK_OK);
    carry(household, CLEO, ANA);
    assert_int_equal(journal_show(household->journals[ANA], before, arena, &item), DAYBOOK_OK);
    assert_int_equal(item.entry.plan_ref.size, 0);
    arena_free(arena);
}

static void two_therapists_at_once_stand_beside_each_other_until_one_settles_it(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    struct id128 plan;
    assert_int_equal(log_plan(household, CLEO, &plan), DAYBOOK_OK);
    carry(household, CLEO, FRED);
    carry(household, CLEO, ANA);
    household->wall_ms += HOUR_MS;
    change_plan(household, CLEO, plan, 5);
    carry(household, CLEO, ANA);
    struct id128 session = log_session(household, ANA, 0);
    household->wall_ms += HOUR_MS;
    change_plan(household, FRED, plan, 2);
    carry(household, FRED, ANA);
    carry(household, FRED, CLEO);
    carry(household, CLEO, FRED);
    int32_t today = timestamp_day(journal_now(household->journals[ANA]));
    for (size_t place = ANA; place <= FRED; place++) {
        struct plan_book book = book_of(household, place, arena);
        const struct plan_version *shown =
            plan_book_in_force(&book, bytes_of_text("exercise_plan"), today);
        assert_int_equal(book.count, 3);
        assert_int_equal(shown->number, 2);
        assert_int_equal(days_per_week(shown), 2);
        assert_true(plan_book_is_beside(&book, shown));
        /* Nothing that came later changes what the session was done for. */
        assert_int_equal(days_per_week(cited_by(household, place, session, arena)), 5);
    }
    household->wall_ms += HOUR_MS;
    change_plan(household, CLEO, plan, 4);
    carry(household, CLEO, ANA);
    struct plan_book book = book_of(household, ANA, arena);
    const struct plan_version *settled =
        plan_book_in_force(&book, bytes_of_text("exercise_plan"), today);
    assert_int_equal(settled->number, 3);
    assert_int_equal(days_per_week(settled), 4);
    assert_false(plan_book_is_beside(&book, settled));
    assert_int_equal(days_per_week(cited_by(household, ANA, session, arena)), 5);
    arena_free(arena);
}

static void only_therapists_set_plans(void **state)
{
    struct household *household = *state;
    struct id128 plan;
    assert_int_equal(log_plan(household, ANA, &plan), DAYBOOK_DENIED);
}

static void a_plan_taken_back_is_in_no_book(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct arena *arena = arena_create(0);
    struct id128 plan;
    struct id128 undone;
    struct bytes what;
    assert_int_equal(log_plan(household, CLEO, &plan), DAYBOOK_OK);
    change_plan(household, CLEO, plan, 6);
    /* Undoing a change is a third version, which says what the first said. */
    assert_int_equal(journal_undo(household->journals[CLEO], &undone, &what, &complaint),
                     DAYBOOK_OK);
    struct plan_book book = book_of(household, CLEO, arena);
    assert_int_equal(book.count, 3);
    assert_int_equal(days_per_week(plan_book_newest(&book, plan)), 3);
    assert_int_equal(plan_book_newest(&book, plan)->number, 3);
    assert_int_equal(
        journal_retract(household->journals[CLEO], plan, bytes_of_text("wrong"), &complaint),
        DAYBOOK_OK);
    assert_int_equal(book_of(household, CLEO, arena).count, 0);
    arena_free(arena);
}

static size_t dirty_days(const struct household *household, size_t place)
{
    struct summary_days days = {NULL, 0};
    const struct own_circle *circle = circle_of(household, place);
    struct arena *arena = arena_create(0);
    assert_int_equal(summary_rows_dirty_days(circle->journal->database, circle->row.circle_no,
                                             SUMMARY_OF_TEAM, arena, &days),
                     DAYBOOK_OK);
    arena_free(arena);
    return days.count;
}

static void clean_days(const struct household *household, size_t place)
{
    const struct own_circle *circle = circle_of(household, place);
    int32_t today = timestamp_day(journal_now(household->journals[place]));
    for (int32_t day = today - 10; day <= today; day++) {
        const struct summary_place place_of_day = {.circle_no = circle->row.circle_no, .day = day};
        assert_int_equal(summary_rows_mark_clean(circle->journal->database, &place_of_day),
                         DAYBOOK_OK);
    }
}

static void a_plan_has_the_days_since_its_first_summed_up_again(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 plan;
    (void)log_session(household, ANA, 0);
    household->wall_ms += DAY_MS;
    assert_int_equal(log_plan(household, CLEO, &plan), DAYBOOK_OK);
    carry(household, CLEO, ANA);
    for (int day = 0; day < 4; day++) {
        (void)log_session(household, ANA, 0);
        household->wall_ms += DAY_MS;
    }
    clean_days(household, ANA);
    assert_int_equal(dirty_days(household, ANA), 0);
    change_plan(household, CLEO, plan, 5);
    carry(household, CLEO, ANA);
    assert_int_equal(dirty_days(household, ANA), 4);
    clean_days(household, ANA);
    /* Taken back, a plan takes every version with it. */
    assert_int_equal(
        journal_retract(household->journals[CLEO], plan, bytes_of_text("wrong"), &complaint),
        DAYBOOK_OK);
    carry(household, CLEO, ANA);
    assert_int_equal(dirty_days(household, ANA), 5);
}

/* Every day as it was kept is as its entries and the plans have it. */
static void expect_true_days(const struct household *household, size_t place)
{
    bool is_true = false;
    struct log_day_list days;
    struct arena *arena = arena_create(0);
    struct log_day_source source = {.circle = circle_of(household, place), .arena = arena};
    assert_int_equal(log_days_list(&source, &days), DAYBOOK_OK);
    assert_int_equal(log_days_check(circle_of(household, place), &is_true), DAYBOOK_OK);
    assert_true(is_true);
    arena_free(arena);
}

/* Two therapists change a plan without knowing of each other; the change that is not shown is in
 * force until the other one begins. */
static void a_version_that_is_not_shown_has_its_days_summed_up_again_too(void **state)
{
    struct household *household = *state;
    struct id128 plan;
    assert_int_equal(log_plan(household, CLEO, &plan), DAYBOOK_OK);
    carry(household, CLEO, FRED);
    carry(household, CLEO, ANA);
    for (int day = 0; day < 9; day++) {
        household->wall_ms += DAY_MS;
        (void)log_session(household, ANA, 0);
        if (day == 2) {
            change_plan(household, FRED, plan, 7);
        }
        if (day == 6) {
            change_plan(household, CLEO, plan, 1);
            carry(household, CLEO, ANA);
        }
    }
    expect_true_days(household, ANA);
    clean_days(household, ANA);
    carry(household, FRED, ANA);
    assert_true(dirty_days(household, ANA) >= 6);
    bool is_true = false;
    assert_int_equal(log_days_check(circle_of(household, ANA), &is_true), DAYBOOK_OK);
    assert_true(is_true);
    expect_true_days(household, ANA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_session_is_scored_against_the_version_its_device_held,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_session_before_any_plan_cites_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            two_therapists_at_once_stand_beside_each_other_until_one_settles_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_therapists_set_plans, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_taken_back_is_in_no_book, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_has_the_days_since_its_first_summed_up_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            a_version_that_is_not_shown_has_its_days_summed_up_again_too, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
