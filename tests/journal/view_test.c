/* The views of entries: equal operations make equal lists, in whatever order they came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/courier.h"
#include "journal/erasing.h"
#include "journal/stage.h"
#include "journal/summaries.h"
#include "journal/view.h"
#include "journal/writer.h"

enum { WRITERS = DAN + 1, ENTRY_MAX = 24, STEPS = 150, SEEDS = 12, DAY_MS = 24 * 3600 * 1000 };

static uint64_t draw(uint64_t *state, uint64_t below)
{
    *state = *state * 6364136223846793005U + 1442695040888963407U;
    return (*state >> 33) % below;
}

static enum daybook_status amend(struct household *household, size_t place, struct id128 id,
                                 int64_t worst)
{
    struct complaint complaint = {0};
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = worst}};
    const struct value fields = {.type = VALUE_MAP, .as.map = {&pair, 1}};
    const struct journal_change change = {
        .fields = &fields, .has_at = worst % 3 == 0, .at = journal_now(household->journals[place])};
    return journal_amend(household->journals[place], id, &change, &complaint);
}

/* An amendment by a broken program. */
static void write_garbage(struct own_circle *circle, struct id128 id)
{
    struct writer writer;
    struct operation_row row;
    const struct writer_operation operation = {
        .type = OPERATION_AMEND, .entity = id, .body = bytes_of_text("no entry")};
    assert_int_equal(writer_begin(circle, STREAM_LOG, &writer), DAYBOOK_OK);
    struct arena *arena = arena_create(0);
    assert_int_equal(writer_append(&writer, &operation, &row), DAYBOOK_OK);
    assert_int_equal(view_apply(circle, &row, arena), DAYBOOK_OK);
    assert_int_equal(writer_end(&writer, DAYBOOK_OK), DAYBOOK_OK);
    arena_free(arena);
}

struct play {
    struct household *household;
    uint64_t chance;
    struct id128 ids[ENTRY_MAX];
    size_t count;
    size_t erased; /* entries, once on each device */
};

static void correct_something(struct play *play, size_t place)
{
    struct complaint complaint = {0};
    struct journal *journal = play->household->journals[place];
    struct id128 id = play->ids[draw(&play->chance, play->count)];
    enum daybook_status status = DAYBOOK_OK;
    switch (draw(&play->chance, 12)) {
    case 0:
    case 1:
    case 2:
        status = journal_retract(journal, id, bytes_of_text(""), &complaint);
        break;
    case 3:
    case 4:
    case 5:
        write_garbage(stage_circle(play->household, place), id);
        break;
    case 6:
        status = journal_erase(journal, id, &complaint);
        status = status == DAYBOOK_DENIED ? DAYBOOK_OK : status;
        break;
    default:
        status = amend(play->household, place, id, (int64_t)draw(&play->chance, 11));
        break;
    }
    assert_true(status == DAYBOOK_OK || status == DAYBOOK_NOT_FOUND || status == DAYBOOK_CONFLICT);
}

static void carry_something(struct play *play, size_t place)
{
    size_t other = (place + 1 + draw(&play->chance, WRITERS - 1)) % WRITERS;
    const struct own_circle *from = stage_circle(play->household, place);
    const struct feed_row *feed = &from->feeds[draw(&play->chance, from->feed_count)];
    (void)courier_carry(from, stage_circle(play->household, other), feed->feed,
                        1 + draw(&play->chance, 4));
}

static void take_a_step(struct play *play)
{
    size_t place = draw(&play->chance, WRITERS);
    uint64_t what = draw(&play->chance, 10);
    play->household->wall_ms += (int64_t)draw(&play->chance, DAY_MS) - DAY_MS / 3;
    if (what < 2 && play->count < ENTRY_MAX) {
        play->ids[play->count++] = household_log(play->household, place, "pain", "worst", 4);
    } else if (what < 6 && play->count > 0) {
        correct_something(play, place);
    } else {
        carry_something(play, place);
    }
}

static void assert_shown_alike(struct play *play, struct id128 id)
{
    struct journal_item first;
    struct arena *arena = arena_create(0);
    enum daybook_status shown = journal_show(play->household->journals[ANA], id, arena, &first);
    for (size_t i = ANA + 1; i < WRITERS; i++) {
        struct journal_item item;
        assert_int_equal(journal_show(play->household->journals[i], id, arena, &item), shown);
        if (shown != DAYBOOK_OK) {
            continue;
        }
        assert_int_equal(item.amended, first.amended);
        assert_int_equal(item.retracted, first.retracted);
        assert_int_equal(item.concurrent, first.concurrent);
        assert_true(item.entry.at.utc_ms == first.entry.at.utc_ms);
        assert_true(bytes_equal(item.author, first.author));
        assert_true(value_equal(&item.entry.fields, &first.entry.fields));
    }
    arena_free(arena);
}

/* Which operations on an entity have a body, by author and number. */
static void assert_erased_alike(struct play *play, struct id128 id)
{
    struct operation_list first;
    struct arena *arena = arena_create(0);
    for (size_t i = ANA; i < WRITERS; i++) {
        const struct own_circle *circle = stage_circle(play->household, i);
        const struct operation_subject subject = {circle->row.circle_no, STREAM_LOG, id};
        struct journal_erasure erasure;
        struct operation_list list;
        size_t bodies = 0;
        assert_int_equal(
            operation_rows_of_entity(circle->journal->database, &subject, arena, &list),
            DAYBOOK_OK);
        first = i == ANA ? list : first;
        assert_int_equal(list.count, first.count);
        for (size_t j = 0; j < list.count; j++) {
            const struct operation_row *row = &list.rows[j];
            bodies += row->type != OPERATION_ERASE && row->body.data != NULL ? 1 : 0;
        }
        bool erased =
            journal_erasure(play->household->journals[i], id, arena, &erasure) == DAYBOOK_OK;
        assert_true(!erased || bodies == 0);
        assert_true(erased || bodies == list.count);
        play->erased += erased ? 1 : 0;
    }
    arena_free(arena);
}

static void equal_operations_make_equal_lists(void **state)
{
    struct play play = {.household = *state};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        play.chance = seed;
        play.count = 0;
        print_message("seed %u\n", (unsigned)seed);
        for (size_t i = 0; i < STEPS; i++) {
            take_a_step(&play);
        }
        for (size_t from = 0; from < WRITERS; from++) {
            courier_carry_all(stage_circle(play.household, from),
                              stage_circle(play.household, BEN));
            courier_carry_all(stage_circle(play.household, from),
                              stage_circle(play.household, ANA));
        }
        courier_carry_all(stage_circle(play.household, BEN), stage_circle(play.household, ANA));
        courier_carry_all(stage_circle(play.household, ANA), stage_circle(play.household, DAN));
        for (size_t i = 0; i < play.count; i++) {
            assert_shown_alike(&play, play.ids[i]);
            assert_erased_alike(&play, play.ids[i]);
        }
        assert_int_equal(household_count(play.household, ANA),
                         household_count(play.household, DAN));
    }
    assert_true(play.erased > 0 && play.erased % WRITERS == 0);
}

static void an_amendment_undone_returns_to_what_it_replaced_though_clocks_differ(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 undone;
    struct bytes what;
    struct journal_item item;
    struct arena *arena = arena_create(0);
    household->wall_ms += 3 * (int64_t)DAY_MS; /* Ben's clock is ahead */
    struct id128 id = household_log(household, BEN, "pain", "worst", 4);
    household->wall_ms -= 3 * (int64_t)DAY_MS;
    courier_carry_all(stage_circle(household, BEN), stage_circle(household, ANA));
    assert_int_equal(amend(household, ANA, id, 7), DAYBOOK_OK);
    assert_int_equal(journal_undo(household->journals[ANA], &undone, &what, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_show(household->journals[ANA], id, arena, &item), DAYBOOK_OK);
    assert_false(item.retracted);
    assert_int_equal(value_find(&item.entry.fields, "worst")->as.integer, 4);
    arena_free(arena);
}

static void what_is_private_cannot_be_changed_by_others(void **state)
{
    struct household *household = *state;
    struct complaint complaint = {0};
    struct id128 id;
    const struct value_pair pair = {bytes_of_text("worst"),
                                    {.type = VALUE_INTEGER, .as.integer = 4}};
    struct entry entry = {.kind = bytes_of_text("pain"),
                          .at = journal_now(household->journals[ANA]),
                          .visibility = VISIBILITY_PRIVATE,
                          .fields = {.type = VALUE_MAP, .as.map = {&pair, 1}}};
    struct journal_batch batch = {.entries = &entry, .count = 1, .ids = &id};
    assert_int_equal(journal_log(household->journals[ANA], 0, &batch, &complaint), DAYBOOK_OK);
    courier_carry_all(stage_circle(household, ANA), stage_circle(household, BEN));
    assert_int_equal(household_count(household, BEN), 0);
    assert_int_equal(amend(household, BEN, id, 7), DAYBOOK_NOT_FOUND);
    assert_int_equal(journal_retract(household->journals[BEN], id, bytes_of_text(""), &complaint),
                     DAYBOOK_NOT_FOUND);
    assert_int_equal(amend(household, ANA, id, 7), DAYBOOK_OK);
}

static void a_summary_by_somebody_who_knew_less_does_not_stay(void **state)
{
    struct household *household = *state;
    size_t therapist = household_add(household, "Cleo", ROLE_THERAPIST);
    struct complaint complaint = {0};
    struct buffer code = {0};
    struct journal_invite terms = {.name = bytes_of_text("Cleo"),
                                   .role = ROLE_THERAPIST,
                                   .auto_approve = true,
                                   .seat = household_seat(household, therapist)};
    assert_int_equal(journal_invite(household->journals[ANA], 0, &terms, &code, &complaint),
                     DAYBOOK_OK);
    assert_int_equal(journal_join(household->journals[therapist], buffer_bytes(&code), &complaint),
                     DAYBOOK_OK);
    buffer_free(&code);
    journal_go_online(household->journals[ANA]);
    journal_go_online(household->journals[therapist]);
    household_run(household, 20000);
    journal_go_offline(household->journals[ANA]);
    (void)household_log(household, ANA, "pain", "worst", 3);
    courier_carry_all(stage_circle(household, ANA), stage_circle(household, BEN));
    (void)household_log(household, ANA, "pain", "worst", 8);
    assert_int_equal(summaries_publish(stage_circle(household, ANA), true), DAYBOOK_OK);
    household->wall_ms += 30 * (int64_t)3600 * 1000;
    assert_int_equal(summaries_publish(stage_circle(household, BEN), true), DAYBOOK_OK);
    for (size_t i = 0; i < household->count; i++) {
        journal_go_online(household->journals[i]);
    }
    household_run(household, 60000);
    assert_true(household_pain(household, therapist) == 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(equal_operations_make_equal_lists, stage_set_up_apart,
                                        stage_tear_down),
        cmocka_unit_test_setup_teardown(
            an_amendment_undone_returns_to_what_it_replaced_though_clocks_differ,
            stage_set_up_apart, stage_tear_down),
        cmocka_unit_test_setup_teardown(what_is_private_cannot_be_changed_by_others,
                                        stage_set_up_apart, stage_tear_down),
        cmocka_unit_test_setup_teardown(a_summary_by_somebody_who_knew_less_does_not_stay,
                                        stage_set_up_apart, stage_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
