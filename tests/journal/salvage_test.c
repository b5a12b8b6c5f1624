/* A device that was set back to an older copy, or copied: everybody comes to hold everything, once,
 * whoever heard which history first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "journal/home_room.h"
#include "journal/inspection.h"
#include "journal/notices.h"
#include "journal/state.h"

enum { PATIENT, CAREGIVER, OTHER, PEOPLE, LISTING_SIZE = 64 * 1024, MANY = 80 };
enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * 3600 * 1000 };

static struct journal *journal_of(const struct home_room *room, size_t place)
{
    return room->household.journals[place];
}

static void note(struct home_room *room, size_t place, const char *text)
{
    room->household.wall_ms += 1000;
    (void)household_note(&room->household, place, text);
}

/* The patient's file as it is now, closed; it goes on as it was. */
static void keep(struct home_room *room, const char *name)
{
    home_folder_close(&room->home);
    home_folder_keep_store(&room->home, name);
    home_folder_open(&room->home);
    journal_go_online(journal_of(room, PATIENT));
}

static void online(const struct home_room *room, size_t place, bool online)
{
    if (online) {
        journal_go_online(journal_of(room, place));
        journal_exchange_now(journal_of(room, place));
    } else {
        journal_go_offline(journal_of(room, place));
    }
}

static enum daybook_status write_item(void *context, const struct journal_item *item)
{
    char *listing = context;
    size_t used = strlen(listing);
    char id[ID128_HEX_SIZE];
    id128_to_hex(item->id, id);
    (void)snprintf(listing + used, LISTING_SIZE - used, "%s %.*s %d %d %zu\n", id,
                   (int)item->entry.note.size, (const char *)item->entry.note.data, item->amended,
                   item->retracted, item->concurrent);
    return DAYBOOK_OK;
}

static void list(const struct home_room *room, size_t place, char out_listing[static LISTING_SIZE])
{
    const struct journal_filter filter = {.circle = 0};
    out_listing[0] = '\0';
    assert_int_equal(journal_list(journal_of(room, place), &filter, write_item, out_listing),
                     DAYBOOK_OK);
}

/* Everybody lists the same, so many entries, and every chain holds together. */
static void expect_all_equal(struct home_room *room, size_t entries)
{
    static char first[LISTING_SIZE];
    static char other[LISTING_SIZE];
    list(room, PATIENT, first);
    for (size_t place = 0; place < PEOPLE; place++) {
        struct journal_verification result;
        struct journal_exchange exchange;
        journal_exchange_state(journal_of(room, place), &exchange);
        assert_true(exchange.to_send == 0 && exchange.to_fetch == 0);
        list(room, place, other);
        assert_string_equal(other, first);
        assert_int_equal(household_count(&room->household, place), entries);
        assert_int_equal(journal_verify(journal_of(room, place), &result), DAYBOOK_OK);
        assert_string_equal(result.damage, "");
    }
}

static bool has_notice(const struct home_room *room, size_t place, enum notice_kind kind)
{
    bool found = false;
    struct notices_line *lines = NULL;
    size_t count = 0;
    struct arena *arena = arena_create(0);
    assert_int_equal(notices_list(journal_of(room, place), arena, &lines, &count), DAYBOOK_OK);
    for (size_t i = 0; i < count; i++) {
        found = found || lines[i].notice.kind == kind;
    }
    arena_free(arena);
    return found;
}

static struct id128 incarnation(const struct home_room *room)
{
    return journal_circle(journal_of(room, PATIENT), 0)->row.incarnation;
}

static void what_an_older_copy_lacks_comes_back(void **state)
{
    struct home_room *room = *state;
    note(room, PATIENT, "one");
    keep(room, "older");
    note(room, PATIENT, "two");
    household_run(&room->household, MINUTE_MS);
    home_room_set_back(room, "older");
    const struct id128 before = incarnation(room);
    online(room, PATIENT, true);
    household_run(&room->household, MINUTE_MS);
    expect_all_equal(room, 2);
    assert_true(has_notice(room, PATIENT, NOTICE_COPY_IN_USE));
    assert_false(id128_equal(incarnation(room), before));
    note(room, PATIENT, "three");
    household_run(&room->household, MINUTE_MS);
    expect_all_equal(room, 3);
}

static void a_file_put_back_goes_on_in_a_new_incarnation(void **state)
{
    struct home_room *room = *state;
    note(room, PATIENT, "one");
    keep(room, "older");
    note(room, PATIENT, "two");
    household_run(&room->household, MINUTE_MS);
    home_folder_close(&room->home);
    home_folder_put_store(&room->home, "older");
    home_folder_open(&room->home);
    assert_true(has_notice(room, PATIENT, NOTICE_PUT_BACK));
    assert_int_equal(notices_mark_seen(journal_of(room, PATIENT)), DAYBOOK_OK);
    note(room, PATIENT, "three");
    online(room, PATIENT, true);
    household_run(&room->household, MINUTE_MS);
    expect_all_equal(room, 3);
    assert_false(has_notice(room, PATIENT, NOTICE_COPY_IN_USE));
    assert_false(has_notice(room, CAREGIVER, NOTICE_TWO_HISTORIES));
}

/* Both histories are longer than what is given up at once. */
static void write_many(struct home_room *room, const char *word, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%s %zu", word, i);
        note(room, PATIENT, text);
    }
}

static void fork_history(struct home_room *room, size_t first, size_t second)
{
    note(room, PATIENT, "common");
    keep(room, "older");
    write_many(room, "first", first);
    household_run(&room->household, (int64_t)2 * MINUTE_MS);
    home_room_set_back(room, "older");
    write_many(room, "second", second);
    online(room, PATIENT, true);
    household_run(&room->household, (int64_t)5 * MINUTE_MS);
    expect_all_equal(room, 1 + first + second);
    assert_true(has_notice(room, PATIENT, NOTICE_COPY_IN_USE));
}

static void a_shorter_second_history_is_written_again(void **state)
{
    fork_history(*state, 3, 2);
}

static void a_longer_second_history_is_written_again(void **state)
{
    fork_history(*state, 2, 3);
}

static void a_second_history_of_equal_length_is_written_again(void **state)
{
    fork_history(*state, 3, 3);
}

static void long_histories_are_written_again(void **state)
{
    fork_history(*state, MANY, MANY + 5);
}

static void a_long_second_history_is_written_again(void **state)
{
    fork_history(*state, 2, MANY);
}

static void who_heard_the_other_history_first_comes_to_hold_all(void **state)
{
    struct home_room *room = *state;
    note(room, PATIENT, "common");
    household_run(&room->household, MINUTE_MS);
    keep(room, "older");
    online(room, OTHER, false);
    write_many(room, "first", 5);
    household_run(&room->household, MINUTE_MS);
    online(room, CAREGIVER, false);
    home_room_set_back(room, "older");
    memory_broker_restart(room->household.broker, true); /* it kept the first history for Eva */
    write_many(room, "second", 2);
    online(room, PATIENT, true);
    online(room, OTHER, true);
    household_run(&room->household, MINUTE_MS);
    assert_int_equal(household_count(&room->household, OTHER), 3);
    online(room, CAREGIVER, true);
    household_run(&room->household, (int64_t)40 * MINUTE_MS);
    expect_all_equal(room, 8);
    note(room, PATIENT, "and on");
    note(room, OTHER, "so do I");
    household_run(&room->household, (int64_t)5 * MINUTE_MS);
    expect_all_equal(room, 10);
}

static void an_amendment_of_the_other_history_keeps_its_place(void **state)
{
    struct home_room *room = *state;
    struct complaint complaint = {0};
    const struct journal_change change = {.has_note = true, .note = bytes_of_text("amended")};
    keep(room, "older");
    online(room, OTHER, false);
    note(room, PATIENT, "first");
    household_run(&room->household, MINUTE_MS);
    online(room, CAREGIVER, false);
    home_room_set_back(room, "older");
    memory_broker_restart(room->household.broker, true);
    struct id128 entry = household_note(&room->household, PATIENT, "second");
    online(room, PATIENT, true);
    online(room, OTHER, true);
    household_run(&room->household, MINUTE_MS);
    assert_int_equal(journal_amend(journal_of(room, OTHER), entry, &change, &complaint),
                     DAYBOOK_OK);
    online(room, CAREGIVER, true);
    household_run(&room->household, (int64_t)40 * MINUTE_MS);
    expect_all_equal(room, 2);
}

static void undo_reaches_what_was_written_again(void **state)
{
    struct home_room *room = *state;
    struct complaint complaint = {0};
    struct id128 id;
    struct bytes what;
    const struct journal_change change = {.has_note = true, .note = bytes_of_text("amended")};
    keep(room, "older");
    note(room, PATIENT, "first");
    household_run(&room->household, MINUTE_MS);
    home_room_set_back(room, "older");
    room->household.wall_ms += 1000;
    struct id128 entry = household_note(&room->household, PATIENT, "second");
    room->household.wall_ms += 1000;
    assert_int_equal(journal_amend(journal_of(room, PATIENT), entry, &change, &complaint),
                     DAYBOOK_OK);
    online(room, PATIENT, true);
    household_run(&room->household, (int64_t)5 * MINUTE_MS);
    expect_all_equal(room, 2);
    room->household.wall_ms += 1000;
    assert_int_equal(journal_undo(journal_of(room, PATIENT), &id, &what, &complaint), DAYBOOK_OK);
    assert_true(id128_equal(id, entry) && bytes_equal_text(what, "amend"));
    room->household.wall_ms += 1000;
    assert_int_equal(journal_undo(journal_of(room, PATIENT), &id, &what, &complaint), DAYBOOK_OK);
    assert_true(id128_equal(id, entry) && bytes_equal_text(what, "log"));
    assert_int_equal(journal_undo(journal_of(room, PATIENT), &id, &what, &complaint), DAYBOOK_OK);
    assert_false(id128_equal(id, entry));
    household_run(&room->household, (int64_t)5 * MINUTE_MS);
    expect_all_equal(room, 2);
}

static void two_copies_in_use_come_to_hold_the_same(void **state)
{
    static const char *const names[] = {"one", "two"};
    struct home_room *room = *state;
    note(room, PATIENT, "common");
    keep(room, "two");
    for (size_t i = 0; i < 6; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "by copy %s", names[i % 2]);
        note(room, PATIENT, text);
        online(room, PATIENT, true);
        household_run(&room->household, MINUTE_MS);
        home_folder_close(&room->home);
        home_folder_keep_store(&room->home, names[i % 2]);
        home_folder_put_store(&room->home, names[(i + 1) % 2]);
        home_folder_open_without_state(&room->home);
    }
    for (size_t i = 0; i < 2; i++) {
        online(room, PATIENT, true);
        household_run(&room->household, (int64_t)10 * MINUTE_MS);
        expect_all_equal(room, 7);
        home_folder_close(&room->home);
        home_folder_put_store(&room->home, "two");
        home_folder_open_without_state(&room->home);
    }
}

/* A member of bad faith says that it holds more, and something else. */
static void lie(const struct home_room *room, uint64_t more)
{
    struct own_circle *circle = journal_circle(journal_of(room, CAREGIVER), 0);
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (key256_equal(circle->feeds[i].device, journal_of(room, PATIENT)->self.sign)) {
            circle->feeds[i].number += more;
            circle->feeds[i].hash.bytes[0] ^= 0xff;
        }
    }
}

static void a_lying_peer_costs_one_incarnation_a_day_and_no_entry(void **state)
{
    struct home_room *room = *state;
    write_many(room, "true", 5);
    household_run(&room->household, MINUTE_MS);
    const struct id128 honest = incarnation(room);
    lie(room, 7);
    online(room, CAREGIVER, true);
    household_run(&room->household, MINUTE_MS);
    const struct id128 first = incarnation(room);
    assert_false(id128_equal(first, honest));
    write_many(room, "later", 3);
    household_run(&room->household, MINUTE_MS);
    lie(room, 7);
    online(room, CAREGIVER, true);
    household_run(&room->household, MINUTE_MS);
    assert_true(id128_equal(incarnation(room), first));
    assert_int_equal(household_count(&room->household, PATIENT), 8);
    assert_int_equal(household_count(&room->household, OTHER), 8);
    room->household.wall_ms += DAY_MS;
    online(room, CAREGIVER, true);
    household_run(&room->household, (int64_t)2 * MINUTE_MS);
    assert_int_equal(household_count(&room->household, PATIENT), 8);
}

int main(void)
{
#define FRESH(test)                                                                                \
    cmocka_unit_test_setup_teardown(test, home_room_set_up_with_others, home_room_tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(what_an_older_copy_lacks_comes_back),
        FRESH(a_file_put_back_goes_on_in_a_new_incarnation),
        FRESH(a_shorter_second_history_is_written_again),
        FRESH(a_longer_second_history_is_written_again),
        FRESH(a_second_history_of_equal_length_is_written_again),
        FRESH(long_histories_are_written_again),
        FRESH(a_long_second_history_is_written_again),
        FRESH(who_heard_the_other_history_first_comes_to_hold_all),
        FRESH(an_amendment_of_the_other_history_keeps_its_place),
        FRESH(undo_reaches_what_was_written_again),
        FRESH(two_copies_in_use_come_to_hold_the_same),
        FRESH(a_lying_peer_costs_one_incarnation_a_day_and_no_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
