/* Folding the operations of the `circle` stream anew, and what follows from it. */
#include "journal/circle_stream.h"
#include "journal/notices.h"
#include "journal/own_circle.h"

static bool holds_epoch(const struct own_circle *circle, const struct circle_epoch *announced)
{
    for (size_t i = 0; i < circle->epoch_count; i++) {
        if (circle->epochs[i].stream == announced->stream &&
            key256_equal(circle->epochs[i].id, announced->id)) {
            return true;
        }
    }
    return false;
}

/* A key that does not open is somebody's mistake, not ours: the stream then stays unreadable until
 * the next rekey. */
static enum daybook_status take_epoch(struct own_circle *circle,
                                      const struct circle_epoch *announced)
{
    if (holds_epoch(circle, announced)) {
        return DAYBOOK_OK;
    }
    for (size_t i = 0; i < announced->recipient_count; i++) {
        const struct circle_recipient *recipient = &announced->recipients[i];
        struct held_epoch epoch = {announced->stream, announced->generation, announced->id, NULL};
        if (!key256_equal(recipient->device, circle->journal->self.sign)) {
            continue;
        }
        enum daybook_status status = epoch_open_sealed(circle->journal->identity, recipient->sealed,
                                                       announced->id, &epoch.epoch);
        if (status != DAYBOOK_OK && status != DAYBOOK_NO_MEMORY) {
            continue;
        }
        if (status == DAYBOOK_OK) {
            status = own_circle_keep_epoch(circle, &epoch);
        }
        if (status != DAYBOOK_OK) {
            epoch_free(epoch.epoch);
        }
        return status;
    }
    return DAYBOOK_OK;
}

static enum daybook_status mark_refused(struct own_circle *circle,
                                        const struct circle_stream *stream)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < stream->operation_count && status == DAYBOOK_OK; i++) {
        const struct circle_operation *operation = &stream->operations[i];
        const struct operation_row *row = circle_stream_row(stream, operation);
        if (row->quarantined != operation->refused) {
            status = operation_rows_set_quarantined(circle->journal->database, row->operation_no,
                                                    operation->refused);
        }
    }
    return status;
}

static enum daybook_status take_epochs(struct own_circle *circle,
                                       const struct circle_stream *stream)
{
    for (size_t i = 0; i < stream->count; i++) {
        const struct circle_operation *operation = &stream->operations[i];
        if (operation->refused || operation->change.type != OPERATION_NEW_EPOCH) {
            continue;
        }
        enum daybook_status status = take_epoch(circle, &operation->change.epoch);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    return DAYBOOK_OK;
}

/* Whoever holds the sheet can let a device in and end another: every device tells its people. */
static enum daybook_status notice_sheet(struct own_circle *circle,
                                        const struct circle_stream *stream)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < stream->count && status == DAYBOOK_OK; i++) {
        const struct circle_operation *operation = &stream->operations[i];
        bool by_sheet = key256_equal(operation->author, stream->circle->recovery_sign);
        struct notice notice = {.circle = circle->row.circle,
                                .at_ms = hybrid_clock_ms(operation->hlc)};
        if (operation->refused || !by_sheet) {
            continue;
        }
        if (operation->change.type == OPERATION_RECOVER) {
            notice.kind = NOTICE_RECOVERY_USED;
            notice.subject = operation->change.device.sign;
            status = notices_add(circle->journal, &notice);
        } else if (operation->change.type == OPERATION_RETIRE_DEVICE) {
            notice.kind = NOTICE_RETIRED_BY_RECOVERY;
            notice.subject = operation->change.target_device;
            status = notices_add(circle->journal, &notice);
        }
    }
    return status;
}

/* Quarantine what the fold refused, take the keys meant for this device: all of it or nothing. */
static enum daybook_status settle_fold(struct own_circle *circle,
                                       const struct circle_stream *stream)
{
    struct database *database = circle->journal->database;
    size_t epochs_before = circle->epoch_count;
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = mark_refused(circle, stream);
    if (status == DAYBOOK_OK) {
        status = take_epochs(circle, stream);
    }
    if (status == DAYBOOK_OK) {
        status = notice_sheet(circle, stream);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
        while (circle->epoch_count > epochs_before) {
            epoch_free(circle->epochs[--circle->epoch_count].epoch);
        }
    }
    return status;
}

/* Whoever was let in by somebody who had been sent away is no member after all; what they wrote
 * stays theirs to read. */
static bool wrote_here(const struct own_circle *circle)
{
    for (size_t i = 0; i < circle->feed_count; i++) {
        if (key256_equal(circle->feeds[i].device, circle->journal->self.sign)) {
            return true;
        }
    }
    return false;
}

enum daybook_status own_circle_refold(struct own_circle *circle)
{
    struct circle_stream stream = {0};
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = circle_stream_fold(circle, arena, &stream);
    if (status == DAYBOOK_INVALID) { /* the genesis is still to come */
        status = DAYBOOK_OK;
        goto done;
    }
    if (status == DAYBOOK_OK) {
        status = settle_fold(circle, &stream);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    arena_free(circle->arena);
    circle->arena = arena;
    arena = NULL;
    circle->circle = stream.circle;
    const struct circle_device *self =
        circle_find_device(stream.circle, circle->journal->self.sign);
    circle->complete = self != NULL;
    circle->readable = circle->complete || circle->journal->restored || wrote_here(circle);
    if (self != NULL) {
        circle->row.person = self->person; /* an earlier invitation may have promised another */
    }
    circle->members_due = true;
done:
    arena_free(arena);
    return status;
}
