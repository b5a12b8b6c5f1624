/* All patients at a glance: whose news are old, and what is not looked at twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "flags/flags.h"
#include "journal/courier.h"
#include "journal/notices.h"
#include "journal/overview.h"
#include "journal/own_circle.h"
#include "journal/rule_change.h"
#include "journal/stage.h"
#include "journal/summaries.h"
#include "store/overview_rows.h"
#include "store/receipt_rows.h"
#include "store/setting_rows.h"

static const int64_t DAY_MS = INT64_C(24) * 3600 * 1000;

static struct journal_overview look(const struct household *household, size_t place)
{
    struct journal_overview *overviews = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_overviews(household->journals[place], arena, &overviews, &count),
                     DAYBOOK_OK);
    assert_int_equal(count, 1);
    struct journal_overview overview = overviews[0];
    overview.flag = (struct bytes){0}; /* its text goes with the arena */
    arena_free(arena);
    return overview;
}

static int32_t today(const struct household *household)
{
    return timestamp_day(journal_now(household->journals[CLEO]));
}

/* Something came in so many days ago. */
static void receive(const struct household *household, int32_t days_ago)
{
    const struct own_circle *circle = stage_circle(household, CLEO);
    assert_int_equal(receipt_rows_add(circle->journal->database, circle->row.circle_no,
                                      today(household) - days_ago),
                     DAYBOOK_OK);
}

static size_t kept(const struct household *household)
{
    struct overview_row *rows = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(overview_rows_list(household->journals[CLEO]->database, today(household),
                                        arena, &rows, &count),
                     DAYBOOK_OK);
    arena_free(arena);
    return count;
}

static void contact_is_told_by_when_something_came_in(void **state)
{
    struct household *household = *state;
    assert_int_equal(look(household, ANA).contact, CONTACT_HERE);
    assert_int_equal(look(household, CLEO).contact, CONTACT_NEVER);
    receive(household, 7);
    assert_int_equal(look(household, CLEO).contact, CONTACT_RECENT);
    household->wall_ms += DAY_MS;
    assert_int_equal(look(household, CLEO).contact, CONTACT_OLD);
    household->wall_ms += 6 * DAY_MS;
    assert_int_equal(look(household, CLEO).contact, CONTACT_OLD);
    household->wall_ms += DAY_MS;
    assert_int_equal(look(household, CLEO).contact, CONTACT_LOST);
    receive(household, 0);
    assert_int_equal(look(household, CLEO).contact, CONTACT_RECENT);
}

/* Twice the usual gap of five days. */
static void who_tells_seldom_is_not_called_old_after_a_week(void **state)
{
    struct household *household = *state;
    for (int32_t days_ago = 10; days_ago <= 40; days_ago += 5) {
        receive(household, days_ago);
    }
    assert_int_equal(look(household, CLEO).old_after, 10);
    assert_int_equal(look(household, CLEO).contact, CONTACT_RECENT);
    household->wall_ms += DAY_MS;
    assert_int_equal(look(household, CLEO).contact, CONTACT_OLD);
}

static void a_look_is_kept_until_something_comes_or_the_day_is_over(void **state)
{
    struct household *household = *state;
    const struct value_pair text = household_text("text", "May I swim?");
    assert_int_equal(look(household, CLEO).questions, 0);
    assert_int_equal(kept(household), 1);
    struct id128 question = household_say(household, ANA, "question", &text, 1);
    stage_carry(household, ANA, CLEO);
    assert_int_equal(kept(household), 0);
    assert_int_equal(look(household, CLEO).questions, 1);
    assert_int_equal(look(household, CLEO).questions, 1);
    char hex[ID128_HEX_SIZE];
    id128_to_hex(question, hex);
    const struct value_pair answer[] = {household_text("question_ref", hex),
                                        household_text("text", "Yes.")};
    (void)household_say(household, CLEO, "answer", answer, 2);
    assert_int_equal(look(household, CLEO).questions, 0);
    household->wall_ms += DAY_MS;
    assert_int_equal(kept(household), 0);
}

/* Choices say what is "not shared" and not unknown, and are no day. */
static void what_the_patient_chose_to_share_is_looked_at_anew(void **state)
{
    struct household *household = *state;
    const struct value_pair choice[] = {household_text("measure", "all"),
                                        household_text("level", "weekly")};
    (void)look(household, CLEO);
    assert_int_equal(kept(household), 1);
    (void)household_say(household, ANA, "sharing_choice", choice, 2);
    assert_int_equal(summaries_publish(stage_circle(household, ANA), true), DAYBOOK_OK);
    struct own_circle *ana = stage_circle(household, ANA);
    const struct feed_row *trend = own_circle_own_feed(ana, STREAM_TREND);
    assert_true(courier_carry(ana, stage_circle(household, CLEO), trend->feed, SIZE_MAX) > 0);
    assert_int_equal(kept(household), 0);
}

static void a_look_by_the_rules_of_another_program_is_not_believed(void **state)
{
    struct household *household = *state;
    struct journal *journal = household->journals[CLEO];
    assert_int_equal(rule_change_heed(journal), DAYBOOK_OK);
    (void)look(household, CLEO);
    assert_int_equal(rule_change_heed(journal), DAYBOOK_OK);
    assert_int_equal(kept(household), 1);
    assert_int_equal(setting_rows_put_number(journal->database, SETTING_DAY_RULES, 1), DAYBOOK_OK);
    assert_int_equal(rule_change_heed(journal), DAYBOOK_OK);
    assert_int_equal(kept(household), 0);
}

/* How many notices of urgent flags a place has; the text of the last one in *out_text. */
static size_t urgent_notices(const struct household *household, size_t place, struct arena *arena,
                             struct bytes *out_text)
{
    struct notices_line *lines = NULL;
    size_t count = 0;
    size_t urgent = 0;
    assert_int_equal(notices_list(household->journals[place], arena, &lines, &count), DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].notice.kind == NOTICE_URGENT_FLAG) {
            *out_text = lines[i].text;
            urgent++;
        }
    }
    return urgent;
}

static void fall(const struct household *household)
{
    const struct value_pair fields[] = {
        household_text("kind", "fall"),
        household_text("place", "bathroom"),
        household_text("activity", "turn"),
        household_text("injury", "minor"),
        {bytes_of_text("head_strike"), {.type = VALUE_BOOL, .as.boolean = false}},
        household_text("could_get_up", "with_help")};
    (void)household_say(household, ANA, "fall_event", fields, 6);
}

static void an_urgent_flag_is_told_once_on_both_sides_and_says_nothing_of_the_patient(void **state)
{
    struct household *household = *state;
    struct bytes text = {0};
    struct arena *arena = arena_create(0);
    fall(household);
    household_run(household, 60000);
    for (size_t place = ANA; place <= CLEO; place += CLEO) {
        assert_int_equal(urgent_notices(household, place, arena, &text), 1);
        const char *said = arena_copy_text(arena, text);
        assert_non_null(strstr(said, "R16@"));
        assert_null(strstr(said, "athroom"));
    }
    assert_int_equal(notices_mark_seen(household->journals[CLEO]), DAYBOOK_OK);
    fall(household); /* the same day: the same flag */
    household_run(household, INT64_C(2) * 3600 * 1000);
    uint64_t unseen = 1;
    assert_int_equal(notices_unseen(household->journals[CLEO], &unseen), DAYBOOK_OK);
    assert_int_equal(unseen, 0);
    arena_free(arena);
}

/* The household's clock starts at eight in the morning. */
static void quiet_hours_delay_the_notice_and_hide_nothing(void **state)
{
    struct household *household = *state;
    struct bytes text = {0};
    struct arena *arena = arena_create(0);
    const struct value_pair quiet[] = {household_text("quiet_from", "21:00"),
                                       household_text("quiet_until", "09:00")};
    (void)household_say(household, CLEO, "monitoring_plan", quiet, 2);
    household_run(household, 60000);
    fall(household);
    household_run(household, 60000);
    assert_int_equal(look(household, ANA).urgent, 1);
    assert_int_equal(urgent_notices(household, ANA, arena, &text), 0);
    assert_int_equal(urgent_notices(household, CLEO, arena, &text), 0);
    household_run(household, INT64_C(3600) * 1000);
    assert_int_equal(urgent_notices(household, ANA, arena, &text), 1);
    assert_int_equal(urgent_notices(household, CLEO, arena, &text), 1);
    arena_free(arena);
}

static void a_pause_is_told_with_its_first_day_until_it_ends(void **state)
{
    struct household *household = *state;
    struct value_pair days = {bytes_of_text("days"), {.type = VALUE_INTEGER, .as.integer = 10}};
    int32_t since = today(household);
    assert_false(look(household, CLEO).paused);
    (void)household_say(household, ANA, "pause", &days, 1);
    household_run(household, 60000);
    assert_true(look(household, CLEO).paused);
    household->wall_ms += 3 * DAY_MS;
    assert_true(look(household, CLEO).paused);
    assert_int_equal(look(household, CLEO).paused_since, since);
    days.value.as.integer = 0;
    (void)household_say(household, ANA, "pause", &days, 1);
    household_run(household, 60000);
    assert_false(look(household, CLEO).paused);
    assert_false(look(household, ANA).paused);
}

static void a_flag_is_unseen_until_a_therapist_acknowledges_it(void **state)
{
    struct household *household = *state;
    struct journal_overview *overviews = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(look(household, CLEO).urgent, 0);
    fall(household);
    household_run(household, 60000);
    assert_int_equal(look(household, ANA).urgent, 1);
    assert_int_equal(journal_overviews(household->journals[CLEO], arena, &overviews, &count),
                     DAYBOOK_OK);
    assert_int_equal(overviews->urgent, 1);
    assert_int_equal(overviews->contact, CONTACT_RECENT);
    char reference[FLAG_REFERENCE_SIZE] = "";
    memcpy(reference, overviews->flag.data, overviews->flag.size);
    const struct value_pair seen[] = {household_text("flag_ref", reference),
                                      household_text("action", "call")};
    (void)household_say(household, CLEO, "flag_ack", seen, 2);
    assert_int_equal(look(household, CLEO).urgent, 0);
    household_run(household, 60000);
    assert_int_equal(look(household, ANA).urgent, 0);
    arena_free(arena);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            an_urgent_flag_is_told_once_on_both_sides_and_says_nothing_of_the_patient, stage_set_up,
            stage_tear_down),
        cmocka_unit_test_setup_teardown(a_pause_is_told_with_its_first_day_until_it_ends,
                                        stage_set_up, stage_tear_down),
        cmocka_unit_test_setup_teardown(quiet_hours_delay_the_notice_and_hide_nothing, stage_set_up,
                                        stage_tear_down),
        cmocka_unit_test_setup_teardown(a_flag_is_unseen_until_a_therapist_acknowledges_it,
                                        stage_set_up, stage_tear_down),
        APART(contact_is_told_by_when_something_came_in),
        APART(who_tells_seldom_is_not_called_old_after_a_week),
        APART(what_the_patient_chose_to_share_is_looked_at_anew),
        APART(a_look_by_the_rules_of_another_program_is_not_believed),
        APART(a_look_is_kept_until_something_comes_or_the_day_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
