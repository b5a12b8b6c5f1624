/* Checking a whole store: every unit of its files, then SQLite's own idea of order. */
#ifndef STORE_VERIFY_FILE_H
#define STORE_VERIFY_FILE_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "store/vfs.h"

enum { VERIFY_NAMED_MAX = 32 };

/* What was found. Without text: SQLite's sentences name tables. */
struct verify_report {
    uint64_t page_count;     /* pages of the main file */
    uint64_t log_unit_count; /* the log's header and frames */
    uint64_t forged_count;   /* units that do not authenticate */
    size_t named_count;      /* of these, the first VERIFY_NAMED_MAX are named */
    struct vfs_failure named[VERIFY_NAMED_MAX];
    uint64_t complaint_count; /* of PRAGMA integrity_check and foreign_key_check */
};

/* Check an open store. OK: nothing was found; FORGED: a unit does not authenticate; DAMAGED: every
 * unit does, and the database in them does not hold together. In these three cases *out_report is
 * filled. NO_MEMORY, FAILED. */
enum daybook_status verify_file_run(sqlite3 *sqlite, struct vfs *vfs,
                                    struct verify_report *out_report);

#endif
