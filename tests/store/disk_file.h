/* One file of a disk that may lose power: what a program sees, what is durable, and what is on its
 * way. */
#ifndef STORE_DISK_FILE_H
#define STORE_DISK_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/bytes.h"

enum { DISK_SECTOR_SIZE = 512 };

enum disk_chance {
    DISK_DRAWS_LOTS, /* each sector arrives, or not, or in part */
    DISK_KEEPS_ALL,
    DISK_LOSES_ALL
};

/* What happens to what was not synced. The same seed, which is not 0, does the same. */
struct disk_fate {
    uint64_t seed;
    size_t sector_size;
    enum disk_chance chance;
};

/* The next random number of a seed, which is not 0. */
uint64_t disk_file_random(uint64_t *seed);

/* Bytes with room to grow. */
struct disk_bytes {
    uint8_t *data;
    size_t size;
    size_t room;
};

struct change;

/* A file; all zero is none. Out of memory ends the test. */
struct disk_file {
    char name[128];
    struct disk_bytes now;     /* what a program sees */
    struct disk_bytes durable; /* what is there whatever happens */
    struct change *changes;    /* since it was synced, in order */
    size_t change_count;
    size_t change_room;
    struct disk_bytes sent; /* the bytes of the changes, one after the other */
};

/* Make these bytes the file, durable. */
void disk_file_set(struct disk_file *file, struct bytes bytes);

/* Note that bytes are on their way to an offset, or that the file is being cut. Neither is seen
 * yet. */
void disk_file_send(struct disk_file *file, size_t offset, struct bytes bytes);
void disk_file_send_cut(struct disk_file *file, size_t size);

/* Let a program see what was sent last. */
void disk_file_show(struct disk_file *file);

/* Make durable what was shown since. */
void disk_file_sync(struct disk_file *file);

/* A sync that failed: a program sees what it wrote, and never learns what of it is durable. That a
 * file was cut is not forgotten. */
void disk_file_fail_sync(struct disk_file *file, struct disk_fate *fate);

/* The power went: what was not synced meets its fate, and what is durable is seen. */
void disk_file_settle(struct disk_file *file, struct disk_fate *fate);

/* Free it and make it none. */
void disk_file_clear(struct disk_file *file);

#endif
