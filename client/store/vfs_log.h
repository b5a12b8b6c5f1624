/* Between the two files of the write-ahead log. Only vfs*.c include it. */
#ifndef STORE_VFS_LOG_H
#define STORE_VFS_LOG_H

#include <stdint.h>

#include "base/bytes.h"
#include "store/vfs_file.h"

enum { LOG_PAGE_SIZE_AT = 8 /* in the log's header, big-endian */ };

/* Take over what a header tells about the frames behind it. */
void vfs_log_follow(struct vfs_file *file, const uint8_t *header);

/* Authenticate the header, follow it, and leave it in the scratch memory for the caller to wipe.
 * SQLITE_IOERR_DATA: it does not authenticate. */
int vfs_log_load_header(struct vfs_file *file);

/* Where a frame begins, as SQLite sees it. */
int64_t vfs_log_write_offset(const struct vfs_file *file, uint64_t frame);

/* Write a frame header that waited in vain for its page, if one waits: the checksums of existing
 * frames are being renewed. */
int vfs_log_write_pending(struct vfs_file *file);

/* Write the frame whose header waits for this page. */
int vfs_log_write_frame(struct vfs_file *file, const uint8_t *page);

/* Write anything else; nothing waits. A frame header that is written alone begins to wait. */
int vfs_log_write_piece(struct vfs_file *file, struct bytes piece, int64_t offset);

#endif
