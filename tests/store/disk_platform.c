/* A simulated disk as a platform of SQLite. */
#include "store/disk_platform.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct handle {
    sqlite3_file sqlite; /* first: SQLite's pointer to it is ours */
    struct disk_file *file;
    bool syncs_folder; /* its name may not be durable: SQLite's own platform does this once */
};

static const struct disk_platform *disk;

static struct handle *handle_of(sqlite3_file *sqlite)
{
    return (struct handle *)(void *)sqlite;
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
    if (disk->is_dead()) {
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
    return disk->write(handle_of(sqlite)->file, (size_t)offset,
                       (struct bytes){bytes, (size_t)size});
}

static int disk_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    return disk->cut(handle_of(sqlite)->file, (size_t)size);
}

static int disk_sync(sqlite3_file *sqlite, int flags)
{
    (void)flags;
    struct handle *handle = handle_of(sqlite);
    int result = disk->sync(handle->file);
    if (result == SQLITE_OK && handle->syncs_folder) {
        result = disk->sync_folder();
        handle->syncs_folder = result != SQLITE_OK;
    }
    return result;
}

static int disk_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    *out_size = (sqlite3_int64)handle_of(sqlite)->file->now.size;
    return disk->is_dead() ? SQLITE_IOERR_FSTAT : SQLITE_OK;
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
    return disk->sector_size;
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

static int disk_open(sqlite3_vfs *methods, const char *path, sqlite3_file *sqlite, int flags,
                     int *out_flags)
{
    (void)methods;
    assert(path != NULL); /* a store opens no temporary file of the platform */
    bool creates = (flags & SQLITE_OPEN_CREATE) != 0;
    struct handle handle = {.sqlite = {&handle_methods}, .file = disk->find(path)};
    sqlite->pMethods = NULL;
    if (disk->is_dead() || (handle.file == NULL && !creates)) {
        return SQLITE_CANTOPEN;
    }
    if (handle.file == NULL && disk->create(path, &handle.file) != SQLITE_OK) {
        return SQLITE_CANTOPEN;
    }
    handle.syncs_folder = disk->sync_folder != NULL && creates && (flags & SQLITE_OPEN_WAL) != 0;
    *handle_of(sqlite) = handle;
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *methods, const char *path, int sync_folder)
{
    (void)methods;
    if (disk->is_dead() || disk->find(path) == NULL) {
        return disk->is_dead() ? SQLITE_IOERR_DELETE : SQLITE_IOERR_DELETE_NOENT;
    }
    int result = disk->remove(path);
    if (result == SQLITE_OK && sync_folder != 0 && disk->sync_folder != NULL) {
        result = disk->sync_folder() == SQLITE_OK ? SQLITE_OK : SQLITE_IOERR_DELETE;
    }
    return result;
}

/* As SQLite's own platform: an empty file does not count as being there. */
static int disk_access(sqlite3_vfs *methods, const char *path, int flags, int *out_answer)
{
    (void)methods;
    const struct disk_file *file = disk->find(path);
    *out_answer = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
    return disk->is_dead() ? SQLITE_IOERR_ACCESS : SQLITE_OK;
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

static sqlite3_vfs disk_methods = {
    .iVersion = 1,
    .szOsFile = sizeof(struct handle),
    .mxPathname = 100,
    .xOpen = disk_open,
    .xDelete = disk_delete,
    .xAccess = disk_access,
    .xFullPathname = disk_full_path,
    .xRandomness = disk_randomness,
    .xSleep = disk_pause,
    .xCurrentTime = disk_time,
    .xGetLastError = disk_last_error,
};

void disk_platform_begin(const struct disk_platform *platform, bool is_default)
{
    disk = platform;
    disk_methods.zName = platform->name;
    if (sqlite3_vfs_register(&disk_methods, is_default ? 1 : 0) != SQLITE_OK) {
        abort();
    }
}

void disk_platform_end(void)
{
    (void)sqlite3_vfs_unregister(&disk_methods);
    disk = NULL;
}
