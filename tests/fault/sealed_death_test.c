/* Entries sealed while the journal is locked are taken in once and never lost, whatever fails and
 * wherever the process dies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/failing_disk.h"
#include "fault/scarce_memory.h"
#include "fault/sealed_door.h"

enum { STEPS_MAX = 200, ALLOCATIONS_MAX = 20000, DIED = 7 };

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

/* Do something in a process that dies at a step; false when it came to its end before. */
static bool dies_at(unsigned step, bool after, void (*act)(struct sealed_door *door),
                    struct sealed_door *door)
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

static void take_and_lock(struct sealed_door *door)
{
    (void)sealed_door_take(door);
}

static void whoever_dies_while_taking_in_loses_and_doubles_nothing(void **state)
{
    struct sealed_door *door = *state;
    unsigned steps = 0;
    for (int after = 0; after <= 1; after++) {
        bool died = true;
        for (unsigned step = 1; died; step++) {
            assert_true(step < STEPS_MAX);
            assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
            assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
            sealed_door_put(door, 1, bytes_of_text("garbage"));
            died = dies_at(step, after == 1, take_and_lock, door);
            steps += died ? 1 : 0;
            (void)sealed_door_take(door);
            sealed_door_check(door);
        }
    }
    print_message("died at %u steps\n", steps);
    assert_true(steps >= 6);
}

static void seal_and_leave(struct sealed_door *door)
{
    assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
}

static uint64_t entries(struct sealed_door *door)
{
    struct journal *journal = NULL;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    uint64_t count = journal_folder_check(journal, door->count);
    journal_close(journal);
    return count;
}

static void whoever_dies_while_sealing_leaves_a_whole_entry_or_none(void **state)
{
    struct sealed_door *door = *state;
    unsigned steps = 0;
    for (int after = 0; after <= 1; after++) {
        bool died = true;
        for (unsigned step = 1; died; step++) {
            assert_true(step < STEPS_MAX);
            died = dies_at(step, after == 1, seal_and_leave, door);
            steps += died ? 1 : 0;
            assert_int_equal(sealed_door_take(door).refused, 0);
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
    struct sealed_door *door = *state;
    struct journal *journal = NULL;
    unsigned number = 1;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    for (bool refused = true; refused; number++) {
        struct journal_sealed_news news = {0};
        assert_true(number < ALLOCATIONS_MAX);
        assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
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
    sealed_door_check(door);
}

static void a_disk_that_fails_while_taking_in_loses_nothing(void **state)
{
    struct sealed_door *door = *state;
    struct journal *journal = NULL;
    unsigned number = 1;
    assert_int_equal(journal_folder_open(&door->folder, &journal), DAYBOOK_OK);
    for (bool failed = true; failed; number++) {
        struct journal_sealed_news news = {0};
        assert_true(number < STEPS_MAX);
        assert_int_equal(sealed_door_seal(door), DAYBOOK_OK);
        failing_disk_fail(number, FAILING_DISK_ONCE);
        (void)journal_take_sealed(journal, &news);
        failed = failing_disk_end();
        assert_int_equal(journal_take_sealed(journal, &news), DAYBOOK_OK);
    }
    print_message("each write below %u\n", number);
    assert_true(number > 2);
    journal_close(journal);
    sealed_door_check(door);
}

static void memory_that_runs_short_while_sealing_acknowledges_nothing_it_lost(void **state)
{
    struct sealed_door *door = *state;
    unsigned number = 1;
    for (bool refused = true; refused; number++) {
        assert_true(number < ALLOCATIONS_MAX);
        scarce_memory_refuse(number);
        enum daybook_status status = sealed_door_seal(door);
        refused = scarce_memory_end();
        assert_true(status == DAYBOOK_OK || status == DAYBOOK_NO_MEMORY);
    }
    assert_int_equal(sealed_door_take(door).added, door->count);
    sealed_door_check(door);
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
#define FRESH(test) cmocka_unit_test_setup_teardown(test, sealed_door_begin, sealed_door_end)
    const struct CMUnitTest tests[] = {
        FRESH(whoever_dies_while_taking_in_loses_and_doubles_nothing),
        FRESH(whoever_dies_while_sealing_leaves_a_whole_entry_or_none),
        FRESH(memory_that_runs_short_while_taking_in_loses_nothing),
        FRESH(a_disk_that_fails_while_taking_in_loses_nothing),
        FRESH(memory_that_runs_short_while_sealing_acknowledges_nothing_it_lost),
    };
    return cmocka_run_group_tests(tests, begin_faults, NULL);
}
