/* The main database file: page p is one sealed unit of 4096 bytes behind the key area. */
#include <assert.h>
#include <string.h>

#include "store/vfs_file.h"

enum {
    FILE_HEADER_SIZE = 100, /* what SQLite reads before any lock and before recovery */
    PAGE_SIZE_AT = 16,      /* in page 1, big-endian */
    RESERVED_BYTES_AT = 20  /* in page 1 */
};

static int64_t page_offset(uint64_t page)
{
    return STORE_KEY_AREA_SIZE + ((int64_t)page - 1) * STORE_PAGE_SIZE;
}

uint64_t vfs_main_page_count(const struct vfs_file *file)
{
    return file->size < STORE_KEY_AREA_SIZE
               ? 0
               : (uint64_t)((file->size - STORE_KEY_AREA_SIZE) / STORE_PAGE_SIZE);
}

/* Read and open a page into out_page; SQLite finds its reserved bytes zero. */
static int open_page(struct vfs_file *file, uint64_t page, uint8_t *out_page)
{
    uint8_t *sealed = file->vfs->scratch->sealed;
    int result = vfs_file_read(file, sealed, STORE_PAGE_SIZE, page_offset(page));
    if (result == SQLITE_IOERR_DATA) {
        return vfs_file_forged(file, UNIT_MAIN, page);
    }
    if (result != SQLITE_OK) {
        return result;
    }
    struct unit_place place = {.kind = UNIT_MAIN, .number = page};
    if (unit_open(file->vfs->key, &place, (struct bytes){sealed, PAGE_PLAIN_SIZE},
                  sealed + PAGE_PLAIN_SIZE, out_page) != DAYBOOK_OK) {
        return vfs_file_forged(file, UNIT_MAIN, page);
    }
    memset(out_page + PAGE_PLAIN_SIZE, 0, UNIT_OVERHEAD);
    return SQLITE_OK;
}

int vfs_main_load(struct vfs_file *file, uint64_t page)
{
    return open_page(file, page, file->vfs->scratch->plain);
}

static int seal_page(struct vfs_file *file, uint64_t page, const uint8_t *plain)
{
    uint8_t *sealed = file->vfs->scratch->sealed;
    struct unit_place place = {.kind = UNIT_MAIN, .number = page};
    unit_seal(file->vfs->key, &place, (struct bytes){plain, PAGE_PLAIN_SIZE}, sealed,
              sealed + PAGE_PLAIN_SIZE);
    return vfs_file_write(file, sealed, STORE_PAGE_SIZE, page_offset(page));
}

static int read_part(struct vfs_file *file, uint64_t page, size_t within, uint8_t *out, size_t size)
{
    if (size == STORE_PAGE_SIZE) {
        return open_page(file, page, out);
    }
    int result = vfs_main_load(file, page);
    if (result == SQLITE_OK) {
        memcpy(out, file->vfs->scratch->plain + within, size);
        vfs_file_wipe(file);
    }
    return result;
}

static int read_range(struct vfs_file *file, uint8_t *out, size_t size, int64_t offset)
{
    while (size > 0) {
        uint64_t page = (uint64_t)(offset / STORE_PAGE_SIZE) + 1;
        if (page > vfs_main_page_count(file)) {
            memset(out, 0, size);
            return SQLITE_IOERR_SHORT_READ;
        }
        size_t within = (size_t)(offset % STORE_PAGE_SIZE);
        size_t room = STORE_PAGE_SIZE - within;
        size_t part = size < room ? size : room;
        int result = read_part(file, page, within, out, part);
        if (result != SQLITE_OK) {
            return result;
        }
        out += part;
        size -= part;
        offset += (int64_t)part;
    }
    return SQLITE_OK;
}

/* SQLite's first look comes before recovery: page 1 may be torn and about to be repaired from the
 * log, and an error would forbid the repair. The read that counts comes later, under the lock, and
 * is never 100 bytes. */
static int main_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = read_range(file, out, (size_t)size, offset);
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

/* A file that grows by jumps leaves holes, and a hole would not authenticate: fill them with sealed
 * zeros. */
static int fill_up_to(struct vfs_file *file, uint64_t page)
{
    static const uint8_t zero_page[STORE_PAGE_SIZE];
    int result = SQLITE_OK;
    for (uint64_t hole = vfs_main_page_count(file) + 1; hole < page && result == SQLITE_OK;
         hole++) {
        result = seal_page(file, hole, zero_page);
    }
    return result;
}

static int main_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    const uint8_t *plain = bytes;
    if (size != STORE_PAGE_SIZE || offset % STORE_PAGE_SIZE != 0) {
        return vfs_file_refuse("not one whole page of 4096 bytes");
    }
    if (!reserved_bytes_are_zero(plain)) {
        return vfs_file_refuse("the reserved bytes of a page are in use");
    }
    uint64_t page = (uint64_t)(offset / STORE_PAGE_SIZE) + 1;
    if (page == 1 && !first_page_has_our_shape(plain)) {
        return vfs_file_refuse("another page size, or no reserved bytes");
    }
    int result = fill_up_to(file, page);
    return result == SQLITE_OK ? seal_page(file, page, plain) : result;
}

static int main_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    if (size % STORE_PAGE_SIZE != 0) {
        return vfs_file_refuse("cut inside a page");
    }
    return vfs_file_truncate(vfs_file_of(sqlite), STORE_KEY_AREA_SIZE + size);
}

static int main_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    *out_size = (sqlite3_int64)vfs_main_page_count(vfs_file_of(sqlite)) * STORE_PAGE_SIZE;
    return SQLITE_OK;
}

/* Version 1 has no shared memory: a -shm file, a checksum chain over plaintext, cannot come into
 * being. */
static const sqlite3_io_methods main_methods = {
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

void vfs_main_begin(struct vfs_file *file)
{
    assert(file->vfs->main == NULL);
    file->vfs->main = file;
    file->sqlite.pMethods = &main_methods;
}
