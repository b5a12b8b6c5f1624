/* A disk that loses power. */
#include "store/power_cut.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "store/disk_file.h"

const char power_cut_name[] = "power-cut";

enum { FILE_MAX = 4 };

struct handle {
    sqlite3_file sqlite; /* first */
    struct disk_file *file;
};

/* The one disk of the test. */
static struct {
    struct disk_file files[FILE_MAX];
    unsigned countdown;
    unsigned stumble; /* 0: does not */
    bool sync_stumbles;
    bool limited; /* the disk has room for so many writes */
    int room;
    bool failed;
    sqlite3_vfs methods;
} disk;

/* False when the power is gone, or goes now, or the disk stumbles. */
static bool power_lasts(void)
{
    if (!disk.failed && disk.countdown > 0) {
        disk.countdown--;
        disk.failed = disk.countdown == 0;
    }
    bool stumbles = disk.stumble == 1;
    disk.stumble -= disk.stumble > 0;
    return !disk.failed && !stumbles;
}

static struct disk_file *find_file(const char *name)
{
    for (size_t i = 0; i < FILE_MAX; i++) {
        if (strcmp(disk.files[i].name, name) == 0) {
            return &disk.files[i];
        }
    }
    return NULL;
}

static struct disk_file *make_file(const char *name)
{
    struct disk_file *file = find_file("");
    assert(file != NULL);
    int length = snprintf(file->name, sizeof file->name, "%s", name);
    assert(length > 0 && (size_t)length < sizeof file->name);
    (void)length;
    return file;
}

void power_cut_put(const char *name, const uint8_t *bytes, size_t size)
{
    struct disk_file *file = find_file(name);
    disk_file_set(file == NULL ? make_file(name) : file, (struct bytes){bytes, size});
}

const uint8_t *power_cut_get(const char *name, size_t *out_size)
{
    struct disk_file *file = find_file(name);
    *out_size = file == NULL ? 0 : file->now.size;
    return file == NULL ? NULL : file->now.data;
}

void power_cut_after(unsigned countdown)
{
    disk.countdown = countdown;
}

void power_cut_stumble_after(unsigned countdown)
{
    disk.stumble = countdown;
}

void power_cut_stumble_at_sync(void)
{
    disk.sync_stumbles = true;
}

void power_cut_full_after(int writes)
{
    disk.limited = writes >= 0;
    disk.room = writes;
}

bool power_cut_happened(void)
{
    return disk.failed;
}

/* A file that was never synced may be gone. */
void power_cut_restore(uint64_t seed)
{
    struct disk_fate fate = {seed, DISK_SECTOR_SIZE, DISK_DRAWS_LOTS};
    for (size_t i = 0; i < FILE_MAX; i++) {
        struct disk_file *file = &disk.files[i];
        disk_file_settle(file, &fate);
        if (file->durable.size == 0) {
            disk_file_clear(file);
        }
    }
    disk.failed = false;
    disk.countdown = 0;
    disk.stumble = 0;
    disk.limited = false;
}

static struct disk_file *file_of(sqlite3_file *sqlite)
{
    return ((struct handle *)(void *)sqlite)->file;
}

static int disk_close(sqlite3_file *sqlite)
{
    (void)sqlite;
    return SQLITE_OK;
}

static int disk_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    struct disk_file *file = file_of(sqlite);
    size_t at = (size_t)offset;
    size_t there = at < file->now.size ? file->now.size - at : 0;
    size_t wanted = (size_t)size;
    if (disk.failed) {
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

/* The write during which the power goes is on its way already. */
static int disk_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct disk_file *file = file_of(sqlite);
    if (disk.failed) {
        return SQLITE_IOERR_WRITE;
    }
    if (disk.limited && disk.room == 0) {
        disk_file_send(file, (size_t)offset, (struct bytes){bytes, (size_t)size / 2});
        disk_file_show(file);
        return SQLITE_FULL;
    }
    disk.room -= disk.limited;
    disk_file_send(file, (size_t)offset, (struct bytes){bytes, (size_t)size});
    if (!power_lasts()) {
        return SQLITE_IOERR_WRITE;
    }
    disk_file_show(file);
    return SQLITE_OK;
}

static int disk_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct disk_file *file = file_of(sqlite);
    if (disk.failed) {
        return SQLITE_IOERR_TRUNCATE;
    }
    disk_file_send_cut(file, (size_t)size);
    if (!power_lasts()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    disk_file_show(file);
    return SQLITE_OK;
}

static int disk_sync(sqlite3_file *sqlite, int flags)
{
    (void)flags;
    bool stumbles = disk.sync_stumbles;
    disk.sync_stumbles = false;
    if (!power_lasts() || stumbles) {
        return SQLITE_IOERR_FSYNC;
    }
    disk_file_sync(file_of(sqlite));
    return SQLITE_OK;
}

static int disk_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    *out_size = (sqlite3_int64)file_of(sqlite)->now.size;
    return SQLITE_OK;
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
    return DISK_SECTOR_SIZE;
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
    struct disk_file *file = find_file(path);
    if (file == NULL && (flags & SQLITE_OPEN_CREATE) == 0) {
        return SQLITE_CANTOPEN;
    }
    if (file == NULL) {
        file = make_file(path);
    }
    *(struct handle *)(void *)sqlite = (struct handle){.sqlite = {&handle_methods}, .file = file};
    if (out_flags != NULL) {
        *out_flags = flags;
    }
    return SQLITE_OK;
}

/* The name goes at once: a log that lingers after a power cut is the log that was emptied before.
 */
static int disk_delete(sqlite3_vfs *methods, const char *path, int sync_folder)
{
    (void)methods;
    (void)sync_folder;
    struct disk_file *file = find_file(path);
    if (disk.failed || file == NULL) {
        return disk.failed ? SQLITE_IOERR_DELETE : SQLITE_IOERR_DELETE_NOENT;
    }
    disk_file_clear(file);
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *methods, const char *path, int flags, int *out_answer)
{
    (void)methods;
    (void)flags;
    *out_answer = find_file(path) != NULL;
    return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *methods, const char *path, int size, char *out_path)
{
    (void)methods;
    return snprintf(out_path, (size_t)size, "%s", path) < size ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int disk_randomness(sqlite3_vfs *methods, int size, char *out_bytes)
{
    (void)methods;
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
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

void power_cut_begin(void)
{
    disk.methods = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(struct handle),
        .mxPathname = 100,
        .zName = power_cut_name,
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_path,
        .xRandomness = disk_randomness,
        .xSleep = disk_pause,
        .xCurrentTime = disk_time,
        .xGetLastError = disk_last_error,
    };
    int registered = sqlite3_vfs_register(&disk.methods, 0);
    assert(registered == SQLITE_OK);
    (void)registered;
}

void power_cut_end(void)
{
    for (size_t i = 0; i < FILE_MAX; i++) {
        disk_file_clear(&disk.files[i]);
    }
    sqlite3_vfs_unregister(&disk.methods);
    disk.failed = false;
    disk.countdown = 0;
    disk.stumble = 0;
    disk.limited = false;
}
