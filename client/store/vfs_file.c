/* What the three kinds of encrypted files share: the way to the platform's file, and the methods
 * that do not touch content. */
#include "store/vfs_file.h"

#include <assert.h>
#include <string.h>

#include "vault/secret.h"

/* A plain memset at the end of a use may be optimised away; one through a volatile pointer may not.
 */
static void *(*const volatile overwrite)(void *, int, size_t) = memset;

struct vfs_file *vfs_file_of(sqlite3_file *sqlite)
{
    return (struct vfs_file *)(void *)sqlite;
}

int vfs_file_equip(struct vfs_file *file, size_t unit_size_max)
{
    size_t sealed = UNIT_OVERHEAD + unit_size_max;
    if (secret_create(sealed + unit_size_max, &file->scratch.memory) != DAYBOOK_OK) {
        return SQLITE_NOMEM;
    }
    file->scratch.sealed = secret_fill(file->scratch.memory);
    file->scratch.plain = file->scratch.sealed + sealed;
    return SQLITE_OK;
}

static void unequip(struct vfs_file *file)
{
    secret_free(file->scratch.memory);
    file->scratch = (struct vfs_scratch){0};
    store_key_free(file->temporary_key);
    file->temporary_key = NULL;
}

int vfs_file_measure(struct vfs_file *file)
{
    if (!file->vfs->rules->shared) {
        return SQLITE_OK;
    }
    sqlite3_int64 size = 0;
    int result = file->platform->pMethods->xFileSize(file->platform, &size);
    if (result == SQLITE_OK) {
        file->size = size;
        file->laid_size = size;
    }
    return result;
}

int vfs_file_read(struct vfs_file *file, uint8_t *out, int size, int64_t offset)
{
    assert(offset + size <= file->size);
    int result = file->platform->pMethods->xRead(file->platform, out, size, offset);
    return result == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : result;
}

int vfs_file_write(struct vfs_file *file, const uint8_t *bytes, int size, int64_t offset)
{
    int result = file->platform->pMethods->xWrite(file->platform, bytes, size, offset);
    if (result == SQLITE_OK) {
        int64_t end = offset + size;
        file->size = end > file->size ? end : file->size;
        file->laid_size = end > file->laid_size ? end : file->laid_size;
    }
    return result;
}

int vfs_file_truncate(struct vfs_file *file, int64_t size)
{
    int result = file->platform->pMethods->xTruncate(file->platform, size);
    if (result == SQLITE_OK) {
        file->size = size < file->size ? size : file->size;
        file->laid_size = size;
    }
    return result;
}

int vfs_file_refuse(const char *reason)
{
    sqlite3_log(SQLITE_IOERR_WRITE, "daybook store refuses a write: %s", reason);
    return SQLITE_IOERR_WRITE;
}

void vfs_file_wipe(struct vfs_file *file)
{
    const struct vfs_layout *layout = &file->layout;
    size_t used = layout->size > layout->first_size ? layout->size : layout->first_size;
    overwrite(file->scratch.plain, 0, used);
}

int vfs_file_close(sqlite3_file *sqlite)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    if (file->vfs->main == file) {
        file->vfs->main = NULL;
    }
    if (file->vfs->log == file) {
        file->vfs->log = NULL;
    }
    unequip(file);
    return file->platform->pMethods->xClose(file->platform);
}

int vfs_file_sync(sqlite3_file *sqlite, int flags)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    return file->platform->pMethods->xSync(file->platform, flags);
}

int vfs_file_lock(sqlite3_file *sqlite, int level)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    return file->platform->pMethods->xLock(file->platform, level);
}

int vfs_file_unlock(sqlite3_file *sqlite, int level)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    return file->platform->pMethods->xUnlock(file->platform, level);
}

int vfs_file_check_reserved(sqlite3_file *sqlite, int *out_reserved)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    return file->platform->pMethods->xCheckReservedLock(file->platform, out_reserved);
}

int vfs_file_control(sqlite3_file *sqlite, int operation, void *argument)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    switch (operation) {
    case SQLITE_FCNTL_SIZE_HINT:
    case SQLITE_FCNTL_CHUNK_SIZE:
        return SQLITE_OK; /* the platform would grow the file by bytes that no one sealed */
    case SQLITE_FCNTL_MMAP_SIZE:
        *(sqlite3_int64 *)argument = 0;
        return SQLITE_OK;
    case SQLITE_FCNTL_LOCKSTATE:
    case SQLITE_FCNTL_LAST_ERRNO:
    case SQLITE_FCNTL_PERSIST_WAL:
    case SQLITE_FCNTL_POWERSAFE_OVERWRITE:
    case SQLITE_FCNTL_HAS_MOVED:
    case SQLITE_FCNTL_SYNC:
    case SQLITE_FCNTL_COMMIT_PHASETWO:
        return file->platform->pMethods->xFileControl(file->platform, operation, argument);
    default: /* an open set of numbers, atomic writes and mappings among them */
        return SQLITE_NOTFOUND;
    }
}

int vfs_file_sector_size(sqlite3_file *sqlite)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    return file->platform->pMethods->xSectorSize(file->platform);
}

int vfs_file_characteristics(sqlite3_file *sqlite)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int all = file->platform->pMethods->xDeviceCharacteristics(file->platform);
    return all & (SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN |
                  SQLITE_IOCAP_IMMUTABLE | SQLITE_IOCAP_SEQUENTIAL);
}
