/* What the witness looks for, and where it notes that it saw it. */
#include "harness/sighting.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    LIST_SIZE = 16384,
    LIST_LINES = 256,
    CANARY_MAX = 80, /* bytes of the longest one */
    TRAILS = 256,
    NOTES_MAX = 20 /* of one process; the first says enough */
};

/* The lines of a file; "#" begins a comment. */
struct list {
    char text[LIST_SIZE];
    char *lines[LIST_LINES];
    size_t count;
};

/* The end of what was last written through a descriptor. */
struct trail {
    off_t end;
    size_t size;
    char bytes[CANARY_MAX];
};

/* One in a process: a preloaded library has nobody who would hand it its state. */
static struct {
    bool watching;
    int notes;
    char record[PATH_MAX];
    char program[PATH_MAX];
    struct list canaries;
    struct list declared;
    struct stat spoken[2]; /* what stdout and stderr were at the start */
    atomic_flag trails_in_use;
    struct trail trails[TRAILS];
} witness = {.trails_in_use = ATOMIC_FLAG_INIT};

static void give_up(const char *what)
{
    (void)dprintf(STDERR_FILENO, "witness: %s\n", what);
    abort();
}

/* The file was made by tests/harness/witnessed; opened anew, since a program may close whatever it
 * finds open. */
static void note(const char *line)
{
    int record = (int)syscall(SYS_openat, AT_FDCWD, witness.record,
                              O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (record < 0) {
        return; /* the test is over, and this process has outlived it */
    }
    if (syscall(SYS_write, record, line, strlen(line)) != (long)strlen(line)) {
        give_up("a sighting cannot be noted");
    }
    (void)syscall(SYS_close, record);
}

static void read_list(const char *path, struct list *list)
{
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    long size = syscall(SYS_read, file, list->text, LIST_SIZE - 1);
    if (size < 0 || size == LIST_SIZE - 1) {
        give_up("a list cannot be read, or is too long");
    }
    (void)syscall(SYS_close, file);
    char *rest = NULL;
    for (char *line = strtok_r(list->text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        if (*line == '#') {
            continue;
        }
        if (list->count == LIST_LINES) {
            give_up("a list has too many lines");
        }
        list->lines[list->count++] = line;
    }
}

/* Keep of the declared lines, "TEST PATTERN REASON", the patterns of this test. */
static void keep_patterns(struct list *list, const char *test)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        char *name = list->lines[i];
        char *pattern = strchr(name, ' ');
        char *reason = pattern == NULL ? NULL : strchr(pattern + 1, ' ');
        if (reason == NULL || reason[1] == '\0') {
            give_up("a line of in-clear.txt has no reason");
        }
        *pattern = '\0';
        *reason = '\0';
        if (fnmatch(name, test, 0) == 0) {
            list->lines[kept++] = pattern + 1;
        }
    }
    list->count = kept;
}

/* Shells, compilers and jq may write what they like: they are the test, not what is tested. */
static bool is_ours(const char *program)
{
    static const char build[] = WITNESS_BUILD "/";
    static const char broker[] = "/mosquitto";
    size_t size = strlen(program);
    return strncmp(program, build, sizeof build - 1) == 0 ||
           (size >= sizeof broker && strcmp(program + size - (sizeof broker - 1), broker) == 0);
}

void sighting_begin(void)
{
    const char *record = getenv("DAYBOOK_WITNESS_RECORD");
    const char *test = getenv("DAYBOOK_WITNESS_TEST");
    const char *runner = getenv("DAYBOOK_WITNESS_RUNNER");
    if (record == NULL || test == NULL || runner == NULL) {
        return;
    }
    (void)snprintf(witness.record, sizeof witness.record, "%s", record);
    if (strtol(runner, NULL, 10) == getppid()) {
        note("present\n");
    }
    ssize_t length = readlink("/proc/self/exe", witness.program, sizeof witness.program - 1);
    if (length < 0 || !is_ours(witness.program)) {
        return;
    }
    read_list(WITNESS_SOURCE "/canaries.txt", &witness.canaries);
    read_list(WITNESS_SOURCE "/in-clear.txt", &witness.declared);
    keep_patterns(&witness.declared, test);
    for (size_t i = 0; i < witness.canaries.count; i++) {
        if (strlen(witness.canaries.lines[i]) > CANARY_MAX) {
            give_up("a canary is too long");
        }
    }
    (void)fstat(STDOUT_FILENO, &witness.spoken[0]); /* a closed one stays zero, as no file is */
    (void)fstat(STDERR_FILENO, &witness.spoken[1]);
    witness.watching = true;
}

bool sighting_watching(void)
{
    return witness.watching;
}

static bool is_same_file(const struct stat *left, const struct stat *right)
{
    return left->st_dev == right->st_dev && left->st_ino == right->st_ino;
}

bool sighting_possible(int descriptor)
{
    struct stat facts;
    return witness.watching && fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode) &&
           !is_same_file(&facts, &witness.spoken[0]) && !is_same_file(&facts, &witness.spoken[1]);
}

/* A file without a name ends in " (deleted)". */
static void name_of(int descriptor, char out_name[static PATH_MAX])
{
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, out_name, PATH_MAX - 1);
    if (length < 0) {
        length = snprintf(out_name, PATH_MAX, "descriptor %d", descriptor);
    }
    out_name[length] = '\0';
}

static bool is_declared(const char *name)
{
    for (size_t i = 0; i < witness.declared.count; i++) {
        if (fnmatch(witness.declared.lines[i], name, 0) == 0) {
            return true;
        }
    }
    return false;
}

/* What lies around a canary is never told: it may be a real person's. */
static void tell(int descriptor, const char *what, off_t offset)
{
    char name[PATH_MAX];
    char line[2 * PATH_MAX + CANARY_MAX + 100];
    name_of(descriptor, name);
    if (is_declared(name) || witness.notes >= NOTES_MAX) {
        return;
    }
    witness.notes++;
    (void)snprintf(line, sizeof line, "%s wrote \"%s\" at %lld of %s\n", witness.program, what,
                   (long long)offset, name);
    note(line);
}

void sighting_blind(int descriptor, const char *way)
{
    if (sighting_possible(descriptor)) {
        tell(descriptor, way, 0);
    }
}

static void search(int descriptor, const char *bytes, size_t size, off_t offset)
{
    for (size_t i = 0; i < witness.canaries.count; i++) {
        const char *canary = witness.canaries.lines[i];
        const char *found = memmem(bytes, size, canary, strlen(canary));
        if (found != NULL) {
            tell(descriptor, canary, offset + (found - bytes));
        }
    }
}

/* The seam between what was written before and these bytes, with enough of both sides. A canary
 * that lies whole on one side is told twice, which does no harm. */
static void search_seam(int descriptor, const char *bytes, size_t size, off_t offset)
{
    struct trail *trail = &witness.trails[descriptor];
    char seam[2 * CANARY_MAX];
    size_t before = trail->end == offset ? trail->size : 0;
    size_t after = size < CANARY_MAX ? size : CANARY_MAX;
    memcpy(seam, trail->bytes, before);
    memcpy(seam + before, bytes, after);
    if (before > 0) {
        search(descriptor, seam, before + after, offset - (off_t)before);
    }
    /* The last bytes of both together are the next trail. */
    size_t kept = before + after < CANARY_MAX ? before + after : CANARY_MAX;
    const char *end = size > CANARY_MAX ? bytes + size : seam + before + after;
    memcpy(trail->bytes, end - kept, kept);
    trail->size = kept;
    trail->end = offset + (off_t)size;
}

void sighting_look(int descriptor, const void *bytes, size_t size, off_t offset)
{
    search(descriptor, bytes, size, offset);
    /* Another thread at the same moment goes without: it writes to another file. */
    if (descriptor < TRAILS && !atomic_flag_test_and_set(&witness.trails_in_use)) {
        search_seam(descriptor, bytes, size, offset);
        atomic_flag_clear(&witness.trails_in_use);
    }
}
