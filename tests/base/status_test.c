/* Tests of the statuses: each has a name of its own and the exit status the manual promises. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <daybook/status.h>

static void each_status_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int left = DAYBOOK_OK; left <= DAYBOOK_UNFINISHED; left++) {
        const char *name = daybook_status_name((enum daybook_status)left);
        assert_non_null(name);
        for (int right = left + 1; right <= DAYBOOK_UNFINISHED; right++) {
            assert_string_not_equal(name, daybook_status_name((enum daybook_status)right));
        }
    }
}

static void a_command_ends_with_the_promised_status(void **state)
{
    (void)state;
    assert_int_equal(daybook_status_exit(DAYBOOK_OK), 0);
    assert_int_equal(daybook_status_exit(DAYBOOK_FAILED), 1);
    assert_int_equal(daybook_status_exit(DAYBOOK_INVALID), 2);
    assert_int_equal(daybook_status_exit(DAYBOOK_LOCKED), 3);
    assert_int_equal(daybook_status_exit(DAYBOOK_NOT_FOUND), 4);
    assert_int_equal(daybook_status_exit(DAYBOOK_CONFLICT), 5);
    assert_int_equal(daybook_status_exit(DAYBOOK_OFFLINE), 6);
    assert_int_equal(daybook_status_exit(DAYBOOK_NEWER), 7);
    assert_int_equal(daybook_status_exit(DAYBOOK_INTERRUPTED), 130);
}

static void only_success_ends_with_zero(void **state)
{
    (void)state;
    for (int status = DAYBOOK_OK + 1; status <= DAYBOOK_UNFINISHED; status++) {
        assert_int_not_equal(daybook_status_exit((enum daybook_status)status), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_status_has_a_name_of_its_own),
        cmocka_unit_test(a_command_ends_with_the_promised_status),
        cmocka_unit_test(only_success_ends_with_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
