/* Inside of the encrypting VFS: what its three kinds of files share. Only vfs*.c include it. */
#ifndef STORE_VFS_FILE_H
#define STORE_VFS_FILE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/vfs.h"

struct secret;

enum {
    PAGE_PLAIN_SIZE = STORE_PAGE_SIZE - UNIT_OVERHEAD, /* a page without its reserved bytes */
    PAGE_SIZE_LEAST = 512,                             /* that SQLite knows */
    LOG_HEADER_SIZE = 32,
    LOG_SALT_AT = 16, /* in it */
    FRAME_HEADER_SIZE = 24,
    FRAME_SALT_AT = 8, /* in it: the salts of the log's header again */
    FRAME_SIZE = FRAME_HEADER_SIZE + STORE_PAGE_SIZE,
    SEALED_HEADER_SIZE = UNIT_OVERHEAD + LOG_HEADER_SIZE,
    SEALED_FRAME_SIZE = UNIT_OVERHEAD + FRAME_SIZE
};

/* In what a store differs from the files that SQLite's own tests make on this VFS. */
struct vfs_rules {
    int64_t main_start;   /* bytes before page 1 of the main file */
    size_t page_size;     /* of every file; 0: each file's own, told by its first write */
    size_t page_size_max; /* room for one page of any file */
    bool overhead_inside; /* nonce and tag lie in a page's reserved bytes; else in front of it */
    bool shared; /* other handles and processes change the files, in pieces of any size, and what a
                    crash left is SQLite's to judge */
};

/* How the units of a file lie in it. */
struct vfs_layout {
    enum unit_kind kind;
    uint64_t first;    /* number of the first unit */
    int64_t start;     /* where that begins in the platform's file */
    size_t first_size; /* bytes of the first unit, as SQLite sees it */
    size_t size;       /* bytes of every other unit; 0: not known yet */
    bool inside;       /* nonce and tag lie in the last bytes of these, which are zero for SQLite */
    bool ragged;       /* the last unit may be shorter; else the file ends in a whole unit */
};

/* Working memory of one file, guarded; the plain half is wiped after use. */
struct vfs_scratch {
    struct secret *memory;
    uint8_t *sealed; /* room for a unit, its nonce and tag */
    uint8_t *plain;  /* room for a unit */
};

struct vfs {
    sqlite3_vfs methods; /* first: SQLite's pointer to it is ours */
    sqlite3_vfs *platform;
    const struct vfs_rules *rules;
    const struct store_key *key;
    bool creating;
    struct vfs_file *main; /* the main file that was opened last and is open, or NULL */
    struct vfs_file *log;  /* the same of the log */
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
    const struct store_key *key; /* the VFS's, or the temporary one */
    struct vfs_layout layout;
    struct vfs_scratch scratch;
    bool settled; /* the layout is known to be that of the file */
    int64_t size; /* of the platform's file up to the end of its units */

    /* log only */
    int64_t laid_size;            /* of the platform's file, with the zeros behind the units */
    uint8_t salt[UNIT_SALT_SIZE]; /* else zero */
    bool written;                 /* since it was opened: SQLite does not recover any more */
    bool doubtful;                /* a write or sync failed: a given-up commit may stand in it */
    bool cut_in_flight;           /* truncated and not synced since */
    struct vfs_pending pending;

    /* temporary only */
    struct store_key *temporary_key;
};

/* Make an opened file behave as its kind. They take over file->sqlite.pMethods. SQLITE_NOMEM; a
 * temporary file is emptied, which may fail as writing does. */
int vfs_main_begin(struct vfs_file *file);
int vfs_log_begin(struct vfs_file *file);
int vfs_temporary_begin(struct vfs_file *file);

/* What SQLite calls on a main file. */
extern const struct sqlite3_io_methods vfs_main_methods;

/* Authenticate one frame, or unit 0, leaving its plaintext in the scratch memory for the caller to
 * wipe. SQLITE_IOERR_DATA: it does not authenticate. */
int vfs_log_load(struct vfs_file *file, uint64_t unit);

/* May a power cut have spoilt this unit of the log, which does not authenticate? SQLITE_OK: it may,
 * and the log ends before it; SQLITE_IOERR_DATA: it may not. */
int vfs_recovery_judge(struct vfs_file *file, uint64_t unit);

struct vfs_file *vfs_file_of(sqlite3_file *sqlite);

/* Give the file working memory for units of up to this many bytes. SQLITE_OK or SQLITE_NOMEM. */
int vfs_file_equip(struct vfs_file *file, size_t unit_size_max);

/* Where others may change the file: ask the platform for its size again. */
int vfs_file_measure(struct vfs_file *file);

/* Read exactly, from within the known size: what is missing there was taken away and is
 * SQLITE_IOERR_DATA. */
int vfs_file_read(struct vfs_file *file, uint8_t *out, int size, int64_t offset);

/* Write through to the platform and keep the size right. */
int vfs_file_write(struct vfs_file *file, const uint8_t *bytes, int size, int64_t offset);

/* Cut or extend the platform's file to size. */
int vfs_file_truncate(struct vfs_file *file, int64_t size);

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
