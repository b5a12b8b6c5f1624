/* Entries sealed while the journal is locked are taken in as they were written, once; what is none
 * of ours is set aside. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/sealed_door.h"
#include "journal/sealed_folder.h"

static void an_entry_sealed_while_locked_keeps_its_id_and_both_its_times(void **state)
{
    struct sealed_door *door = *state;
    const struct journal_sealed sealed = sealed_door_note(door);
    assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
    door->folder.household.wall_ms += 7200000;
    assert_int_equal(sealed_door_take(door).added, 1);
    sealed_door_check(door);

    struct journal *journal = NULL;
    struct journal_item item;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_show(journal, door->sealed[0], arena, &item), DAYBOOK_OK);
    assert_int_equal(item.entry.at.utc_ms, sealed.entry.at.utc_ms);
    assert_int_equal(item.entry.recorded_at_ms, sealed.entry.recorded_at_ms);
    arena_free(arena);
    journal_close(journal);
    assert_int_equal(sealed_door_take(door).added, 0);
}

/* The file of the entry that was sealed last, in a buffer the caller frees. */
static struct buffer last_file(const struct sealed_door *door, char out_name[static ID128_HEX_SIZE])
{
    struct sealed_folder folder;
    struct buffer bytes = {0};
    id128_to_hex(door->sealed[door->count - 1], out_name);
    assert_int_equal(sealed_folder_open(door->folder.path, false, &folder), DAYBOOK_OK);
    assert_int_equal(sealed_folder_read(&folder, out_name, &bytes), DAYBOOK_OK);
    sealed_folder_close(&folder);
    return bytes;
}

static void a_copy_of_a_file_adds_nothing(void **state)
{
    struct sealed_door *door = *state;
    char name[ID128_HEX_SIZE];
    assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
    struct buffer bytes = last_file(door, name);
    sealed_door_put(door, 1, buffer_bytes(&bytes));
    assert_int_equal(sealed_door_take(door).added, 1);
    sealed_door_put(door, 2, buffer_bytes(&bytes));
    const struct journal_sealed_news news = sealed_door_take(door);
    assert_int_equal(news.added, 0);
    assert_int_equal(news.refused, 0);
    sealed_door_check(door);
    buffer_free(&bytes);
}

static void a_file_with_one_byte_changed_is_set_aside(void **state)
{
    struct sealed_door *door = *state;
    char name[ID128_HEX_SIZE];
    assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
    struct buffer bytes = last_file(door, name);
    size_t changed = 0;
    for (size_t i = 0; i < bytes.size; i += 53) {
        bytes.data[i] ^= 1;
        sealed_door_put(door, (uint8_t)changed++, buffer_bytes(&bytes));
        bytes.data[i] ^= 1;
    }
    sealed_door_put(door, (uint8_t)changed++, (struct bytes){bytes.data, bytes.size - 1});
    sealed_door_put(door, (uint8_t)changed++, (struct bytes){bytes.data, 0});
    const struct journal_sealed_news news = sealed_door_take(door);
    assert_int_equal(news.refused, changed);
    assert_int_equal(news.added, 1);
    sealed_door_check(door);
    buffer_free(&bytes);
}

static void what_the_catalogue_or_the_circle_does_not_admit_is_set_aside(void **state)
{
    struct sealed_door *door = *state;
    struct complaint complaint = {0};
    struct journal_sealed sealed[] = {sealed_door_note(door), sealed_door_note(door),
                                      sealed_door_note(door), sealed_door_note(door)};
    sealed[0].entry.kind = bytes_of_text("a_kind_of_later");
    sealed[1].person = bytes_of_text("nobody of that name");
    sealed[2].patient = bytes_of_text("somebody else");
    sealed[3].entry.recorded_at_ms = 0;
    sealed[3].entry.on_behalf_of = (struct id128){{9}};
    sealed[3].entry.has_on_behalf_of = true; /* is decided when it is taken in */
    assert_int_equal(journal_seal(door->folder.path, sealed, 4, &complaint), DAYBOOK_OK);
    door->sealed[door->count++] = sealed[3].id;
    const struct journal_sealed_news news = sealed_door_take(door);
    assert_int_equal(news.refused, 3);
    assert_int_equal(news.added, 1);
    sealed_door_check(door);
}

static void nothing_that_was_set_aside_is_ever_removed(void **state)
{
    enum { REFUSED_MANY = 300 };
    struct sealed_door *door = *state;
    struct complaint complaint = {0};
    static struct journal_sealed sealed[REFUSED_MANY];
    for (size_t i = 0; i < REFUSED_MANY; i++) {
        sealed[i] = sealed_door_note(door);
        sealed[i].person = bytes_of_text("somebody who joins next week");
    }
    assert_int_equal(journal_seal(door->folder.path, sealed, REFUSED_MANY, &complaint), DAYBOOK_OK);
    assert_int_equal(sealed_door_take(door).refused, REFUSED_MANY);
    for (size_t i = 0; i < REFUSED_MANY; i++) {
        char hex[ID128_HEX_SIZE];
        char name[ID128_HEX_SIZE + 16];
        char path[SEALED_DOOR_PATH_SIZE];
        id128_to_hex(sealed[i].id, hex);
        (void)snprintf(name, sizeof name, "/refused/%s", hex);
        sealed_door_path(door, name, path);
        assert_int_equal(access(path, F_OK), 0);
    }
}

static void a_full_inbox_takes_no_more_and_says_so(void **state)
{
    struct sealed_door *door = *state;
    char path[SEALED_DOOR_PATH_SIZE];
    for (unsigned i = 0; i < SEALED_FILES_MAX; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "/%u", i);
        sealed_door_path(door, name, path);
        int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(file >= 0);
        assert_int_equal(close(file), 0);
    }
    assert_int_equal(sealed_door_seal(door), DAYBOOK_FULL);
}

static void another_key_in_the_folder_is_noticed_and_replaced(void **state)
{
    struct sealed_door *door = *state;
    struct sealed_folder folder;
    struct key256 before;
    struct key256 after;
    assert_int_equal(sealed_folder_open(door->folder.path, false, &folder), DAYBOOK_OK);
    assert_int_equal(sealed_folder_read_key(&folder, &before), DAYBOOK_OK);
    assert_int_equal(sealed_folder_write_key(&folder, (struct key256){{9}}), DAYBOOK_OK);
    assert_int_equal(sealed_door_seal(door), DAYBOOK_OK); /* to whoever put it there */
    door->count--;
    const struct journal_sealed_news news = sealed_door_take(door);
    assert_true(news.key_changed);
    assert_int_equal(news.refused, 1);
    assert_int_equal(sealed_folder_read_key(&folder, &after), DAYBOOK_OK);
    assert_true(key256_equal(before, after));
    assert_false(sealed_door_take(door).key_changed);
    sealed_folder_close(&folder);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, sealed_door_begin, sealed_door_end)
    const struct CMUnitTest tests[] = {
        FRESH(an_entry_sealed_while_locked_keeps_its_id_and_both_its_times),
        FRESH(a_copy_of_a_file_adds_nothing),
        FRESH(a_file_with_one_byte_changed_is_set_aside),
        FRESH(what_the_catalogue_or_the_circle_does_not_admit_is_set_aside),
        FRESH(nothing_that_was_set_aside_is_ever_removed),
        FRESH(a_full_inbox_takes_no_more_and_says_so),
        FRESH(another_key_in_the_folder_is_noticed_and_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
