/* The public door without an agent: a journal in a folder, opened with its passphrase. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "requests/own_home.h"

static int given_home(void **state)
{
    static struct own_home home;
    own_home_begin(&home, "a/b/diary");
    *state = &home;
    return 0;
}

static int removed_home(void **state)
{
    own_home_remove(*state);
    return 0;
}

static void a_journal_is_made_used_and_opened_again(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    assert_int_equal(home->asked, 0);
    struct daybook *door = own_home_door(home);
    json_decref(
        own_home_ask(door, "log", "{\"kind\":\"pain\",\"words\":[\"worst=3\"]}", DAYBOOK_OK));
    json_decref(
        own_home_ask(door, "log", "{\"kind\":\"pain\",\"words\":[\"worst=4\"]}", DAYBOOK_OK));
    assert_int_equal(home->asked, 1);
    daybook_close(door);

    door = own_home_door(home);
    json_t *answer = own_home_ask(door, "list", NULL, DAYBOOK_OK);
    assert_int_equal(json_array_size(json_object_get(answer, "entries")), 2);
    json_decref(answer);
    daybook_close(door);
}

static void the_folder_is_its_owners_alone(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    struct stat folder;
    assert_int_equal(stat(home->path, &folder), 0);
    assert_int_equal(folder.st_mode & 0777, 0700);
}

static void a_wrong_passphrase_is_told_in_a_sentence(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    home->passphrase = "another passphrase";
    struct daybook *door = own_home_door(home);
    json_t *answer = own_home_ask(door, "list", NULL, DAYBOOK_LOCKED);
    assert_string_equal(json_string_value(json_object_get(answer, "schema")), "daybook.error/1");
    json_decref(answer);
    daybook_close(door);
}

static void without_a_passphrase_the_journal_stays_locked(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    home->passphrase = NULL;
    struct daybook *door = own_home_door(home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_LOCKED));
    daybook_close(door);
}

static void where_no_journal_is_nobody_is_asked(void **state)
{
    struct own_home *home = *state;
    struct daybook *door = own_home_door(home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_NOT_FOUND));
    json_decref(own_home_ask(door, "kinds", NULL, DAYBOOK_OK));
    json_t *answer = own_home_ask(door, "agent.status", NULL, DAYBOOK_OK);
    assert_true(json_is_false(json_object_get(answer, "running")));
    json_decref(answer);
    json_decref(own_home_ask(door, "unlock", NULL, DAYBOOK_NOT_FOUND));
    assert_int_equal(home->asked, 0);
    daybook_close(door);
}

static void a_second_journal_in_one_home_is_a_conflict(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    struct daybook *door = own_home_door(home);
    json_decref(own_home_tell(door, "init", "yet another passphrase", DAYBOOK_CONFLICT));
    daybook_close(door);
}

static void the_passphrase_can_be_changed(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    struct daybook *door = own_home_door(home);
    json_decref(own_home_tell(door, "passphrase", "a newer passphrase", DAYBOOK_OK));
    daybook_close(door);
    door = own_home_door(home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_LOCKED));
    daybook_close(door);
    home->passphrase = "a newer passphrase";
    door = own_home_door(home);
    json_decref(own_home_ask(door, "list", NULL, DAYBOOK_OK));
    daybook_close(door);
}

static void a_sound_journal_is_verified(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    struct daybook *door = own_home_door(home);
    json_t *answer = own_home_ask(door, "verify", NULL, DAYBOOK_OK);
    assert_true(json_is_true(json_object_get(answer, "sound")));
    assert_true(json_is_true(json_object_get(answer, "opens")));
    assert_true(json_integer_value(json_object_get(answer, "units")) > 0);
    json_decref(answer);
    daybook_close(door);
}

static void who_comes_second_is_told_who_owns_the_journal(void **state)
{
    struct own_home *home = *state;
    own_home_init(home);
    struct daybook *first = own_home_door(home);
    struct daybook *second = own_home_door(home);
    json_decref(own_home_ask(first, "list", NULL, DAYBOOK_OK));
    json_t *answer = own_home_ask(second, "list", NULL, DAYBOOK_BUSY);
    char process[20];
    (void)snprintf(process, sizeof process, "%d", (int)getpid());
    assert_non_null(strstr(json_string_value(json_object_get(answer, "error")), process));
    json_decref(answer);
    daybook_close(first);
    json_decref(own_home_ask(second, "list", NULL, DAYBOOK_OK));
    daybook_close(second);
}

static void secrets_are_compared(void **state)
{
    (void)state;
    struct daybook_secret *left = own_home_secret("one passphrase");
    struct daybook_secret *same = own_home_secret("one passphrase");
    struct daybook_secret *other = own_home_secret("two passphrase");
    assert_true(daybook_secret_equal(left, same));
    assert_false(daybook_secret_equal(left, other));
    daybook_secret_free(left);
    daybook_secret_free(same);
    daybook_secret_free(other);
    daybook_secret_free(NULL);
}

#define DOOR_TEST(name) cmocka_unit_test_setup_teardown(name, given_home, removed_home)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DOOR_TEST(a_journal_is_made_used_and_opened_again),
        DOOR_TEST(the_folder_is_its_owners_alone),
        DOOR_TEST(a_wrong_passphrase_is_told_in_a_sentence),
        DOOR_TEST(without_a_passphrase_the_journal_stays_locked),
        DOOR_TEST(where_no_journal_is_nobody_is_asked),
        DOOR_TEST(a_second_journal_in_one_home_is_a_conflict),
        DOOR_TEST(the_passphrase_can_be_changed),
        DOOR_TEST(a_sound_journal_is_verified),
        DOOR_TEST(who_comes_second_is_told_who_owns_the_journal),
        cmocka_unit_test(secrets_are_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
