/* Putting the records of a backup into a new journal. For journal/ only. */
#ifndef JOURNAL_RESTORE_ROWS_H
#define JOURNAL_RESTORE_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "journal/restore.h"
#include "journal/state.h"
#include "wire/backup.h"

/* Begun by restore_rows_begin(). */
struct restore_rows {
    const struct journal_restoring *how;
    struct journal *journal;   /* the new one; the caller finishes and closes it */
    struct own_circle *circle; /* the one the records are of */
    bool open;                 /* a transaction is */
    bool others;               /* runs of other streams than `circle` are stored */
    size_t size;               /* bytes since it was begun */
    struct journal_restored result;
};

/* An empty store, unfinished, in the journal's folder. */
enum daybook_status restore_rows_begin(const struct journal_restoring *how,
                                       const struct journal_ports *ports,
                                       struct restore_rows *out_rows);

/* Store the next record, in the order that backup_check_record() accepts. Statuses of the store;
 * FORGED, INVALID, CONFLICT: it does not fit what came before. */
enum daybook_status restore_rows_put(struct restore_rows *rows, const struct backup_record *record,
                                     struct arena *arena);

/* All is stored: let the patient's sheet, if it is there, make this device a member. */
enum daybook_status restore_rows_end(struct restore_rows *rows);

#endif
