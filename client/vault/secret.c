/* A secret in guarded memory, and the ways a person hands one in. */
#include "vault/secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/limits.h"
#include "vault/guarded.h"

struct secret {
    size_t size;
    uint8_t data[];
};

enum daybook_status secret_begin(void)
{
    if (sodium_init() < 0) {
        return DAYBOOK_FAILED;
    }
    const struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L) != 0) {
        return DAYBOOK_FAILED;
    }
    return DAYBOOK_OK;
}

enum daybook_status secret_create(size_t size, struct secret **out_secret)
{
    assert(out_secret != NULL);
    assert(size <= SIZE_MAX / 2);
    struct secret *secret = guarded_take(sizeof *secret + size);
    if (secret == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    secret->size = size;
    *out_secret = secret;
    return DAYBOOK_OK;
}

void secret_free(struct secret *secret)
{
    guarded_free(secret);
}

size_t secret_size(const struct secret *secret)
{
    assert(secret != NULL);
    return secret->size;
}

const uint8_t *secret_data(const struct secret *secret)
{
    assert(secret != NULL);
    return secret->data;
}

uint8_t *secret_fill(struct secret *secret)
{
    assert(secret != NULL);
    return secret->data;
}

bool secret_equal(const struct secret *left, const struct secret *right)
{
    assert(left != NULL && right != NULL);
    return left->size == right->size && sodium_memcmp(left->data, right->data, left->size) == 0;
}

void secret_truncate(struct secret *secret, size_t size)
{
    assert(secret != NULL);
    assert(size <= secret->size);
    sodium_memzero(secret->data + size, secret->size - size);
    secret->size = size;
}

/* One byte from a descriptor: 1, 0 at the end, below 0 for an error. */
static ssize_t read_byte(int descriptor, uint8_t *out_byte)
{
    ssize_t got = -1;
    do {
        got = read(descriptor, out_byte, 1);
    } while (got < 0 && errno == EINTR);
    return got;
}

/* Keep the first size bytes as the line that was read, without a carriage return at its end. */
static enum daybook_status finish_line(struct secret *secret, size_t size)
{
    if (size > 0 && size <= PASSPHRASE_SIZE_MAX && secret->data[size - 1] == '\r') {
        size--;
    }
    if (size == 0 || size > PASSPHRASE_SIZE_MAX) {
        return DAYBOOK_INVALID;
    }
    secret_truncate(secret, size);
    return DAYBOOK_OK;
}

/* Read up to a line's end into a secret with room for one byte more than is allowed. */
static enum daybook_status read_line(int descriptor, struct secret *secret)
{
    size_t size = 0;
    while (size < secret->size) {
        ssize_t got = read_byte(descriptor, &secret->data[size]);
        if (got < 0) {
            return DAYBOOK_FAILED;
        }
        if (got == 0 || secret->data[size] == '\n') {
            break;
        }
        size++;
    }
    return finish_line(secret, size);
}

/* Make room for a line, let a reader fill it, and hand it over only when it did. */
static enum daybook_status take_line(enum daybook_status (*reader)(int, struct secret *),
                                     int descriptor, struct secret **out_secret)
{
    struct secret *secret = NULL;
    enum daybook_status status = secret_create(PASSPHRASE_SIZE_MAX + 1, &secret);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = reader(descriptor, secret);
    if (status != DAYBOOK_OK) {
        secret_free(secret);
        return status;
    }
    *out_secret = secret;
    return DAYBOOK_OK;
}

enum daybook_status secret_from_descriptor(int descriptor, struct secret **out_secret)
{
    assert(out_secret != NULL);
    return take_line(read_line, descriptor, out_secret);
}

/* A regular file or a pipe that only its owner reads. */
static bool is_private(int descriptor)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0) {
        return false;
    }
    return (S_ISREG(about.st_mode) || S_ISFIFO(about.st_mode)) &&
           (about.st_mode & (S_IRGRP | S_IROTH)) == 0;
}

enum daybook_status secret_from_file(const char *path, struct secret **out_secret)
{
    assert(path != NULL);
    assert(out_secret != NULL);
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (descriptor < 0) {
        return errno == ENOENT ? DAYBOOK_NOT_FOUND : DAYBOOK_FAILED;
    }
    enum daybook_status status = DAYBOOK_INVALID;
    if (is_private(descriptor)) {
        status = secret_from_descriptor(descriptor, out_secret);
    }
    (void)close(descriptor);
    return status;
}

static bool write_all(int descriptor, const char *text)
{
    size_t size = strlen(text);
    while (size > 0) {
        ssize_t put = write(descriptor, text, size);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        if (put > 0) {
            text += put;
            size -= (size_t)put;
        }
    }
    return true;
}

/* Take back the last character, which may be several bytes of UTF-8. */
static size_t erase_character(const struct secret *secret, size_t size)
{
    while (size > 0) {
        size--;
        if ((secret->data[size] & 0xC0) != 0x80) {
            break;
        }
    }
    return size;
}

/* Read a line from a terminal that sends every key as it comes: we edit the line ourselves, so that
 * Ctrl-C is a byte like others and no signal can end us while the echo is off. */
static enum daybook_status read_keys(int terminal, struct secret *secret)
{
    enum { CTRL_C = 3, CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, CTRL_BACKSLASH = 28, DELETE = 127 };
    size_t size = 0;
    for (;;) {
        /* Beyond the room, further keys overwrite the last byte: the line is too long already. */
        uint8_t *key = &secret->data[size < secret->size ? size : secret->size - 1];
        if (read_byte(terminal, key) != 1) {
            return DAYBOOK_FAILED;
        }
        switch (*key) {
        case CTRL_C:
        case CTRL_BACKSLASH:
            return DAYBOOK_INTERRUPTED;
        case '\r':
        case '\n':
        case CTRL_D:
            return finish_line(secret, size);
        case CTRL_U:
            size = 0;
            break;
        case BACKSPACE:
        case DELETE:
            size = erase_character(secret, size);
            break;
        default:
            size = size < secret->size ? size + 1 : size;
            break;
        }
    }
}

/* Without echo, signals or line editing by the terminal. */
static bool quieten(int terminal, struct termios *out_before)
{
    if (tcgetattr(terminal, out_before) != 0) {
        return false;
    }
    struct termios quiet = *out_before;
    quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    quiet.c_cc[VMIN] = 1;
    quiet.c_cc[VTIME] = 0;
    return tcsetattr(terminal, TCSAFLUSH, &quiet) == 0;
}

static enum daybook_status ask(int terminal, const char *prompt, struct secret **out_secret)
{
    struct termios before;
    if (!quieten(terminal, &before)) {
        return DAYBOOK_NOT_FOUND;
    }
    enum daybook_status status = DAYBOOK_FAILED;
    if (write_all(terminal, prompt)) {
        status = take_line(read_keys, terminal, out_secret);
        /* A terminal that is gone cannot show the line's end; what was typed counts. */
        (void)write_all(terminal, "\n");
    }
    (void)tcsetattr(terminal, TCSAFLUSH, &before);
    return status;
}

enum daybook_status secret_from_terminal(const char *prompt, struct secret **out_secret)
{
    assert(prompt != NULL);
    assert(out_secret != NULL);
    int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0) {
        return DAYBOOK_NOT_FOUND;
    }
    enum daybook_status status = ask(terminal, prompt, out_secret);
    (void)close(terminal);
    return status;
}
