/* The encrypting VFS of a store. */
#include "store/vfs.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/page_cache.h"
#include "store/vfs_file.h"
#include "store/vfs_methods.h"
#include "store/vfs_row.h"

static const struct vfs_rules rules_of_a_store = {
    .main_start = STORE_KEY_AREA_SIZE,
    .page_size = STORE_PAGE_SIZE,
    .page_size_max = STORE_PAGE_SIZE,
    .overhead_inside = true,
};

/* The address makes the name one of its own. */
static enum daybook_status register_vfs(struct vfs *vfs)
{
    int length = snprintf(vfs->name, sizeof vfs->name, "daybook-%p", (void *)vfs);
    assert(length > 0 && (size_t)length < sizeof vfs->name);
    vfs_methods_begin(vfs);
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
    vfs->rules = &rules_of_a_store;
    vfs->key = key;
    vfs->creating = creating;
    status = register_vfs(vfs);
    if (status != DAYBOOK_OK) {
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

uint64_t vfs_unit_count(const struct vfs *vfs, enum unit_kind kind, uint64_t *out_first)
{
    assert(kind == UNIT_MAIN || kind == UNIT_LOG);
    *out_first = kind == UNIT_MAIN ? 1 : 0;
    const struct vfs_file *file = kind == UNIT_MAIN ? vfs->main : vfs->log;
    return file == NULL ? 0 : vfs_row_count(file);
}

enum daybook_status vfs_page_tags(const struct vfs *vfs, struct buffer *out_tags)
{
    struct vfs_file *file = vfs->main;
    assert(file != NULL && file->layout.inside);
    uint64_t count = vfs_row_count(file);
    uint8_t *tag = buffer_extend(out_tags, count * UNIT_TAG_SIZE);
    if (tag == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    int result = SQLITE_OK;
    for (uint64_t i = 0; i < count && result == SQLITE_OK; i++) {
        uint64_t next = file->layout.first + i + 1;
        int64_t at = vfs_row_offset(&file->layout, next) - UNIT_TAG_SIZE; /* a page ends in it */
        result = vfs_file_read(file, tag + i * UNIT_TAG_SIZE, UNIT_TAG_SIZE, at);
    }
    return result == SQLITE_OK ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status vfs_authenticate(struct vfs *vfs, enum unit_kind kind, uint64_t number)
{
    struct vfs_file *file = kind == UNIT_MAIN ? vfs->main : vfs->log;
    assert(file != NULL);
    int result = kind == UNIT_MAIN ? vfs_row_load(file, number) : vfs_log_load(file, number);
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
