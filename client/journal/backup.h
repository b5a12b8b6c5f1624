/* Backing up: everything that restoring needs, in one sealed file, while the journal goes on. */
#ifndef JOURNAL_BACKUP_H
#define JOURNAL_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "journal/journal.h"

/* A backup that is being made. It holds every operation that was there when it began, the keys of
 * the streams, and the seats at the broker; no private key of a device and no counter. */
struct journal_backup;

/* Begin, beside the file that is wanted: it gets its name last. The journal must stay open until
 * journal_backup_free(), which alone may come later. CONFLICT: there is a file of that name, and
 * replace is false; INVALID: the name is no absolute path; FULL, FAILED, NO_MEMORY; with a
 * complaint. */
enum daybook_status journal_backup_begin(struct journal *journal, const char *path, bool replace,
                                         struct journal_backup **out_backup,
                                         struct complaint *out_complaint);

/* Carry on for a moment: first everything is written, then read back from the disk and checked to
 * the last chain, then the file gets its name. DAMAGED: what was written does not read back. */
enum daybook_status journal_backup_carry_on(struct journal_backup *backup,
                                            struct complaint *out_complaint);

/* How far it is. */
struct journal_backup_state {
    bool checking;       /* all is written, and is read back */
    bool done;           /* the file has its name */
    uint64_t operations; /* written, or checked, so far */
    uint64_t total;      /* of that */
    uint64_t circles;
    uint64_t size; /* of the file in bytes, once it is done */
};
void journal_backup_state(const struct journal_backup *backup,
                          struct journal_backup_state *out_state);

/* Remove what is unfinished, and free. NULL is allowed. */
void journal_backup_free(struct journal_backup *backup);

#endif
