/* Restoring a backup as a new device. */
#ifndef JOURNAL_RESTORE_H
#define JOURNAL_RESTORE_H

#include <stdbool.h>
#include <stdint.h>

#include <daybook/status.h>

#include "journal/journal.h"

struct journal_restoring {
    const char *folder;              /* of the new journal, made when missing */
    const char *file;                /* the backup */
    enum key_slot_type type;         /* what the secret is: the passphrase, or the sheet's seed */
    const struct secret *secret;     /* opens the backup */
    const struct secret *passphrase; /* the new journal's */
    struct key_cost cost;            /* of that */
    bool keep_old_device;            /* the device the backup was made on goes on beside this one */
    void *context;
    void (*tell)(void *context, const char *sentence); /* may be NULL */
};

struct journal_restored {
    uint64_t circles;
    uint64_t operations;
    uint64_t joined; /* circles this device is a member of now, by the sheet */
};

/* Make a journal out of a backup, with new device keys. All of the backup is checked first, and
 * again while it is stored; then, with the seed of the patient's sheet, this device is written into
 * the circle, and takes the place and the seat of the one the backup was made on unless that is
 * kept. The journal is closed afterwards: open it with the new passphrase. When that fails nothing
 * is left. CONFLICT: there is a journal already; NOT_FOUND: no such file; LOCKED: wrong passphrase
 * or words; NEWER; DAMAGED: it is no backup, or cut off or altered; INVALID: the new passphrase;
 * each with a complaint. */
enum daybook_status journal_restore(const struct journal_restoring *restoring,
                                    const struct journal_ports *ports,
                                    struct journal_restored *out_restored,
                                    struct complaint *out_complaint);

#endif
