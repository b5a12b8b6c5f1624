/* Acknowledgements, questions and answers: who hears what, and what becomes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/own_circle.h"
#include "journal/stage.h"
#include "journal/team.h"

static enum daybook_status try_to_say(const struct household *household, size_t place,
                                      const char *kind, const struct value_pair *pairs,
                                      struct id128 *out_id)
{
    struct complaint complaint = {0};
    struct entry entry = {.kind = bytes_of_text(kind),
                          .at = journal_now(household->journals[place]),
                          .fields = {.type = VALUE_MAP, .as.map = {pairs, 2}}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = out_id};
    return journal_log(household->journals[place], 0, &batch, &complaint);
}

static struct id128 checkin(const struct household *household, size_t place, const char *asked)
{
    struct id128 id;
    const struct value_pair pairs[] = {household_number("overall", 5),
                                       household_text("question_for_team", asked)};
    assert_int_equal(try_to_say(household, place, "daily_checkin", pairs, &id), DAYBOOK_OK);
    return id;
}

static void answer(const struct household *household, struct id128 question, const char *text)
{
    struct id128 id;
    char hex[ID128_HEX_SIZE];
    id128_to_hex(question, hex);
    const struct value_pair pairs[] = {household_text("question_ref", hex),
                                       household_text("text", text)};
    assert_int_equal(try_to_say(household, CLEO, "answer", pairs, &id), DAYBOOK_OK);
}

static size_t questions(const struct household *household, size_t place, struct arena *arena,
                        struct journal_question **out_questions)
{
    size_t count = 0;
    assert_int_equal(journal_questions(household->journals[place], 0, arena, out_questions, &count),
                     DAYBOOK_OK);
    return count;
}

/* The place shows one question with this text and that many answers. */
static void expect_question(const struct household *household, size_t place, const char *text,
                            size_t answers)
{
    struct journal_question *asked = NULL;
    struct arena *arena = arena_create(0);
    assert_int_equal(questions(household, place, arena, &asked), 1);
    assert_true(bytes_equal_text(asked->text, text));
    assert_int_equal(asked->answer_count, answers);
    stage_expect_sound(household, place);
    arena_free(arena);
}

static void expect_no_question(const struct household *household, size_t place)
{
    struct journal_question *asked = NULL;
    struct arena *arena = arena_create(0);
    assert_int_equal(questions(household, place, arena, &asked), 0);
    stage_expect_sound(household, place);
    arena_free(arena);
}

static void amend_question(const struct household *household, size_t place, struct id128 id,
                           const struct value_pair *pair)
{
    struct complaint complaint = {0};
    const struct value fields = {.type = VALUE_MAP, .as.map = {pair, 1}};
    const struct journal_change change = {.fields = &fields};
    assert_int_equal(journal_amend(household->journals[place], id, &change, &complaint),
                     DAYBOOK_OK);
}

/* Hand over what one wrote in a stream, and nothing else. */
static void carry_own(const struct household *household, size_t from, size_t to, enum stream stream)
{
    const struct feed_row *feed = own_circle_own_feed(stage_circle(household, from), stream);
    assert_non_null(feed);
    (void)courier_carry(stage_circle(household, from), stage_circle(household, to), feed->feed,
                        SIZE_MAX);
}

static void a_question_of_a_check_in_reaches_a_therapist_who_reads_no_entries(void **state)
{
    struct household *household = *state;
    (void)checkin(household, ANA, "May I swim?");
    carry_own(household, ANA, CLEO, STREAM_TREND);
    expect_question(household, CLEO, "May I swim?", 0);
    assert_int_equal(household_count(household, CLEO), 1); /* the check-in itself is not there */
    stage_carry(household, ANA, BEN);
    expect_question(household, BEN, "May I swim?", 0);
}

static void an_answer_closes_the_question_on_every_device(void **state)
{
    struct household *household = *state;
    struct journal_question *asked = NULL;
    struct arena *arena = arena_create(0);
    (void)checkin(household, BEN, "May she swim?");
    stage_carry(household, BEN, CLEO);
    assert_int_equal(questions(household, CLEO, arena, &asked), 1);
    assert_true(bytes_equal_text(asked->by, "Ben"));
    answer(household, asked->id, "Yes, with somebody beside her.");
    carry_own(household, CLEO, ANA, STREAM_PLAN); /* the answer comes before its question */
    expect_no_question(household, ANA);
    stage_carry(household, BEN, ANA);
    expect_question(household, ANA, "May she swim?", 1);
    expect_question(household, CLEO, "May she swim?", 1);
    arena_free(arena);
}

static void a_question_is_amended_and_taken_back_with_its_check_in(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 id = checkin(household, ANA, "May I swim?");
    const struct value_pair other = household_text("question_for_team", "May I run?");
    const struct value_pair none = {bytes_of_text("question_for_team"), {.type = VALUE_NULL}};
    stage_carry(household, ANA, BEN);
    amend_question(household, BEN, id, &other);
    stage_carry(household, BEN, CLEO);
    stage_carry(household, ANA, CLEO);
    expect_question(household, CLEO, "May I run?", 0);
    stage_carry(household, BEN, ANA);
    amend_question(household, ANA, id, &none);
    expect_no_question(household, ANA);
    amend_question(household, ANA, id, &other);
    expect_question(household, ANA, "May I run?", 0);
    assert_int_equal(journal_retract(household->journals[ANA], id, (struct bytes){0}, &complaint),
                     DAYBOOK_OK);
    stage_carry(household, ANA, CLEO);
    expect_no_question(household, CLEO);
}

static void an_undone_check_in_asks_nothing_and_undo_goes_on_with_what_was_before(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 undone;
    struct bytes what;
    struct id128 before = household_log(household, ANA, "pain", "worst", 3);
    household->wall_ms += 1000;
    struct id128 id = checkin(household, ANA, "May I swim?");
    assert_int_equal(journal_undo(household->journals[ANA], &undone, &what, &complaint),
                     DAYBOOK_OK);
    assert_true(id128_equal(undone, id));
    expect_no_question(household, ANA);
    assert_int_equal(journal_undo(household->journals[ANA], &undone, &what, &complaint),
                     DAYBOOK_OK);
    assert_true(id128_equal(undone, before));
    expect_no_question(household, ANA);
}

static void an_erased_check_in_leaves_no_word_of_its_question_anywhere(void **state)
{
    struct household *household = *state;
    struct journal_question *asked = NULL;
    struct arena *arena = arena_create(0);
    struct id128 id = checkin(household, ANA, "May I swim?");
    assert_int_equal(questions(household, ANA, arena, &asked), 1);
    const struct id128 question = asked->id;
    stage_carry(household, ANA, CLEO);
    assert_int_equal(stage_bodies(household, CLEO, STREAM_TREND, question), 1);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    stage_carry(household, ANA, CLEO);
    assert_int_equal(stage_bodies(household, ANA, STREAM_TREND, question), 0);
    assert_int_equal(stage_bodies(household, CLEO, STREAM_TREND, question), 0);
    expect_no_question(household, CLEO);
    arena_free(arena);
}

static void a_question_nobody_else_is_to_see_is_not_passed_on(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 id;
    const struct value_pair pairs[] = {household_number("overall", 5),
                                       household_text("question_for_team", "Who am I?")};
    struct entry entry = {.kind = bytes_of_text("daily_checkin"),
                          .at = journal_now(household->journals[ANA]),
                          .visibility = VISIBILITY_PRIVATE,
                          .fields = {.type = VALUE_MAP, .as.map = {pairs, 2}}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    assert_int_equal(journal_log(household->journals[ANA], 0, &batch, &complaint), DAYBOOK_OK);
    expect_no_question(household, ANA);
}

static void entries_and_questions_of_one_batch_are_all_there(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 ids[3];
    const struct value_pair worst = {bytes_of_text("worst"),
                                     {.type = VALUE_INTEGER, .as.integer = 5}};
    const struct value_pair text = household_text("text", "May I swim?");
    struct entry entries[3] = {0};
    for (size_t i = 0; i < 3; i++) {
        bool asks = i == 1;
        entries[i] =
            (struct entry){.kind = bytes_of_text(asks ? "question" : "pain"),
                           .at = journal_now(household->journals[ANA]),
                           .fields = {.type = VALUE_MAP, .as.map = {asks ? &text : &worst, 1}}};
    }
    struct journal_batch batch = {.entries = entries, .count = 3, .ids = ids};
    assert_int_equal(journal_log(household->journals[ANA], 0, &batch, &complaint), DAYBOOK_OK);
    assert_int_equal(household_count(household, ANA), 3);
    expect_question(household, ANA, "May I swim?", 0);
}

static void acknowledgements_of_two_therapists_are_both_shown(void **state)
{
    struct household *household = *state;
    struct journal_ack *acks = NULL;
    size_t count = 0;
    struct id128 id;
    struct arena *arena = arena_create(0);
    const struct value_pair called[] = {household_text("flag_ref", "R16@2026-08-12"),
                                        household_text("action", "call")};
    assert_int_equal(try_to_say(household, ANA, "flag_ack", called, &id), DAYBOOK_DENIED);
    assert_int_equal(try_to_say(household, CLEO, "flag_ack", called, &id), DAYBOOK_OK);
    household->wall_ms += 1000;
    assert_int_equal(try_to_say(household, CLEO, "flag_ack", called, &id), DAYBOOK_OK);
    stage_carry(household, CLEO, ANA);
    assert_int_equal(journal_acks(household->journals[ANA], 0, arena, &acks, &count), DAYBOOK_OK);
    assert_int_equal(count, 2);
    assert_true(bytes_equal_text(acks[0].by, "Cleo"));
    assert_true(bytes_equal_text(acks[1].flag, "R16@2026-08-12"));
    assert_true(bytes_equal_text(acks[1].action, "call"));
    arena_free(arena);
}

/* In the trend stream a program of the household's own can write any body. */
static void an_acknowledgement_a_caregiver_forges_is_no_word_of_a_therapist(void **state)
{
    struct household *household = *state;
    struct journal_ack *acks = NULL;
    size_t count = 0;
    struct id128 id;
    struct arena *arena = arena_create(0);
    const struct value_pair called[] = {household_text("flag_ref", "R16@2026-08-12"),
                                        household_text("action", "call")};
    assert_int_equal(try_to_say(household, CLEO, "flag_ack", called, &id), DAYBOOK_OK);
    stage_forge(household, BEN, STREAM_TREND, OPERATION_PLAN, (struct id128){{7}});
    stage_forge(household, BEN, STREAM_TREND, OPERATION_QUESTION, id);
    stage_forge(household, BEN, STREAM_TREND, OPERATION_RETRACT, id);
    stage_carry(household, CLEO, ANA);
    stage_carry(household, BEN, ANA);
    assert_int_equal(journal_acks(household->journals[ANA], 0, arena, &acks, &count), DAYBOOK_OK);
    assert_int_equal(count, 1);
    assert_true(stage_quarantined(household, ANA) > 0);
    arena_free(arena);
}

int main(void)
{
#define APART(test) cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
    const struct CMUnitTest tests[] = {
        APART(a_question_of_a_check_in_reaches_a_therapist_who_reads_no_entries),
        APART(an_answer_closes_the_question_on_every_device),
        APART(a_question_is_amended_and_taken_back_with_its_check_in),
        APART(an_undone_check_in_asks_nothing_and_undo_goes_on_with_what_was_before),
        APART(an_erased_check_in_leaves_no_word_of_its_question_anywhere),
        APART(a_question_nobody_else_is_to_see_is_not_passed_on),
        APART(entries_and_questions_of_one_batch_are_all_there),
        APART(acknowledgements_of_two_therapists_are_both_shown),
        APART(an_acknowledgement_a_caregiver_forges_is_no_word_of_a_therapist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
