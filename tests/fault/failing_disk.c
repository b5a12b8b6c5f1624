/* A disk that fails at a chosen write. Whatever is asked of it goes to the platform's own file,
 * which follows ours in memory. */
#include "fault/failing_disk.h"

#include <assert.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct failing_file {
    sqlite3_file sqlite; /* first: SQLite's pointer to it is ours */
    sqlite3_file *real;
};

static struct {
    sqlite3_vfs methods;
    sqlite3_vfs *real;
    unsigned left; /* operations until one fails; 0: none will */
    enum failing_disk_fault fault;
    bool failed;
    struct failing_disk_watch watch;
} disk;

void failing_disk_fail(unsigned number, enum failing_disk_fault fault)
{
    assert(number > 0);
    disk.left = number;
    disk.fault = fault;
    disk.failed = false;
}

bool failing_disk_end(void)
{
    disk.left = 0;
    return disk.failed;
}

static bool fails_now(void)
{
    if (disk.left == 0) {
        return false;
    }
    if (disk.left > 1) {
        disk.left--;
        return false;
    }
    disk.left = disk.fault == FAILING_DISK_ONCE ? 0 : 1;
    disk.failed = true;
    return true;
}

static sqlite3_file *real_file(sqlite3_file *file)
{
    return ((struct failing_file *)file)->real;
}

void failing_disk_watch(struct failing_disk_watch watch)
{
    disk.watch = watch;
}

static bool cut_short(void)
{
    return disk.watch.before != NULL && disk.watch.before();
}

static int watched(int result)
{
    if (disk.watch.after != NULL) {
        disk.watch.after();
    }
    return result;
}

static int disk_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    sqlite3_file *real = real_file(file);
    if (!fails_now()) {
        int part = cut_short() ? size / 2 : size;
        if (disk.watch.written != NULL) {
            disk.watch.written();
        }
        return watched(real->pMethods->xWrite(real, bytes, part, offset));
    }
    if (disk.fault == FAILING_DISK_FULL) {
        return SQLITE_FULL;
    }
    int written = real->pMethods->xWrite(real, bytes, size / 2, offset);
    assert_int_equal(written, SQLITE_OK);
    return SQLITE_IOERR_WRITE;
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = real_file(file);
    bool fails = disk.fault == FAILING_DISK_ONCE && fails_now();
    if (fails) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return watched(cut_short() ? SQLITE_OK : real->pMethods->xTruncate(real, size));
}

static int disk_sync(sqlite3_file *file, int flags)
{
    sqlite3_file *real = real_file(file);
    bool fails = disk.fault == FAILING_DISK_ONCE && fails_now();
    if (fails) {
        return SQLITE_IOERR_FSYNC;
    }
    int result = watched(cut_short() ? SQLITE_OK : real->pMethods->xSync(real, flags));
    if (disk.watch.synced != NULL) {
        disk.watch.synced();
    }
    return result;
}

static int disk_close(sqlite3_file *file)
{
    return real_file(file)->pMethods->xClose(real_file(file));
}

static int disk_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    return real_file(file)->pMethods->xRead(real_file(file), bytes, size, offset);
}

static int disk_file_size(sqlite3_file *file, sqlite3_int64 *out_size)
{
    return real_file(file)->pMethods->xFileSize(real_file(file), out_size);
}

static int disk_lock(sqlite3_file *file, int level)
{
    return real_file(file)->pMethods->xLock(real_file(file), level);
}

static int disk_unlock(sqlite3_file *file, int level)
{
    return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

static int disk_check_reserved_lock(sqlite3_file *file, int *out_answer)
{
    return real_file(file)->pMethods->xCheckReservedLock(real_file(file), out_answer);
}

static int disk_file_control(sqlite3_file *file, int operation, void *argument)
{
    return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

static int disk_sector_size(sqlite3_file *file)
{
    return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int disk_characteristics(sqlite3_file *file)
{
    return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 1, /* without shared memory and without maps */
    .xClose = disk_close,
    .xRead = disk_read,
    .xWrite = disk_write,
    .xTruncate = disk_truncate,
    .xSync = disk_sync,
    .xFileSize = disk_file_size,
    .xLock = disk_lock,
    .xUnlock = disk_unlock,
    .xCheckReservedLock = disk_check_reserved_lock,
    .xFileControl = disk_file_control,
    .xSectorSize = disk_sector_size,
    .xDeviceCharacteristics = disk_characteristics,
};

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
                     int *out_flags)
{
    (void)vfs;
    struct failing_file *ours = (struct failing_file *)file;
    ours->real = (sqlite3_file *)(void *)(ours + 1);
    int result = disk.real->xOpen(disk.real, name, ours->real, flags, out_flags);
    ours->sqlite.pMethods = ours->real->pMethods == NULL ? NULL : &file_methods;
    return result;
}

void failing_disk_begin(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    assert_non_null(disk.real);
    disk.methods = *disk.real; /* its other calls do not look at the name they are called under */
    disk.methods.zName = "failing-disk";
    disk.methods.szOsFile += (int)sizeof(struct failing_file);
    disk.methods.xOpen = disk_open;
    assert_int_equal(sqlite3_vfs_register(&disk.methods, 1), SQLITE_OK);
}
