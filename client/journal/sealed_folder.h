/* The files of entries added while locked: HOME/inbox.pub and HOME/inbox/ (schema/store/inbox.md).
 * For journal/ only. */
#ifndef JOURNAL_SEALED_FOLDER_H
#define JOURNAL_SEALED_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"

enum {
    SEALED_FILES_MAX = 4096,     /* waiting to be taken in; sealing refuses more */
    SEALED_FILE_SIZE_MAX = 66000 /* bytes; a larger file is none of ours */
};

struct sealed_folder {
    int home;  /* the open folder of the journal */
    int inbox; /* and the one in it */
};

/* Open both; make the inbox when it is missing, if that is wanted. On OK sealed_folder_close() must
 * follow. NOT_FOUND: no such home, or no inbox; FAILED. */
enum daybook_status sealed_folder_open(const char *home, bool make,
                                       struct sealed_folder *out_folder);
void sealed_folder_close(struct sealed_folder *folder);

/* The public key that entries are sealed to. NOT_FOUND: no such file; INVALID: it is none. */
enum daybook_status sealed_folder_read_key(const struct sealed_folder *folder,
                                           struct key256 *out_key);

/* Write it durably, in place of what is there. FULL, FAILED. */
enum daybook_status sealed_folder_write_key(const struct sealed_folder *folder, struct key256 key);

/* Write one sealed entry durably under this id; sealed_folder_settle() after the last of several
 * makes their names durable too. FULL, FAILED. */
enum daybook_status sealed_folder_put(const struct sealed_folder *folder, struct id128 id,
                                      struct bytes sealed);
enum daybook_status sealed_folder_settle(const struct sealed_folder *folder);

/* Take back what sealed_folder_put() wrote, as far as that is possible. */
void sealed_folder_take_back(const struct sealed_folder *folder, struct id128 id);

/* The names of the files that wait, at most SEALED_FILES_MAX, in the arena. Half-written files
 * that were left a day ago are removed. FAILED, NO_MEMORY. */
enum daybook_status sealed_folder_list(const struct sealed_folder *folder, struct arena *arena,
                                       char ***out_names, size_t *out_count);

/* Append the bytes of a file. INVALID: it is no file of ours (a link, a folder, too large, not
 * readable); NOT_FOUND: it is gone; FAILED, NO_MEMORY. */
enum daybook_status sealed_folder_read(const struct sealed_folder *folder, const char *name,
                                       struct buffer *out_bytes);

/* A file was taken in, or was taken in before: remove it. */
void sealed_folder_remove(const struct sealed_folder *folder, const char *name);

/* A file cannot be taken in: set it aside. It is never removed: somebody was told that it is safe,
 * and may move it back when it fits. False: it was not there any more, or stays for the next time.
 */
bool sealed_folder_refuse(const struct sealed_folder *folder, const char *name);

#endif
