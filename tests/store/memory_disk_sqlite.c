/* SQLite on the disk in memory. */
#include "store/memory_disk_sqlite.h"

#include <assert.h>
#include <sqlite3.h>

#include "store/disk_platform.h"
#include "store/memory_disk.h"

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

static const char *name_of(const char *path)
{
    const char *name = memory_disk_name(path);
    assert(name != NULL); /* a store opens no file elsewhere */
    return name;
}

static struct disk_file *find(const char *path)
{
    return memory_disk_find(name_of(path));
}

static int create(const char *path, struct disk_file **out_file)
{
    return code_of(memory_disk_create(name_of(path), out_file), SQLITE_CANTOPEN);
}

static int write(struct disk_file *file, size_t offset, struct bytes bytes)
{
    return code_of(memory_disk_write(file, offset, bytes), SQLITE_IOERR_WRITE);
}

static int cut(struct disk_file *file, size_t size)
{
    return code_of(memory_disk_cut(file, size), SQLITE_IOERR_TRUNCATE);
}

static int sync(struct disk_file *file)
{
    return code_of(memory_disk_sync(file), SQLITE_IOERR_FSYNC);
}

static int remove_name(const char *path)
{
    return code_of(memory_disk_remove(name_of(path)), SQLITE_IOERR_DELETE);
}

static int sync_folder(void)
{
    return code_of(memory_disk_sync_folder(), SQLITE_IOERR_FSYNC);
}

void memory_disk_sqlite_begin(void)
{
    static const struct disk_platform platform = {
        .name = "memory-disk",
        .sector_size = 4096,
        .is_dead = memory_disk_is_dead,
        .find = find,
        .create = create,
        .write = write,
        .cut = cut,
        .sync = sync,
        .remove = remove_name,
        .sync_folder = sync_folder,
    };
    disk_platform_begin(&platform, true);
}
