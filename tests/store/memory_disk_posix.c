/* The program's own calls on the disk in memory. */
#include "store/memory_disk_posix.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/memory_disk.h"

enum { DESCRIPTORS_MAX = 8 };

struct descriptor {
    struct disk_file *file; /* NULL: the folder */
    size_t offset;
    bool is_open;
    bool holds_lock;
};

static struct descriptor descriptors[DESCRIPTORS_MAX];

int memory_disk_posix_open_count(void)
{
    int count = 0;
    for (size_t i = 0; i < DESCRIPTORS_MAX; i++) {
        count += descriptors[i].is_open;
    }
    return count;
}

/* 0, or -1 with errno set. */
static int answer(enum memory_disk_result result)
{
    if (result != MEMORY_DISK_DONE) {
        errno = result == MEMORY_DISK_NO_ROOM ? ENOSPC : EIO;
    }
    return result == MEMORY_DISK_DONE ? 0 : -1;
}

static int refuse(int reason)
{
    errno = reason;
    return -1;
}

static struct descriptor *descriptor_of(int number)
{
    if (number < MEMORY_DISK_DESCRIPTOR) {
        return NULL;
    }
    struct descriptor *descriptor = &descriptors[number - MEMORY_DISK_DESCRIPTOR];
    assert(descriptor->is_open);
    return descriptor;
}

static int take_descriptor(struct disk_file *file)
{
    for (int i = 0; i < DESCRIPTORS_MAX; i++) {
        if (!descriptors[i].is_open) {
            descriptors[i] = (struct descriptor){.is_open = true, .file = file};
            return MEMORY_DISK_DESCRIPTOR + i;
        }
    }
    return refuse(EMFILE);
}

static int open_on_disk(const char *name, int flags)
{
    struct disk_file *file = memory_disk_find(name);
    if (memory_disk_is_dead()) {
        return refuse(EIO);
    }
    if (name[0] == '\0') {
        return take_descriptor(NULL);
    }
    if (file != NULL && (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0) {
        return refuse(EEXIST);
    }
    if (file == NULL && (flags & O_CREAT) == 0) {
        return refuse(ENOENT);
    }
    if (file == NULL && answer(memory_disk_create(name, &file)) != 0) {
        return -1;
    }
    return take_descriptor(file);
}

/* The linker gives these in place of the system's. */
int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __real_close(int number);
int __wrap_close(int number);
ssize_t __real_write(int number, const void *bytes, size_t size);
ssize_t __wrap_write(int number, const void *bytes, size_t size);
ssize_t __real_pwrite(int number, const void *bytes, size_t size, off_t offset);
ssize_t __wrap_pwrite(int number, const void *bytes, size_t size, off_t offset);
ssize_t __real_pread(int number, void *bytes, size_t size, off_t offset);
ssize_t __wrap_pread(int number, void *bytes, size_t size, off_t offset);
int __real_fsync(int number);
int __wrap_fsync(int number);
int __real_ftruncate(int number, off_t size);
int __wrap_ftruncate(int number, off_t size);
int __real_fstat(int number, struct stat *out_facts);
int __wrap_fstat(int number, struct stat *out_facts);
int __real_flock(int number, int operation);
int __wrap_flock(int number, int operation);
int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode);
int __real_unlink(const char *path);
int __wrap_unlink(const char *path);
int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);

int __wrap_open(const char *path, int flags, ...)
{
    const char *name = memory_disk_name(path);
    unsigned mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list more;
        va_start(more, flags);
        /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): va_start() stands right above. */
        mode = va_arg(more, unsigned);
        va_end(more);
    }
    return name == NULL ? __real_open(path, flags, mode) : open_on_disk(name, flags);
}

int __wrap_close(int number)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_close(number);
    }
    *descriptor = (struct descriptor){0};
    return 0;
}

static ssize_t write_on_disk(struct descriptor *descriptor, struct bytes bytes, size_t offset)
{
    enum memory_disk_result result = memory_disk_write(descriptor->file, offset, bytes);
    if (result == MEMORY_DISK_PART_DONE) {
        return (ssize_t)(bytes.size / 2);
    }
    return answer(result) == 0 ? (ssize_t)bytes.size : -1;
}

ssize_t __wrap_write(int number, const void *bytes, size_t size)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_write(number, bytes, size);
    }
    ssize_t written = write_on_disk(descriptor, (struct bytes){bytes, size}, descriptor->offset);
    descriptor->offset += written > 0 ? (size_t)written : 0;
    return written;
}

ssize_t __wrap_pwrite(int number, const void *bytes, size_t size, off_t offset)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_pwrite(number, bytes, size, offset);
    }
    return write_on_disk(descriptor, (struct bytes){bytes, size}, (size_t)offset);
}

ssize_t __wrap_pread(int number, void *bytes, size_t size, off_t offset)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_pread(number, bytes, size, offset);
    }
    if (memory_disk_is_dead()) {
        return refuse(EIO);
    }
    const struct disk_bytes *now = &descriptor->file->now;
    size_t at = (size_t)offset < now->size ? (size_t)offset : now->size;
    size_t part = size < now->size - at ? size : now->size - at;
    if (part > 0) {
        memcpy(bytes, now->data + at, part);
    }
    return (ssize_t)part;
}

int __wrap_fsync(int number)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_fsync(number);
    }
    return answer(descriptor->file == NULL ? memory_disk_sync_folder()
                                           : memory_disk_sync(descriptor->file));
}

int __wrap_ftruncate(int number, off_t size)
{
    struct descriptor *descriptor = descriptor_of(number);
    return descriptor == NULL ? __real_ftruncate(number, size)
                              : answer(memory_disk_cut(descriptor->file, (size_t)size));
}

int __wrap_fstat(int number, struct stat *out_facts)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_fstat(number, out_facts);
    }
    if (memory_disk_is_dead()) {
        return refuse(EIO);
    }
    *out_facts = (struct stat){.st_mode = S_IFREG | S_IRUSR | S_IWUSR,
                               .st_size = (off_t)descriptor->file->now.size};
    return 0;
}

/* Locks live as long as their descriptor. */
int __wrap_flock(int number, int operation)
{
    struct descriptor *descriptor = descriptor_of(number);
    if (descriptor == NULL) {
        return __real_flock(number, operation);
    }
    for (size_t i = 0; i < DESCRIPTORS_MAX; i++) {
        const struct descriptor *other = &descriptors[i];
        if (other != descriptor && other->holds_lock && other->file == descriptor->file) {
            return refuse(EWOULDBLOCK);
        }
    }
    descriptor->holds_lock = true;
    return 0;
}

int __wrap_access(const char *path, int mode)
{
    const char *name = memory_disk_name(path);
    if (name == NULL) {
        return __real_access(path, mode);
    }
    bool is_there = !memory_disk_is_dead() && memory_disk_find(name) != NULL;
    return is_there ? 0 : refuse(memory_disk_is_dead() ? EIO : ENOENT);
}

int __wrap_unlink(const char *path)
{
    const char *name = memory_disk_name(path);
    if (name == NULL) {
        return __real_unlink(path);
    }
    if (!memory_disk_is_dead() && memory_disk_find(name) == NULL) {
        return refuse(ENOENT);
    }
    return answer(memory_disk_remove(name));
}

int __wrap_rename(const char *from, const char *to)
{
    const char *old_name = memory_disk_name(from);
    const char *new_name = memory_disk_name(to);
    if (old_name == NULL || new_name == NULL) {
        return __real_rename(from, to);
    }
    return answer(memory_disk_rename(old_name, new_name));
}
