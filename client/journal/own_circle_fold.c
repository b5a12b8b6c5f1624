/* Folding the operations of the `circle` stream anew, and what follows from it. */
#include "journal/own_circle.h"
#include "vault/digest.h"
#include "wire/body.h"

static bool holds_epoch(const struct own_circle *circle, struct key256 id)
{
    for (size_t i = 0; i < circle->epoch_count; i++) {
        if (key256_equal(circle->epochs[i].id, id)) {
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
    if (holds_epoch(circle, announced->id)) {
        return DAYBOOK_OK;
    }
    for (size_t i = 0; i < announced->recipient_count; i++) {
        const struct circle_recipient *recipient = &announced->recipients[i];
        struct held_epoch epoch = {announced->stream, announced->generation, announced->id, NULL};
        if (!key256_equal(recipient->device, circle->journal->self.sign) ||
            epoch_open_sealed(circle->journal->identity, recipient->sealed, announced->id,
                              &epoch.epoch) != DAYBOOK_OK) {
            continue;
        }
        enum daybook_status status = own_circle_keep_epoch(circle, &epoch);
        if (status != DAYBOOK_OK) {
            epoch_free(epoch.epoch);
        }
        return status;
    }
    return DAYBOOK_OK;
}

/* A row of the `circle` stream as the fold wants it; false for a type that is no membership
 * operation or bytes that do not decode, which both stay stored and mean nothing. */
static bool read_change(const struct own_circle *circle, const struct operation_row *row,
                        struct arena *arena, struct circle_operation *out_operation)
{
    enum stream stream = STREAM_LOG;
    if (!operation_stream(row->type, &stream) || stream != STREAM_CIRCLE ||
        row->body.data == NULL) {
        return false;
    }
    /* The circle is named after its genesis: any other one founds another circle. */
    if (row->type == OPERATION_GENESIS &&
        !id128_equal(digest_circle(row->header, row->body), circle->row.circle)) {
        return false;
    }
    *out_operation =
        (struct circle_operation){.hash = row->hash, .hlc = row->hlc, .author = row->device};
    if (body_decode_change((enum operation_type)row->type, row->body, arena,
                           &out_operation->change) != DAYBOOK_OK) {
        return false;
    }
    /* Anybody can copy the genesis, byte for byte, into a feed of their own. */
    return row->type != OPERATION_GENESIS ||
           key256_equal(out_operation->change.device.sign, row->device);
}

static struct operation_row *find_row(const struct operation_list *rows, struct key256 hash)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (key256_equal(rows->rows[i].hash, hash)) {
            return &rows->rows[i];
        }
    }
    return NULL;
}

static enum daybook_status mark_refused(struct own_circle *circle,
                                        const struct operation_list *rows,
                                        const struct circle_operation *operations, size_t count)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct operation_row *row = find_row(rows, operations[i].hash);
        if (row != NULL && row->quarantined != operations[i].refused) {
            status = operation_rows_set_quarantined(circle->journal->database, row->operation_no,
                                                    operations[i].refused);
        }
    }
    return status;
}

static enum daybook_status take_epochs(struct own_circle *circle,
                                       const struct circle_operation *operations, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (operations[i].refused || operations[i].change.type != OPERATION_NEW_EPOCH) {
            continue;
        }
        enum daybook_status status = take_epoch(circle, &operations[i].change.epoch);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    return DAYBOOK_OK;
}

/* Quarantine what the fold refused, take the keys meant for this device: all of it or nothing. */
static enum daybook_status settle_fold(struct own_circle *circle, const struct operation_list *rows,
                                       const struct circle_operation *operations, size_t count)
{
    struct database *database = circle->journal->database;
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = mark_refused(circle, rows, operations, count);
    if (status == DAYBOOK_OK) {
        status = take_epochs(circle, operations, count);
    }
    if (status == DAYBOOK_OK) {
        status = database_commit(database);
    }
    if (status != DAYBOOK_OK) {
        database_rollback(database);
    }
    return status;
}

enum daybook_status own_circle_refold(struct own_circle *circle)
{
    struct operation_list rows;
    struct circle_operation *operations = NULL;
    size_t count = 0;
    struct circle *folded = NULL;
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = operation_rows_of_stream(
        circle->journal->database, circle->row.circle_no, STREAM_CIRCLE, arena, &rows);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    operations = arena_take_array(arena, rows.count, sizeof *operations);
    if (operations == NULL) {
        status = DAYBOOK_NO_MEMORY;
        goto done;
    }
    for (size_t i = 0; i < rows.count; i++) {
        count += read_change(circle, &rows.rows[i], arena, &operations[count]) ? 1 : 0;
    }
    status = circle_fold(operations, count, arena, &folded);
    if (status == DAYBOOK_INVALID) { /* the genesis is still to come */
        status = DAYBOOK_OK;
        goto done;
    }
    if (status == DAYBOOK_OK) {
        status = settle_fold(circle, &rows, operations, count);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    arena_free(circle->arena);
    circle->arena = arena;
    arena = NULL;
    circle->circle = folded;
    const struct circle_device *self = circle_find_device(folded, circle->journal->self.sign);
    circle->complete = self != NULL;
    if (self != NULL) {
        circle->row.person = self->person; /* an earlier invitation may have promised another */
    }
    circle->members_due = true;
done:
    arena_free(arena);
    return status;
}
