/* SQLite on the disk in memory. */
#ifndef STORE_MEMORY_DISK_SQLITE_H
#define STORE_MEMORY_DISK_SQLITE_H

/* Become SQLite's default platform, for files of the disk's folder alone. Once. */
void memory_disk_sqlite_begin(void);

#endif
