/* A disk in memory under a whole store: its files, its folder, its failures and its power cuts.
 * memory_disk_sqlite.c puts SQLite on it, memory_disk_posix.c the program's own calls. */
#ifndef STORE_MEMORY_DISK_H
#define STORE_MEMORY_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/disk_file.h"

/* The one folder of the disk. Any other path is the machine's own. */
#define MEMORY_DISK_FOLDER "/memory-disk"

enum { MEMORY_DISK_IMAGE_FILES = 4 };

/* What the operation at the chosen point meets. */
enum memory_disk_fault {
    MEMORY_DISK_WORKS,
    MEMORY_DISK_FAILS, /* it fails; a failed sync keeps all, some or none of it */
    MEMORY_DISK_FULL,  /* a write finds no room */
    MEMORY_DISK_SHORT, /* half of a write arrives */
    MEMORY_DISK_GONE,  /* it fails, and all that follows, reads too */
    MEMORY_DISK_DARK   /* it is done, and then the power is cut */
};

/* What a broken program would leave out, or a lying disk: the torture has to notice. */
enum memory_disk_lie {
    MEMORY_DISK_HONEST,
    MEMORY_DISK_SYNCS_NO_LOG,
    MEMORY_DISK_SYNCS_NO_MAIN_FILE,
    MEMORY_DISK_SYNCS_NO_CUT,        /* of a log: the sync right after it was cut */
    MEMORY_DISK_SYNCS_NO_FOLDER,     /* so names come and go with the power */
    MEMORY_DISK_SYNCS_NO_KEY_HEADER, /* the sync right after a copy was written */
    MEMORY_DISK_SYNCS_LATE,          /* every second sync of a file is left out */
    MEMORY_DISK_LIES                 /* how many of these there are */
};

enum memory_disk_result {
    MEMORY_DISK_DONE,
    MEMORY_DISK_ERROR,
    MEMORY_DISK_NO_ROOM,
    MEMORY_DISK_PART_DONE /* of a write: half of it */
};

/* Files as they are laid down or picked up. The bytes are owned. */
struct memory_disk_image {
    struct {
        char name[32];
        uint8_t *bytes;
        size_t size;
    } files[MEMORY_DISK_IMAGE_FILES];
    size_t count;
};

void memory_disk_free_image(struct memory_disk_image *image);

/* An empty, honest disk that works. What is written before memory_disk_arm() counts too. */
void memory_disk_clear(void);

/* Lay these files down, durable, on an empty disk; pick up what a program sees now, the lock file
 * left out. */
void memory_disk_load(const struct memory_disk_image *image);
void memory_disk_save(struct memory_disk_image *out_image);

/* The operation of this number from now on (write, cut, sync, or change of a name) meets the fault;
 * 0: none does. The seed decides what a failed sync loses. */
void memory_disk_arm(unsigned point, enum memory_disk_fault fault, uint64_t seed);
void memory_disk_lie(enum memory_disk_lie lie);

/* Besides, the power is cut after the operation of this number. */
void memory_disk_cut_power_after(unsigned point);

/* Operations since it was armed. */
unsigned memory_disk_operations(void);

/* Is the power gone, or the disk? */
bool memory_disk_is_dead(void);

/* The power was cut, now or before, and is back: what was durable is there, the rest met its fate.
 * Disarmed; no file is open. */
void memory_disk_restore(struct disk_fate fate);

/* What a program may do. A file is found by its name in the folder, NULL: there is none. */
struct disk_file *memory_disk_find(const char *name);
enum memory_disk_result memory_disk_create(const char *name, struct disk_file **out_file);
enum memory_disk_result memory_disk_write(struct disk_file *file, size_t offset,
                                          struct bytes bytes);
enum memory_disk_result memory_disk_cut(struct disk_file *file, size_t size);
enum memory_disk_result memory_disk_sync(struct disk_file *file);
enum memory_disk_result memory_disk_remove(const char *name);
enum memory_disk_result memory_disk_rename(const char *from, const char *to);
enum memory_disk_result memory_disk_sync_folder(void);

/* The name in the folder that a path of the disk ends in; NULL: a path of the machine. "" is the
 * folder. */
const char *memory_disk_name(const char *path);

#endif
