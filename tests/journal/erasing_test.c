/* Erasing: what goes, in whatever order it arrives, and who has confirmed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/stage.h"
#include "vault/random.h"

static void an_erased_entry_leaves_every_device_and_every_version_of_it(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    stage_carry(household, BEN, ANA);
    stage_amend(household, ANA, id, 6);
    stage_carry(household, ANA, DAN);
    stage_carry(household, BEN, DAN);
    assert_int_equal(stage_bodies(household, DAN, STREAM_LOG, id), 2);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    stage_expect_erased(household, ANA, id);
    stage_carry(household, ANA, DAN);
    stage_carry(household, ANA, BEN);
    stage_expect_erased(household, BEN, id);
    stage_expect_erased(household, DAN, id);
    assert_int_equal(household_count(household, DAN), 0);
}

static void an_erasure_that_comes_before_its_entry_takes_it_when_it_comes(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    stage_carry(household, BEN, ANA);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    const struct id128 feed = own_circle_own_feed(stage_circle(household, ANA), STREAM_LOG)->feed;
    (void)courier_carry(stage_circle(household, ANA), stage_circle(household, DAN), feed, SIZE_MAX);
    stage_carry(household, BEN, DAN); /* with its body: Ben knows of nothing */
    stage_expect_erased(household, DAN, id);
    assert_int_equal(household_count(household, DAN), 0);
}

static void a_correction_that_comes_after_the_erasure_does_not_bring_the_entry_back(void **state)
{
    struct household *household = *state;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    stage_carry(household, ANA, BEN);
    stage_amend(household, BEN, id, 7);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    stage_carry(household, BEN, ANA);
    stage_carry(household, ANA, BEN);
    stage_expect_erased(household, ANA, id);
    stage_expect_erased(household, BEN, id);
}

/* The other device of the same person is stood for by another incarnation: another feed. */
static void an_authors_erasure_waits_for_what_another_device_of_theirs_wrote(void **state)
{
    struct household *household = *state;
    struct own_circle *ben = stage_circle(household, BEN);
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    const struct id128 first = own_circle_own_feed(ben, STREAM_LOG)->feed;
    ben->row.incarnation = random_id();
    assert_int_equal(stage_erase(household, BEN, id), DAYBOOK_OK);
    const struct id128 second = own_circle_own_feed(ben, STREAM_LOG)->feed;
    struct feed_row *held = own_circle_feed(ben, first);
    assert_int_equal(held->number, 1);
    (void)courier_carry(ben, stage_circle(household, DAN), second, SIZE_MAX);
    assert_int_equal(stage_quarantined(household, DAN), 0);
    (void)courier_carry(ben, stage_circle(household, DAN), first, SIZE_MAX);
    stage_expect_erased(household, DAN, id);
}

static void entries_erased_twice_are_erased_once(void **state)
{
    struct household *household = *state;
    struct journal_erasure seen_by_ana;
    struct journal_erasure seen_by_ben;
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    stage_carry(household, BEN, ANA);
    household->wall_ms += 1000;
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    household->wall_ms += 1000;
    assert_int_equal(stage_erase(household, BEN, id), DAYBOOK_OK);
    assert_int_equal(stage_erase(household, BEN, id), DAYBOOK_CONFLICT);
    stage_carry(household, BEN, ANA);
    stage_carry(household, ANA, BEN);
    stage_expect_erased(household, ANA, id);
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_erasure(household->journals[ANA], id, arena, &seen_by_ana),
                     DAYBOOK_OK);
    assert_int_equal(journal_erasure(household->journals[BEN], id, arena, &seen_by_ben),
                     DAYBOOK_OK);
    assert_true(bytes_equal_text(seen_by_ana.by, "Ana"));
    assert_true(bytes_equal_text(seen_by_ben.by, "Ana"));
    assert_true(seen_by_ana.erased_ms == seen_by_ben.erased_ms);
    arena_free(arena);
}

static void a_body_sent_again_for_what_was_erased_is_not_put_back(void **state)
{
    struct household *household = *state;
    struct operation_row row;
    struct arena *arena = arena_create(0);
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    struct own_circle *ana = stage_circle(household, ANA);
    const struct feed_row *feed = own_circle_own_feed(ana, STREAM_LOG);
    stage_carry(household, ANA, BEN);
    assert_int_equal(
        operation_rows_latest(ana->journal->database, &ana->journal->self.sign, arena, &row),
        DAYBOOK_OK);
    const struct wire_operation again = {row.header, row.body};
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    stage_carry(household, ANA, BEN);
    const struct wire_run run = {.device = feed->device,
                                 .incarnation = feed->incarnation,
                                 .first = row.number,
                                 .operations = &again,
                                 .count = 1};
    const struct received_run received = {
        .run = &run, .feed = feed->feed, .stream = STREAM_LOG, .hashes = &row.hash};
    assert_int_equal(receiving_store(stage_circle(household, BEN), &received, 0), DAYBOOK_FORGED);
    stage_expect_erased(household, BEN, id);
    arena_free(arena);
}

static void undo_does_not_bring_back_what_was_erased(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 undone;
    struct bytes what;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    assert_int_equal(journal_undo(household->journals[ANA], &undone, &what, &complaint),
                     DAYBOOK_NOT_FOUND);
    assert_int_equal(journal_retract(household->journals[ANA], id, bytes_of_text(""), &complaint),
                     DAYBOOK_NOT_FOUND);
}

static size_t confirmations(const struct household *household, struct id128 id, size_t *out_waiting)
{
    struct journal_erasure erasure;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_erasure(household->journals[ANA], id, arena, &erasure), DAYBOOK_OK);
    *out_waiting = erasure.waiting_count;
    for (size_t i = 0; i < erasure.device_count; i++) {
        bool is_dan = bytes_equal_text(erasure.devices[i].name, "Dan");
        assert_true(erasure.devices[i].confirmed || is_dan);
    }
    size_t count = erasure.device_count;
    arena_free(arena);
    return count;
}

static void each_device_that_reads_entries_confirms_that_it_has_erased(void **state)
{
    struct household *household = *state;
    size_t waiting = 0;
    struct id128 id = household_log(household, ANA, "pain", "worst", 4);
    household_run(household, 20000);
    assert_int_equal(household_count(household, DAN), 1);
    journal_go_offline(household->journals[DAN]);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    household_run(household, 20000);
    stage_expect_erased(household, BEN, id);
    assert_int_equal(confirmations(household, id, &waiting), 3);
    assert_int_equal(waiting, 1);
    assert_int_equal(stage_bodies(household, DAN, STREAM_LOG, id), 1);
    journal_go_online(household->journals[DAN]);
    household_run(household, 30000);
    stage_expect_erased(household, DAN, id);
    assert_int_equal(confirmations(household, id, &waiting), 3);
    assert_int_equal(waiting, 0);
}

/* Summaries that a journal holds with their body. */
static size_t summaries_held(const struct household *household, size_t place)
{
    const struct own_circle *circle = stage_circle(household, place);
    struct operation_list list;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(operation_rows_of_stream(circle->journal->database, circle->row.circle_no,
                                              STREAM_TREND, arena, &list),
                     DAYBOOK_OK);
    assert_true(list.count > 1);
    for (size_t i = 0; i < list.count; i++) {
        count += list.rows[i].body.data != NULL ? 1 : 0;
    }
    arena_free(arena);
    return count;
}

static void the_figures_leave_the_therapists_page_and_the_summaries_behind_it(void **state)
{
    struct household *household = *state;
    (void)household_log(household, ANA, "pain", "worst", 3);
    struct id128 id = household_log(household, ANA, "pain", "worst", 8);
    household_run(household, 20000);
    assert_true(household_pain(household, CLEO) == 8);
    assert_int_equal(stage_erase(household, ANA, id), DAYBOOK_OK);
    household_run(household, 20000);
    assert_true(household_pain(household, ANA) == 3);
    assert_true(household_pain(household, CLEO) == 3);
    for (size_t place = ANA; place <= CLEO; place++) {
        assert_int_equal(summaries_held(household, place), 1);
        stage_expect_sound(household, place);
    }
}

#define APART(test)  cmocka_unit_test_setup_teardown(test, stage_set_up_apart, stage_tear_down)
#define ONLINE(test) cmocka_unit_test_setup_teardown(test, stage_set_up, stage_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        APART(an_erased_entry_leaves_every_device_and_every_version_of_it),
        APART(an_erasure_that_comes_before_its_entry_takes_it_when_it_comes),
        APART(a_correction_that_comes_after_the_erasure_does_not_bring_the_entry_back),
        APART(an_authors_erasure_waits_for_what_another_device_of_theirs_wrote),
        APART(entries_erased_twice_are_erased_once),
        APART(a_body_sent_again_for_what_was_erased_is_not_put_back),
        APART(undo_does_not_bring_back_what_was_erased),
        ONLINE(each_device_that_reads_entries_confirms_that_it_has_erased),
        ONLINE(the_figures_leave_the_therapists_page_and_the_summaries_behind_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
