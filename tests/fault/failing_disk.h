/* A disk that fails at a chosen write: SQLite's own platform, with a fault before it. */
#ifndef FAULT_FAILING_DISK_H
#define FAULT_FAILING_DISK_H

#include <stdbool.h>

enum failing_disk_fault {
    FAILING_DISK_ONCE, /* one write, sync or cut fails, a write after half of it arrived */
    FAILING_DISK_FULL, /* no write has room from then on */
};

/* Become SQLite's platform for every file opened from now on. Once. */
void failing_disk_begin(void);

/* Be told before each write, sync and cut (true: do it by half, or not at all) and after it; and of
 * writes and syncs apart. */
struct failing_disk_watch {
    bool (*before)(void);
    void (*after)(void);
    void (*written)(void);
    void (*synced)(void);
};
void failing_disk_watch(struct failing_disk_watch watch);

/* From now on count writes, syncs and cuts, and fail at the one of this number; 1 is the next. */
void failing_disk_fail(unsigned number, enum failing_disk_fault fault);

/* The disk is fine again; did anything fail? */
bool failing_disk_end(void);

#endif
