/* SQLite on the disk in memory: a platform VFS over it. */
#include "store/memory_disk_sqlite.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/memory_disk.h"

struct handle {
    sqlite3_file sqlite; /* first: SQLite's pointer to it is ours */
    struct disk_file *file;
    bool syncs_folder; /* its name may not be durable: SQLite's own platform does this once */
};

static struct handle *handle_of(sqlite3_file *sqlite)
{
    return (struct handle *)(void *)sqlite;
}

static int code_of(enum memory_disk_result result, int error)
{
    switch (result) {
    case MEMORY_DISK_DONE:
        return SQLITE_OK;
    case MEMORY_DISK_ERROR:
        return error;
    case MEMORY_DISK_NO_ROOM:
    case MEMORY_DISK_PART_DONE:
        return SQLITE_FULL;
    }
    return error;
}

static int disk_close(sqlite3_file *sqlite)
{
    (void)sqlite;
    return SQLITE_OK;
}

static int disk_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    const struct disk_file *file = handle_of(sqlite)->file;
    size_t at = (size_t)offset;
    size_t there = at < file->now.size ? file->now.size - at : 0;
    size_t wanted = (size_t)size;
    if (memory_disk_is_dead()) {
        return SQLITE_IOERR_READ;
    }
    if (there >= wanted) {
        memcpy(out, file->now.data + at, wanted);
        return SQLITE_OK;
    }
    memset(out, 0, wanted);
    if (there > 0) {
        memcpy(out, file->now.data + at, there);
    }
    return SQLITE_IOERR_SHORT_READ;
}

static int disk_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct bytes part = {bytes, (size_t)size};
    return code_of(memory_disk_write(handle_of(sqlite)->file, (size_t)offset, part),
                   SQLITE_IOERR_WRITE);
}

static int disk_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    return code_of(memory_disk_cut(handle_of(sqlite)->file, (size_t)size), SQLITE_IOERR_TRUNCATE);
}

static int disk_sync(sqlite3_file *sqlite, int flags)
{
    (void)flags;
    struct handle *handle = handle_of(sqlite);
    enum memory_disk_result result = memory_disk_sync(handle->file);
    if (result == MEMORY_DISK_DONE && handle->syncs_folder) {
        result = memory_disk_sync_folder();
        handle->syncs_folder = result != MEMORY_DISK_DONE;
    }
    return code_of(result, SQLITE_IOERR_FSYNC);
}

static int disk_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    *out_size = (sqlite3_int64)handle_of(sqlite)->file->now.size;
    return memory_disk_is_dead() ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int disk_lock(sqlite3_file *sqlite, int level)
{
    (void)sqlite;
    (void)level;
    return SQLITE_OK;
}

static int disk_check_reserved(sqlite3_file *sqlite, int *out_reserved)
{
    (void)sqlite;
    *out_reserved = 0;
    return SQLITE_OK;
}

static int disk_control(sqlite3_file *sqlite, int operation, void *argument)
{
    (void)sqlite;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int disk_sector_size(sqlite3_file *sqlite)
{
    (void)sqlite;
    return 4096;
}

static int disk_characteristics(sqlite3_file *sqlite)
{
    (void)sqlite;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods handle_methods = {
    .iVersion = 1,
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_size,
    .xLock = disk_lock,
    .xUnlock = disk_lock,
    .xCheckReservedLock = disk_check_reserved,
    .xFileControl = disk_control,
    .xSectorSize = disk_sector_size,
    .xDeviceCharacteristics = disk_characteristics,
};

static const char *name_of(const char *path)
{
    const char *name = path == NULL ? NULL : memory_disk_name(path);
    assert(name != NULL); /* a store opens no file elsewhere */
    return name;
}

static int disk_open(sqlite3_vfs *methods, const char *path, sqlite3_file *sqlite, int flags,
                     int *out_flags)
{
    (void)methods;
    const char *name = name_of(path);
    struct handle handle = {.sqlite = {&handle_methods}, .file = memory_disk_find(name)};
    sqlite->pMethods = NULL;
    if (memory_disk_is_dead() || (handle.file == NULL && (flags & SQLITE_OPEN_CREATE) == 0)) {
        return SQLITE_CANTOPEN;
    }
    if (handle.file == NULL && memory_disk_create(name, &handle.file) != MEMORY_DISK_DONE) {
        return SQLITE_CANTOPEN;
    }
    handle.syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & SQLITE_OPEN_WAL) != 0;
    *handle_of(sqlite) = handle;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *methods, const char *path, int sync_folder)
{
    (void)methods;
    const char *name = name_of(path);
    if (memory_disk_is_dead() || memory_disk_find(name) == NULL) {
        return memory_disk_is_dead() ? SQLITE_IOERR_DELETE : SQLITE_IOERR_DELETE_NOENT;
    }
    enum memory_disk_result result = memory_disk_remove(name);
    if (result == MEMORY_DISK_DONE && sync_folder != 0) {
        result = memory_disk_sync_folder();
    }
    return code_of(result, SQLITE_IOERR_DELETE);
}

/* As SQLite's own platform: an empty file does not count as being there. */
static int disk_access(sqlite3_vfs *methods, const char *path, int flags, int *out_answer)
{
    (void)methods;
    const struct disk_file *file = memory_disk_find(name_of(path));
    *out_answer = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    return memory_disk_is_dead() ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *methods, const char *path, int size, char *out_path)
{
    (void)methods;
    return snprintf(out_path, (size_t)size, "%s", path) < size ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int disk_randomness(sqlite3_vfs *methods, int size, char *out_bytes)
{
    (void)methods;
    sqlite3_vfs *real = sqlite3_vfs_find("unix");
    return real->xRandomness(real, size, out_bytes);
}

static int disk_pause(sqlite3_vfs *methods, int microseconds)
{
    (void)methods;
    return microseconds;
}

static int disk_time(sqlite3_vfs *methods, double *out_days)
{
    (void)methods;
    *out_days = 2461000.5;
    return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *methods, int size, char *out_text)
{
    (void)methods;
    (void)size;
    (void)out_text;
    return 0;
}

void memory_disk_sqlite_begin(void)
{
    static sqlite3_vfs methods = {
        .iVersion = 1,
        .szOsFile = sizeof(struct handle),
        .mxPathname = 100,
        .zName = "memory-disk",
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_path,
        .xRandomness = disk_randomness,
        .xSleep = disk_pause,
        .xCurrentTime = disk_time,
        .xGetLastError = disk_last_error,
    };
    if (sqlite3_vfs_register(&methods, 1) != SQLITE_OK) {
        abort();
    }
}
