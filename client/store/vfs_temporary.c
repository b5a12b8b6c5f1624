/* A temporary file, should SQLite ever open one, and the journal of a store that is being made:
 * blocks of 4096 bytes under a random key that dies with the handle. */
#include <assert.h>

#include "store/vfs_file.h"
#include "store/vfs_row.h"

static int temporary_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    return vfs_row_read(vfs_file_of(sqlite), out, (size_t)size, offset);
}

static int temporary_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    return vfs_row_write(vfs_file_of(sqlite), bytes, (size_t)size, offset);
}

static int temporary_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    return vfs_row_cut(vfs_file_of(sqlite), size);
}

/* What dies with the handle need not survive a power cut. */
static int temporary_sync(sqlite3_file *sqlite, int flags)
{
    (void)sqlite;
    (void)flags;
    return SQLITE_OK;
}

static int temporary_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    *out_size = vfs_row_end(vfs_file_of(sqlite));
    return SQLITE_OK;
}

static const sqlite3_io_methods temporary_methods = {
    .iVersion = 1,
    .xClose = vfs_file_close,
    .xRead = temporary_read,
    .xWrite = temporary_write,
    .xTruncate = temporary_truncate,
    .xSync = temporary_sync,
    .xFileSize = temporary_size,
    .xLock = vfs_file_lock,
    .xUnlock = vfs_file_unlock,
    .xCheckReservedLock = vfs_file_check_reserved,
    .xFileControl = vfs_file_control,
    .xSectorSize = vfs_file_sector_size,
    .xDeviceCharacteristics = vfs_file_characteristics,
};

int vfs_temporary_begin(struct vfs_file *file)
{
    assert(file->temporary_key == NULL);
    if (vfs_file_equip(file, STORE_PAGE_SIZE) != SQLITE_OK ||
        store_key_create(&file->temporary_key) != DAYBOOK_OK) {
        return SQLITE_NOMEM;
    }
    file->key = file->temporary_key;
    file->layout = (struct vfs_layout){
        .kind = UNIT_TEMPORARY,
        .first_size = STORE_PAGE_SIZE,
        .size = STORE_PAGE_SIZE,
        .ragged = true,
    };
    file->sqlite.pMethods = &temporary_methods;
    /* What an earlier handle left opens with no key any more. */
    return file->size == 0 ? SQLITE_OK : vfs_file_truncate(file, 0);
}
