/* The program's own calls on the disk in memory. The linker puts the calls of memory_disk_posix.c
 * before the system's (--wrap): paths and descriptors of the disk go to it, all others on to the
 * system. A descriptor is the disk's from this number on. */
#ifndef STORE_MEMORY_DISK_POSIX_H
#define STORE_MEMORY_DISK_POSIX_H

enum { MEMORY_DISK_DESCRIPTOR = 1 << 20 };

/* Descriptors of the disk that are open: none is left behind by a store that was closed. */
int memory_disk_posix_open_count(void);

#endif
