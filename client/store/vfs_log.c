/* The write-ahead log: its header is unit 0, and each frame, 24 bytes of header and a page, is one
 * unit. */
#include <assert.h>
#include <string.h>

#include "store/vfs_file.h"

enum {
    LOG_PAGE_SIZE_AT = 8, /* in the log's header, big-endian */
    BLANK_SIZE_MAX = SEALED_HEADER_SIZE + 1024 * SEALED_FRAME_SIZE
};

/* A stretch of the log that lies inside one unit. */
struct stretch {
    uint64_t unit;
    size_t within;
    size_t size;
};

static size_t unit_plain_size(uint64_t unit)
{
    return unit == 0 ? LOG_HEADER_SIZE : FRAME_SIZE;
}

int64_t vfs_log_offset(uint64_t unit)
{
    return unit == 0 ? 0 : SEALED_HEADER_SIZE + ((int64_t)unit - 1) * SEALED_FRAME_SIZE;
}

/* SQLite never reads or writes across the edge of a unit. */
static bool find_stretch(int64_t offset, int size, struct stretch *out_stretch)
{
    struct stretch stretch = {.unit = 0, .within = (size_t)offset, .size = (size_t)size};
    if (offset >= LOG_HEADER_SIZE) {
        stretch.unit = (uint64_t)(offset - LOG_HEADER_SIZE) / FRAME_SIZE + 1;
        stretch.within = (size_t)(offset - LOG_HEADER_SIZE) % FRAME_SIZE;
    }
    *out_stretch = stretch;
    return stretch.within + stretch.size <= unit_plain_size(stretch.unit);
}

/* A torn header or frame at the end does not count. */
static uint64_t units_in(int64_t sealed_size)
{
    if (sealed_size < SEALED_HEADER_SIZE) {
        return 0;
    }
    return 1 + (uint64_t)(sealed_size - SEALED_HEADER_SIZE) / SEALED_FRAME_SIZE;
}

uint64_t vfs_log_unit_count(const struct vfs_file *file)
{
    return file->unit_count;
}

/* The salts bind a frame to its generation of the log: an older frame at the same place does not
 * open. */
static struct unit_place place_of(const struct vfs_file *file, uint64_t unit)
{
    struct unit_place place = {.kind = UNIT_LOG, .number = unit};
    if (unit > 0) {
        memcpy(place.salt, file->salt, UNIT_SALT_SIZE);
    }
    return place;
}

static int load_unit(struct vfs_file *file, uint64_t unit)
{
    struct vfs_scratch *scratch = file->vfs->scratch;
    size_t size = unit_plain_size(unit);
    int result =
        vfs_file_read(file, scratch->sealed, (int)(UNIT_OVERHEAD + size), vfs_log_offset(unit));
    if (result == SQLITE_IOERR_DATA) {
        return vfs_file_forged(file, UNIT_LOG, unit);
    }
    if (result != SQLITE_OK) {
        return result;
    }
    struct unit_place place = place_of(file, unit);
    struct bytes sealed = {scratch->sealed + UNIT_OVERHEAD, size};
    if (unit_open(file->vfs->key, &place, sealed, scratch->sealed, scratch->plain) != DAYBOOK_OK) {
        return vfs_file_forged(file, UNIT_LOG, unit);
    }
    if (unit == 0) {
        memcpy(file->salt, scratch->plain + LOG_SALT_AT, UNIT_SALT_SIZE);
        file->salt_known = true;
    }
    return SQLITE_OK;
}

int vfs_log_load(struct vfs_file *file, uint64_t unit)
{
    if (unit > 0 && !file->salt_known) {
        int result = load_unit(file, 0);
        if (result != SQLITE_OK) {
            return result;
        }
    }
    return load_unit(file, unit);
}

/* Seal what lies in the plain scratch memory, wipe it, and write the unit. */
static int store_unit(struct vfs_file *file, uint64_t unit)
{
    struct vfs_scratch *scratch = file->vfs->scratch;
    size_t size = unit_plain_size(unit);
    struct unit_place place = place_of(file, unit);
    unit_seal(file->vfs->key, &place, (struct bytes){scratch->plain, size},
              scratch->sealed + UNIT_OVERHEAD, scratch->sealed);
    vfs_file_wipe(file);
    file->written = true;
    int result =
        vfs_file_write(file, scratch->sealed, (int)(UNIT_OVERHEAD + size), vfs_log_offset(unit));
    if (result == SQLITE_OK && unit >= file->unit_count) {
        file->unit_count = unit + 1;
    }
    file->doubtful = file->doubtful || result != SQLITE_OK;
    return result;
}

/* After a failure of the disk a commit that SQLite has given up may stand in the log. Left behind
 * new frames, it would look like a second commit to a recovery: take it away, for good, before
 * anything is written. */
static int cut_doubtful_end(struct vfs_file *file, uint64_t frame)
{
    if (!file->doubtful) {
        return SQLITE_OK;
    }
    int result = vfs_file_truncate(file, vfs_log_offset(frame));
    if (result == SQLITE_OK) {
        file->unit_count = frame;
        result = file->platform->pMethods->xSync(file->platform, SQLITE_SYNC_NORMAL);
    }
    file->doubtful = result != SQLITE_OK;
    return result;
}

/* Change a part of a frame: of the one that is there, or of a zero one at the end of the log. */
static int patch_frame(struct vfs_file *file, struct stretch stretch, const uint8_t *bytes)
{
    uint64_t count = vfs_log_unit_count(file);
    if (stretch.unit > count || count == 0) {
        return vfs_file_refuse("a frame beyond the end of the log");
    }
    if (stretch.size == FRAME_SIZE || stretch.unit == count) {
        vfs_file_wipe(file);
    } else {
        int result = vfs_log_load(file, stretch.unit);
        if (result != SQLITE_OK) {
            return result;
        }
    }
    memcpy(file->vfs->scratch->plain + stretch.within, bytes, stretch.size);
    return store_unit(file, stretch.unit);
}

/* Write a frame header that waited in vain for its page: the checksums of existing frames are being
 * renewed. */
static int flush_pending(struct vfs_file *file)
{
    struct vfs_pending pending = file->pending;
    if (pending.frame == 0) {
        return SQLITE_OK;
    }
    file->pending.frame = 0;
    struct stretch stretch = {.unit = pending.frame, .within = 0, .size = FRAME_HEADER_SIZE};
    return patch_frame(file, stretch, pending.header);
}

static int write_whole_frame(struct vfs_file *file, const uint8_t *page)
{
    uint8_t *plain = file->vfs->scratch->plain;
    uint64_t frame = file->pending.frame;
    file->pending.frame = 0;
    if (frame > vfs_log_unit_count(file)) {
        return vfs_file_refuse("a frame beyond the end of the log");
    }
    int result = cut_doubtful_end(file, frame);
    if (result != SQLITE_OK) {
        return result;
    }
    memcpy(plain, file->pending.header, FRAME_HEADER_SIZE);
    memcpy(plain + FRAME_HEADER_SIZE, page, STORE_PAGE_SIZE);
    return store_unit(file, frame);
}

/* Cut the log off and make that durable; then lay zeros where it was, up to the size between two
 * checkpoints: a commit that writes into a file costs the disk less than one that makes it grow. */
static int blank_log(struct vfs_file *file)
{
    static const uint8_t zeros[SEALED_FRAME_SIZE];
    int64_t blank_size = file->size < BLANK_SIZE_MAX ? file->size : BLANK_SIZE_MAX;
    int result = SQLITE_OK;
    file->unit_count = 0;
    file->doubtful = false;
    if (file->size > 0) {
        file->cut_in_flight = true;
        result = vfs_file_truncate(file, 0);
    }
    if (result == SQLITE_OK && file->cut_in_flight) {
        result = file->platform->pMethods->xSync(file->platform, SQLITE_SYNC_NORMAL);
        file->cut_in_flight = result != SQLITE_OK;
    }
    while (result == SQLITE_OK && file->size < blank_size) {
        int64_t left = blank_size - file->size;
        int part = left < SEALED_FRAME_SIZE ? (int)left : SEALED_FRAME_SIZE;
        result = vfs_file_write(file, zeros, part, file->size);
    }
    return result;
}

/* A header begins a new generation. The frames of the old one, all of them in the database by now,
 * are gone for good before it is written. So a header that does not authenticate, with frames
 * behind it, is never the work of a power cut. */
static int write_header(struct vfs_file *file, const uint8_t *header)
{
    static const uint8_t page_size[] = {0, 0, STORE_PAGE_SIZE >> 8, 0};
    if (memcmp(header + LOG_PAGE_SIZE_AT, page_size, sizeof page_size) != 0) {
        return vfs_file_refuse("a log of another page size");
    }
    int result = blank_log(file);
    if (result != SQLITE_OK) {
        return result;
    }
    memcpy(file->salt, header + LOG_SALT_AT, UNIT_SALT_SIZE);
    file->salt_known = true;
    memcpy(file->vfs->scratch->plain, header, LOG_HEADER_SIZE);
    return store_unit(file, 0);
}

static int log_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    struct stretch stretch;
    if (!find_stretch(offset, size, &stretch)) {
        return vfs_file_refuse("across the edge of a frame");
    }
    bool completes = file->pending.frame == stretch.unit && stretch.unit > 0 &&
                     stretch.within == FRAME_HEADER_SIZE && stretch.size == STORE_PAGE_SIZE;
    if (completes) {
        return write_whole_frame(file, bytes);
    }
    int result = flush_pending(file);
    if (result != SQLITE_OK) {
        return result;
    }
    if (stretch.unit == 0) {
        return stretch.size == LOG_HEADER_SIZE ? write_header(file, bytes)
                                               : vfs_file_refuse("a part of the log's header");
    }
    if (stretch.within == 0 && stretch.size == FRAME_HEADER_SIZE) {
        file->pending.frame = stretch.unit;
        memcpy(file->pending.header, bytes, FRAME_HEADER_SIZE);
        return SQLITE_OK;
    }
    return patch_frame(file, stretch, bytes);
}

/* Recovery reads whole units, before anything is written, and expects garbage where the power went;
 * every other read is of something that was found good before. */
static int read_stretch(struct vfs_file *file, struct stretch stretch, uint8_t *out)
{
    int result = vfs_log_load(file, stretch.unit);
    bool recovering = !file->written && stretch.size == unit_plain_size(stretch.unit);
    if (result == SQLITE_IOERR_DATA && recovering) {
        result = vfs_recovery_judge(file, stretch.unit);
        vfs_file_wipe(file);
    }
    if (result == SQLITE_OK) {
        memcpy(out, file->vfs->scratch->plain + stretch.within, stretch.size);
    }
    vfs_file_wipe(file);
    return result;
}

static int log_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = flush_pending(file);
    if (result != SQLITE_OK) {
        return result;
    }
    struct stretch stretch;
    if (!find_stretch(offset, size, &stretch)) {
        return SQLITE_IOERR_READ;
    }
    if (stretch.unit >= vfs_log_unit_count(file)) {
        memset(out, 0, (size_t)size);
        return SQLITE_IOERR_SHORT_READ;
    }
    return read_stretch(file, stretch, out);
}

/* Cut to the units that fit whole into size. */
static int log_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = flush_pending(file);
    if (result != SQLITE_OK) {
        return result;
    }
    int64_t sealed_size = 0;
    if (size >= LOG_HEADER_SIZE) {
        sealed_size = vfs_log_offset((uint64_t)(size - LOG_HEADER_SIZE) / FRAME_SIZE + 1);
    }
    if (sealed_size >= file->size) {
        return SQLITE_OK;
    }
    file->cut_in_flight = true;
    result = vfs_file_truncate(file, sealed_size);
    if (result == SQLITE_OK && units_in(sealed_size) < file->unit_count) {
        file->unit_count = units_in(sealed_size);
    }
    return result;
}

static int log_sync(sqlite3_file *sqlite, int flags)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = flush_pending(file);
    if (result == SQLITE_OK) {
        result = vfs_file_sync(sqlite, flags);
    }
    file->cut_in_flight = file->cut_in_flight && result != SQLITE_OK;
    file->doubtful = file->doubtful || result != SQLITE_OK;
    return result;
}

static int log_size(sqlite3_file *sqlite, sqlite3_int64 *out_size)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = flush_pending(file);
    if (result != SQLITE_OK) {
        return result;
    }
    uint64_t count = vfs_log_unit_count(file);
    *out_size = count == 0 ? 0 : LOG_HEADER_SIZE + ((sqlite3_int64)count - 1) * FRAME_SIZE;
    return SQLITE_OK;
}

static int log_close(sqlite3_file *sqlite)
{
    int flushed = flush_pending(vfs_file_of(sqlite));
    int closed = vfs_file_close(sqlite);
    return flushed == SQLITE_OK ? closed : flushed;
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = vfs_file_lock,
    .xUnlock = vfs_file_unlock,
    .xCheckReservedLock = vfs_file_check_reserved,
    .xFileControl = vfs_file_control,
    .xSectorSize = vfs_file_sector_size,
    .xDeviceCharacteristics = vfs_file_characteristics,
};

void vfs_log_begin(struct vfs_file *file)
{
    assert(file->vfs->log == NULL);
    file->vfs->log = file;
    file->unit_count = units_in(file->size);
    file->sqlite.pMethods = &log_methods;
}
