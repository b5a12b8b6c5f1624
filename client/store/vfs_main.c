/* The main database file: each page is one sealed unit, behind the key area. */
#include <string.h>

#include "store/vfs_file.h"
#include "store/vfs_row.h"

enum {
    FILE_HEADER_SIZE = 100, /* what SQLite reads before any lock and before recovery */
    PAGE_SIZE_AT = 16,      /* in page 1, big-endian */
    RESERVED_BYTES_AT = 20  /* in page 1 */
};

static void set_page_size(struct vfs_file *file, size_t size)
{
    file->layout.first_size = size;
    file->layout.size = size;
}

static int try_page_size(struct vfs_file *file, size_t size)
{
    set_page_size(file, size);
    int result = vfs_row_count(file) == 0 ? SQLITE_IOERR_DATA : vfs_row_load(file, 1);
    vfs_file_wipe(file);
    file->settled = result == SQLITE_OK;
    return result;
}

/* Nothing but page 1 itself tells the size it was sealed in: try all, the last one known first. */
static int find_page_size(struct vfs_file *file)
{
    size_t known = file->layout.size;
    size_t most = file->vfs->rules->page_size_max;
    int result = known > 0 ? try_page_size(file, known) : SQLITE_IOERR_DATA;
    for (size_t size = PAGE_SIZE_LEAST; size <= most && result == SQLITE_IOERR_DATA; size *= 2) {
        result = try_page_size(file, size);
    }
    if (result != SQLITE_IOERR_DATA) {
        return result;
    }
    set_page_size(file, known > 0 ? known : most);
    return SQLITE_OK; /* the read that follows tells that page 1 is none */
}

/* Know the size of the file and of its pages before anything is done to it. */
static int settle(struct vfs_file *file)
{
    int result = vfs_file_measure(file);
    if (result == SQLITE_OK && !file->settled && file->size > file->layout.start) {
        result = find_page_size(file);
    }
    return result;
}

/* SQLite's first look comes before recovery: page 1 may be torn and about to be repaired from the
 * log, and an error would forbid the repair. The read that counts comes later, under the lock, and
 * is never 100 bytes. */
static int main_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = settle(file);
    if (result == SQLITE_OK) {
        result = vfs_row_read(file, out, (size_t)size, offset);
    }
    if (result == SQLITE_IOERR_DATA && offset == 0 && size == FILE_HEADER_SIZE) {
        memset(out, 0, FILE_HEADER_SIZE);
        return SQLITE_OK;
    }
    return result;
}

static bool reserved_bytes_are_zero(const uint8_t *page)
{
    static const uint8_t zero[UNIT_OVERHEAD];
    return memcmp(page + PAGE_PLAIN_SIZE, zero, UNIT_OVERHEAD) == 0;
}

static bool first_page_has_our_shape(const uint8_t *page)
{
    return page[PAGE_SIZE_AT] == STORE_PAGE_SIZE >> 8 && page[PAGE_SIZE_AT + 1] == 0 &&
           page[RESERVED_BYTES_AT] == UNIT_OVERHEAD;
}

/* A store takes whole pages of its own size, with their reserved bytes free for nonce and tag. */
static int check_page(const uint8_t *page, int size, int64_t offset)
{
    if (size != STORE_PAGE_SIZE || offset % STORE_PAGE_SIZE != 0) {
        return vfs_file_refuse("not one whole page of 4096 bytes");
    }
    if (!reserved_bytes_are_zero(page)) {
        return vfs_file_refuse("the reserved bytes of a page are in use");
    }
    if (offset == 0 && !first_page_has_our_shape(page)) {
        return vfs_file_refuse("another page size, or no reserved bytes");
    }
    return SQLITE_OK;
}

/* The first write to an empty file is of one page, or of a piece of one. */
static void take_page_size(struct vfs_file *file, size_t size)
{
    size_t page_size = PAGE_SIZE_LEAST;
    while (page_size < size && page_size < file->vfs->rules->page_size_max) {
        page_size *= 2;
    }
    set_page_size(file, page_size);
    file->settled = true;
}

static int main_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = settle(file);
    if (result == SQLITE_OK && !file->settled && file->size <= file->layout.start) {
        take_page_size(file, (size_t)size);
    }
    if (result == SQLITE_OK && file->layout.inside) {
        result = check_page(bytes, size, offset);
    }
    return result == SQLITE_OK ? vfs_row_write(file, bytes, (size_t)size, offset) : result;
}

static int main_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = settle(file);
    if (result != SQLITE_OK) {
        return result;
    }
    if (!file->layout.ragged && size % STORE_PAGE_SIZE != 0) {
        return vfs_file_refuse("cut inside a page");
    }
    file->settled = file->settled && (size > 0 || file->vfs->rules->page_size > 0);
    return vfs_row_cut(file, size);
}

static int main_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = settle(file);
    if (result == SQLITE_OK) {
        *out_size = vfs_row_end(file);
    }
    return result;
}

/* Version 1 has no shared memory: a -shm file, a checksum chain over plaintext, cannot come into
 * being. */
const sqlite3_io_methods vfs_main_methods = {
    .iVersion = 1,
    .xClose = vfs_file_close,
    .xRead = main_read,
    .xWrite = main_write,
    .xTruncate = main_truncate,
    .xSync = vfs_file_sync,
    .xFileSize = main_size,
    .xLock = vfs_file_lock,
    .xUnlock = vfs_file_unlock,
    .xCheckReservedLock = vfs_file_check_reserved,
    .xFileControl = vfs_file_control,
    .xSectorSize = vfs_file_sector_size,
    .xDeviceCharacteristics = vfs_file_characteristics,
};

int vfs_main_begin(struct vfs_file *file)
{
    const struct vfs_rules *rules = file->vfs->rules;
    file->layout = (struct vfs_layout){
        .kind = UNIT_MAIN,
        .first = 1,
        .start = rules->main_start,
        .inside = rules->overhead_inside,
        .ragged = rules->shared,
    };
    set_page_size(file, rules->page_size);
    file->settled = rules->page_size > 0;
    file->vfs->main = file;
    file->sqlite.pMethods = &vfs_main_methods;
    return vfs_file_equip(file, rules->page_size_max);
}
