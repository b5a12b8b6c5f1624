/* When memory runs short in any place of logging, correcting and reading, the journal says so,
 * keeps what it acknowledged and goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fault/scarce_memory.h"
#include "journal/erasing.h"
#include "journal/household.h"
#include "journal/inspection.h"
#include "journal/summaries.h"
#include "trends/summary.h"
#include "vault/guarded.h"

enum { ALLOCATIONS_MAX = 20000, FIRST_ALLOCATIONS = 150, STRIDE = 9 };

/* A patient's journal, and what it has acknowledged. */
struct desk {
    struct household household;
    struct journal *journal;
    struct id128 entry; /* the one to work on */
    uint64_t standing;  /* entries logged and not taken back */
    int64_t worst;      /* what the entry says */
};

/* Guarded memory that stays for good: SQLite's page cache. */
static size_t kept_for_good;

static int set_up(void **state)
{
    static struct desk desk;
    desk = (struct desk){0};
    household_begin(&desk.household);
    desk.journal = desk.household.journals[household_add(&desk.household, "Ana", ROLE_PATIENT)];
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    household_end(&desk->household);
    assert_int_equal(guarded_live(), kept_for_good);
    return 0;
}

static const struct value_pair *pain(int64_t worst)
{
    static struct value_pair pair;
    pair =
        (struct value_pair){bytes_of_text("worst"), {.type = VALUE_INTEGER, .as.integer = worst}};
    return &pair;
}

static enum daybook_status log_three(struct desk *desk)
{
    struct complaint complaint = {0};
    struct id128 ids[3];
    struct entry entries[3] = {
        {.kind = bytes_of_text("pain"),
         .fields = {.type = VALUE_MAP, .as.map = {pain(4), 1}},
         .at = journal_now(desk->journal)},
        {.kind = bytes_of_text("note"),
         .fields = {.type = VALUE_MAP},
         .note = bytes_of_text("a quiet day"),
         .at = journal_now(desk->journal)},
        {.kind = bytes_of_text("pain"),
         .fields = {.type = VALUE_MAP, .as.map = {pain(4), 1}},
         .note = bytes_of_text("left arm"),
         .at = journal_now(desk->journal)},
    };
    struct journal_batch batch = {.entries = entries, .count = 3, .ids = ids};
    enum daybook_status status = journal_log(desk->journal, 0, &batch, &complaint);
    if (status == DAYBOOK_OK) {
        desk->standing += 3;
        desk->entry = ids[2];
        desk->worst = 4;
    }
    return status;
}

static void prepare_entry(struct desk *desk)
{
    assert_int_equal(log_three(desk), DAYBOOK_OK);
}

static enum daybook_status amend(struct desk *desk)
{
    struct complaint complaint = {0};
    int64_t worst = desk->worst == 4 ? 7 : 4;
    const struct value fields = {.type = VALUE_MAP, .as.map = {pain(worst), 1}};
    const struct journal_change change = {
        .fields = &fields, .has_note = true, .note = bytes_of_text("both arms")};
    enum daybook_status status = journal_amend(desk->journal, desk->entry, &change, &complaint);
    desk->worst = status == DAYBOOK_OK ? worst : desk->worst;
    return status;
}

static enum daybook_status retract(struct desk *desk)
{
    struct complaint complaint = {0};
    enum daybook_status status =
        journal_retract(desk->journal, desk->entry, bytes_of_text("mistaken"), &complaint);
    desk->standing -= status == DAYBOOK_OK ? 1 : 0;
    return status;
}

static enum daybook_status erase(struct desk *desk)
{
    struct complaint complaint = {0};
    enum daybook_status status = journal_erase(desk->journal, desk->entry, &complaint);
    desk->standing -= status == DAYBOOK_OK ? 1 : 0;
    return status;
}

static enum daybook_status undo(struct desk *desk)
{
    struct complaint complaint = {0};
    struct id128 id;
    struct bytes what;
    enum daybook_status status = journal_undo(desk->journal, &id, &what, &complaint);
    desk->standing -= status == DAYBOOK_OK ? 1 : 0;
    return status;
}

static enum daybook_status count_item(void *context, const struct journal_item *item)
{
    *(uint64_t *)context += item->retracted ? 0 : 1;
    return DAYBOOK_OK;
}

static enum daybook_status list(struct desk *desk)
{
    uint64_t count = 0;
    const struct journal_filter filter = {.circle = 0};
    enum daybook_status status = journal_list(desk->journal, &filter, count_item, &count);
    if (status == DAYBOOK_OK) {
        assert_int_equal(count, desk->standing);
    }
    return status;
}

static enum daybook_status show_history(struct desk *desk)
{
    struct arena *arena = arena_create(0);
    struct journal_version *versions = NULL;
    size_t count = 0;
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status =
        journal_history(desk->journal, desk->entry, arena, &versions, &count);
    if (status == DAYBOOK_OK) {
        assert_int_equal(value_find(&versions[count - 1].item.entry.fields, "worst")->as.integer,
                         desk->worst);
    }
    arena_free(arena);
    return status;
}

static enum daybook_status summarise(struct desk *desk)
{
    struct arena *arena = arena_create(0);
    struct history *history = NULL;
    struct trend_summary *summary = NULL;
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = journal_trend_history(desk->journal, 0, arena, &history);
    if (status == DAYBOOK_OK) {
        int32_t today = timestamp_day(journal_now(desk->journal));
        status = trends_summarise(history, today, arena, &summary);
    }
    if (status == DAYBOOK_OK) {
        assert_true(summary->measures[MEASURE_PAIN_WORST].d7.n > 0);
    }
    arena_free(arena);
    return status;
}

static enum daybook_status look_at_circle(struct desk *desk)
{
    struct arena *arena = arena_create(0);
    struct journal_status look;
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = journal_circle_status(desk->journal, 0, arena, &look);
    if (status == DAYBOOK_OK) {
        assert_int_equal(look.entries, desk->standing);
    }
    arena_free(arena);
    return status;
}

static enum daybook_status verify(struct desk *desk)
{
    struct journal_verification result;
    enum daybook_status status = journal_verify(desk->journal, &result);
    if (status == DAYBOOK_OK) {
        assert_true(result.sound);
    }
    return status;
}

static enum daybook_status invite(struct desk *desk)
{
    struct complaint complaint = {0};
    struct buffer code = {0};
    scarce_memory_pause();
    struct journal_invite terms = {.name = bytes_of_text("Ben"),
                                   .role = ROLE_CAREGIVER,
                                   .seat = household_seat(&desk->household, 1)};
    scarce_memory_resume();
    enum daybook_status status = journal_invite(desk->journal, 0, &terms, &code, &complaint);
    buffer_free(&code);
    return status;
}

static enum daybook_status set_seat(struct desk *desk)
{
    struct complaint complaint = {0};
    scarce_memory_pause();
    const struct seat seat = household_seat(&desk->household, 0);
    scarce_memory_resume();
    return journal_set_seat(desk->journal, 0, &seat, &complaint);
}

static void prepare_seat(struct desk *desk)
{
    assert_int_equal(set_seat(desk), DAYBOOK_OK);
}

static void do_nothing(struct desk *desk)
{
    (void)desk;
}

/* What was acknowledged is there, and nothing else. */
static void check(struct desk *desk)
{
    assert_int_equal(verify(desk), DAYBOOK_OK);
    assert_int_equal(list(desk), DAYBOOK_OK);
    assert_int_equal(look_at_circle(desk), DAYBOOK_OK);
}

/* Do it with each allocation refused in turn, until one attempt needs no more of them. */
static void refuse_each(struct desk *desk, void (*prepare)(struct desk *desk),
                        enum daybook_status (*use_case)(struct desk *desk))
{
    prepare_entry(desk);
    for (unsigned number = 1; number < ALLOCATIONS_MAX; number++) {
        prepare(desk);
        scarce_memory_refuse(number);
        enum daybook_status status = use_case(desk);
        if (!scarce_memory_end()) {
            assert_int_equal(status, DAYBOOK_OK);
            print_message("%u allocations\n", number - 1);
            return;
        }
        if (status == DAYBOOK_OK && !scarce_memory_hit_sqlite()) {
            fail_msg("allocation %u was refused, and nobody said so", number);
        }
        if (status != DAYBOOK_OK) {
            assert_int_equal(status, DAYBOOK_NO_MEMORY);
            assert_int_equal(use_case(desk), DAYBOOK_OK);
        }
        check(desk);
    }
    fail_msg("more than %d allocations", ALLOCATIONS_MAX);
}

static void logging_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, log_three);
}

static void amending_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, amend);
}

static void retracting_says_that_memory_is_short(void **state)
{
    refuse_each(*state, prepare_entry, retract);
}

static void erasing_says_that_memory_is_short(void **state)
{
    refuse_each(*state, prepare_entry, erase);
}

static void undoing_says_that_memory_is_short(void **state)
{
    refuse_each(*state, prepare_entry, undo);
}

static void listing_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, list);
}

static void history_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, show_history);
}

static void a_summary_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, summarise);
}

static void a_look_at_the_circle_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, look_at_circle);
}

static void verifying_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, verify);
}

static void a_seat_says_that_memory_is_short(void **state)
{
    refuse_each(*state, do_nothing, set_seat);
}

static void inviting_says_that_memory_is_short(void **state)
{
    refuse_each(*state, prepare_seat, invite);
}

static void a_new_journal_is_made_or_not_at_all(void **state)
{
    struct desk *desk = *state;
    for (unsigned number = 1; number < ALLOCATIONS_MAX;
         number += number < FIRST_ALLOCATIONS ? 1 : STRIDE) {
        const struct journal_ports ports = household_ports(&desk->household);
        struct journal *journal = NULL;
        scarce_memory_refuse(number);
        enum daybook_status status =
            journal_create_in_memory(bytes_of_text("Bea"), ROLE_PATIENT, &ports, &journal);
        bool refused = scarce_memory_end();
        if (status == DAYBOOK_OK) { /* the exchange begins anew what it forgot */
            struct desk made = {.journal = journal};
            prepare_entry(&made);
            check(&made);
        } else {
            assert_int_equal(status, DAYBOOK_NO_MEMORY);
            assert_null(journal);
        }
        journal_close(journal);
        if (!refused) {
            print_message("up to %u allocations\n", number - 1);
            return;
        }
    }
    fail_msg("more than %d allocations", ALLOCATIONS_MAX);
}

static int find_what_stays(void **state)
{
    scarce_memory_include_sqlite();
    assert_int_equal(set_up(state), 0);
    household_end(&((struct desk *)*state)->household);
    kept_for_good = guarded_live();
    return 0;
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(logging_says_that_memory_is_short),
        FRESH(amending_says_that_memory_is_short),
        FRESH(retracting_says_that_memory_is_short),
        FRESH(erasing_says_that_memory_is_short),
        FRESH(undoing_says_that_memory_is_short),
        FRESH(listing_says_that_memory_is_short),
        FRESH(history_says_that_memory_is_short),
        FRESH(a_summary_says_that_memory_is_short),
        FRESH(a_look_at_the_circle_says_that_memory_is_short),
        FRESH(verifying_says_that_memory_is_short),
        FRESH(a_seat_says_that_memory_is_short),
        FRESH(inviting_says_that_memory_is_short),
        FRESH(a_new_journal_is_made_or_not_at_all),
    };
    return cmocka_run_group_tests(tests, find_what_stays, NULL);
}
