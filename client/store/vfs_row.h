/* A file as a row of sealed units, read and written at any byte: the mapping that the main file,
 * the log and temporary files have in common. Only vfs*.c include it. */
#ifndef STORE_VFS_ROW_H
#define STORE_VFS_ROW_H

#include <stddef.h>
#include <stdint.h>

#include "store/vfs_file.h"

/* A stretch of what SQLite sees that lies in one unit. */
struct vfs_span {
    uint64_t number; /* of the unit */
    size_t within;   /* where it begins in it */
    size_t size;
};

/* The stretch that begins at offset: size bytes, or as many as its unit has room for. The unit size
 * is known. */
struct vfs_span vfs_row_span(const struct vfs_layout *layout, int64_t offset, size_t size);

/* Where a unit begins in the platform's file. */
int64_t vfs_row_offset(const struct vfs_layout *layout, uint64_t number);

/* How many units the file has, by its known size; what is too short to be one does not count. */
uint64_t vfs_row_count(const struct vfs_file *file);

/* The file's size as SQLite sees it. */
int64_t vfs_row_end(const struct vfs_file *file);

/* Authenticate a unit that is there, leaving its plaintext in the scratch memory, zeros behind it,
 * for the caller to wipe. SQLITE_IOERR_DATA: it does not authenticate. */
int vfs_row_load(struct vfs_file *file, uint64_t number);

/* Seal the first size bytes of the plain scratch memory as this unit, wipe them, and write it. */
int vfs_row_store(struct vfs_file *file, uint64_t number, size_t size);

/* Read; behind the end zeros and SQLITE_IOERR_SHORT_READ. */
int vfs_row_read(struct vfs_file *file, uint8_t *out, size_t size, int64_t offset);

/* Write, sealing whole units at once and changing others in part. Units between the end and offset
 * become sealed zeros: a hole would not authenticate. */
int vfs_row_write(struct vfs_file *file, const uint8_t *bytes, size_t size, int64_t offset);

/* Cut what SQLite sees to size, which lies on the edge of a unit unless the file may be ragged.
 * Never lengthens. */
int vfs_row_cut(struct vfs_file *file, int64_t size);

#endif
