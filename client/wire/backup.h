/* Bytes of the records in a backup (schema/wire/backup.cddl). */
#ifndef WIRE_BACKUP_H
#define WIRE_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <daybook/status.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/bytes.h"
#include "domain/role.h"
#include "domain/stream.h"
#include "wire/ops.h"

enum {
    BACKUP_RECORD_MAX = 2097152, /* bytes of one record; a run fits an envelope, which is smaller */
    BACKUP_SEAT_MAX = 32768,
    BACKUP_EPOCH_KEY_SIZE = 32
};

/* In this order: one head; then for each circle its own record, its epochs, its runs; one tail. */
enum backup_record_type {
    BACKUP_HEAD = 1,
    BACKUP_CIRCLE = 2,
    BACKUP_EPOCH = 3,
    BACKUP_RUN = 4,
    BACKUP_TAIL = 5,
};

/* Who made it. */
struct backup_head {
    struct bytes name;
    enum role role;
    int64_t made_ms;
    struct key256 device; /* signing key of the device it was made on */
    uint64_t clock;       /* its hybrid clock */
    struct key256 recovery_sign;
    struct key256 recovery_box;
};

struct backup_circle {
    struct id128 circle;
    struct id128 person; /* who the journal's owner is in it */
    int64_t joined_ms;
    struct bytes seat; /* the store's record of the seat at the broker; data NULL: none */
};

struct backup_epoch {
    enum stream stream;
    uint64_t generation;
    struct key256 id;
    struct bytes key; /* BACKUP_EPOCH_KEY_SIZE bytes */
};

/* What the device that made the backup knew of one operation of a run. */
struct backup_mark {
    int64_t received_ms;
    bool quarantined;
};

/* Operations of one feed up to a signed head, in the order of their numbers. Feeds of the stream
 * `circle` come before those of the others. */
struct backup_run {
    enum stream stream;
    struct wire_run run;
    const struct backup_mark *marks; /* one for each operation */
};

/* What must have come before. */
struct backup_tail {
    uint64_t circles;
    uint64_t operations;
};

/* Only the member of its type is set. */
struct backup_record {
    enum backup_record_type type;
    struct backup_head head;
    struct backup_circle circle;
    struct backup_epoch epoch;
    struct backup_run run;
    struct backup_tail tail;
};

/* Append one record. out_bytes->failed: it is larger than memory, or than anybody would read. */
void backup_record_encode(const struct backup_record *record, struct buffer *out_bytes);

/* INVALID: not such a record; FULL: a run of more than BATCH_OPERATIONS_MAX operations; NO_MEMORY.
 * Borrows from bytes and arena. */
enum daybook_status backup_record_decode(struct bytes bytes, struct arena *arena,
                                         struct backup_record *out_record);

#endif
