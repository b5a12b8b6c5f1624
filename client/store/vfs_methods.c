/* What SQLite asks of the encrypting VFS: the opening of files, and what is asked of the platform.
 */
#include "store/vfs_methods.h"

#include <stdalign.h>
#include <stddef.h>
#include <string.h>

enum {
    OPEN_MAIN = SQLITE_OPEN_MAIN_DB,
    OPEN_LOG = SQLITE_OPEN_WAL,
    OPEN_JOURNAL = SQLITE_OPEN_MAIN_JOURNAL,
    OPEN_TEMPORARY = SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_TRANSIENT_DB |
                     SQLITE_OPEN_SUBJOURNAL
};

/* Where the platform's file begins behind ours. */
static size_t platform_file_at(void)
{
    size_t alignment = alignof(max_align_t);
    return (sizeof(struct vfs_file) + alignment - 1) / alignment * alignment;
}

static struct vfs *vfs_of(sqlite3_vfs *methods)
{
    return (struct vfs *)(void *)methods;
}

/* A main file cut to its bare key area would open as an empty database. */
static bool looks_cut_off(const struct vfs *vfs, const struct vfs_file *file)
{
    size_t least = vfs->creating ? 0 : vfs->rules->page_size;
    return file->size < vfs->rules->main_start + (int64_t)least;
}

/* Make the opened platform file one of ours. */
static int adopt(struct vfs *vfs, struct vfs_file *file, int flags)
{
    sqlite3_int64 size = 0;
    int result = file->platform->pMethods->xFileSize(file->platform, &size);
    if (result != SQLITE_OK) {
        return result;
    }
    file->size = size;
    if ((flags & (OPEN_TEMPORARY | OPEN_JOURNAL)) != 0) {
        return vfs_temporary_begin(file);
    }
    if ((flags & OPEN_LOG) != 0) {
        return vfs_log_begin(file);
    }
    return looks_cut_off(vfs, file) ? SQLITE_CORRUPT : vfs_main_begin(file);
}

/* Rollback journals and super-journals are refused: a flipped bit in one ends a hot rollback early
 * and silently. So is a second main file: the key belongs to one store. VACUUM INTO writes a new
 * store with a journal; that one is never read by anybody else, since a new store that is cut short
 * is thrown away. */
static bool may_open(const struct vfs *vfs, int flags)
{
    if (vfs->rules->shared) {
        return true;
    }
    if ((flags & OPEN_MAIN) != 0) {
        return vfs->main == NULL;
    }
    if ((flags & OPEN_LOG) != 0) {
        return vfs->log == NULL;
    }
    return (flags & OPEN_TEMPORARY) != 0 || (vfs->creating && (flags & OPEN_JOURNAL) != 0);
}

/* Undo what was begun of an opening that failed. */
static void forget(struct vfs_file *file)
{
    file->sqlite.pMethods = NULL;
    if (file->platform->pMethods != NULL) {
        int closed = vfs_file_close(&file->sqlite);
        (void)closed; /* the reason why it cannot be opened says more */
    }
}

int vfs_methods_open(sqlite3_vfs *methods, const char *path, sqlite3_file *sqlite, int flags,
                     int *out_flags)
{
    struct vfs *vfs = vfs_of(methods);
    struct vfs_file *file = vfs_file_of(sqlite);
    sqlite->pMethods = NULL;
    if (!may_open(vfs, flags)) {
        return SQLITE_CANTOPEN;
    }
    sqlite3_file *platform = (sqlite3_file *)(void *)((uint8_t *)sqlite + platform_file_at());
    *file = (struct vfs_file){.vfs = vfs, .platform = platform, .key = vfs->key};
    int result = vfs->platform->xOpen(vfs->platform, path, platform, flags, out_flags);
    if (result == SQLITE_OK) {
        result = adopt(vfs, file, flags);
    }
    if (result != SQLITE_OK) {
        forget(file);
    }
    return result;
}

static int delete_file(sqlite3_vfs *methods, const char *path, int sync_folder)
{
    struct vfs *vfs = vfs_of(methods);
    return vfs->platform->xDelete(vfs->platform, path, sync_folder);
}

/* There is no rollback journal, whatever lies in the folder. */
static int access_file(sqlite3_vfs *methods, const char *path, int flags, int *out_answer)
{
    static const char journal[] = "-journal";
    struct vfs *vfs = vfs_of(methods);
    size_t size = strlen(path);
    size_t suffix = sizeof journal - 1;
    if (size >= suffix && strcmp(path + size - suffix, journal) == 0) {
        *out_answer = 0;
        return SQLITE_OK;
    }
    return vfs->platform->xAccess(vfs->platform, path, flags, out_answer);
}

static int full_path(sqlite3_vfs *methods, const char *path, int size, char *out_path)
{
    struct vfs *vfs = vfs_of(methods);
    return vfs->platform->xFullPathname(vfs->platform, path, size, out_path);
}

static int randomness(sqlite3_vfs *methods, int size, char *out_bytes)
{
    struct vfs *vfs = vfs_of(methods);
    return vfs->platform->xRandomness(vfs->platform, size, out_bytes);
}

static int pause_for(sqlite3_vfs *methods, int microseconds)
{
    struct vfs *vfs = vfs_of(methods);
    return vfs->platform->xSleep(vfs->platform, microseconds);
}

static int current_time(sqlite3_vfs *methods, double *out_days)
{
    struct vfs *vfs = vfs_of(methods);
    return vfs->platform->xCurrentTime(vfs->platform, out_days);
}

static int last_error(sqlite3_vfs *methods, int size, char *out_text)
{
    struct vfs *vfs = vfs_of(methods);
    return vfs->platform->xGetLastError(vfs->platform, size, out_text);
}

/* No extension is ever loaded: the four methods for it stay NULL. */
static const sqlite3_vfs vfs_methods = {
    .iVersion = 1,
    .xOpen = vfs_methods_open,
    .xDelete = delete_file,
    .xAccess = access_file,
    .xFullPathname = full_path,
    .xRandomness = randomness,
    .xSleep = pause_for,
    .xCurrentTime = current_time,
    .xGetLastError = last_error,
};

void vfs_methods_begin(struct vfs *vfs)
{
    vfs->methods = vfs_methods;
    vfs->methods.szOsFile = (int)platform_file_at() + vfs->platform->szOsFile;
    vfs->methods.mxPathname = vfs->platform->mxPathname;
    vfs->methods.zName = vfs->name;
}
