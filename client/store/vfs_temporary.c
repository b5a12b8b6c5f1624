/* A temporary file, should SQLite ever open one: blocks of 4096 bytes under a random key that dies
 * with the handle. */
#include <assert.h>
#include <string.h>

#include "store/vfs_file.h"

static uint64_t block_count(const struct vfs_file *file)
{
    return (uint64_t)(file->size / SEALED_BLOCK_SIZE);
}

static int load_block(struct vfs_file *file, uint64_t block)
{
    struct vfs_scratch *scratch = file->vfs->scratch;
    int result =
        vfs_file_read(file, scratch->sealed, SEALED_BLOCK_SIZE, (int64_t)block * SEALED_BLOCK_SIZE);
    if (result != SQLITE_OK) {
        return result;
    }
    struct unit_place place = {.kind = UNIT_TEMPORARY, .number = block};
    struct bytes sealed = {scratch->sealed + UNIT_OVERHEAD, STORE_PAGE_SIZE};
    if (unit_open(file->temporary_key, &place, sealed, scratch->sealed, scratch->plain) !=
        DAYBOOK_OK) {
        return vfs_file_forged(file, UNIT_TEMPORARY, block);
    }
    return SQLITE_OK;
}

/* Seal what lies in the plain scratch memory, and wipe it. */
static int store_block(struct vfs_file *file, uint64_t block)
{
    struct vfs_scratch *scratch = file->vfs->scratch;
    struct unit_place place = {.kind = UNIT_TEMPORARY, .number = block};
    unit_seal(file->temporary_key, &place, (struct bytes){scratch->plain, STORE_PAGE_SIZE},
              scratch->sealed + UNIT_OVERHEAD, scratch->sealed);
    vfs_file_wipe(file);
    return vfs_file_write(file, scratch->sealed, SEALED_BLOCK_SIZE,
                          (int64_t)block * SEALED_BLOCK_SIZE);
}

/* How much of size lies in the block that offset is in. */
static size_t part_in_block(int64_t offset, size_t size)
{
    size_t room = STORE_PAGE_SIZE - (size_t)(offset % STORE_PAGE_SIZE);
    return size < room ? size : room;
}

static int read_blocks(struct vfs_file *file, uint8_t *out, size_t size, int64_t offset)
{
    while (size > 0) {
        int result = load_block(file, (uint64_t)(offset / STORE_PAGE_SIZE));
        if (result != SQLITE_OK) {
            return result;
        }
        size_t part = part_in_block(offset, size);
        memcpy(out, file->vfs->scratch->plain + offset % STORE_PAGE_SIZE, part);
        vfs_file_wipe(file);
        out += part;
        size -= part;
        offset += (int64_t)part;
    }
    return SQLITE_OK;
}

static int temporary_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int64_t there = file->temporary_size - offset;
    if (there >= size) {
        return read_blocks(file, out, (size_t)size, offset);
    }
    memset(out, 0, (size_t)size);
    int result = there > 0 ? read_blocks(file, out, (size_t)there, offset) : SQLITE_OK;
    return result == SQLITE_OK ? SQLITE_IOERR_SHORT_READ : result;
}

/* Add sealed zero blocks until there are count of them. */
static int fill_up_to(struct vfs_file *file, uint64_t count)
{
    int result = SQLITE_OK;
    while (block_count(file) < count && result == SQLITE_OK) {
        vfs_file_wipe(file);
        result = store_block(file, block_count(file));
    }
    return result;
}

static int temporary_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    const uint8_t *next = bytes;
    size_t left = (size_t)size;
    int64_t end = offset + size;
    int result = fill_up_to(file, ((uint64_t)end + STORE_PAGE_SIZE - 1) / STORE_PAGE_SIZE);
    while (left > 0 && result == SQLITE_OK) {
        uint64_t block = (uint64_t)(offset / STORE_PAGE_SIZE);
        size_t part = part_in_block(offset, left);
        result = load_block(file, block);
        if (result == SQLITE_OK) {
            memcpy(file->vfs->scratch->plain + offset % STORE_PAGE_SIZE, next, part);
            result = store_block(file, block);
        }
        next += part;
        left -= part;
        offset += (int64_t)part;
    }
    if (result == SQLITE_OK && end > file->temporary_size) {
        file->temporary_size = end;
    }
    return result;
}

/* Cutting keeps the last block whole and zeroes nothing in it: SQLite writes before it reads there
 * again. */
static int temporary_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    if (size >= file->temporary_size) {
        return SQLITE_OK;
    }
    int64_t blocks = (size + STORE_PAGE_SIZE - 1) / STORE_PAGE_SIZE;
    int result = vfs_file_truncate(file, blocks * SEALED_BLOCK_SIZE);
    if (result == SQLITE_OK) {
        file->temporary_size = size;
    }
    return result;
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
    *out_size = vfs_file_of(sqlite)->temporary_size;
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
    if (store_key_create(&file->temporary_key) != DAYBOOK_OK) {
        return SQLITE_NOMEM;
    }
    file->sqlite.pMethods = &temporary_methods;
    return SQLITE_OK;
}
