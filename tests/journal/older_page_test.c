/* One page of the file, or its log, put back to an older state: the next opening tells it by what
 * it noted when it closed; without that, verify finds it or what the journal holds is the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "journal/home_folder.h"
#include "journal/inspection.h"
#include "journal/state.h"

enum { PATIENT, BLOCKS_MAX = 2000, LISTING_SIZE = 64 * 1024, DAYS = 12, MINUTE_MS = 60 * 1000 };

struct room {
    struct household household;
    struct home_folder home;
    char listing[LISTING_SIZE]; /* what the newest state shows and holds */
    size_t harmless;
    size_t found;
};

static struct journal *journal_of(const struct room *room)
{
    return room->household.journals[PATIENT];
}

static enum daybook_status write_item(void *context, const struct journal_item *item)
{
    char *listing = context;
    size_t used = strlen(listing);
    char id[ID128_HEX_SIZE];
    id128_to_hex(item->id, id);
    (void)snprintf(listing + used, LISTING_SIZE - used, "%s %.*s %d %d\n", id,
                   (int)item->entry.note.size, (const char *)item->entry.note.data, item->amended,
                   item->retracted);
    return DAYBOOK_OK;
}

/* The entries, and how far every feed reaches. */
static enum daybook_status list(const struct room *room, char out_listing[static LISTING_SIZE])
{
    const struct journal_filter filter = {.circle = 0};
    const struct own_circle *circle = journal_circle(journal_of(room), 0);
    out_listing[0] = '\0';
    if (circle == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    enum daybook_status status = journal_list(journal_of(room), &filter, write_item, out_listing);
    for (size_t i = 0; i < circle->feed_count; i++) {
        size_t used = strlen(out_listing);
        char hash[KEY256_HEX_SIZE];
        key256_to_hex(circle->feeds[i].hash, hash);
        (void)snprintf(out_listing + used, LISTING_SIZE - used, "%s\n", hash);
    }
    return status;
}

/* A day: entries of several kinds, a correction, something taken back, and its summary. */
static void live(struct room *room, int day)
{
    struct complaint complaint = {0};
    char text[64];
    (void)snprintf(text, sizeof text, "amended on day %d", day);
    const struct journal_change change = {.has_note = true, .note = bytes_of_text(text)};
    room->household.wall_ms += (int64_t)24 * 60 * MINUTE_MS;
    home_folder_open(&room->home);
    journal_go_online(journal_of(room));
    struct id128 first = household_log(&room->household, PATIENT, "pain", "worst", day % 10);
    struct id128 second = household_note(&room->household, PATIENT, "a note of the day");
    for (int i = 0; i < 4; i++) {
        (void)household_note(&room->household, PATIENT, "one more, with some words to fill a page");
    }
    assert_int_equal(journal_amend(journal_of(room), first, &change, &complaint), DAYBOOK_OK);
    assert_int_equal(journal_retract(journal_of(room), second, bytes_of_text("no"), &complaint),
                     DAYBOOK_OK);
    household_run(&room->household, MINUTE_MS);
    home_folder_close(&room->home);
}

static int set_up(void **state)
{
    static struct room room;
    char name[16];
    room = (struct room){.found = 0};
    household_begin(&room.household);
    home_folder_begin(&room.home, &room.household, "Ana", ROLE_PATIENT);
    for (int day = 0; day < DAYS; day++) {
        live(&room, day);
        (void)snprintf(name, sizeof name, "day %d", day);
        home_folder_keep_store(&room.home, name);
    }
    home_folder_keep_state(&room.home, "newest state");
    home_folder_open(&room.home);
    assert_int_equal(list(&room, room.listing), DAYBOOK_OK);
    home_folder_close(&room.home);
    *state = &room;
    return 0;
}

static int tear_down(void **state)
{
    struct room *room = *state;
    home_folder_end(&room->home);
    household_end(&room->household);
    return 0;
}

/* Look at an altered store, and put the newest one back. */
static void look(struct room *room, const char *what, long number)
{
    static char listing[LISTING_SIZE];
    char newest[16];
    struct journal_verification result = {0};
    enum daybook_status status = home_folder_try(&room->home);
    if (status == DAYBOOK_OK) {
        status = journal_verify(journal_of(room), &result);
    }
    bool found = status != DAYBOOK_OK || !result.sound;
    if (!found) {
        assert_int_equal(list(room, listing), DAYBOOK_OK);
        if (strcmp(listing, room->listing) != 0) {
            fail_msg("%s %ld: nobody noticed", what, number);
        }
    }
    room->found += found ? 1 : 0;
    room->harmless += found ? 0 : 1;
    home_folder_close(&room->home);
    (void)snprintf(newest, sizeof newest, "day %d", DAYS - 1);
    home_folder_put_store(&room->home, newest);
    home_folder_put_state(&room->home, "newest state");
}

static void every_single_older_page_is_found(void **state)
{
    struct room *room = *state;
    for (int day = 0; day < DAYS - 1; day += 2) {
        char name[16];
        (void)snprintf(name, sizeof name, "day %d", day);
        for (long block = 0; block < BLOCKS_MAX; block++) {
            if (home_folder_put_block(&room->home, name, block)) {
                look(room, name, block);
            }
        }
    }
    print_message("older pages found: %zu, without meaning: %zu\n", room->found, room->harmless);
    assert_true(room->found > 50);
    assert_int_equal(room->harmless, 0);
}

/* Without the note of how the store was left, verify has the chains and the entries to go by. */
static void without_a_state_file_an_older_page_is_found_or_means_nothing(void **state)
{
    struct room *room = *state;
    for (int day = 0; day < DAYS - 1; day += 2) {
        char name[16];
        (void)snprintf(name, sizeof name, "day %d", day);
        for (long block = 0; block < BLOCKS_MAX; block++) {
            if (home_folder_put_block(&room->home, name, block)) {
                home_folder_remove_state(&room->home);
                look(room, name, block);
            }
        }
    }
    print_message("older pages found: %zu, without meaning: %zu\n", room->found, room->harmless);
    assert_true(room->found > 50);
    assert_true(room->harmless < room->found / 3); /* many are of views, which are made anew */
}

static void an_older_file_of_any_day_is_found(void **state)
{
    struct room *room = *state;
    for (int day = 0; day < DAYS - 1; day++) {
        char name[16];
        (void)snprintf(name, sizeof name, "day %d", day);
        home_folder_put_store(&room->home, name);
        look(room, name, -1);
    }
    assert_int_equal(room->found, DAYS - 1);
}

static void an_older_log_is_found(void **state)
{
    struct room *room = *state;
    home_folder_open(&room->home);
    (void)household_note(&room->household, PATIENT, "in the log");
    home_folder_keep_store(&room->home, "log");
    (void)household_note(&room->household, PATIENT, "and later");
    home_folder_close(&room->home);
    home_folder_put_store(&room->home, "log");
    look(room, "log", 0);
    assert_int_equal(room->found, 1);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(every_single_older_page_is_found),
        FRESH(without_a_state_file_an_older_page_is_found_or_means_nothing),
        FRESH(an_older_file_of_any_day_is_found),
        FRESH(an_older_log_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
