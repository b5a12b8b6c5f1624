/* A locked journal in a folder, with an inbox at its door. */
#include "fault/sealed_door.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "journal/sealed_folder.h"

void sealed_door_path(const struct sealed_door *door, const char *rest,
                      char out_path[static SEALED_DOOR_PATH_SIZE])
{
    (void)snprintf(out_path, SEALED_DOOR_PATH_SIZE, "%s/inbox%s", door->folder.path, rest);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    return remove(path);
}

/* What opening the journal does, then locking it. Without a sane answer the test has ended. */
struct journal_sealed_news sealed_door_take(struct sealed_door *door)
{
    struct journal *journal = NULL;
    struct journal_sealed_news news = {0};
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
    journal_close(journal);
    return news;
}

int sealed_door_begin(void **state)
{
    static struct sealed_door door;
    struct journal *journal = NULL;
    struct journal_sealed_news news = {0};
    door = (struct sealed_door){0};
    journal_folder_begin(&door.folder);
    assert_int_equal(journal_folder_create(&door.folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
    assert_false(news.key_changed);
    journal_close(journal);
    *state = &door;
    return 0;
}

int sealed_door_end(void **state)
{
    struct sealed_door *door = *state;
    char path[SEALED_DOOR_PATH_SIZE];
    sealed_door_path(door, "", path);
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    journal_folder_end(&door->folder);
    return 0;
}

struct journal_sealed sealed_door_note(const struct sealed_door *door)
{
    return (struct journal_sealed){.entry = {.kind = bytes_of_text("note"),
                                             .fields = {.type = VALUE_MAP},
                                             .note = bytes_of_text("by the night nurse"),
                                             .at = {door->folder.household.wall_ms - 60000, 120},
                                             .recorded_at_ms = door->folder.household.wall_ms}};
}

/* Seal one note; it is remembered when that was acknowledged. */
enum daybook_status sealed_door_seal(struct sealed_door *door)
{
    struct complaint complaint = {0};
    struct journal_sealed sealed = sealed_door_note(door);
    enum daybook_status status = journal_seal(door->folder.path, &sealed, 1, &complaint);
    if (status == DAYBOOK_OK) {
        assert_true(door->count < SEALED_DOOR_MAX);
        door->sealed[door->count++] = sealed.id;
    }
    return status;
}

/* All that was sealed is there, once, and marked. */
void sealed_door_check(struct sealed_door *door)
{
    struct journal *journal = NULL;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_folder_check(journal, door->count), door->count);
    for (uint64_t i = 0; i < door->count; i++) {
        struct arena *arena = arena_create(0);
        struct journal_item item;
        assert_int_equal(journal_show(journal, door->sealed[i], arena, &item), DAYBOOK_OK);
        assert_int_equal(item.entry.method, METHOD_LOCKED);
        assert_true(bytes_equal_text(item.entry.note, "by the night nurse"));
        assert_int_equal(item.concurrent, 0);
        arena_free(arena);
    }
    journal_close(journal);
}

void sealed_door_put(const struct sealed_door *door, uint8_t number, struct bytes bytes)
{
    struct sealed_folder folder;
    assert_int_equal(sealed_folder_open(door->folder.path, false, &folder), DAYBOOK_OK);
    assert_int_equal(sealed_folder_put(&folder, (struct id128){{0xFE, number}}, bytes), DAYBOOK_OK);
    sealed_folder_close(&folder);
}
