/* A process that dies at a chosen step. The linker puts the calls here before the real ones. */
#include "fault/mortal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "fault/failing_disk.h"

enum { DIED = 7 };

static struct {
    unsigned left; /* steps until the last one; 0: nobody dies */
    bool is_last;
} life;

static bool before(void)
{
    life.is_last = life.left == 1;
    life.left -= life.left > 0 ? 1 : 0;
    return life.is_last;
}

static void after(void)
{
    if (life.is_last) {
        _exit(DIED);
    }
}

ssize_t __real_write(int descriptor, const void *bytes, size_t size);
ssize_t __real_pwrite(int descriptor, const void *bytes, size_t size, off_t offset);
int __real_fsync(int descriptor);
int __real_rename(const char *from, const char *to);
int __real_unlink(const char *path);
ssize_t __wrap_write(int descriptor, const void *bytes, size_t size);
ssize_t __wrap_pwrite(int descriptor, const void *bytes, size_t size, off_t offset);
int __wrap_fsync(int descriptor);
int __wrap_rename(const char *from, const char *to);
int __wrap_unlink(const char *path);

ssize_t __wrap_write(int descriptor, const void *bytes, size_t size)
{
    size_t part = before() ? size / 2 : size;
    ssize_t result = __real_write(descriptor, bytes, part);
    after();
    return result;
}

ssize_t __wrap_pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    size_t part = before() ? size / 2 : size;
    ssize_t result = __real_pwrite(descriptor, bytes, part, offset);
    after();
    return result;
}

int __wrap_fsync(int descriptor)
{
    int result = before() ? 0 : __real_fsync(descriptor);
    after();
    return result;
}

int __wrap_rename(const char *from, const char *to)
{
    int result = before() ? 0 : __real_rename(from, to);
    after();
    return result;
}

int __wrap_unlink(const char *path)
{
    int result = before() ? 0 : __real_unlink(path);
    after();
    return result;
}

void mortal_begin(void)
{
    failing_disk_begin();
    failing_disk_watch((struct failing_disk_watch){.before = before, .after = after});
}

bool mortal_dies(unsigned step, void (*act)(void *context), void *context)
{
    int ended = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        life.left = step;
        act(context);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_true(WEXITSTATUS(ended) == 0 || WEXITSTATUS(ended) == DIED);
    return WEXITSTATUS(ended) == DIED;
}
