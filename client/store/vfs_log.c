/* The write-ahead log: its header is unit 0, and each frame, 24 bytes of header and a page, is one
 * unit. What writes them is in vfs_log_write.c. */
#include "store/vfs_log.h"

#include <string.h>

#include "store/vfs_row.h"

/* Take over what the header tells about the frames behind it. */
void vfs_log_follow(struct vfs_file *file, const uint8_t *header)
{
    size_t page_size = 0;
    for (size_t i = 0; i < 4; i++) {
        page_size = page_size << 8 | header[LOG_PAGE_SIZE_AT + i];
    }
    memcpy(file->salt, header + LOG_SALT_AT, UNIT_SALT_SIZE);
    file->settled = true;
    if (file->vfs->rules->page_size == 0 && page_size > 0 &&
        page_size <= file->vfs->rules->page_size_max) {
        file->layout.size = FRAME_HEADER_SIZE + page_size;
    }
}

int vfs_log_load_header(struct vfs_file *file)
{
    int result = vfs_row_load(file, 0);
    if (result == SQLITE_OK) {
        vfs_log_follow(file, file->scratch.plain);
    }
    return result;
}

int vfs_log_load(struct vfs_file *file, uint64_t unit)
{
    if (unit == 0) {
        return vfs_log_load_header(file);
    }
    int result = file->settled ? SQLITE_OK : vfs_log_load_header(file);
    if (result == SQLITE_OK) {
        result = vfs_row_load(file, unit);
    }
    if (result == SQLITE_IOERR_DATA && file->vfs->rules->shared) {
        /* Somebody else may have begun a new generation. */
        result = vfs_log_load_header(file);
        result = result == SQLITE_OK ? vfs_row_load(file, unit) : result;
    }
    return result;
}

/* Know the size of the file and of its frames before anything is done to it. Frames whose size no
 * header tells are of the size that is being written or, if that is no page, of the least. */
static int settle(struct vfs_file *file, size_t size)
{
    int result = vfs_file_measure(file);
    if (file->settled || file->vfs->rules->page_size > 0) {
        return result;
    }
    bool page = size >= PAGE_SIZE_LEAST && (size & (size - 1)) == 0;
    file->layout.size = FRAME_HEADER_SIZE + (page ? size : PAGE_SIZE_LEAST);
    if (result == SQLITE_OK && file->size >= SEALED_HEADER_SIZE) {
        result = vfs_log_load_header(file);
        vfs_file_wipe(file);
    }
    return result == SQLITE_IOERR_DATA ? SQLITE_OK : result;
}

static int log_write(sqlite3_file *sqlite, const void *bytes, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    uint64_t waiting = file->pending.frame;
    if (waiting > 0 && offset == vfs_log_write_offset(file, waiting) + FRAME_HEADER_SIZE &&
        (size_t)size == file->layout.size - FRAME_HEADER_SIZE) {
        int measured = vfs_file_measure(file);
        return measured == SQLITE_OK ? vfs_log_write_frame(file, bytes) : measured;
    }
    int result = settle(file, (size_t)size);
    if (result == SQLITE_OK) {
        result = vfs_log_write_pending(file);
    }
    return result == SQLITE_OK
               ? vfs_log_write_piece(file, (struct bytes){bytes, (size_t)size}, offset)
               : result;
}

/* Recovery reads whole units and expects garbage where the power went; in a store, which has one
 * owner, it is over when something was written. Every other read is of something that was found
 * good before. */
static bool may_be_garbage(const struct vfs_file *file, struct vfs_span span)
{
    if (file->vfs->rules->shared) {
        return span.within != FRAME_HEADER_SIZE;
    }
    return !file->written &&
           (span.size == file->layout.size || (span.number == 0 && span.size == LOG_HEADER_SIZE));
}

static int read_span(struct vfs_file *file, struct vfs_span span, uint8_t *out)
{
    int result = vfs_log_load(file, span.number);
    if (result == SQLITE_IOERR_DATA && may_be_garbage(file, span)) {
        result = vfs_recovery_judge(file, span.number);
        vfs_file_wipe(file);
    }
    if (result == SQLITE_OK) {
        memcpy(out, file->scratch.plain + span.within, span.size);
    }
    vfs_file_wipe(file);
    return result;
}

static int log_read(sqlite3_file *sqlite, void *out, int size, sqlite3_int64 offset)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    uint8_t *next = out;
    size_t left = (size_t)size;
    int result = settle(file, left);
    if (result == SQLITE_OK) {
        result = vfs_log_write_pending(file);
    }
    while (left > 0 && result == SQLITE_OK) {
        struct vfs_span span = vfs_row_span(&file->layout, offset, left);
        if (span.number >= vfs_row_count(file)) {
            memset(next, 0, left);
            return SQLITE_IOERR_SHORT_READ;
        }
        result = read_span(file, span, next);
        next += span.size;
        left -= span.size;
        offset += (int64_t)span.size;
    }
    return result;
}

/* Cut to the units that fit whole into size. */
static int log_truncate(sqlite3_file *sqlite, sqlite3_int64 size)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = settle(file, 0);
    if (result == SQLITE_OK) {
        result = vfs_log_write_pending(file);
    }
    if (result != SQLITE_OK) {
        return result;
    }
    uint64_t unit = size < LOG_HEADER_SIZE ? 0 : vfs_row_span(&file->layout, size, 1).number;
    int64_t sealed_size = vfs_row_offset(&file->layout, unit);
    if (sealed_size >= file->laid_size) {
        return SQLITE_OK;
    }
    file->cut_in_flight = true;
    file->settled = file->settled && unit > 0;
    return vfs_file_truncate(file, sealed_size);
}

static int log_sync(sqlite3_file *sqlite, int flags)
{
    struct vfs_file *file = vfs_file_of(sqlite);
    int result = vfs_log_write_pending(file);
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
    int result = settle(file, 0);
    if (result == SQLITE_OK) {
        result = vfs_log_write_pending(file);
    }
    if (result == SQLITE_OK) {
        *out_size = vfs_row_end(file);
    }
    return result;
}

static int log_close(sqlite3_file *sqlite)
{
    int flushed = vfs_log_write_pending(vfs_file_of(sqlite));
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

int vfs_log_begin(struct vfs_file *file)
{
    const struct vfs_rules *rules = file->vfs->rules;
    file->layout = (struct vfs_layout){
        .kind = UNIT_LOG,
        .first_size = LOG_HEADER_SIZE,
        .size = rules->page_size > 0 ? FRAME_HEADER_SIZE + rules->page_size : 0,
    };
    file->laid_size = file->size;
    file->vfs->log = file;
    file->sqlite.pMethods = &log_methods;
    return vfs_file_equip(file, FRAME_HEADER_SIZE + rules->page_size_max);
}
