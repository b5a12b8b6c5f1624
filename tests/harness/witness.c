/* Preloaded into every process of a test: sees whatever Daybook's programs and the broker write
 * into files, named or not, and has it looked at before it is written. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "harness/sighting.h"

__attribute__((constructor)) static void begin(void)
{
    sighting_begin();
}

/* --- descriptors ----------------------------------------------------------------------------- */

/* What follows has the names and the contracts of the C library, and goes on to the kernel. */

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    if (sighting_possible(descriptor)) {
        sighting_look(descriptor, bytes, size, lseek(descriptor, 0, SEEK_CUR));
    }
    return syscall(SYS_write, descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off_t offset)
{
    if (sighting_possible(descriptor)) {
        sighting_look(descriptor, bytes, size, offset);
    }
    return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
{
    return pwrite64(descriptor, bytes, size, offset);
}

static void look_at_parts(int descriptor, const struct iovec *parts, int count, off_t offset)
{
    if (!sighting_possible(descriptor)) {
        return;
    }
    for (int i = 0; i < count; i++) {
        sighting_look(descriptor, parts[i].iov_base, parts[i].iov_len, offset);
        offset += (off_t)parts[i].iov_len;
    }
}

ssize_t writev(int descriptor, const struct iovec *parts, int count)
{
    look_at_parts(descriptor, parts, count, lseek(descriptor, 0, SEEK_CUR));
    return syscall(SYS_writev, descriptor, parts, count);
}

ssize_t pwritev64(int descriptor, const struct iovec *parts, int count, off_t offset)
{
    look_at_parts(descriptor, parts, count, offset);
    return syscall(SYS_pwritev, descriptor, parts, count, offset, 0);
}

ssize_t pwritev(int descriptor, const struct iovec *parts, int count, off_t offset)
{
    return pwritev64(descriptor, parts, count, offset);
}

/* --- ways past the eye: nobody here needs them, and who takes one has to say why -------------- */

void *mmap64(void *wish, size_t size, int protection, int flags, int descriptor, off_t offset)
{
    if ((flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0 && descriptor >= 0) {
        sighting_blind(descriptor, "a mapping, unseen");
    }
    void *(*real)(void *, size_t, int, int, int, off_t) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, "mmap");
    return real(wish, size, protection, flags, descriptor, offset);
}

void *mmap(void *wish, size_t size, int protection, int flags, int descriptor, off_t offset)
{
    return mmap64(wish, size, protection, flags, descriptor, offset);
}

ssize_t sendfile64(int to, int from, off_t *offset, size_t size)
{
    sighting_blind(to, "the kernel's copy, unseen");
    return syscall(SYS_sendfile, to, from, offset, size);
}

ssize_t sendfile(int to, int from, off_t *offset, size_t size)
{
    return sendfile64(to, from, offset, size);
}

ssize_t copy_file_range(int from, off_t *offset, int to, off_t *to_offset, size_t size,
                        unsigned flags)
{
    sighting_blind(to, "the kernel's copy, unseen");
    return syscall(SYS_copy_file_range, from, offset, to, to_offset, size, flags);
}

ssize_t splice(int from, off64_t *offset, int to, off_t *to_offset, size_t size, unsigned flags)
{
    sighting_blind(to, "the kernel's copy, unseen");
    return syscall(SYS_splice, from, offset, to, to_offset, size, flags);
}

/* --- streams --------------------------------------------------------------------------------- */

/* The C library writes its streams by a write() of its own that no other can take the place of. So
 * a stream that can write is opened as one whose write() is ours. */

enum { DESCRIPTORS_MAX = 1024 };

/* A stream's cookie is the place of its descriptor in here. */
static char places[DESCRIPTORS_MAX];

static int descriptor_of(const void *cookie)
{
    return (int)((const char *)cookie - places);
}

static ssize_t read_stream(void *cookie, char *out_bytes, size_t size)
{
    return read(descriptor_of(cookie), out_bytes, size);
}

/* A stream's write answers 0 for an error. */
static ssize_t write_stream(void *cookie, const char *bytes, size_t size)
{
    size_t written = 0;
    while (written < size) {
        ssize_t part = write(descriptor_of(cookie), bytes + written, size - written);
        if (part < 0) {
            return 0;
        }
        written += (size_t)part;
    }
    return (ssize_t)written;
}

static int seek_stream(void *cookie, off_t *offset, int from)
{
    off_t reached = lseek(descriptor_of(cookie), *offset, from);
    if (reached < 0) {
        return -1;
    }
    *offset = reached;
    return 0;
}

static int close_stream(void *cookie)
{
    return close(descriptor_of(cookie));
}

static FILE *open_stream(int descriptor, const char *mode)
{
    static const cookie_io_functions_t functions = {read_stream, write_stream, seek_stream,
                                                    close_stream};
    if (descriptor >= DESCRIPTORS_MAX) {
        errno = EMFILE;
        return NULL;
    }
    FILE *stream = fopencookie(places + descriptor, mode, functions);
    if (stream != NULL) {
        stream->_fileno = descriptor; /* for fileno() */
    }
    return stream;
}

/* Is this a stream to look at? */
static bool matters(const char *mode)
{
    return sighting_watching() && (mode[0] != 'r' || strchr(mode, '+') != NULL);
}

static int flags_of(const char *mode)
{
    int flags = strchr(mode, '+') != NULL ? O_RDWR : O_WRONLY;
    flags |= mode[0] == 'r' ? 0 : O_CREAT;
    flags |= mode[0] == 'w' ? O_TRUNC : 0;
    flags |= mode[0] == 'a' ? O_APPEND : 0;
    flags |= strchr(mode, 'x') != NULL ? O_EXCL : 0;
    return flags | (strchr(mode, 'e') != NULL ? O_CLOEXEC : 0);
}

FILE *fopen64(const char *path, const char *mode)
{
    if (!matters(mode)) {
        FILE *(*real)(const char *, const char *) = NULL;
        *(void **)&real = dlsym(RTLD_NEXT, "fopen");
        return real(path, mode);
    }
    int descriptor = open(path, flags_of(mode), 0666);
    FILE *stream = descriptor < 0 ? NULL : open_stream(descriptor, mode);
    if (stream == NULL && descriptor >= 0) {
        (void)close(descriptor);
    }
    return stream;
}

FILE *fopen(const char *path, const char *mode)
{
    return fopen64(path, mode);
}

FILE *fdopen(int descriptor, const char *mode)
{
    if (!matters(mode)) {
        FILE *(*real)(int, const char *) = NULL;
        *(void **)&real = dlsym(RTLD_NEXT, "fdopen");
        return real(descriptor, mode);
    }
    return fcntl(descriptor, F_GETFL) < 0 ? NULL : open_stream(descriptor, mode);
}

FILE *tmpfile64(void)
{
    int descriptor = open(P_tmpdir, O_TMPFILE | O_RDWR, 0600);
    return descriptor < 0 ? NULL : open_stream(descriptor, "w+");
}

FILE *tmpfile(void)
{
    return tmpfile64();
}

/* A stream that turns to another file keeps the C library's write(). */
FILE *freopen64(const char *path, const char *mode, FILE *stream)
{
    FILE *(*real)(const char *, const char *, FILE *) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, "freopen");
    FILE *turned = real(path, mode, stream);
    if (turned != NULL && matters(mode)) {
        sighting_blind(fileno(turned), "a reopened stream, unseen");
    }
    return turned;
}

FILE *freopen(const char *path, const char *mode, FILE *stream)
{
    return freopen64(path, mode, stream);
}
