/* The ids of entries: no two are alike, and those written one after the other begin alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "journal/household.h"

enum { ENTRY_COUNT = 600, RANDOM_SIZE = 4 };

static void what_is_written_together_lies_together_by_its_ids(void **state)
{
    (void)state;
    static struct household household;
    static struct id128 ids[ENTRY_COUNT];
    size_t steps = 0;
    household_begin(&household);
    size_t ana = household_add(&household, "Ana", ROLE_PATIENT);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        ids[i] = household_note(&household, ana, "as before");
        steps += i > 0 && ids[i].bytes[0] != ids[i - 1].bytes[0] ? 1 : 0;
        for (size_t j = 0; j < i; j++) {
            assert_memory_not_equal(ids[i].bytes + 1, ids[j].bytes + 1, RANDOM_SIZE);
        }
    }
    assert_int_equal(steps, 1);
    household_end(&household);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_together_lies_together_by_its_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
