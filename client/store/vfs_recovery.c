/* What recovery may take for the end of the log, and what it may not: only what a power cut
 * explains. */
#include <string.h>

#include "store/vfs_file.h"
#include "store/vfs_row.h"

enum { COMMIT_SIZE_AT = 4 }; /* in a frame's header: not 0 in the last frame of a transaction */

/* Behind a header that does not authenticate, a power cut leaves nothing but zeros. */
static int judge_header(struct vfs_file *file)
{
    static const uint8_t blank[UNIT_OVERHEAD];
    for (uint64_t unit = 1; unit < vfs_row_count(file); unit++) {
        uint8_t overhead[UNIT_OVERHEAD];
        int result =
            vfs_file_read(file, overhead, UNIT_OVERHEAD, vfs_row_offset(&file->layout, unit));
        if (result == SQLITE_OK && memcmp(overhead, blank, sizeof blank) != 0) {
            return SQLITE_IOERR_DATA;
        }
        if (result != SQLITE_OK) {
            return result;
        }
    }
    return SQLITE_OK;
}

/* A transaction is durable before the next one is written, so a power cut leaves at most one commit
 * behind a torn frame. */
static int judge_frame(struct vfs_file *file, uint64_t frame)
{
    static const uint8_t no_commit[4];
    int commits = 0;
    for (uint64_t later = frame + 1; later < vfs_row_count(file) && commits < 2; later++) {
        int result = vfs_log_load(file, later);
        if (result == SQLITE_OK) {
            const uint8_t *plain = file->scratch.plain;
            commits += memcmp(plain + COMMIT_SIZE_AT, no_commit, sizeof no_commit) != 0;
        } else if (result != SQLITE_IOERR_DATA) {
            return result;
        }
    }
    return commits < 2 ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int vfs_recovery_judge(struct vfs_file *file, uint64_t unit)
{
    if (file->vfs->rules->shared) {
        return SQLITE_OK;
    }
    return unit == 0 ? judge_header(file) : judge_frame(file, unit);
}
