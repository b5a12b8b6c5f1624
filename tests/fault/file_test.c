/* When memory runs short while a journal's file is made, opened or changed, nothing is lost and
 * nothing is in the way of the next attempt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fault/journal_folder.h"
#include "fault/scarce_memory.h"
#include "vault/guarded.h"

/* Making a journal takes a tenth of a second for the recovery words alone. */
enum { ALLOCATIONS_MAX = 2000, MAKING_STRIDE = 2 };

static int set_up(void **state)
{
    static struct journal_folder folder;
    journal_folder_begin(&folder);
    *state = &folder;
    return 0;
}

static int tear_down(void **state)
{
    journal_folder_end(*state);
    assert_in_range(guarded_live(), 0, 1); /* SQLite's page cache stays */
    return 0;
}

static void a_journal_is_made_whole_or_can_be_made_again(void **state)
{
    struct journal_folder *folder = *state;
    bool refused = true;
    for (unsigned number = 1; refused; number += MAKING_STRIDE) {
        assert_true(number < ALLOCATIONS_MAX);
        struct journal *journal = NULL;
        scarce_memory_refuse(number);
        enum daybook_status status = journal_folder_create(folder, &journal);
        refused = scarce_memory_end();
        if (status != DAYBOOK_OK) {
            assert_true(refused);
            assert_int_equal(status, DAYBOOK_NO_MEMORY);
            assert_null(journal);
            assert_int_equal(journal_folder_create(folder, &journal), DAYBOOK_OK);
        }
        journal_folder_check(journal, 0);
        journal_close(journal);
        journal_folder_clear(folder);
    }
}

static void a_journal_that_could_not_be_opened_opens_the_next_time(void **state)
{
    struct journal_folder *folder = *state;
    struct journal *journal = NULL;
    struct id128 id;
    bool refused = true;
    assert_int_equal(journal_folder_create(folder, &journal), DAYBOOK_OK);
    assert_int_equal(journal_folder_log(journal, &id), DAYBOOK_OK);
    journal_close(journal);
    for (unsigned number = 1; refused; number++) {
        assert_true(number < ALLOCATIONS_MAX);
        journal = NULL;
        scarce_memory_refuse(number);
        enum daybook_status status = journal_folder_open(folder, &journal);
        refused = scarce_memory_end();
        if (status != DAYBOOK_OK) {
            assert_true(refused);
            assert_int_equal(status, DAYBOOK_NO_MEMORY);
            assert_null(journal);
            assert_int_equal(journal_folder_open(folder, &journal), DAYBOOK_OK);
        }
        journal_folder_check(journal, 1);
        journal_close(journal);
    }
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        FRESH(a_journal_is_made_whole_or_can_be_made_again),
        FRESH(a_journal_that_could_not_be_opened_opens_the_next_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
