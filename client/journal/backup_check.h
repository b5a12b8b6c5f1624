/* Checking a backup record by record: is it in order, and is every operation what its author wrote?
 * For journal/ only. */
#ifndef JOURNAL_BACKUP_CHECK_H
#define JOURNAL_BACKUP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "wire/backup.h"

/* How far it was read. Start with (struct backup_check){0}. */
struct backup_check {
    enum backup_record_type last; /* type of the record before; 0: none came yet */
    struct id128 circle;          /* the one the records are of */
    struct id128 feed;            /* the one the runs are of; zero: none yet */
    struct key256 hash;           /* of the last operation of it */
    uint64_t number;              /* of that */
    bool other_streams;           /* a run outside the stream `circle` came */
    struct backup_tail counted;   /* what came so far */
};

/* The next record. DAMAGED: it may not come here, or an operation is not what its author wrote. */
enum daybook_status backup_check_record(struct backup_check *check,
                                        const struct backup_record *record, struct arena *arena);

/* No more records come. DAMAGED: some are missing. */
enum daybook_status backup_check_end(const struct backup_check *check);

#endif
