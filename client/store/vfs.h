/* The encrypting VFS: whatever SQLite writes leaves the process as sealed units, and only units
 * that authenticate come back (schema/store/files.md). */
#ifndef STORE_VFS_H
#define STORE_VFS_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/buffer.h"
#include "vault/unit.h"

struct sqlite3_file;

enum {
    STORE_PAGE_SIZE = 4096,        /* of every database page, the 40 reserved bytes included */
    STORE_KEY_AREA_SIZE = 2 * 4096 /* the two copies of the key header before page 1 */
};

/* One VFS for one store file: it opens that file, its log and temporary files, and nothing else. */
struct vfs;

/* Where a unit stood that did not authenticate. */
struct vfs_failure {
    enum unit_kind kind;
    uint64_t number; /* page, or frame; 0 is the log's header */
};

/* Register a VFS under a name of its own, over the platform VFS of this name (NULL: SQLite's
 * default). The key is borrowed until vfs_free(). While creating is true a main file without pages
 * is accepted, otherwise it counts as cut off, and it may be written with a rollback journal, as
 * VACUUM INTO does, which nobody can read once it is closed. The caller owns it. NO_MEMORY;
 * NOT_FOUND: no such platform; FAILED. */
enum daybook_status vfs_create(const struct store_key *key, const char *platform, bool creating,
                               struct vfs **out_vfs);

/* Unregister and free; every connection that used it is closed before. NULL is allowed. */
void vfs_free(struct vfs *vfs);

/* The name to give to sqlite3_open_v2(), valid until the VFS is freed. */
const char *vfs_name(const struct vfs *vfs);

/* The platform's own handle of the open main file, below the encryption: for the key area, and so
 * that nobody opens a second descriptor, whose closing would drop SQLite's locks. NULL when the
 * main file is not open. */
struct sqlite3_file *vfs_platform_file(const struct vfs *vfs);

/* The numbers of the units of this kind (UNIT_MAIN or UNIT_LOG) in the open file: from *out_first,
 * count of them. Count 0 when the file is not open or empty. */
uint64_t vfs_unit_count(const struct vfs *vfs, enum unit_kind kind, uint64_t *out_first);

/* Append what authenticates each page as it lies in the open main file, 16 bytes a page in their
 * order, without opening any. FAILED: it cannot be read; NO_MEMORY. */
enum daybook_status vfs_page_tags(const struct vfs *vfs, struct buffer *out_tags);

/* Read one of those units and authenticate it. FORGED: it is not what was written there; FAILED: it
 * could not be read. */
enum daybook_status vfs_authenticate(struct vfs *vfs, enum unit_kind kind, uint64_t number);

#endif
