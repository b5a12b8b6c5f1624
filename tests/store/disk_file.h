/* One file of a disk that may lose power: what a program sees, what is durable, and what is on its
 * way. */
#ifndef STORE_DISK_FILE_H
#define STORE_DISK_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { DISK_SECTOR_SIZE = 512 };

struct change;

/* A file; all zero is none. Out of memory ends the test. */
struct disk_file {
    char name[128];
    uint8_t *now; /* what a program sees */
    size_t now_size;
    uint8_t *durable; /* what is there whatever happens */
    size_t durable_size;
    struct change *changes; /* since it was synced, in order */
    size_t change_count;
};

/* Make these bytes the file, durable. */
void disk_file_set(struct disk_file *file, struct bytes bytes);

/* Note that bytes are on their way to an offset, or that the file is being cut. Neither is seen
 * yet. */
void disk_file_send(struct disk_file *file, size_t offset, struct bytes bytes);
void disk_file_send_cut(struct disk_file *file, size_t size);

/* Let a program see what was sent last. */
void disk_file_show(struct disk_file *file);

/* Make durable what is seen. */
void disk_file_sync(struct disk_file *file);

/* The power went: of what was not synced each sector arrived, or not, or in part. */
void disk_file_settle(struct disk_file *file, uint64_t *seed);

/* Free it and make it none. */
void disk_file_clear(struct disk_file *file);

#endif
