/* How much memory this process could still take, from Linux' files and limits. */
#include "vault/free_memory.h"

#include <assert.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LINE_SIZE = 512, KIB = 1024, MIB = 1024 * 1024 };

static const uint64_t no_limit = UINT64_MAX;

/* Where a file of the system is: below root, then folder, then name. Cut when it is too long, and
 * then there is no such file. */
struct place {
    const char *root;
    const char *folder;
    const char *name;
};

static FILE *open_place(struct place place)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof path, "%s%s/%s", place.root, place.folder, place.name);
    return size > 0 && size < (int)sizeof path ? fopen(path, "re") : NULL;
}

/* Digits after blanks; "max" and the like are no number. */
static bool parse_number(const char *text, uint64_t *out_number)
{
    enum { DECIMAL = 10 };
    text += strspn(text, " \t");
    if (*text < '0' || *text > '9') {
        return false;
    }
    *out_number = strtoull(text, NULL, DECIMAL); /* the largest for what is beyond it */
    return true;
}

/* The number behind a label at a line's start; an empty label is that of any line. */
static bool read_number(struct place place, const char *label, uint64_t *out_number)
{
    char line[LINE_SIZE];
    FILE *file = open_place(place);
    if (file == NULL) {
        return false;
    }
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) {
        found = strncmp(line, label, strlen(label)) == 0 &&
                parse_number(line + strlen(label), out_number);
    }
    (void)fclose(file); /* only read from */
    return found;
}

static uint64_t lesser(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

/* What a limit leaves beside what is used. */
static uint64_t left_of(uint64_t limit, uint64_t used)
{
    return limit > used ? limit - used : 0;
}

/* The files of one kind of control group. Pages of files count as used and are given up when memory
 * is short. */
struct group_kind {
    const char *mount;
    const char *limit;
    const char *used;
    const char *reclaimable; /* in memory.stat */
};

static const struct group_kind unified = {"/sys/fs/cgroup", "memory.max", "memory.current",
                                          "inactive_file "};
static const struct group_kind separate = {"/sys/fs/cgroup/memory", "memory.limit_in_bytes",
                                           "memory.usage_in_bytes", "total_inactive_file "};

static uint64_t left_in_group(const char *root, const struct group_kind *kind, const char *group)
{
    char folder[PATH_MAX];
    uint64_t limit = 0;
    uint64_t used = 0;
    uint64_t reclaimable = 0;
    int size = snprintf(folder, sizeof folder, "%s%s", kind->mount, group);
    if (size < 0 || size >= (int)sizeof folder ||
        !read_number((struct place){root, folder, kind->limit}, "", &limit) ||
        !read_number((struct place){root, folder, kind->used}, "", &used)) {
        return no_limit; /* there is no such group, or its limit is "max" */
    }
    if (read_number((struct place){root, folder, "memory.stat"}, kind->reclaimable, &reclaimable)) {
        used = left_of(used, reclaimable);
    }
    return left_of(limit, used);
}

/* In a group and in all that it is part of. */
static uint64_t left_in_groups(const char *root, const struct group_kind *kind, char *group)
{
    uint64_t left = no_limit;
    for (char *end = group + strlen(group); end != NULL; end = strrchr(group, '/')) {
        *end = '\0';
        left = lesser(left, left_in_group(root, kind, group));
    }
    return left;
}

/* A line of /proc/self/cgroup: number, controllers, group, with colons between. */
static uint64_t left_by_line(const char *root, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    char *controllers = strchr(line, ':');
    char *group = controllers == NULL ? NULL : strchr(controllers + 1, ':');
    if (group == NULL) {
        return no_limit;
    }
    *group = '\0';
    if (controllers[1] == '\0') {
        return left_in_groups(root, &unified, group + 1);
    }
    return strcmp(controllers, ":memory") == 0 ? left_in_groups(root, &separate, group + 1)
                                               : no_limit;
}

static uint64_t left_by_groups(const char *root)
{
    char line[LINE_SIZE];
    uint64_t left = no_limit;
    FILE *file = open_place((struct place){root, "/proc/self", "cgroup"});
    if (file == NULL) {
        return left;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        left = lesser(left, left_by_line(root, line));
    }
    (void)fclose(file); /* only read from */
    return left;
}

static uint64_t left_by_system(const char *root)
{
    uint64_t available_kib = 0;
    return read_number((struct place){root, "/proc", "meminfo"}, "MemAvailable:", &available_kib)
               ? available_kib * KIB
               : no_limit;
}

/* The limit of address space, of which a part is in use. */
static uint64_t left_by_own_limit(void)
{
    struct rlimit limit;
    uint64_t pages = 0;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
        !read_number((struct place){"", "/proc/self", "statm"}, "", &pages)) {
        return no_limit;
    }
    return left_of(limit.rlim_cur, pages * (uint64_t)sysconf(_SC_PAGESIZE));
}

static uint64_t in_mib(uint64_t size)
{
    return size == no_limit ? 0 : size / MIB;
}

uint64_t free_memory_mib_below(const char *root)
{
    assert(root != NULL);
    return in_mib(lesser(left_by_system(root), left_by_groups(root)));
}

uint64_t free_memory_mib(void)
{
    uint64_t left = lesser(left_by_system(""), left_by_groups(""));
    return in_mib(lesser(left, left_by_own_limit()));
}
