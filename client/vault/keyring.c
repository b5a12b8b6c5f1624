/* The desktop's keyring, asked by a process that ends with the answer. */
#include "vault/keyring.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vault/keyring_library.h"

const char keyring_library[] = "libsecret-1.so.0";

enum {
    FIND_PATIENCE_MS = 3000,     /* a keyring that is open answers in a few */
    PERSON_PATIENCE_MS = 120000, /* one that is locked asks its person */
    HEX_SIZE = 2 * KEYRING_SECRET_SIZE + 1,
    MS_PER_SECOND = 1000,
    NS_PER_MS = 1000000
};

/* What is asked of the keyring. */
struct errand {
    const char *library;
    char store[ID128_HEX_SIZE];
    enum daybook_status (*run)(const struct keyring_functions *functions,
                               const struct errand *errand, struct secret *hex);
    int patience_ms;
};

/* What comes back through the pipe. */
enum { ANSWER_SIZE = 1 + HEX_SIZE };

static bool has_session(void)
{
    char path[128];
    struct stat facts;
    const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");
    const char *folder = getenv("XDG_RUNTIME_DIR");
    if (address != NULL && address[0] != '\0') {
        return true;
    }
    if (folder == NULL || folder[0] != '/') {
        return false;
    }
    int size = snprintf(path, sizeof path, "%s/bus", folder);
    return size > 0 && size < (int)sizeof path && stat(path, &facts) == 0 &&
           S_ISSOCK(facts.st_mode);
}

static enum daybook_status run_find(const struct keyring_functions *functions,
                                    const struct errand *errand, struct secret *hex)
{
    const char *text = NULL;
    enum daybook_status status = keyring_library_find(functions, errand->store, &text);
    if (status == DAYBOOK_OK && strlen(text) != HEX_SIZE - 1) {
        status = DAYBOOK_NOT_FOUND; /* somebody else's */
    }
    if (status == DAYBOOK_OK) {
        memcpy(secret_fill(hex), text, HEX_SIZE);
    }
    return status;
}

static enum daybook_status run_store(const struct keyring_functions *functions,
                                     const struct errand *errand, struct secret *hex)
{
    return keyring_library_store(functions, errand->store, (const char *)secret_data(hex));
}

static enum daybook_status run_clear(const struct keyring_functions *functions,
                                     const struct errand *errand, struct secret *hex)
{
    (void)hex;
    return keyring_library_clear(functions, errand->store);
}

/* In the process that ends here. What the library writes about its troubles is nobody's concern. */
_Noreturn static void answer(const struct errand *errand, struct secret *hex, int pipe_end)
{
    struct keyring_functions functions;
    if (freopen("/dev/null", "w", stderr) == NULL) {
        (void)close(STDERR_FILENO); /* silent either way */
    }
    enum daybook_status status = keyring_library_load(errand->library, &functions);
    if (status == DAYBOOK_OK) {
        status = errand->run(&functions, errand, hex);
    }
    uint8_t byte = (uint8_t)status;
    bool told =
        write(pipe_end, &byte, 1) == 1 && write(pipe_end, secret_data(hex), HEX_SIZE) == HEX_SIZE;
    _exit(told ? 0 : 1);
}

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock */
    return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / NS_PER_MS;
}

/* The whole answer, or what there is of it at the deadline. */
static size_t read_answer(int pipe_end, int patience_ms, uint8_t *out_answer)
{
    size_t size = 0;
    int64_t deadline_ms = now_ms() + patience_ms;
    while (size < ANSWER_SIZE) {
        struct pollfd ready = {.fd = pipe_end, .events = POLLIN};
        int64_t left_ms = deadline_ms - now_ms();
        int found = left_ms <= 0 ? 0 : poll(&ready, 1, (int)left_ms);
        if (found == 0 || (found < 0 && errno != EINTR)) {
            break;
        }
        ssize_t got = found < 0 ? 0 : read(pipe_end, out_answer + size, ANSWER_SIZE - size);
        if (found > 0 && got <= 0) {
            break;
        }
        size += (size_t)got;
    }
    return size;
}

static enum daybook_status take_answer(int pipe_end, const struct errand *errand,
                                       struct secret *hex)
{
    struct secret *told = NULL;
    enum daybook_status status = secret_create(ANSWER_SIZE, &told);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = DAYBOOK_FAILED;
    if (read_answer(pipe_end, errand->patience_ms, secret_fill(told)) == ANSWER_SIZE) {
        status = (enum daybook_status)secret_data(told)[0];
        memcpy(secret_fill(hex), secret_data(told) + 1, HEX_SIZE);
    }
    secret_free(told);
    return status;
}

/* Have an errand run, and see that whoever runs it is gone. */
static enum daybook_status send(const struct errand *errand, struct secret *hex)
{
    int ends[2];
    if (!has_session()) {
        return DAYBOOK_NOT_FOUND;
    }
    if (pipe(ends) != 0) {
        return DAYBOOK_FAILED;
    }
    pid_t child = fork();
    if (child == 0) {
        (void)close(ends[0]);
        answer(errand, hex, ends[1]);
    }
    (void)close(ends[1]);
    enum daybook_status status = DAYBOOK_FAILED;
    if (child > 0) {
        status = take_answer(ends[0], errand, hex);
        (void)kill(child, SIGKILL); /* it has answered, or taken too long */
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    (void)close(ends[0]);
    return status;
}

static struct errand begin(const char *library, struct id128 store)
{
    assert(library != NULL);
    struct errand errand = {.library = library, .patience_ms = PERSON_PATIENCE_MS};
    id128_to_hex(store, errand.store);
    return errand;
}

enum daybook_status keyring_find(const char *library, struct id128 store,
                                 struct secret **out_secret)
{
    assert(out_secret != NULL);
    struct secret *hex = NULL;
    struct secret *secret = NULL;
    struct errand errand = begin(library, store);
    errand.run = run_find;
    errand.patience_ms = FIND_PATIENCE_MS;
    enum daybook_status status = secret_create(HEX_SIZE, &hex);
    if (status == DAYBOOK_OK) {
        status = send(&errand, hex);
    }
    if (status == DAYBOOK_OK) {
        status = secret_create(KEYRING_SECRET_SIZE, &secret);
    }
    if (status == DAYBOOK_OK &&
        sodium_hex2bin(secret_fill(secret), KEYRING_SECRET_SIZE, (const char *)secret_data(hex),
                       HEX_SIZE - 1, NULL, NULL, NULL) != 0) {
        status = DAYBOOK_NOT_FOUND; /* somebody else's */
    }
    secret_free(hex);
    if (status != DAYBOOK_OK) {
        secret_free(secret);
        return status;
    }
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status keyring_make(const char *library, struct id128 store,
                                 struct secret **out_secret)
{
    assert(out_secret != NULL);
    struct secret *hex = NULL;
    struct secret *secret = NULL;
    struct errand errand = begin(library, store);
    errand.run = run_store;
    enum daybook_status status = secret_create(HEX_SIZE, &hex);
    if (status == DAYBOOK_OK) {
        status = secret_create(KEYRING_SECRET_SIZE, &secret);
    }
    if (status == DAYBOOK_OK) {
        randombytes_buf(secret_fill(secret), KEYRING_SECRET_SIZE);
        (void)sodium_bin2hex((char *)secret_fill(hex), HEX_SIZE, secret_data(secret),
                             KEYRING_SECRET_SIZE);
        status = send(&errand, hex);
    }
    secret_free(hex);
    if (status != DAYBOOK_OK) {
        secret_free(secret);
        return status;
    }
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status keyring_forget(const char *library, struct id128 store)
{
    struct secret *hex = NULL;
    struct errand errand = begin(library, store);
    errand.run = run_clear;
    enum daybook_status status = secret_create(HEX_SIZE, &hex);
    if (status == DAYBOOK_OK) {
        status = send(&errand, hex);
    }
    secret_free(hex);
    return status;
}
