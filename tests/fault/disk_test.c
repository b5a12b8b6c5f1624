/* A journal on a disk that fails keeps every entry it acknowledged, and says which it did not
 * take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fault/failing_disk.h"
#include "fault/journal_folder.h"
#include "fault/scarce_memory.h"

enum { NOTES = 4, NOTES_MAX = 4000, OPERATIONS_MAX = 1000, ALLOCATIONS_MAX = 20000, STRIDE = 23 };

/* A journal's folder, and the entries it has acknowledged. */
struct desk {
    struct journal_folder folder;
    struct journal *journal;
    struct id128 notes[NOTES_MAX];
    uint64_t acknowledged;
    uint64_t unknown; /* refused when they may have been on the disk already, and turned up later */
};

static int set_up(void **state)
{
    static struct desk desk;
    desk = (struct desk){0};
    journal_folder_begin(&desk.folder);
    assert_int_equal(journal_folder_create(&desk.folder, &desk.journal), DAYBOOK_OK);
    *state = &desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    journal_close(desk->journal);
    journal_folder_end(&desk->folder);
    return 0;
}

static enum daybook_status note(struct desk *desk)
{
    assert_true(desk->acknowledged < NOTES_MAX);
    enum daybook_status status =
        journal_folder_log(desk->journal, &desk->notes[desk->acknowledged]);
    desk->acknowledged += status == DAYBOOK_OK ? 1 : 0;
    return status;
}

/* Log some notes; returns the first status that was not OK. */
static enum daybook_status note_some(struct desk *desk)
{
    enum daybook_status first = DAYBOOK_OK;
    for (int i = 0; i < NOTES; i++) {
        enum daybook_status status = note(desk);
        first = first == DAYBOOK_OK ? status : first;
    }
    return first;
}

/* The journal is sound and holds each entry it acknowledged. */
static void check(struct desk *desk)
{
    uint64_t before = desk->acknowledged + desk->unknown;
    desk->unknown += journal_folder_check(desk->journal, before) - before;
    for (uint64_t i = 0; i < desk->acknowledged; i++) {
        struct arena *arena = arena_create(0);
        struct journal_item item;
        assert_non_null(arena);
        assert_int_equal(journal_show(desk->journal, desk->notes[i], arena, &item), DAYBOOK_OK);
        assert_true(bytes_equal_text(item.entry.note, "a quiet day"));
        arena_free(arena);
    }
}

static void open_again(struct desk *desk)
{
    assert_int_equal(journal_folder_open(&desk->folder, &desk->journal), DAYBOOK_OK);
}

static void close_journal(struct desk *desk)
{
    journal_close(desk->journal);
    desk->journal = NULL;
}

/* A loop that ended at once has proven nothing. */
static void report(unsigned number)
{
    print_message("each number below %u\n", number);
    assert_true(number > 8);
}

static void a_write_that_fails_once_loses_no_acknowledged_entry(void **state)
{
    struct desk *desk = *state;
    unsigned number = 1;
    for (bool failed = true; failed; number++) {
        assert_true(number < OPERATIONS_MAX);
        failing_disk_fail(number, FAILING_DISK_ONCE);
        enum daybook_status status = note_some(desk);
        if (status != DAYBOOK_OK) {
            assert_int_equal(status, DAYBOOK_FAILED);
            assert_int_equal(note(desk), DAYBOOK_OK);
        }
        close_journal(desk);
        failed = failing_disk_end();
        open_again(desk);
        check(desk);
    }
    report(number);
}

static void a_full_disk_loses_no_acknowledged_entry_and_goes_on_with_new_room(void **state)
{
    struct desk *desk = *state;
    unsigned number = 1;
    for (bool failed = true; failed; number++) {
        assert_true(number < OPERATIONS_MAX);
        failing_disk_fail(number, FAILING_DISK_FULL);
        enum daybook_status status = note_some(desk);
        failed = failing_disk_end();
        assert_int_equal(status, failed ? DAYBOOK_FULL : DAYBOOK_OK);
        check(desk);
        assert_int_equal(note(desk), DAYBOOK_OK);
    }
    report(number);
}

static void a_journal_closed_on_a_full_disk_opens_with_every_entry(void **state)
{
    struct desk *desk = *state;
    unsigned number = 1;
    for (bool failed = true; failed; number++) {
        assert_true(number < OPERATIONS_MAX);
        assert_int_equal(note(desk), DAYBOOK_OK);
        failing_disk_fail(number, FAILING_DISK_FULL);
        close_journal(desk);
        failed = failing_disk_end();
        open_again(desk);
        check(desk);
    }
    report(number);
}

static void an_opening_that_fails_at_a_write_succeeds_afterwards(void **state)
{
    struct desk *desk = *state;
    unsigned number = 1;
    for (bool failed = true; failed; number++) {
        assert_true(number < OPERATIONS_MAX);
        assert_int_equal(note_some(desk), DAYBOOK_OK);
        failing_disk_fail(1, FAILING_DISK_FULL); /* so that the log stays full */
        close_journal(desk);
        (void)failing_disk_end();
        failing_disk_fail(number, FAILING_DISK_ONCE);
        enum daybook_status status = journal_folder_open(&desk->folder, &desk->journal);
        failed = failing_disk_end();
        if (status != DAYBOOK_OK) {
            assert_true(failed);
            open_again(desk);
        }
        check(desk);
    }
    report(number);
}

static void memory_that_runs_short_while_logging_to_a_file_loses_nothing(void **state)
{
    struct desk *desk = *state;
    unsigned number = 1;
    for (bool refused = true; refused; number++) {
        assert_true(number < ALLOCATIONS_MAX);
        scarce_memory_refuse(number);
        enum daybook_status status = note(desk);
        refused = scarce_memory_end();
        if (status != DAYBOOK_OK) {
            assert_int_equal(status, DAYBOOK_NO_MEMORY);
            assert_int_equal(note(desk), DAYBOOK_OK);
        }
        check(desk);
    }
    report(number);
    close_journal(desk);
    open_again(desk);
    check(desk);
}

static void memory_that_runs_short_while_opening_a_file_loses_nothing(void **state)
{
    struct desk *desk = *state;
    unsigned number = 1;
    for (bool refused = true; refused; number += STRIDE) {
        assert_true(number < ALLOCATIONS_MAX);
        assert_int_equal(note(desk), DAYBOOK_OK);
        close_journal(desk);
        scarce_memory_refuse(number);
        enum daybook_status status = journal_folder_open(&desk->folder, &desk->journal);
        refused = scarce_memory_end();
        if (status != DAYBOOK_OK) {
            assert_int_equal(status, DAYBOOK_NO_MEMORY);
            open_again(desk);
        }
        check(desk);
    }
    report(number);
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
        FRESH(a_write_that_fails_once_loses_no_acknowledged_entry),
        FRESH(a_full_disk_loses_no_acknowledged_entry_and_goes_on_with_new_room),
        FRESH(a_journal_closed_on_a_full_disk_opens_with_every_entry),
        FRESH(an_opening_that_fails_at_a_write_succeeds_afterwards),
        FRESH(memory_that_runs_short_while_logging_to_a_file_loses_nothing),
        FRESH(memory_that_runs_short_while_opening_a_file_loses_nothing),
    };
    return cmocka_run_group_tests(tests, begin_faults, NULL);
}
