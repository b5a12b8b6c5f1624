/* The encrypting VFS itself: which files SQLite may open through it, and what is asked of the
 * platform. */
#include "store/vfs.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/page_cache.h"
#include "store/vfs_file.h"
#include "vault/secret.h"

enum {
    OPEN_MAIN = SQLITE_OPEN_MAIN_DB,
    OPEN_LOG = SQLITE_OPEN_WAL,
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
    int64_t least = STORE_KEY_AREA_SIZE + (vfs->creating ? 0 : STORE_PAGE_SIZE);
    return file->size < least;
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
    if ((flags & OPEN_TEMPORARY) != 0) {
        return vfs_temporary_begin(file);
    }
    if ((flags & OPEN_LOG) != 0) {
        vfs_log_begin(file);
        return SQLITE_OK;
    }
    if (looks_cut_off(vfs, file)) {
        return SQLITE_CORRUPT;
    }
    vfs_main_begin(file);
    return SQLITE_OK;
}

/* Rollback journals and super-journals are refused: a flipped bit in one ends a hot rollback early
 * and silently. So is a second main file: the key belongs to one store. */
static bool may_open(const struct vfs *vfs, int flags)
{
    if ((flags & OPEN_MAIN) != 0) {
        return vfs->main == NULL;
    }
    if ((flags & OPEN_LOG) != 0) {
        return vfs->log == NULL;
    }
    return (flags & OPEN_TEMPORARY) != 0;
}

static int open_file(sqlite3_vfs *methods, const char *path, sqlite3_file *sqlite, int flags,
                     int *out_flags)
{
    struct vfs *vfs = vfs_of(methods);
    struct vfs_file *file = vfs_file_of(sqlite);
    sqlite->pMethods = NULL;
    if (!may_open(vfs, flags)) {
        return SQLITE_CANTOPEN;
    }
    sqlite3_file *platform = (sqlite3_file *)(void *)((uint8_t *)sqlite + platform_file_at());
    *file = (struct vfs_file){.vfs = vfs, .platform = platform};
    int result = vfs->platform->xOpen(vfs->platform, path, platform, flags, out_flags);
    if (result == SQLITE_OK) {
        result = adopt(vfs, file, flags);
    }
    if (result != SQLITE_OK && platform->pMethods != NULL) {
        int closed = platform->pMethods->xClose(platform);
        (void)closed; /* the reason why it cannot be opened says more */
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
    .xOpen = open_file,
    .xDelete = delete_file,
    .xAccess = access_file,
    .xFullPathname = full_path,
    .xRandomness = randomness,
    .xSleep = pause_for,
    .xCurrentTime = current_time,
    .xGetLastError = last_error,
};

/* The address makes the name one of its own. */
static enum daybook_status register_vfs(struct vfs *vfs)
{
    int length = snprintf(vfs->name, sizeof vfs->name, "daybook-%p", (void *)vfs);
    assert(length > 0 && (size_t)length < sizeof vfs->name);
    vfs->methods = vfs_methods;
    vfs->methods.szOsFile = (int)platform_file_at() + vfs->platform->szOsFile;
    vfs->methods.mxPathname = vfs->platform->mxPathname;
    vfs->methods.zName = vfs->name;
    return sqlite3_vfs_register(&vfs->methods, 0) == SQLITE_OK ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status vfs_create(const struct store_key *key, const char *platform, bool creating,
                               struct vfs **out_vfs)
{
    assert(key != NULL);
    assert(out_vfs != NULL);
    enum daybook_status status = page_cache_begin();
    if (status != DAYBOOK_OK) {
        return status;
    }
    sqlite3_vfs *below = sqlite3_vfs_find(platform);
    if (below == NULL) {
        return DAYBOOK_NOT_FOUND;
    }
    struct vfs *vfs = calloc(1, sizeof *vfs);
    if (vfs == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    vfs->platform = below;
    vfs->key = key;
    vfs->creating = creating;
    status = secret_create(sizeof *vfs->scratch, &vfs->scratch_memory);
    if (status == DAYBOOK_OK) {
        vfs->scratch = (struct vfs_scratch *)(void *)secret_fill(vfs->scratch_memory);
        status = register_vfs(vfs);
    }
    if (status != DAYBOOK_OK) {
        secret_free(vfs->scratch_memory);
        free(vfs);
        return status;
    }
    *out_vfs = vfs;
    return DAYBOOK_OK;
}

void vfs_free(struct vfs *vfs)
{
    if (vfs == NULL) {
        return;
    }
    assert(vfs->main == NULL && vfs->log == NULL);
    int unregistered = sqlite3_vfs_unregister(&vfs->methods);
    assert(unregistered == SQLITE_OK);
    (void)unregistered;
    secret_free(vfs->scratch_memory);
    free(vfs);
}

const char *vfs_name(const struct vfs *vfs)
{
    return vfs->name;
}

struct sqlite3_file *vfs_platform_file(const struct vfs *vfs)
{
    return vfs->main == NULL ? NULL : vfs->main->platform;
}

bool vfs_last_failure(const struct vfs *vfs, struct vfs_failure *out_failure)
{
    if (vfs->failed) {
        *out_failure = vfs->failure;
    }
    return vfs->failed;
}

uint64_t vfs_unit_count(const struct vfs *vfs, enum unit_kind kind, uint64_t *out_first)
{
    assert(kind == UNIT_MAIN || kind == UNIT_LOG);
    *out_first = kind == UNIT_MAIN ? 1 : 0;
    if (kind == UNIT_MAIN) {
        return vfs->main == NULL ? 0 : vfs_main_page_count(vfs->main);
    }
    return vfs->log == NULL ? 0 : vfs_log_unit_count(vfs->log);
}

enum daybook_status vfs_authenticate(struct vfs *vfs, enum unit_kind kind, uint64_t number)
{
    struct vfs_file *file = kind == UNIT_MAIN ? vfs->main : vfs->log;
    assert(file != NULL);
    int result = kind == UNIT_MAIN ? vfs_main_load(file, number) : vfs_log_load(file, number);
    vfs_file_wipe(file);
    switch (result) {
    case SQLITE_OK:
        return DAYBOOK_OK;
    case SQLITE_IOERR_DATA:
        return DAYBOOK_FORGED;
    default: /* any other code of the platform */
        return DAYBOOK_FAILED;
    }
}
