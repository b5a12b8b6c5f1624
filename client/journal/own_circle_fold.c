/* Folding the operations of the `circle` stream anew, and what follows from it. */
#include "journal/notices.h"
#include "journal/own_circle.h"
#include "journal/versions.h"
#include "vault/digest.h"
#include "wire/body.h"
#include "wire/operation.h"

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

/* A row of the `circle` stream as the fold wants it. INVALID for a type that is no membership
 * operation or bytes that do not decode, which both stay stored and mean nothing. */
static enum daybook_status read_change(const struct own_circle *circle,
                                       const struct operation_row *row, struct arena *arena,
                                       struct circle_operation *out_operation)
{
    enum stream stream = STREAM_LOG;
    if (!operation_stream(row->type, &stream) || stream != STREAM_CIRCLE ||
        row->body.data == NULL) {
        return DAYBOOK_INVALID;
    }
    /* The circle is named after its genesis: any other one founds another circle. */
    if (row->type == OPERATION_GENESIS &&
        !id128_equal(digest_circle(row->header, row->body), circle->row.circle)) {
        return DAYBOOK_INVALID;
    }
    *out_operation =
        (struct circle_operation){.hash = row->hash, .hlc = row->hlc, .author = row->device};
    enum daybook_status status = body_decode_change((enum operation_type)row->type, row->body,
                                                    arena, &out_operation->change);
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NO_MEMORY ? status : DAYBOOK_INVALID;
    }
    /* Anybody can copy the genesis, byte for byte, into a feed of their own. */
    bool own = row->type != OPERATION_GENESIS ||
               key256_equal(out_operation->change.device.sign, row->device);
    return own ? DAYBOOK_OK : DAYBOOK_INVALID;
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

/* The operations of the stream while they are folded: those that count come first. */
struct folding {
    const struct own_circle *circle;
    const struct operation_list *rows;
    struct circle_operation *operations;
    size_t count;
    struct circle *folded;
};

static bool acts_on_itself(const struct circle_operation *operation,
                           const struct circle_device *author)
{
    const struct circle_change *change = &operation->change;
    return (change->type == OPERATION_REMOVE_PERSON &&
            id128_equal(change->target_person, author->person)) ||
           (change->type == OPERATION_RETIRE_DEVICE &&
            key256_equal(change->target_device, author->sign));
}

/* Written by somebody of at least this rank who was sent away, behind what their removal had seen?
 * Its clock may say that it was written before: nobody can tell. */
static bool is_late(const struct folding *folding, const struct circle_operation *operation,
                    enum rank rank)
{
    const struct circle *folded = folding->folded;
    const struct circle_device *author = circle_find_device(folded, operation->author);
    if (author == NULL || !author->retired || operation->change.type == OPERATION_GENESIS ||
        acts_on_itself(operation, author)) {
        return false;
    }
    const struct circle_person *person = circle_find_person(folded, author->person);
    const struct operation_row *row = find_row(folding->rows, operation->hash);
    struct id128 feed = {{0}};
    for (size_t i = 0; row != NULL && i < folding->circle->feed_count; i++) {
        if (folding->circle->feeds[i].feed_no == row->feed_no) {
            feed = folding->circle->feeds[i].feed;
        }
    }
    return row != NULL && person != NULL &&
           circle_role_rank(person->role, person->grants) >= rank &&
           own_circle_beyond_cut(folded, row, feed);
}

/* Move what is late behind what counts, as refused. False: nothing is. */
static bool drop_late(struct folding *folding, enum rank rank)
{
    size_t before = folding->count;
    for (size_t i = 0; i < folding->count;) {
        struct circle_operation operation = folding->operations[i];
        if (!is_late(folding, &operation, rank)) {
            i++;
            continue;
        }
        operation.refused = true;
        folding->operations[i] = folding->operations[--folding->count];
        folding->operations[folding->count] = operation;
    }
    return folding->count < before;
}

/* Fold what counts. Late operations of those who can remove others go first: who was removed by one
 * of them alone is a member after all. */
static enum daybook_status fold_members(struct folding *folding, struct arena *arena)
{
    bool dropped = true;
    enum daybook_status status = DAYBOOK_OK;
    while (status == DAYBOOK_OK && dropped) {
        status = circle_fold(folding->operations, folding->count, arena, &folding->folded);
        dropped = status == DAYBOOK_OK &&
                  (drop_late(folding, RANK_CO_OWNER) || drop_late(folding, RANK_MEMBER));
    }
    return status;
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

/* Whoever holds the sheet can let a device in and end another: every device tells its people. */
static enum daybook_status notice_sheet(struct own_circle *circle, const struct folding *folding,
                                        size_t count)
{
    enum daybook_status status = DAYBOOK_OK;
    for (size_t i = 0; i < count && status == DAYBOOK_OK; i++) {
        const struct circle_operation *operation = &folding->operations[i];
        bool by_sheet = key256_equal(operation->author, folding->folded->recovery_sign);
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
static enum daybook_status settle_fold(struct own_circle *circle, const struct folding *folding,
                                       size_t count)
{
    struct database *database = circle->journal->database;
    size_t epochs_before = circle->epoch_count;
    enum daybook_status status = database_begin(database);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = mark_refused(circle, folding->rows, folding->operations, count);
    if (status == DAYBOOK_OK) {
        status = take_epochs(circle, folding->operations, count);
    }
    if (status == DAYBOOK_OK) {
        status = notice_sheet(circle, folding, count);
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

/* What was read of the stream so far: of two writings of one operation the lower hash counts. */
struct reading {
    const struct operation_row **rows; /* beside the operations */
    struct operation_header *headers;
    size_t salvaged;
};

/* The place of the operation: that of its other writing, or the next. */
static size_t find_place(const struct folding *folding, const struct reading *reading,
                         const struct operation_row *row, const struct operation_header *header)
{
    for (size_t i = 0; reading->salvaged > 0 && i < folding->count; i++) {
        if (versions_are_one(row, header, reading->rows[i], &reading->headers[i])) {
            return i;
        }
    }
    return folding->count;
}

static void take_change(struct folding *folding, struct reading *reading,
                        const struct operation_row *row, const struct operation_header *header)
{
    const struct circle_operation read = folding->operations[folding->count];
    reading->salvaged += header->salvaged ? 1 : 0;
    size_t place = find_place(folding, reading, row, header);
    bool is_new = place == folding->count;
    if (is_new || key256_compare(row->hash, reading->rows[place]->hash) < 0) {
        folding->operations[place] = read;
        reading->rows[place] = row;
        reading->headers[place] = *header;
    }
    /* One of its writings is, for the next comparison. */
    reading->headers[place].salvaged = reading->headers[place].salvaged || !is_new;
    folding->count += is_new ? 1 : 0;
}

/* What to fold, on the arena. */
static enum daybook_status read_changes(struct folding *folding, struct arena *arena)
{
    const struct operation_list *rows = folding->rows;
    struct reading reading = {
        .rows = arena_take_array(arena, rows->count, sizeof(const struct operation_row *)),
        .headers = arena_take_array(arena, rows->count, sizeof *reading.headers),
    };
    folding->operations = arena_take_array(arena, rows->count, sizeof *folding->operations);
    if (folding->operations == NULL || reading.rows == NULL || reading.headers == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    for (size_t i = 0; i < rows->count; i++) {
        struct operation_header header;
        enum daybook_status status = read_change(folding->circle, &rows->rows[i], arena,
                                                 &folding->operations[folding->count]);
        if (status == DAYBOOK_OK) {
            status = operation_header_decode(rows->rows[i].header, arena, &header);
        }
        if (status == DAYBOOK_NO_MEMORY) {
            return status;
        }
        if (status == DAYBOOK_OK) {
            take_change(folding, &reading, &rows->rows[i], &header);
        }
    }
    return DAYBOOK_OK;
}

enum daybook_status own_circle_refold(struct own_circle *circle)
{
    struct operation_list rows;
    size_t count = 0;
    struct folding folding = {.circle = circle, .rows = &rows};
    struct arena *arena = arena_create(0);
    if (arena == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    enum daybook_status status = operation_rows_of_stream(
        circle->journal->database, circle->row.circle_no, STREAM_CIRCLE, arena, &rows);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    status = read_changes(&folding, arena);
    if (status != DAYBOOK_OK) {
        goto done;
    }
    count = folding.count;
    status = fold_members(&folding, arena);
    if (status == DAYBOOK_INVALID) { /* the genesis is still to come */
        status = DAYBOOK_OK;
        goto done;
    }
    if (status == DAYBOOK_OK) {
        status = settle_fold(circle, &folding, count);
    }
    if (status != DAYBOOK_OK) {
        goto done;
    }
    arena_free(circle->arena);
    circle->arena = arena;
    arena = NULL;
    circle->circle = folding.folded;
    const struct circle_device *self =
        circle_find_device(folding.folded, circle->journal->self.sign);
    circle->complete = self != NULL;
    circle->readable = circle->complete || circle->journal->restored;
    if (self != NULL) {
        circle->row.person = self->person; /* an earlier invitation may have promised another */
    }
    circle->members_due = true;
done:
    arena_free(arena);
    return status;
}
