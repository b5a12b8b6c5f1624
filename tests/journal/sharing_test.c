/* What the patient withholds leaves the days that were published, on every device; and a
 * caregiver's strain reaches the therapists only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/choices.h"
#include "journal/choosing.h"
#include "journal/disclosure.h"
#include "journal/rule_change.h"
#include "journal/stage.h"
#include "store/operation_rows.h"
#include "store/setting_rows.h"

static const int64_t day_ms = INT64_C(24) * 3600 * 1000;

static struct value text(const char *words)
{
    return (struct value){.type = VALUE_TEXT, .as.text = bytes_of_text(words)};
}

static struct measure_summary look(struct household *household, size_t place, enum measure measure,
                                   struct arena *arena)
{
    return household_summary(household, place, 0, arena)->measures[measure];
}

static void withholding_takes_back_what_was_published(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    for (int i = 0; i < 3; i++) {
        (void)household_log(household, ANA, "pain", "worst", 4);
        (void)household_log(household, ANA, "fatigue", "severity", 2);
        choosing_publish_and_carry(household);
        household->wall_ms += day_ms;
    }
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 3);
    assert_int_equal(look(household, CLEO, MEASURE_PAIN_WORST, arena).d7.n, 3);

    choosing_choose(household, ANA, "pain", "withheld");
    choosing_publish_and_carry(household);
    for (size_t place = ANA; place <= CLEO; place++) {
        assert_int_equal(choosing_bodies(household, place, "pain.worst"), 0);
        assert_int_equal(choosing_bodies(household, place, "fatigue.severity"), 3);
    }
    const struct measure_summary pain = look(household, CLEO, MEASURE_PAIN_WORST, arena);
    assert_int_equal(pain.d7.n, 0);
    assert_int_equal(pain.sharing, SHARING_WITHHELD);
    assert_false(pain.has_last);
    assert_int_equal(look(household, CLEO, MEASURE_FATIGUE_SEVERITY, arena).d7.n, 3);
    /* Who reads the entries misses nothing. */
    assert_int_equal(look(household, ANA, MEASURE_PAIN_WORST, arena).d7.n, 3);
    assert_int_equal(look(household, BEN, MEASURE_PAIN_WORST, arena).d7.n, 3);

    (void)household_log(household, ANA, "pain", "worst", 5);
    choosing_publish_and_carry(household);
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 0);
    stage_expect_sound(household, ANA);
    stage_expect_sound(household, CLEO);

    choosing_choose(household, ANA, "all", "daily");
    choosing_publish_and_carry(household);
    assert_int_equal(look(household, CLEO, MEASURE_PAIN_WORST, arena).d7.n, 4);
    arena_free(arena);
}

static void a_weekly_measure_comes_once_its_week_is_over(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    /* 2026-08-30 is a Sunday. */
    household->wall_ms += day_ms;
    choosing_choose(household, ANA, "pain", "weekly");
    for (int i = 0; i < 7; i++) {
        (void)household_log(household, ANA, "pain", "worst", i);
        choosing_publish_and_carry(household);
        assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 0);
        household->wall_ms += day_ms;
    }
    choosing_publish_and_carry(household);
    assert_int_equal(choosing_bodies(household, CLEO, "pain.worst"), 1);
    const struct measure_summary pain = look(household, CLEO, MEASURE_PAIN_WORST, arena);
    assert_int_equal(pain.sharing, SHARING_WEEKLY);
    assert_int_equal(pain.week_count, 1);
    assert_true(pain.weeks[0].median == 3.0);
    assert_int_equal(pain.d7.n, 0);
    stage_expect_sound(household, CLEO);
    arena_free(arena);
}

static void nobody_else_changes_what_is_shared(void **state)
{
    struct household *household = *state;
    const struct value_pair pairs[] = {{bytes_of_text("measure"), text("all")},
                                       {bytes_of_text("level"), text("daily")}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {pairs, 2}};
    choosing_choose(household, ANA, "pain", "withheld");
    choosing_log(household, BEN, "sharing_choice", &fields, DAYBOOK_DENIED);
    choosing_log(household, CLEO, "sharing_choice", &fields, DAYBOOK_DENIED);
}

static void a_choice_taken_back_counts_no_more(void **state)
{
    struct household *household = *state;
    struct journal_choices choices;
    struct complaint complaint = {0};
    struct bytes what;
    struct id128 id;
    struct arena *arena = arena_create(0);
    choosing_choose(household, ANA, "all", "weekly");
    choosing_choose(household, ANA, "pain", "withheld");
    assert_int_equal(journal_list_choices(household->journals[ANA], 0, arena, &choices),
                     DAYBOOK_OK);
    assert_int_equal(choices.count, 2);
    assert_int_equal(journal_undo(household->journals[ANA], &id, &what, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_list_choices(household->journals[ANA], 0, arena, &choices),
                     DAYBOOK_OK);
    assert_int_equal(choices.count, 1);
    assert_true(bytes_equal_text(choices.choices[0].target, "all"));
    choosing_publish_and_carry(household);
    assert_int_equal(journal_list_choices(household->journals[CLEO], 0, arena, &choices),
                     DAYBOOK_OK);
    assert_int_equal(choices.count, 1);
    assert_int_equal(choices.choices[0].level, SHARING_WEEKLY);
    arena_free(arena);
}

static void a_caregivers_strain_is_seen_by_its_author_and_the_therapist(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    (void)household_log(household, ANA, "pain", "worst", 4);
    choosing_strain(household, BEN, 8);
    choosing_publish(household, BEN);
    choosing_publish(household, ANA);
    for (size_t place = ANA; place <= CLEO; place++) {
        stage_carry(household, BEN, place);
        stage_carry(household, ANA, place);
    }
    assert_int_equal(look(household, BEN, MEASURE_STRAIN_SCORE, arena).d7.n, 1);
    assert_int_equal(look(household, CLEO, MEASURE_STRAIN_SCORE, arena).d7.n, 1);
    assert_true(look(household, CLEO, MEASURE_STRAIN_SCORE, arena).last_value == 8.0);
    assert_int_equal(look(household, CLEO, MEASURE_PAIN_WORST, arena).d7.n, 1);
    assert_int_equal(look(household, ANA, MEASURE_STRAIN_SCORE, arena).d7.n, 0);
    assert_int_equal(look(household, DAN, MEASURE_STRAIN_SCORE, arena).d7.n, 0);
    assert_int_equal(household_count(household, ANA), 1);
    for (size_t place = ANA; place <= CLEO; place++) {
        stage_expect_sound(household, place);
    }
    arena_free(arena);
}

static void the_heavier_of_two_caregivers_strains_stands(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    choosing_strain(household, BEN, 8);
    choosing_strain(household, DAN, 3);
    choosing_publish(household, BEN);
    choosing_publish(household, DAN);
    stage_carry(household, DAN, CLEO);
    stage_carry(household, BEN, CLEO);
    const struct measure_summary told = look(household, CLEO, MEASURE_STRAIN_SCORE, arena);
    assert_int_equal(told.d7.n, 1);
    assert_true(told.last_value == 8.0);
    arena_free(arena);
}

static struct journal_disclosure disclosed(struct household *household, size_t place,
                                           const char *who, struct arena *arena)
{
    struct complaint complaint = {0};
    const struct journal_inquiry inquiry = {.who = bytes_of_text(who), .complaint = &complaint};
    struct journal_disclosure disclosure;
    assert_int_equal(journal_disclosed(household->journals[place], &inquiry, arena, &disclosure),
                     DAYBOOK_OK);
    return disclosure;
}

static const struct disclosed_measure *find(const struct disclosed_days *days, const char *name)
{
    for (size_t i = 0; i < days->measure_count; i++) {
        if (bytes_equal_text(days->measures[i].name, name)) {
            return &days->measures[i];
        }
    }
    return NULL;
}

static void expect_same_days(const struct disclosed_days *left, const struct disclosed_days *right)
{
    assert_int_equal(left->days, right->days);
    assert_int_equal(left->measure_count, right->measure_count);
    for (size_t i = 0; i < left->measure_count; i++) {
        assert_true(bytes_equal(left->measures[i].name, right->measures[i].name));
        assert_int_equal(left->measures[i].days, right->measures[i].days);
        assert_int_equal(left->measures[i].weeks, right->measures[i].weeks);
    }
}

static void what_is_disclosed_is_what_the_other_device_holds(void **state)
{
    struct household *household = *state;
    struct arena *arena = arena_create(0);
    household->wall_ms += day_ms;
    for (int i = 0; i < 9; i++) {
        (void)household_log(household, ANA, "pain", "worst", 4);
        (void)household_log(household, ANA, "fatigue", "severity", 2);
        household->wall_ms += day_ms;
    }
    choosing_choose(household, ANA, "pain", "weekly");
    choosing_choose(household, ANA, "fatigue", "withheld");
    choosing_strain(household, BEN, 8);
    choosing_publish(household, BEN);
    stage_carry(household, BEN, ANA);
    stage_carry(household, BEN, CLEO);
    choosing_publish_and_carry(household);
    const struct journal_disclosure here = disclosed(household, ANA, "Cleo", arena);
    const struct journal_disclosure there = disclosed(household, CLEO, "Cleo", arena);
    expect_same_days(&here.team, &there.team);
    assert_null(find(&here.team, "fatigue.severity"));
    const struct disclosed_measure *worst = find(&here.team, "pain.worst");
    assert_true(worst != NULL && worst->weeks == 1 && worst->days == 0);
    assert_int_equal(here.log, DISCLOSED_LOG_NEVER);
    assert_int_equal(here.entries, 0);
    assert_int_equal(here.name_count, there.name_count);
    /* The patient is not told of the strain that the therapist sees. */
    assert_int_equal(here.own.days, 0);
    assert_int_equal(there.own.days, 1);
    const struct journal_disclosure ben = disclosed(household, ANA, "Ben", arena);
    assert_int_equal(ben.log, DISCLOSED_LOG_NOW);
    assert_int_equal(ben.entries, household_count(household, ANA));
    arena_free(arena);
}

static void who_was_removed_is_not_shown_the_strain_of_others(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct arena *arena = arena_create(0);
    choosing_strain(household, DAN, 8);
    choosing_publish(household, DAN);
    stage_carry(household, DAN, BEN);
    assert_int_equal(journal_remove(household->journals[ANA], 0, bytes_of_text("Ben"), &complaint),
                     DAYBOOK_OK);
    stage_carry(household, ANA, BEN);
    assert_int_equal(look(household, BEN, MEASURE_STRAIN_SCORE, arena).d7.n, 0);
    arena_free(arena);
}

static size_t trend_operations(struct household *household)
{
    struct operation_list list;
    struct arena *arena = arena_create(0);
    const struct own_circle *circle = stage_circle(household, ANA);
    assert_int_equal(operation_rows_of_stream(circle->journal->database, circle->row.circle_no,
                                              STREAM_TREND, arena, &list),
                     DAYBOOK_OK);
    arena_free(arena);
    return list.count;
}

static uint32_t waiting(struct household *household)
{
    struct arena *arena = arena_create(0);
    uint32_t days = disclosed(household, ANA, "Cleo", arena).waiting_days;
    arena_free(arena);
    return days;
}

/* What an earlier program told may not be what this one reduces the day to. */
static void after_an_update_every_day_is_looked_at_and_none_published_twice(void **state)
{
    struct household *household = *state;
    struct journal *journal = household->journals[ANA];
    for (int i = 0; i < 3; i++) {
        (void)household_log(household, ANA, "pain", "worst", 4);
        household->wall_ms += day_ms;
    }
    assert_int_equal(rule_change_heed(journal), DAYBOOK_OK);
    choosing_publish(household, ANA);
    assert_int_equal(waiting(household), 0);
    size_t before = trend_operations(household);
    assert_int_equal(rule_change_heed(journal), DAYBOOK_OK);
    assert_int_equal(waiting(household), 0);
    assert_int_equal(setting_rows_put_number(journal->database, SETTING_DAY_RULES, 1), DAYBOOK_OK);
    assert_int_equal(rule_change_heed(journal), DAYBOOK_OK);
    assert_int_equal(waiting(household), 3);
    choosing_publish(household, ANA);
    assert_int_equal(waiting(household), 0);
    assert_int_equal(trend_operations(household), before);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        APART(withholding_takes_back_what_was_published),
        APART(a_weekly_measure_comes_once_its_week_is_over),
        APART(nobody_else_changes_what_is_shared),
        APART(a_choice_taken_back_counts_no_more),
        APART(a_caregivers_strain_is_seen_by_its_author_and_the_therapist),
        APART(who_was_removed_is_not_shown_the_strain_of_others),
        APART(after_an_update_every_day_is_looked_at_and_none_published_twice),
        APART(the_heavier_of_two_caregivers_strains_stands),
        APART(what_is_disclosed_is_what_the_other_device_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
