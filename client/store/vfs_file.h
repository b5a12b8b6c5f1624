/* Inside of the encrypting VFS: what its three kinds of files share. Only vfs*.c include it. */
#ifndef STORE_VFS_FILE_H
#define STORE_VFS_FILE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/vfs.h"

enum {
    PAGE_PLAIN_SIZE = STORE_PAGE_SIZE - UNIT_OVERHEAD, /* a page without its reserved bytes */
    LOG_HEADER_SIZE = 32,
    LOG_SALT_AT = 16, /* in it */
    FRAME_HEADER_SIZE = 24,
    FRAME_SIZE = FRAME_HEADER_SIZE + STORE_PAGE_SIZE,
    SEALED_HEADER_SIZE = UNIT_OVERHEAD + LOG_HEADER_SIZE,
    SEALED_FRAME_SIZE = UNIT_OVERHEAD + FRAME_SIZE,
    SEALED_BLOCK_SIZE = UNIT_OVERHEAD + STORE_PAGE_SIZE /* of a temporary file */
};

/* Working memory of one operation, in guarded memory; the plain half is wiped after use. */
struct vfs_scratch {
    uint8_t sealed[SEALED_FRAME_SIZE];
    uint8_t plain[FRAME_SIZE];
};

struct vfs {
    sqlite3_vfs methods; /* first: SQLite's pointer to it is ours */
    sqlite3_vfs *platform;
    const struct store_key *key;
    bool creating;
    struct vfs_file *main; /* the open main file, or NULL */
    struct vfs_file *log;  /* the open log, or NULL */
    struct secret *scratch_memory;
    struct vfs_scratch *scratch;
    bool failed;
    struct vfs_failure failure;
    char name[32];
};

/* A 24-byte frame header that waits for its page, so that a frame is sealed once. */
struct vfs_pending {
    uint64_t frame; /* 0: none waits */
    uint8_t header[FRAME_HEADER_SIZE];
};

/* An open file. SQLite provides the memory; the platform's own file follows the structure. */
struct vfs_file {
    sqlite3_file sqlite; /* first: SQLite's pointer to it is ours */
    struct vfs *vfs;
    sqlite3_file *platform;
    int64_t size; /* of the platform's file, which nobody else changes */

    /* log only */
    uint64_t unit_count; /* the header and the frames; zeros may lie behind them */
    bool salt_known;
    uint8_t salt[UNIT_SALT_SIZE];
    bool written;       /* since it was opened: SQLite does not recover any more */
    bool doubtful;      /* a write or sync failed: a given-up commit may stand in it */
    bool cut_in_flight; /* truncated and not synced since */
    struct vfs_pending pending;

    /* temporary only */
    struct store_key *temporary_key;
    int64_t temporary_size; /* as SQLite sees it */
};

/* Make an opened file behave as its kind. They take over file->sqlite.pMethods;
 * vfs_temporary_begin() answers SQLITE_OK or SQLITE_NOMEM. */
void vfs_main_begin(struct vfs_file *file);
void vfs_log_begin(struct vfs_file *file);
int vfs_temporary_begin(struct vfs_file *file);

/* Authenticate one unit, leaving its plaintext in the scratch memory for the caller to wipe.
 * SQLITE_IOERR_DATA: it does not authenticate. */
int vfs_main_load(struct vfs_file *file, uint64_t page);
int vfs_log_load(struct vfs_file *file, uint64_t unit);

/* Whole pages of the main file; the header and the whole frames of the log. */
uint64_t vfs_main_page_count(const struct vfs_file *file);
uint64_t vfs_log_unit_count(const struct vfs_file *file);

/* Where a unit of the log begins in the platform's file. */
int64_t vfs_log_offset(uint64_t unit);

/* May a power cut have spoilt this unit of the log, which does not authenticate? SQLITE_OK: it may,
 * and the log ends before it; SQLITE_IOERR_DATA: it may not. */
int vfs_recovery_judge(struct vfs_file *file, uint64_t unit);

struct vfs_file *vfs_file_of(sqlite3_file *sqlite);

/* Read exactly, from within the known size: what is missing there was taken away and is
 * SQLITE_IOERR_DATA. */
int vfs_file_read(struct vfs_file *file, uint8_t *out, int size, int64_t offset);

/* Write through to the platform and keep the size right. */
int vfs_file_write(struct vfs_file *file, const uint8_t *bytes, int size, int64_t offset);

/* Cut or extend the platform's file to size. */
int vfs_file_truncate(struct vfs_file *file, int64_t size);

/* Note the unit that failed and answer SQLITE_IOERR_DATA. */
int vfs_file_forged(struct vfs_file *file, enum unit_kind kind, uint64_t number);

/* Say in SQLite's log that a write breaks the format, and answer SQLITE_IOERR_WRITE. */
int vfs_file_refuse(const char *reason);

/* Wipe the plain half of the scratch memory. */
void vfs_file_wipe(struct vfs_file *file);

/* Methods that are the same for every kind. */
int vfs_file_close(sqlite3_file *sqlite);
int vfs_file_sync(sqlite3_file *sqlite, int flags);
int vfs_file_lock(sqlite3_file *sqlite, int level);
int vfs_file_unlock(sqlite3_file *sqlite, int level);
int vfs_file_check_reserved(sqlite3_file *sqlite, int *out_reserved);
int vfs_file_control(sqlite3_file *sqlite, int operation, void *argument);
int vfs_file_sector_size(sqlite3_file *sqlite);
int vfs_file_characteristics(sqlite3_file *sqlite);

#endif
