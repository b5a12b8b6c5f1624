/* Preloaded, it kills a program without warning just before it changes the disk for the
 * KILL_AT_WRITE-th time: by a write, a sync, a cut, or another name of a file. */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static void count_one(void)
{
    static long counted;
    const char *last = getenv("KILL_AT_WRITE");
    counted++;
    if (last != NULL && counted == strtol(last, NULL, 10)) {
        kill(getpid(), SIGKILL);
    }
}

/* The function that ours stands before. */
static void *next_of(const char *name)
{
    return dlsym(RTLD_NEXT, name);
}

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    ssize_t (*real)(int, const void *, size_t);
    *(void **)&real = next_of("write");
    count_one();
    return real(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off_t offset)
{
    ssize_t (*real)(int, const void *, size_t, off_t);
    *(void **)&real = next_of("pwrite64");
    count_one();
    return real(descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    return pwrite64(descriptor, bytes, size, offset);
}

int fsync(int descriptor)
{
    int (*real)(int);
    *(void **)&real = next_of("fsync");
    count_one();
    return real(descriptor);
}

int fdatasync(int descriptor)
{
    int (*real)(int);
    *(void **)&real = next_of("fdatasync");
    count_one();
    return real(descriptor);
}

int ftruncate64(int descriptor, off_t size)
{
    int (*real)(int, off_t);
    *(void **)&real = next_of("ftruncate64");
    count_one();
    return real(descriptor, size);
}

int ftruncate(int descriptor, off_t size)
{
    return ftruncate64(descriptor, size);
}

int rename(const char *from, const char *to)
{
    int (*real)(const char *, const char *);
    *(void **)&real = next_of("rename");
    count_one();
    return real(from, to);
}

int unlink(const char *path)
{
    int (*real)(const char *);
    *(void **)&real = next_of("unlink");
    count_one();
    return real(path);
}
