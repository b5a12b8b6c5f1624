/* Writing the log: frames, pieces of them, and the header that begins a new generation. */
#include <string.h>

#include "store/vfs_log.h"
#include "store/vfs_row.h"

enum { BLANK_SIZE_MAX = SEALED_HEADER_SIZE + 1024 * SEALED_FRAME_SIZE };

/* Note that the log was written to, and how that went. */
static int note_written(struct vfs_file *file, int result)
{
    file->written = true;
    file->doubtful = file->doubtful || result != SQLITE_OK;
    return result;
}

/* After a failure of the disk a commit that SQLite has given up may stand in the log. Left behind
 * new frames, it would look like a second commit to a recovery: take it away, for good, before
 * anything is written. */
static int cut_doubtful_end(struct vfs_file *file, uint64_t frame)
{
    if (!file->doubtful || file->vfs->rules->shared) {
        return SQLITE_OK;
    }
    int result = vfs_file_truncate(file, vfs_row_offset(&file->layout, frame));
    if (result == SQLITE_OK) {
        result = file->platform->pMethods->xSync(file->platform, SQLITE_SYNC_NORMAL);
    }
    file->doubtful = result != SQLITE_OK;
    return result;
}

/* Frames follow each other, and the first follows the header. */
static int check_place(const struct vfs_file *file, uint64_t frame)
{
    uint64_t count = vfs_row_count(file);
    if (!file->vfs->rules->shared && (frame > count || count == 0)) {
        return vfs_file_refuse("a frame beyond the end of the log");
    }
    return SQLITE_OK;
}

/* Change a part of a unit: of the one that is there, or of a zero one. What is there of an earlier
 * generation does not open and does not count; only where others write can that be. */
static int patch_span(struct vfs_file *file, struct vfs_span span, const uint8_t *bytes)
{
    size_t size = span.number == 0 ? LOG_HEADER_SIZE : file->layout.size;
    int result = check_place(file, span.number);
    if (result == SQLITE_OK && span.number < vfs_row_count(file)) {
        result = vfs_log_load(file, span.number);
    }
    if (result == SQLITE_IOERR_DATA && file->vfs->rules->shared) {
        result = SQLITE_OK;
        vfs_file_wipe(file);
    }
    if (result != SQLITE_OK) {
        return result;
    }
    memcpy(file->scratch.plain + span.within, bytes, span.size);
    return note_written(file, vfs_row_store(file, span.number, size));
}

/* Write a piece that is not a frame as SQLite usually writes it. */
static int patch(struct vfs_file *file, struct bytes piece, int64_t offset)
{
    int result = SQLITE_OK;
    for (uint64_t unit = vfs_row_count(file); file->vfs->rules->shared && result == SQLITE_OK &&
                                              unit < vfs_row_span(&file->layout, offset, 1).number;
         unit++) {
        result = patch_span(file, (struct vfs_span){.number = unit}, piece.data);
    }
    while (piece.size > 0 && result == SQLITE_OK) {
        struct vfs_span span = vfs_row_span(&file->layout, offset, piece.size);
        result = patch_span(file, span, piece.data);
        file->settled = file->settled && span.number > 0;
        piece.data += span.size;
        piece.size -= span.size;
        offset += (int64_t)span.size;
    }
    return result;
}

/* Somebody else may have begun a new generation: a frame that names other salts than ours says so.
 * (It names none while SQLite is about to renew its checksum.) */
static int follow_salt(struct vfs_file *file, const uint8_t *frame_header)
{
    if (!file->vfs->rules->shared ||
        memcmp(file->salt, frame_header + FRAME_SALT_AT, UNIT_SALT_SIZE) == 0) {
        return SQLITE_OK;
    }
    int result = vfs_row_count(file) > 0 ? vfs_log_load_header(file) : SQLITE_OK;
    vfs_file_wipe(file);
    return result == SQLITE_IOERR_DATA ? SQLITE_OK : result;
}

int64_t vfs_log_write_offset(const struct vfs_file *file, uint64_t frame)
{
    return LOG_HEADER_SIZE + ((int64_t)frame - 1) * (int64_t)file->layout.size;
}

int vfs_log_write_pending(struct vfs_file *file)
{
    struct vfs_pending pending = file->pending;
    if (pending.frame == 0) {
        return SQLITE_OK;
    }
    file->pending.frame = 0;
    int result = follow_salt(file, pending.header);
    if (result != SQLITE_OK) {
        return result;
    }
    return patch(file, (struct bytes){pending.header, FRAME_HEADER_SIZE},
                 vfs_log_write_offset(file, pending.frame));
}

int vfs_log_write_frame(struct vfs_file *file, const uint8_t *page)
{
    uint8_t *plain = file->scratch.plain;
    uint64_t frame = file->pending.frame;
    size_t size = file->layout.size;
    file->pending.frame = 0;
    int result = check_place(file, frame);
    if (result == SQLITE_OK) {
        result = cut_doubtful_end(file, frame);
    }
    if (result == SQLITE_OK) {
        result = follow_salt(file, file->pending.header);
    }
    if (result != SQLITE_OK) {
        return result;
    }
    memcpy(plain, file->pending.header, FRAME_HEADER_SIZE);
    memcpy(plain + FRAME_HEADER_SIZE, page, size - FRAME_HEADER_SIZE);
    return note_written(file, vfs_row_store(file, frame, size));
}

/* Cut the log off and make that durable; then lay zeros where it was, up to the size between two
 * checkpoints: a commit that writes into a file costs the disk less than one that makes it grow. */
static int blank_log(struct vfs_file *file)
{
    static const uint8_t zeros[SEALED_FRAME_SIZE];
    int64_t blank_size = file->laid_size < BLANK_SIZE_MAX ? file->laid_size : BLANK_SIZE_MAX;
    int result = SQLITE_OK;
    file->doubtful = false;
    if (file->laid_size > 0) {
        file->cut_in_flight = true;
        result = vfs_file_truncate(file, 0);
    }
    if (result == SQLITE_OK && file->cut_in_flight) {
        result = file->platform->pMethods->xSync(file->platform, SQLITE_SYNC_NORMAL);
        file->cut_in_flight = result != SQLITE_OK;
    }
    while (result == SQLITE_OK && file->laid_size < blank_size) {
        int64_t left = blank_size - file->laid_size;
        int part = left < SEALED_FRAME_SIZE ? (int)left : SEALED_FRAME_SIZE;
        result = vfs_file_write(file, zeros, part, file->laid_size);
    }
    file->size = 0; /* no unit of it */
    return result;
}

/* A header begins a new generation. The frames of the old one, all of them in the database by now,
 * are gone for good before it is written. So a header that does not authenticate, with frames
 * behind it, is never the work of a power cut. */
static int begin_generation(struct vfs_file *file, const uint8_t *header)
{
    static const uint8_t page_size[] = {0, 0, STORE_PAGE_SIZE >> 8, 0};
    if (memcmp(header + LOG_PAGE_SIZE_AT, page_size, sizeof page_size) != 0) {
        return vfs_file_refuse("a log of another page size");
    }
    return blank_log(file);
}

static int write_header(struct vfs_file *file, const uint8_t *header)
{
    int result = file->vfs->rules->shared ? SQLITE_OK : begin_generation(file, header);
    if (result != SQLITE_OK) {
        return result;
    }
    vfs_log_follow(file, header);
    memcpy(file->scratch.plain, header, LOG_HEADER_SIZE);
    return note_written(file, vfs_row_store(file, 0, LOG_HEADER_SIZE));
}

/* What a store's log takes: whole headers, and pieces of one frame. */
static int check_piece(struct vfs_span span, size_t size)
{
    if (span.size != size) {
        return vfs_file_refuse("across the edge of a frame");
    }
    if (span.number == 0 && size != LOG_HEADER_SIZE) {
        return vfs_file_refuse("a part of the log's header");
    }
    return SQLITE_OK;
}

int vfs_log_write_piece(struct vfs_file *file, struct bytes piece, int64_t offset)
{
    struct vfs_span span = vfs_row_span(&file->layout, offset, piece.size);
    int result = file->vfs->rules->shared ? SQLITE_OK : check_piece(span, piece.size);
    if (result != SQLITE_OK) {
        return result;
    }
    if (offset == 0 && piece.size == LOG_HEADER_SIZE) {
        return write_header(file, piece.data);
    }
    if (span.number > 0 && span.within == 0 && piece.size == FRAME_HEADER_SIZE) {
        file->pending.frame = span.number;
        memcpy(file->pending.header, piece.data, FRAME_HEADER_SIZE);
        return SQLITE_OK;
    }
    return patch(file, piece, offset);
}
