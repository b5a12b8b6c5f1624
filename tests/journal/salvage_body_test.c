/* A device that was set back gives nothing up for a writing of it whose body somebody kept back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/home_room.h"
#include "journal/state.h"
#include "store/operation_rows.h"

enum { PATIENT, CAREGIVER, OTHER, PEOPLE, MINUTE_MS = 60 * 1000 };

static struct id128 note(struct home_room *room, const char *text)
{
    room->household.wall_ms += 1000;
    return household_note(&room->household, PATIENT, text);
}

static void exchange(struct home_room *room)
{
    struct journal *patient = room->household.journals[PATIENT];
    journal_go_online(patient);
    journal_exchange_now(patient);
    household_run(&room->household, (int64_t)10 * MINUTE_MS);
}

/* Who is in this place passes the entry on as if it had been erased. */
static void keep_bodies_back(const struct home_room *room, size_t place, struct id128 entry)
{
    struct operation_list list;
    struct arena *arena = arena_create(0);
    const struct own_circle *circle = journal_circle(room->household.journals[place], 0);
    struct database *database = circle->journal->database;
    const struct operation_subject subject = {circle->row.circle_no, STREAM_LOG, entry};
    assert_int_equal(operation_rows_of_entity(database, &subject, arena, &list), DAYBOOK_OK);
    assert_true(list.count > 0);
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(operation_rows_drop_body(database, list.rows[i].operation_no), DAYBOOK_OK);
    }
    arena_free(arena);
}

/* Which of two writings is named by the lower hash is chance, so it is tried several times. */
static void what_comes_back_without_its_body_replaces_nothing(void **state)
{
    struct home_room *room = *state;
    home_folder_close(&room->home);
    home_folder_keep_store(&room->home, "older");
    home_folder_open(&room->home);
    (void)note(room, "first");
    exchange(room);
    home_room_set_back(room, "older");
    const struct id128 entry = note(room, "second");
    home_folder_keep_store(&room->home, "forked");
    exchange(room);
    keep_bodies_back(room, CAREGIVER, entry);
    keep_bodies_back(room, OTHER, entry);
    home_room_set_back(room, "forked");
    exchange(room);
    for (size_t place = 0; place < PEOPLE; place++) {
        assert_int_equal(household_count(&room->household, place), 2);
    }
}

int main(void)
{
#define TRIED                                                                                      \
    cmocka_unit_test_setup_teardown(what_comes_back_without_its_body_replaces_nothing,             \
                                    home_room_set_up_with_others, home_room_tear_down)
    const struct CMUnitTest tests[] = {TRIED, TRIED, TRIED, TRIED};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
