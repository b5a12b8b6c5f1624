/* Putting the records of a backup into a new journal. */
#include "journal/restore_rows.h"

#include <string.h>

#include "journal/founding.h"
#include "journal/membership.h"
#include "journal/own_circle.h"
#include "journal/receiving.h"
#include "journal/recovery.h"
#include "store/setting_rows.h"
#include "vault/random.h"

enum { TRANSACTION_SIZE = 4194304 }; /* bytes of records stored at once */

enum daybook_status restore_rows_begin(const struct journal_restoring *how,
                                       const struct journal_ports *ports,
                                       struct restore_rows *out_rows)
{
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, how->passphrase, how->cost};
    struct journal *journal = journal_blank(ports);
    if (journal == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    *out_rows = (struct restore_rows){.how = how, .journal = journal};
    enum daybook_status status = founding_create_store(how->folder, &slot, 1, &journal->database);
    return status == DAYBOOK_OK ? identity_create(&journal->identity) : status;
}

static enum daybook_status put_head(struct restore_rows *rows, const struct backup_head *head)
{
    struct journal *journal = rows->journal;
    memcpy(journal->name, head->name.data, head->name.size);
    journal->role = head->role;
    journal->self = identity_public(journal->identity);
    journal->recovery_sign = head->recovery_sign;
    journal->recovery_box = head->recovery_box;
    journal->clock = head->clock;
    journal->restored = true;
    journal->lost_device = head->device;
    /* The words open the new journal too, whether somebody typed them now or not. */
    enum daybook_status status = database_set_sheet(journal->database, head->recovery_box);
    if (status == DAYBOOK_OK) {
        status = founding_write_owner(journal);
    }
    if (status == DAYBOOK_OK) {
        status = setting_rows_put(journal->database, SETTING_LOST_DEVICE,
                                  (struct bytes){head->device.bytes, sizeof head->device.bytes});
    }
    return status == DAYBOOK_OK
               ? setting_rows_put_number(journal->database, SETTING_CLOCK, journal->clock)
               : status;
}

static enum daybook_status commit(struct restore_rows *rows)
{
    if (!rows->open) {
        return DAYBOOK_OK;
    }
    rows->open = false;
    rows->size = 0;
    return database_commit(rows->journal->database);
}

static enum daybook_status begin(struct restore_rows *rows)
{
    enum daybook_status status = rows->size >= TRANSACTION_SIZE ? commit(rows) : DAYBOOK_OK;
    if (status == DAYBOOK_OK && !rows->open) {
        status = database_begin(rows->journal->database);
        rows->open = status == DAYBOOK_OK;
    }
    return status;
}

/* The operations of the stream `circle` are there: fold them. */
static enum daybook_status end_circle_stream(struct restore_rows *rows)
{
    enum daybook_status status = commit(rows);
    if (status == DAYBOOK_OK && rows->circle != NULL) {
        status = membership_changed(rows->circle);
    }
    return status;
}

/* Does this device take the place of the one that made the backup? Two with one seat would push
 * each other off the broker. */
static bool takes_over(const struct restore_rows *rows)
{
    return rows->how->type == KEY_SLOT_RECOVERY && rows->journal->role == ROLE_PATIENT &&
           !rows->how->keep_old_device;
}

static enum daybook_status put_circle(struct restore_rows *rows, const struct backup_circle *circle)
{
    struct circle_row row = {
        .circle = circle->circle,
        .person = circle->person,
        .incarnation = random_id(),
        .seat = takes_over(rows) ? circle->seat : (struct bytes){0},
        .joined_ms = circle->joined_ms,
    };
    enum daybook_status status = end_circle_stream(rows);
    rows->others = false;
    if (status == DAYBOOK_OK) {
        status = circle_rows_add(rows->journal->database, &row);
    }
    rows->result.circles++;
    return status == DAYBOOK_OK ? own_circle_load(rows->journal, &row, &rows->circle) : status;
}

static enum daybook_status put_epoch(struct restore_rows *rows, const struct backup_epoch *record)
{
    struct held_epoch epoch = {record->stream, record->generation, record->id, NULL};
    enum daybook_status status = begin(rows);
    if (status == DAYBOOK_OK) {
        status = epoch_import(record->key, &epoch.epoch);
    }
    if (status == DAYBOOK_OK && !key256_equal(epoch_id(epoch.epoch), epoch.id)) {
        status = DAYBOOK_INVALID;
    }
    if (status == DAYBOOK_OK) {
        status = own_circle_keep_epoch(rows->circle, &epoch);
    }
    if (status != DAYBOOK_OK) {
        epoch_free(epoch.epoch);
    }
    return status;
}

static enum daybook_status put_run(struct restore_rows *rows, const struct backup_run *record,
                                   struct arena *arena)
{
    struct received_run received;
    enum daybook_status status = DAYBOOK_OK;
    if (!rows->others && record->stream != STREAM_CIRCLE) {
        rows->others = true;
        status = end_circle_stream(rows);
    }
    if (status == DAYBOOK_OK) {
        status = receiving_check(rows->circle->row.circle, record->stream, &record->run, arena,
                                 &received);
    }
    if (status == DAYBOOK_OK) {
        status = begin(rows);
    }
    if (status == DAYBOOK_OK) {
        received.marks = record->marks;
        status = receiving_put(rows->circle, &received, 0);
    }
    for (size_t i = 0; i < record->run.count; i++) {
        rows->size += record->run.operations[i].header.size + record->run.operations[i].body.size;
    }
    rows->result.operations += record->run.count;
    return status;
}

enum daybook_status restore_rows_put(struct restore_rows *rows, const struct backup_record *record,
                                     struct arena *arena)
{
    switch (record->type) {
    case BACKUP_HEAD:
        return put_head(rows, &record->head);
    case BACKUP_CIRCLE:
        return put_circle(rows, &record->circle);
    case BACKUP_EPOCH:
        return put_epoch(rows, &record->epoch);
    case BACKUP_RUN:
        return put_run(rows, &record->run, arena);
    case BACKUP_TAIL:
        return end_circle_stream(rows);
    }
    return DAYBOOK_INVALID;
}

/* A circle of the patient's own sheet is joined; one of another sheet stays a copy to read. */
static enum daybook_status join(struct restore_rows *rows, struct own_circle *circle,
                                const struct identity *sheet)
{
    struct journal *journal = rows->journal;
    const struct key256 *lost = takes_over(rows) ? &journal->lost_device : NULL;
    if (!recovery_fits(circle, sheet) || journal->role != ROLE_PATIENT) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = recovery_use(circle, sheet, lost);
    rows->result.joined += status == DAYBOOK_OK && circle->complete ? 1 : 0;
    return status;
}

enum daybook_status restore_rows_end(struct restore_rows *rows)
{
    struct identity *sheet = NULL;
    if (rows->how->type != KEY_SLOT_RECOVERY) {
        return DAYBOOK_OK;
    }
    enum daybook_status status = identity_from_seed(rows->how->secret, &sheet);
    for (size_t i = 0; i < rows->journal->circle_count && status == DAYBOOK_OK; i++) {
        status = join(rows, rows->journal->circles[i], sheet);
    }
    identity_free(sheet);
    return status;
}
