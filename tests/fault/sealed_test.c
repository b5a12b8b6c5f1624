/* Entries sealed while the journal is locked are taken in once and never lost, whatever fails and
 * wherever the process dies. */
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/failing_disk.h"
#include "fault/journal_folder.h"
#include "fault/scarce_memory.h"
#include "journal/person.h"
#include "journal/sealed.h"
#include "journal/sealed_folder.h"

enum { SEALED_MAX = 1000, STEPS_MAX = 200, ALLOCATIONS_MAX = 20000, DIED = 7, PATH_SIZE = 200 };

/* A locked journal in a folder, and what was sealed for it. */
struct door {
    struct journal_folder folder;
    struct id128 sealed[SEALED_MAX];
    uint64_t count;
};

/* Where the process is to die: at the step of this number, before it is done or after. */
static unsigned steps_left;
static bool dies_after;

int __real_unlinkat(int folder, const char *name, int flags);
int __real_renameat(int from, const char *name, int to, const char *other);
int __real_fsync(int descriptor);
int __wrap_unlinkat(int folder, const char *name, int flags);
int __wrap_renameat(int from, const char *name, int to, const char *other);
int __wrap_fsync(int descriptor);

/* As kill -9 would. Does this step end it? */
static bool is_last_step(void)
{
    bool last = steps_left == 1;
    steps_left -= steps_left > 0 ? 1 : 0;
    if (last && !dies_after) {
        _exit(DIED);
    }
    return last;
}

static int after_step(bool last, int result)
{
    if (last) {
        _exit(DIED);
    }
    return result;
}

int __wrap_unlinkat(int folder, const char *name, int flags)
{
    bool last = is_last_step();
    return after_step(last, __real_unlinkat(folder, name, flags));
}

int __wrap_renameat(int from, const char *name, int to, const char *other)
{
    bool last = is_last_step();
    return after_step(last, __real_renameat(from, name, to, other));
}

int __wrap_fsync(int descriptor)
{
    bool last = is_last_step();
    return after_step(last, __real_fsync(descriptor));
}

static void inbox_path(const struct door *door, const char *rest, char out_path[static PATH_SIZE])
{
    (void)snprintf(out_path, PATH_SIZE, "%s/inbox%s", door->folder.path, rest);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    return remove(path);
}

/* What opening the journal does, then locking it. Without a sane answer the test has ended. */
static struct journal_sealed_news take(struct door *door)
{
    struct journal *journal = NULL;
    struct journal_sealed_news news = {0};
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
    journal_close(journal);
    return news;
}

static int set_up(void **state)
{
    static struct door door;
    struct journal *journal = NULL;
    struct journal_sealed_news news = {0};
    door = (struct door){0};
    journal_folder_begin(&door.folder);
    assert_int_equal(journal_folder_create(&door.folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
    assert_false(news.key_changed);
    journal_close(journal);
    *state = &door;
    return 0;
}

static int tear_down(void **state)
{
    struct door *door = *state;
    char path[PATH_SIZE];
    inbox_path(door, "", path);
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    journal_folder_end(&door->folder);
    return 0;
}

static struct journal_sealed given(struct door *door)
{
    return (struct journal_sealed){.entry = {.kind = bytes_of_text("note"),
                                             .fields = {.type = VALUE_MAP},
                                             .note = bytes_of_text("by the night nurse"),
                                             .at = {door->folder.household.wall_ms - 60000, 120},
                                             .recorded_at_ms = door->folder.household.wall_ms}};
}

/* Seal one note; it is remembered when that was acknowledged. */
static enum daybook_status seal(struct door *door)
{
    struct complaint complaint = {0};
    struct journal_sealed sealed = given(door);
    enum daybook_status status = journal_seal(door->folder.path, &sealed, 1, &complaint);
    if (status == DAYBOOK_OK) {
        assert_true(door->count < SEALED_MAX);
        door->sealed[door->count++] = sealed.id;
    }
    return status;
}

/* All that was sealed is there, once, and marked. */
static void check(struct door *door)
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

static void an_entry_sealed_while_locked_keeps_its_id_and_both_its_times(void **state)
{
    struct door *door = *state;
    const struct journal_sealed sealed = given(door);
    assert_int_equal(seal(door), DAYBOOK_OK);
    door->folder.household.wall_ms += 7200000;
    assert_int_equal(take(door).added, 1);
    check(door);

    struct journal *journal = NULL;
    struct journal_item item;
    struct arena *arena = arena_create(0);
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_show(journal, door->sealed[0], arena, &item), DAYBOOK_OK);
    assert_int_equal(item.entry.at.utc_ms, sealed.entry.at.utc_ms);
    assert_int_equal(item.entry.recorded_at_ms, sealed.entry.recorded_at_ms);
    arena_free(arena);
    journal_close(journal);
    assert_int_equal(take(door).added, 0);
}

/* The file of the entry that was sealed last, in a buffer the caller frees. */
static struct buffer last_file(const struct door *door, char out_name[static ID128_HEX_SIZE])
{
    struct sealed_folder folder;
    struct buffer bytes = {0};
    id128_to_hex(door->sealed[door->count - 1], out_name);
    assert_int_equal(sealed_folder_open(door->folder.path, false, &folder), DAYBOOK_OK);
    assert_int_equal(sealed_folder_read(&folder, out_name, &bytes), DAYBOOK_OK);
    sealed_folder_close(&folder);
    return bytes;
}

static void put(const struct door *door, uint8_t number, struct bytes bytes)
{
    struct sealed_folder folder;
    assert_int_equal(sealed_folder_open(door->folder.path, false, &folder), DAYBOOK_OK);
    assert_int_equal(sealed_folder_put(&folder, (struct id128){{0xFE, number}}, bytes), DAYBOOK_OK);
    sealed_folder_close(&folder);
}

static void a_copy_of_a_file_adds_nothing(void **state)
{
    struct door *door = *state;
    char name[ID128_HEX_SIZE];
    assert_int_equal(seal(door), DAYBOOK_OK);
    struct buffer bytes = last_file(door, name);
    put(door, 1, buffer_bytes(&bytes));
    assert_int_equal(take(door).added, 1);
    put(door, 2, buffer_bytes(&bytes));
    const struct journal_sealed_news news = take(door);
    assert_int_equal(news.added, 0);
    assert_int_equal(news.refused, 0);
    check(door);
    buffer_free(&bytes);
}

static void a_file_with_one_byte_changed_is_set_aside(void **state)
{
    struct door *door = *state;
    char name[ID128_HEX_SIZE];
    assert_int_equal(seal(door), DAYBOOK_OK);
    struct buffer bytes = last_file(door, name);
    size_t changed = 0;
    for (size_t i = 0; i < bytes.size; i += 53) {
        bytes.data[i] ^= 1;
        put(door, (uint8_t)changed++, buffer_bytes(&bytes));
        bytes.data[i] ^= 1;
    }
    put(door, (uint8_t)changed++, (struct bytes){bytes.data, bytes.size - 1});
    put(door, (uint8_t)changed++, (struct bytes){bytes.data, 0});
    const struct journal_sealed_news news = take(door);
    assert_int_equal(news.refused, changed);
    assert_int_equal(news.added, 1);
    check(door);
    buffer_free(&bytes);
}

static void what_the_catalogue_or_the_circle_does_not_admit_is_set_aside(void **state)
{
    struct door *door = *state;
    struct complaint complaint = {0};
    struct journal_sealed sealed[] = {given(door), given(door), given(door), given(door)};
    sealed[0].entry.kind = bytes_of_text("a_kind_of_later");
    sealed[1].person = bytes_of_text("nobody of that name");
    sealed[2].patient = bytes_of_text("somebody else");
    sealed[3].entry.recorded_at_ms = 0;
    sealed[3].entry.on_behalf_of = (struct id128){{9}};
    sealed[3].entry.has_on_behalf_of = true; /* is decided when it is taken in */
    assert_int_equal(journal_seal(door->folder.path, sealed, 4, &complaint), DAYBOOK_OK);
    door->sealed[door->count++] = sealed[3].id;
    const struct journal_sealed_news news = take(door);
    assert_int_equal(news.refused, 3);
    assert_int_equal(news.added, 1);
    check(door);
}

static void no_more_is_kept_aside_than_a_bound(void **state)
{
    struct door *door = *state;
    struct stat refused;
    char path[PATH_SIZE];
    for (unsigned i = 0; i < SEALED_REFUSED_MAX + 9; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "/garbage-%u", i);
        inbox_path(door, name, path);
        int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(file >= 0);
        assert_int_equal(close(file), 0);
    }
    assert_int_equal(take(door).refused, SEALED_REFUSED_MAX + 9);
    inbox_path(door, "/refused", path);
    assert_int_equal(stat(path, &refused), 0);
    unsigned kept = 0;
    for (unsigned i = 0; i < SEALED_REFUSED_MAX + 9; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "/refused/garbage-%u", i);
        inbox_path(door, name, path);
        kept += access(path, F_OK) == 0 ? 1 : 0;
    }
    assert_int_equal(kept, SEALED_REFUSED_MAX);
}

static void a_full_inbox_takes_no_more_and_says_so(void **state)
{
    struct door *door = *state;
    char path[PATH_SIZE];
    for (unsigned i = 0; i < SEALED_FILES_MAX; i++) {
        char name[40];
        (void)snprintf(name, sizeof name, "/%u", i);
        inbox_path(door, name, path);
        int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(file >= 0);
        assert_int_equal(close(file), 0);
    }
    assert_int_equal(seal(door), DAYBOOK_FULL);
}

static void another_key_in_the_folder_is_noticed_and_replaced(void **state)
{
    struct door *door = *state;
    struct sealed_folder folder;
    struct key256 before;
    struct key256 after;
    assert_int_equal(sealed_folder_open(door->folder.path, false, &folder), DAYBOOK_OK);
    assert_int_equal(sealed_folder_read_key(&folder, &before), DAYBOOK_OK);
    assert_int_equal(sealed_folder_write_key(&folder, (struct key256){{9}}), DAYBOOK_OK);
    assert_int_equal(seal(door), DAYBOOK_OK); /* to whoever put it there */
    door->count--;
    const struct journal_sealed_news news = take(door);
    assert_true(news.key_changed);
    assert_int_equal(news.refused, 1);
    assert_int_equal(sealed_folder_read_key(&folder, &after), DAYBOOK_OK);
    assert_true(key256_equal(before, after));
    assert_false(take(door).key_changed);
    sealed_folder_close(&folder);
}

/* Do something in a process that dies at a step; false when it came to its end before. */
static bool dies_at(unsigned step, bool after, void (*act)(struct door *door), struct door *door)
{
    int ended = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dies_after = after;
        steps_left = step;
        act(door);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_true(WEXITSTATUS(ended) == 0 || WEXITSTATUS(ended) == DIED);
    return WEXITSTATUS(ended) == DIED;
}

static void take_and_lock(struct door *door)
{
    (void)take(door);
}

static void whoever_dies_while_taking_in_loses_and_doubles_nothing(void **state)
{
    struct door *door = *state;
    unsigned steps = 0;
    for (int after = 0; after <= 1; after++) {
        bool died = true;
        for (unsigned step = 1; died; step++) {
            assert_true(step < STEPS_MAX);
            assert_int_equal(seal(door), DAYBOOK_OK);
            assert_int_equal(seal(door), DAYBOOK_OK);
            put(door, 1, bytes_of_text("garbage"));
            died = dies_at(step, after == 1, take_and_lock, door);
            steps += died ? 1 : 0;
            (void)take(door);
            check(door);
        }
    }
    print_message("died at %u steps\n", steps);
    assert_true(steps >= 6);
}

static void seal_and_leave(struct door *door)
{
    assert_int_equal(seal(door), DAYBOOK_OK);
}

static uint64_t entries(struct door *door)
{
    struct journal *journal = NULL;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    uint64_t count = journal_folder_check(journal, door->count);
    journal_close(journal);
    return count;
}

static void whoever_dies_while_sealing_leaves_a_whole_entry_or_none(void **state)
{
    struct door *door = *state;
    unsigned steps = 0;
    for (int after = 0; after <= 1; after++) {
        bool died = true;
        for (unsigned step = 1; died; step++) {
            assert_true(step < STEPS_MAX);
            died = dies_at(step, after == 1, seal_and_leave, door);
            steps += died ? 1 : 0;
            assert_int_equal(take(door).refused, 0);
            uint64_t count = entries(door);
            assert_true(died || count == door->count + 1);
            door->count = count; /* its id died with it */
        }
    }
    print_message("died at %u steps\n", steps);
    assert_true(steps >= 6);
}

static void memory_that_runs_short_while_taking_in_loses_nothing(void **state)
{
    struct door *door = *state;
    struct journal *journal = NULL;
    unsigned number = 1;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    for (bool refused = true; refused; number++) {
        struct journal_sealed_news news = {0};
        assert_true(number < ALLOCATIONS_MAX);
        assert_int_equal(seal(door), DAYBOOK_OK);
        scarce_memory_refuse(number);
        enum daybook_status status = journal_take_sealed(journal, &news);
        refused = scarce_memory_end();
        assert_true(status == DAYBOOK_OK || status == DAYBOOK_NO_MEMORY ||
                    status == DAYBOOK_FAILED);
        assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
        assert_int_equal(news.added, 1);
        assert_int_equal(news.refused, 0);
    }
    print_message("each allocation below %u\n", number);
    journal_close(journal);
    check(door);
}

static void a_disk_that_fails_while_taking_in_loses_nothing(void **state)
{
    struct door *door = *state;
    struct journal *journal = NULL;
    unsigned number = 1;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    for (bool failed = true; failed; number++) {
        struct journal_sealed_news news = {0};
        assert_true(number < STEPS_MAX);
        assert_int_equal(seal(door), DAYBOOK_OK);
        failing_disk_fail(number, FAILING_DISK_ONCE);
        (void)journal_take_sealed(journal, &news);
        failed = failing_disk_end();
        assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
    }
    print_message("each write below %u\n", number);
    assert_true(number > 2);
    journal_close(journal);
    check(door);
}

static void memory_that_runs_short_while_sealing_acknowledges_nothing_it_lost(void **state)
{
    struct door *door = *state;
    unsigned number = 1;
    for (bool refused = true; refused; number++) {
        assert_true(number < ALLOCATIONS_MAX);
        scarce_memory_refuse(number);
        enum daybook_status status = seal(door);
        refused = scarce_memory_end();
        assert_true(status == DAYBOOK_OK || status == DAYBOOK_NO_MEMORY);
    }
    assert_int_equal(take(door).added, door->count);
    check(door);
}

static int begin_faults(void **state)
{
    (void)state;
    scarce_memory_include_sqlite();
    failing_disk_begin();
    return 0;
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(an_entry_sealed_while_locked_keeps_its_id_and_both_its_times),
        FRESH(a_copy_of_a_file_adds_nothing),
        FRESH(a_file_with_one_byte_changed_is_set_aside),
        FRESH(what_the_catalogue_or_the_circle_does_not_admit_is_set_aside),
        FRESH(no_more_is_kept_aside_than_a_bound),
        FRESH(a_full_inbox_takes_no_more_and_says_so),
        FRESH(another_key_in_the_folder_is_noticed_and_replaced),
        FRESH(whoever_dies_while_taking_in_loses_and_doubles_nothing),
        FRESH(whoever_dies_while_sealing_leaves_a_whole_entry_or_none),
        FRESH(memory_that_runs_short_while_taking_in_loses_nothing),
        FRESH(a_disk_that_fails_while_taking_in_loses_nothing),
        FRESH(memory_that_runs_short_while_sealing_acknowledges_nothing_it_lost),
    };
    return cmocka_run_group_tests(tests, begin_faults, NULL);
}
