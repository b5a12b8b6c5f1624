/* The memory that is left is the least that the system and every control group leave. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/free_memory.h"
#include "vault/given.h"

enum { PATH_SIZE = 256, FILES_MAX = 8 };

struct file {
    const char *path;
    const char *text;
};

/* The files of a system, and what they leave. */
struct machine {
    const char *what;
    struct file files[FILES_MAX];
    uint64_t expected_mib;
};

static const char meminfo_8_gib[] = "MemTotal:       16000000 kB\n"
                                    "MemFree:          100000 kB\n"
                                    "MemAvailable:    8388608 kB\n";

static const struct machine machines[] = {
    {"nothing is told", {{NULL, NULL}}, 0},
    {"a system alone", {{"/proc/meminfo", meminfo_8_gib}}, 8192},
    {"a group without a limit",
     {{"/proc/meminfo", meminfo_8_gib},
      {"/proc/self/cgroup", "0::/user/me\n"},
      {"/sys/fs/cgroup/user/me/memory.max", "max\n"},
      {"/sys/fs/cgroup/user/me/memory.current", "1048576\n"}},
     8192},
    {"a group with a limit, its file pages given up",
     {{"/proc/meminfo", meminfo_8_gib},
      {"/proc/self/cgroup", "0::/me\n"},
      {"/sys/fs/cgroup/me/memory.max", "536870912\n"},
      {"/sys/fs/cgroup/me/memory.current", "209715200\n"},
      {"/sys/fs/cgroup/me/memory.stat", "anon 5\ninactive_file 104857600\n"}},
     412},
    {"the limit of the group above",
     {{"/proc/meminfo", meminfo_8_gib},
      {"/proc/self/cgroup", "0::/user/me\n"},
      {"/sys/fs/cgroup/user/me/memory.max", "max\n"},
      {"/sys/fs/cgroup/user/me/memory.current", "1048576\n"},
      {"/sys/fs/cgroup/user/memory.max", "268435456\n"},
      {"/sys/fs/cgroup/user/memory.current", "134217728\n"}},
     128},
    {"a container that sees its own group as the root",
     {{"/proc/meminfo", meminfo_8_gib},
      {"/proc/self/cgroup", "0::/\n"},
      {"/sys/fs/cgroup/memory.max", "134217728\n"},
      {"/sys/fs/cgroup/memory.current", "134217728\n"}},
     0},
    {"the older kind of groups",
     {{"/proc/meminfo", meminfo_8_gib},
      {"/proc/self/cgroup", "11:cpu:/me\n4:memory:/me\n0::/me\n"},
      {"/sys/fs/cgroup/memory/me/memory.limit_in_bytes", "1073741824\n"},
      {"/sys/fs/cgroup/memory/me/memory.usage_in_bytes", "536870912\n"},
      {"/sys/fs/cgroup/memory/me/memory.stat", "cache 1\ntotal_inactive_file 1048576\n"}},
     513},
    {"files that make no sense",
     {{"/proc/meminfo", "MemAvailable: lots\n"}, {"/proc/self/cgroup", "0\n:\n::::\n\n"}},
     0},
};

static void run(const char *command, const char *folder)
{
    char line[PATH_SIZE + 64];
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)snprintf(line, sizeof line, "%s '%s'", command, folder);
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void write_file(const char *root, const struct file *file)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "%s%s", root, file->path);
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
        *slash = '/';
    }
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(file->text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

static void the_least_of_all_limits_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof machines / sizeof machines[0]; i++) {
        char root[] = "/tmp/daybook-memory-XXXXXX";
        assert_non_null(mkdtemp(root));
        for (size_t j = 0; j < FILES_MAX && machines[i].files[j].path != NULL; j++) {
            write_file(root, &machines[i].files[j]);
        }
        uint64_t left_mib = free_memory_mib_below(root);
        run("rm -r", root);
        if (left_mib != machines[i].expected_mib) {
            fail_msg("%s: %llu MiB", machines[i].what, (unsigned long long)left_mib);
        }
    }
}

/* What this process has of its address space, to which a sanitizer adds terabytes. */
static rlim_t address_space_size(void)
{
    char line[PATH_SIZE];
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    (void)fclose(file); /* only read from */
    return (rlim_t)strtoull(line, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void the_limit_of_address_space_counts(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        rlim_t size = address_space_size() + ((rlim_t)300 << 20);
        const struct rlimit limit = {size, size};
        bool limited = setrlimit(RLIMIT_AS, &limit) == 0;
        uint64_t left_mib = free_memory_mib();
        _exit(limited && left_mib > 100 && left_mib <= 300 ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        VAULT_TEST(the_least_of_all_limits_counts),
        VAULT_TEST(the_limit_of_address_space_counts),
    };
    return cmocka_run_group_tests(tests, given_vault, NULL);
}
