/* A simulated disk as a platform of SQLite: the calls that are the same for every such disk. */
#ifndef STORE_DISK_PLATFORM_H
#define STORE_DISK_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>

#include "store/disk_file.h"

/* What a disk does with its files. The numbers are SQLite's codes; what a program sees of a file is
 * read without asking the disk. */
struct disk_platform {
    const char *name;
    int sector_size;
    bool (*is_dead)(void);                       /* then every call fails */
    struct disk_file *(*find)(const char *path); /* NULL: there is none */
    int (*create)(const char *path, struct disk_file **out_file);
    int (*write)(struct disk_file *file, size_t offset, struct bytes bytes);
    int (*cut)(struct disk_file *file, size_t size);
    int (*sync)(struct disk_file *file);
    int (*remove)(const char *path);
    int (*sync_folder)(void); /* NULL: names are durable at once */
};

/* Register a disk, which is static, perhaps as SQLite's default platform. There is one. */
void disk_platform_begin(const struct disk_platform *platform, bool is_default);
void disk_platform_end(void);

#endif
