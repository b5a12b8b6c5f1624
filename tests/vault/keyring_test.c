/* The keyring's secret comes back while the keyring gives it, and nothing it does is waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/given.h"
#include "vault/keyring.h"

static char file_name[] = "/tmp/daybook-keyring-XXXXXX";

static int set_up(void **state)
{
    (void)state;
    assert_int_equal(given_vault(state), 0);
    int descriptor = mkstemp(file_name);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
    assert_int_equal(setenv("DAYBOOK_FAKE_KEYRING", file_name, 1), 0);
    assert_int_equal(setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", 1), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(file_name);
    return 0;
}

/* What the keyring is to do from now on. */
static void behave(const char *word)
{
    FILE *file = fopen(file_name, "w");
    assert_non_null(file);
    assert_true(fputs(word, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static enum daybook_status find(const char *library, uint8_t store)
{
    struct secret *secret = NULL;
    enum daybook_status status = keyring_find(library, given_id(store), &secret);
    assert_int_equal(secret != NULL, status == DAYBOOK_OK);
    secret_free(secret);
    return status;
}

static void what_was_made_is_found_until_it_is_forgotten(void **state)
{
    (void)state;
    struct secret *made = NULL;
    struct secret *found = NULL;
    behave("");
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_NOT_FOUND);
    assert_int_equal(keyring_make(FAKE_SECRET, given_id(0x11), &made), DAYBOOK_OK);
    assert_int_equal(secret_size(made), KEYRING_SECRET_SIZE);
    assert_int_equal(keyring_find(FAKE_SECRET, given_id(0x11), &found), DAYBOOK_OK);
    assert_true(secret_equal(made, found));
    assert_int_equal(find(FAKE_SECRET, 0x12), DAYBOOK_NOT_FOUND);
    assert_int_equal(keyring_forget(FAKE_SECRET, given_id(0x11)), DAYBOOK_OK);
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_NOT_FOUND);
    assert_int_equal(keyring_forget(FAKE_SECRET, given_id(0x11)), DAYBOOK_OK);
    secret_free(made);
    secret_free(found);
}

static void a_library_that_is_not_there_or_another_is_no_keyring(void **state)
{
    (void)state;
    struct secret *made = NULL;
    assert_int_equal(find("libnosuchlibrary.so.0", 0x11), DAYBOOK_NOT_FOUND);
    assert_int_equal(find("libm.so.6", 0x11), DAYBOOK_NOT_FOUND);
    assert_int_equal(keyring_make("libm.so.6", given_id(0x11), &made), DAYBOOK_NOT_FOUND);
    assert_null(made);
}

static void a_keyring_that_refuses_or_keeps_back_gives_nothing(void **state)
{
    (void)state;
    struct secret *made = NULL;
    behave("refuse");
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_FAILED);
    assert_int_equal(keyring_make(FAKE_SECRET, given_id(0x11), &made), DAYBOOK_FAILED);
    assert_int_equal(keyring_forget(FAKE_SECRET, given_id(0x11)), DAYBOOK_FAILED);
    behave("locked");
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_LOCKED);
}

static void what_is_no_secret_of_ours_is_none(void **state)
{
    (void)state;
    char text[128];
    char store[ID128_HEX_SIZE];
    id128_to_hex(given_id(0x11), store);
    (void)snprintf(text, sizeof text, "%s=hunter2", store);
    behave(text);
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_NOT_FOUND);
    (void)snprintf(text, sizeof text, "%s=%064d", store, 0);
    behave(text);
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_OK);
    text[strlen(text) - 1] = 'g';
    behave(text);
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_NOT_FOUND);
}

static void a_keyring_that_never_answers_is_left(void **state)
{
    (void)state;
    behave("hang");
    time_t before = time(NULL);
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_FAILED);
    assert_in_range(time(NULL) - before, 2, 20);
}

static void without_a_session_nothing_is_asked(void **state)
{
    (void)state;
    behave("hang");
    assert_int_equal(unsetenv("DBUS_SESSION_BUS_ADDRESS"), 0);
    assert_int_equal(setenv("XDG_RUNTIME_DIR", "/nonexistent", 1), 0);
    assert_int_equal(find(FAKE_SECRET, 0x11), DAYBOOK_NOT_FOUND);
    assert_int_equal(setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(what_was_made_is_found_until_it_is_forgotten),
        VAULT_TEST(a_library_that_is_not_there_or_another_is_no_keyring),
        VAULT_TEST(a_keyring_that_refuses_or_keeps_back_gives_nothing),
        VAULT_TEST(what_is_no_secret_of_ours_is_none),
        VAULT_TEST(a_keyring_that_never_answers_is_left),
        VAULT_TEST(without_a_session_nothing_is_asked),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
