/* Secrets come in by descriptor, file or terminal, and the process does not let them out. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "vault/given.h"

static void expect_text(struct secret *secret, const char *text)
{
    assert_non_null(secret);
    assert_true(bytes_equal_text((struct bytes){secret_data(secret), secret_size(secret)}, text));
    secret_free(secret);
}

static void the_process_leaves_no_core_and_cannot_be_traced(void **state)
{
    (void)state;
    struct rlimit core = {1, 1};
    assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
    assert_int_equal(core.rlim_cur, 0);
    assert_int_equal(core.rlim_max, 0);
    assert_int_equal(prctl(PR_GET_DUMPABLE, 0L, 0L, 0L, 0L), 0);
    assert_int_equal(secret_begin(), DAYBOOK_OK);
}

static void a_truncated_secret_keeps_its_start_and_wipes_the_rest(void **state)
{
    (void)state;
    struct secret *secret = given_secret_text("garden path");
    const uint8_t *bytes = secret_data(secret);
    secret_truncate(secret, 6);
    assert_int_equal(secret_size(secret), 6);
    assert_memory_equal(bytes, "garden\0\0\0\0\0", 11);
    secret_free(secret);
}

static void secrets_are_equal_when_every_byte_is(void **state)
{
    (void)state;
    struct secret *secret = given_secret_text("garden path");
    struct secret *same = given_secret_text("garden path");
    struct secret *other = given_secret_text("garden pat!");
    struct secret *longer = given_secret_text("garden paths");
    assert_true(secret_equal(secret, same));
    assert_false(secret_equal(secret, other));
    assert_false(secret_equal(secret, longer));
    secret_free(secret);
    secret_free(same);
    secret_free(other);
    secret_free(longer);
}

/* A pipe that holds the text, its writing end closed. */
static int given_pipe(const char *text)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
    assert_int_equal(close(ends[1]), 0);
    return ends[0];
}

static void a_descriptor_gives_one_line_and_keeps_the_next(void **state)
{
    (void)state;
    int descriptor = given_pipe("first line\r\nsecond line");
    struct secret *first = NULL;
    struct secret *second = NULL;
    assert_int_equal(secret_from_descriptor(descriptor, &first), DAYBOOK_OK);
    assert_int_equal(secret_from_descriptor(descriptor, &second), DAYBOOK_OK);
    expect_text(first, "first line");
    expect_text(second, "second line");
    assert_int_equal(close(descriptor), 0);
}

static enum daybook_status read_pipe(const char *text)
{
    int descriptor = given_pipe(text);
    struct secret *secret = NULL;
    enum daybook_status status = secret_from_descriptor(descriptor, &secret);
    assert_true((secret != NULL) == (status == DAYBOOK_OK));
    secret_free(secret);
    assert_int_equal(close(descriptor), 0);
    return status;
}

static void empty_and_overlong_lines_are_invalid(void **state)
{
    (void)state;
    char line[PASSPHRASE_SIZE_MAX + 2];
    memset(line, 'x', sizeof line);
    line[PASSPHRASE_SIZE_MAX + 1] = '\0';
    assert_int_equal(read_pipe(line), DAYBOOK_INVALID);
    line[PASSPHRASE_SIZE_MAX] = '\n';
    assert_int_equal(read_pipe(line), DAYBOOK_OK);
    assert_int_equal(read_pipe(""), DAYBOOK_INVALID);
    assert_int_equal(read_pipe("\n"), DAYBOOK_INVALID);
    assert_int_equal(read_pipe("\r\n"), DAYBOOK_INVALID);
}

static void a_descriptor_that_is_none_fails(void **state)
{
    (void)state;
    struct secret *secret = NULL;
    assert_int_equal(secret_from_descriptor(-1, &secret), DAYBOOK_FAILED);
    assert_null(secret);
}

static void a_file_is_read_only_while_others_cannot(void **state)
{
    (void)state;
    char path[] = "/tmp/daybook-secret-XXXXXX";
    struct secret *secret = NULL;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, "in a file\nmore\n", 15), 15);
    assert_int_equal(close(descriptor), 0);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(secret_from_file(path, &secret), DAYBOOK_INVALID);
    assert_int_equal(chmod(path, 0604), 0);
    assert_int_equal(secret_from_file(path, &secret), DAYBOOK_INVALID);
    assert_null(secret);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(secret_from_file(path, &secret), DAYBOOK_OK);
    expect_text(secret, "in a file");
    assert_int_equal(unlink(path), 0);
    secret = NULL;
    assert_int_equal(secret_from_file(path, &secret), DAYBOOK_NOT_FOUND);
    assert_int_equal(secret_from_file("/dev/null", &secret), DAYBOOK_INVALID);
    assert_null(secret);
}

/* In a child whose controlling terminal is the given one (none for NULL): ask, compare, and check
 * that the terminal echoes again. The exit status is the answer's. */
_Noreturn static void ask_in_child(const char *terminal, const char *expected)
{
    struct secret *secret = NULL;
    struct termios modes;
    (void)setsid();
    int descriptor = terminal == NULL ? -1 : open(terminal, O_RDWR);
    enum daybook_status status = secret_from_terminal("Passphrase: ", &secret);
    if (status == DAYBOOK_OK &&
        !bytes_equal_text((struct bytes){secret_data(secret), secret_size(secret)}, expected)) {
        status = DAYBOOK_DAMAGED;
    }
    if (terminal != NULL && (tcgetattr(descriptor, &modes) != 0 || (modes.c_lflag & ECHO) == 0 ||
                             (modes.c_lflag & ICANON) == 0)) {
        status = DAYBOOK_CONFLICT;
    }
    secret_free(secret);
    _exit((int)status);
}

/* What a person at a terminal typed after the prompt came, and what the terminal showed. */
static enum daybook_status type(const char *keys, const char *expected, char *out_shown,
                                size_t size)
{
    int person = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(person >= 0);
    assert_int_equal(grantpt(person), 0);
    assert_int_equal(unlockpt(person), 0);
    const char *terminal = ptsname(person);
    assert_non_null(terminal);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ask_in_child(terminal, expected);
    }
    size_t shown = 0;
    while (shown < size && memchr(out_shown, ':', shown) == NULL) {
        ssize_t got = read(person, out_shown + shown, size - shown - 1);
        assert_true(got > 0);
        shown += (size_t)got;
    }
    assert_int_equal(write(person, keys, strlen(keys)), strlen(keys));
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    ssize_t rest = read(person, out_shown + shown, size - shown - 1);
    shown += rest > 0 ? (size_t)rest : 0;
    out_shown[shown] = '\0';
    assert_int_equal(close(person), 0);
    return (enum daybook_status)WEXITSTATUS(ended);
}

static void a_terminal_is_asked_without_echo(void **state)
{
    (void)state;
    char shown[256] = "";
    assert_int_equal(type("garden path\r", "garden path", shown, sizeof shown), DAYBOOK_OK);
    assert_string_equal(shown, "Passphrase: \r\n");
}

static void typing_errors_can_be_taken_back(void **state)
{
    (void)state;
    char shown[256] = "";
    assert_int_equal(type("no\x15"
                          "caf\xc3\xa9\x7f"
                          "e\x7f\x7f\x7f\x7f\x7f\bgarden\n",
                          "garden", shown, sizeof shown),
                     DAYBOOK_OK);
}

static void control_c_interrupts_and_brings_the_echo_back(void **state)
{
    (void)state;
    char shown[256] = "";
    assert_int_equal(type("gard\x03", "", shown, sizeof shown), DAYBOOK_INTERRUPTED);
    assert_int_equal(type("\x04", "", shown, sizeof shown), DAYBOOK_INVALID);
}

static void without_a_terminal_nobody_is_asked(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        ask_in_child(NULL, "");
    }
    int ended = 0;
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), DAYBOOK_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(the_process_leaves_no_core_and_cannot_be_traced),
        VAULT_TEST(a_truncated_secret_keeps_its_start_and_wipes_the_rest),
        VAULT_TEST(secrets_are_equal_when_every_byte_is),
        VAULT_TEST(a_descriptor_gives_one_line_and_keeps_the_next),
        VAULT_TEST(empty_and_overlong_lines_are_invalid),
        VAULT_TEST(a_descriptor_that_is_none_fails),
        VAULT_TEST(a_file_is_read_only_while_others_cannot),
        VAULT_TEST(a_terminal_is_asked_without_echo),
        VAULT_TEST(typing_errors_can_be_taken_back),
        VAULT_TEST(control_c_interrupts_and_brings_the_echo_back),
        VAULT_TEST(without_a_terminal_nobody_is_asked),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
