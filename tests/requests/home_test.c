/* Where the journal lives, by option and by environment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "requests/home.h"
#include "requests/socket_address.h"

static void expect_home(const char *chosen, const char *expected)
{
    char *home = NULL;
    struct complaint complaint = {0};
    assert_int_equal(home_resolve(chosen, &home, &complaint), DAYBOOK_OK);
    assert_string_equal(home, expected);
    free(home);
}

static void the_nearest_word_decides(void **state)
{
    (void)state;
    assert_int_equal(setenv("HOME", "/people/ana", 1), 0);
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(unsetenv("DAYBOOK_HOME"), 0);
    expect_home(NULL, "/people/ana/.local/share/daybook");
    assert_int_equal(setenv("XDG_DATA_HOME", "relative", 1), 0);
    expect_home(NULL, "/people/ana/.local/share/daybook");
    assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
    expect_home(NULL, "/data/daybook");
    assert_int_equal(setenv("DAYBOOK_HOME", "/diary", 1), 0);
    expect_home(NULL, "/diary");
    expect_home("", "/diary");
    expect_home("/chosen", "/chosen");
}

static void a_relative_home_becomes_absolute(void **state)
{
    (void)state;
    assert_int_equal(chdir("/"), 0);
    char *home = NULL;
    struct complaint complaint = {0};
    assert_int_equal(home_resolve("diary", &home, &complaint), DAYBOOK_OK);
    assert_int_equal(home[0], '/');
    assert_non_null(strstr(home, "/diary"));
    free(home);
}

static void without_any_word_there_is_no_home(void **state)
{
    (void)state;
    assert_int_equal(unsetenv("HOME"), 0);
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
    assert_int_equal(unsetenv("DAYBOOK_HOME"), 0);
    char *home = NULL;
    struct complaint complaint = {0};
    assert_int_equal(home_resolve(NULL, &home, &complaint), DAYBOOK_NOT_FOUND);
    assert_non_null(strstr(complaint.text, "DAYBOOK_HOME"));
}

static void a_long_home_has_an_address_too(void **state)
{
    (void)state;
    char base[] = "/tmp/daybook-home-XXXXXX";
    assert_non_null(mkdtemp(base));
    char home[300];
    char name[121];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    (void)snprintf(home, sizeof home, "%s/%s", base, name);
    struct socket_address address;
    assert_int_equal(socket_address_begin(home, &address), DAYBOOK_NOT_FOUND);
    assert_int_equal(mkdir(home, 0700), 0);
    assert_int_equal(socket_address_begin(home, &address), DAYBOOK_OK);
    assert_true(address.folder >= 0);
    assert_non_null(strstr(address.address.sun_path, "/proc/self/fd/"));
    socket_address_end(&address);
    assert_int_equal(socket_address_begin(base, &address), DAYBOOK_OK);
    assert_int_equal(address.folder, -1);
    socket_address_end(&address);
    assert_int_equal(rmdir(home), 0);
    assert_int_equal(rmdir(base), 0);
}

static void missing_folders_above_the_home_are_made(void **state)
{
    (void)state;
    char base[] = "/tmp/daybook-home-XXXXXX";
    assert_non_null(mkdtemp(base));
    char home[100];
    char above[100];
    struct complaint complaint = {0};
    (void)snprintf(home, sizeof home, "%s/a/b/home", base);
    assert_int_equal(home_make_parents(home, &complaint), DAYBOOK_OK);
    assert_int_equal(home_make_parents(home, &complaint), DAYBOOK_OK);
    (void)snprintf(above, sizeof above, "%s/a/b", base);
    struct stat folder;
    assert_int_equal(stat(above, &folder), 0);
    assert_int_equal(folder.st_mode & 0777, 0700);
    assert_int_not_equal(stat(home, &folder), 0);
    assert_int_equal(rmdir(above), 0);
    (void)snprintf(above, sizeof above, "%s/a", base);
    assert_int_equal(rmdir(above), 0);
    assert_int_equal(rmdir(base), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_word_decides),
        cmocka_unit_test(a_relative_home_becomes_absolute),
        cmocka_unit_test(without_any_word_there_is_no_home),
        cmocka_unit_test(a_long_home_has_an_address_too),
        cmocka_unit_test(missing_folders_above_the_home_are_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
