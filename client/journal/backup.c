/* Backing up: everything that restoring needs, in one sealed file, while the journal goes on. */
#include "journal/backup.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "journal/backup_check.h"
#include "journal/backup_file.h"
#include "journal/backup_place.h"
#include "journal/backup_source.h"
#include "journal/state.h"
#include "store/epoch_rows.h"
#include "store/operation_rows.h"

enum { PIECE_SIZE = 1048576 }; /* about so much is written or read before others have their turn */

enum backup_stage { BACKUP_WRITING, BACKUP_CHECKING, BACKUP_DONE };

struct journal_backup {
    struct journal *journal;
    struct backup_place place;
    struct id128 store; /* whose key seals it */
    enum backup_stage stage;
    struct backup_writer *writer;
    struct backup_reader *reader;
    struct backup_check check;
    struct arena *arena; /* of the sources */
    struct backup_sources sources;
    size_t source; /* where writing is */
    size_t feed;
    uint64_t number;      /* of the last operation written of that feed */
    struct key256 hash;   /* and its hash */
    struct buffer record; /* the one at hand */
    struct backup_tail written;
    uint64_t size;
};

static enum daybook_status put_record(struct journal_backup *backup,
                                      const struct backup_record *record)
{
    buffer_clear(&backup->record);
    backup_record_encode(record, &backup->record);
    if (backup->record.failed) {
        return DAYBOOK_NO_MEMORY;
    }
    return backup_writer_put(backup->writer, buffer_bytes(&backup->record));
}

static enum daybook_status put_head(struct journal_backup *backup)
{
    const struct journal *journal = backup->journal;
    const struct backup_record record = {
        .type = BACKUP_HEAD,
        .head = {.name = bytes_of_text(journal->name),
                 .role = journal->role,
                 .made_ms = journal_wall_ms(journal),
                 .device = journal->self.sign,
                 .clock = journal->clock,
                 .recovery_sign = journal->recovery_sign,
                 .recovery_box = journal->recovery_box},
    };
    return put_record(backup, &record);
}

static enum daybook_status put_epoch(void *context, const struct epoch_row *row)
{
    const struct backup_record record = {
        .type = BACKUP_EPOCH,
        .epoch = {row->stream, row->generation, row->epoch, row->key},
    };
    return put_record(context, &record);
}

static enum daybook_status put_circle(struct journal_backup *backup)
{
    const struct circle_row *row = &backup->sources.items[backup->source].row;
    const struct backup_record record = {
        .type = BACKUP_CIRCLE,
        .circle = {row->circle, row->person, row->joined_ms, row->seat},
    };
    enum daybook_status status = put_record(backup, &record);
    backup->written.circles++;
    return status == DAYBOOK_OK
               ? epoch_rows_visit(backup->journal->database, row->circle_no, put_epoch, backup)
               : status;
}

/* The operations up to the next signed head, in the arena. DAMAGED: there are gaps. */
static enum daybook_status read_run(struct journal_backup *backup, const struct feed_row *feed,
                                    struct arena *arena, struct backup_run *out_run)
{
    struct signed_head head;
    struct operation_list list;
    struct operation_range range = {.feed_no = feed->feed_no, .first = backup->number + 1};
    struct database *database = backup->journal->database;
    enum daybook_status status =
        feed_rows_next_signed_head(database, feed->feed_no, range.first, &head);
    if (status == DAYBOOK_OK) {
        range.last = head.number;
        status = operation_rows_read(database, &range, arena, &list);
    }
    if (status != DAYBOOK_OK) {
        return status == DAYBOOK_NOT_FOUND ? DAYBOOK_DAMAGED : status;
    }
    struct wire_operation *operations = arena_take_array(arena, list.count, sizeof *operations);
    struct backup_mark *marks = arena_take_array(arena, list.count, sizeof *marks);
    if (operations == NULL || marks == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    if (list.count != range.last - range.first + 1 || list.count > BATCH_OPERATIONS_MAX) {
        return DAYBOOK_DAMAGED;
    }
    for (size_t i = 0; i < list.count; i++) {
        operations[i] = (struct wire_operation){list.rows[i].header, list.rows[i].body};
        marks[i] = (struct backup_mark){list.rows[i].received_ms, list.rows[i].quarantined};
    }
    *out_run = (struct backup_run){.stream = feed->stream,
                                   .run = {.device = feed->device,
                                           .incarnation = feed->incarnation,
                                           .first = range.first,
                                           .previous = backup->hash,
                                           .operations = operations,
                                           .count = list.count},
                                   .marks = marks};
    memcpy(out_run->run.signature, head.signature.bytes, sizeof out_run->run.signature);
    backup->number = head.number;
    backup->hash = list.rows[list.count - 1].hash;
    return DAYBOOK_OK;
}

static enum daybook_status put_run(struct journal_backup *backup, const struct feed_row *feed)
{
    struct backup_record record = {.type = BACKUP_RUN};
    struct arena *arena = arena_create(0);
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : read_run(backup, feed, arena, &record.run);
    if (status == DAYBOOK_OK) {
        status = put_record(backup, &record);
        backup->written.operations += record.run.run.count;
    }
    arena_free(arena);
    return status;
}

static void next_feed(struct journal_backup *backup)
{
    backup->feed++;
    backup->number = 0;
    backup->hash = (struct key256){{0}};
}

/* Write one record of the circle at hand, or go on to the next circle. */
static enum daybook_status write_next(struct journal_backup *backup)
{
    const struct backup_source *source = &backup->sources.items[backup->source];
    while (backup->feed < source->feed_count &&
           backup->number >= source->feeds[backup->feed].number) {
        next_feed(backup);
    }
    if (backup->feed < source->feed_count) {
        return put_run(backup, &source->feeds[backup->feed]);
    }
    backup->feed = 0;
    backup->source++;
    return backup->source < backup->sources.count ? put_circle(backup) : DAYBOOK_OK;
}

/* Everything is written: end the file, and begin to read it from the disk rather than from memory.
 */
static enum daybook_status begin_checking(struct journal_backup *backup)
{
    const struct backup_record record = {.type = BACKUP_TAIL, .tail = backup->written};
    enum daybook_status status = put_record(backup, &record);
    if (status == DAYBOOK_OK) {
        status = backup_writer_end(backup->writer);
    }
    if (status != DAYBOOK_OK) {
        return status;
    }
    (void)posix_fadvise(backup->place.descriptor, 0, 0, POSIX_FADV_DONTNEED); /* a wish */
    off_t size = lseek(backup->place.descriptor, 0, SEEK_END);
    if (size < 0 || lseek(backup->place.descriptor, 0, SEEK_SET) != 0) {
        return DAYBOOK_FAILED;
    }
    backup->size = (uint64_t)size;
    if (!id128_equal(backup->store, database_store_id(backup->journal->database))) {
        return DAYBOOK_INTERRUPTED;
    }
    backup->stage = BACKUP_CHECKING;
    status = backup_reader_begin(backup->place.descriptor, &backup->reader);
    return status == DAYBOOK_OK
               ? backup_reader_rewind(backup->reader, database_key(backup->journal->database))
               : status;
}

static enum daybook_status carry_on_writing(struct journal_backup *backup)
{
    enum daybook_status status = DAYBOOK_OK;
    size_t size = 0;
    while (status == DAYBOOK_OK && backup->source < backup->sources.count && size < PIECE_SIZE) {
        status = write_next(backup);
        size += backup->record.size;
    }
    bool written = status == DAYBOOK_OK && backup->source == backup->sources.count;
    /* Operations that are missing may be those of a feed that gave way. */
    if (written || status == DAYBOOK_DAMAGED) {
        enum daybook_status held = backup_sources_hold(backup->journal->database, &backup->sources);
        status = held == DAYBOOK_OK ? status : held;
    }
    return written && status == DAYBOOK_OK ? begin_checking(backup) : status;
}

static enum daybook_status end_checking(struct journal_backup *backup)
{
    enum daybook_status status = backup_check_end(&backup->check);
    if (status == DAYBOOK_OK && backup->check.counted.operations != backup->written.operations) {
        status = DAYBOOK_DAMAGED;
    }
    if (status == DAYBOOK_OK) {
        status = backup_place_name(&backup->place);
    }
    if (status == DAYBOOK_OK) {
        backup->stage = BACKUP_DONE;
    }
    return status;
}

static enum daybook_status check_next(struct journal_backup *backup, struct arena *arena,
                                      size_t *out_size)
{
    struct bytes bytes;
    struct backup_record record;
    enum daybook_status status = backup_reader_next(backup->reader, &bytes);
    if (status != DAYBOOK_OK) {
        return status;
    }
    *out_size = bytes.size;
    status = backup_record_decode(bytes, arena, &record);
    return status == DAYBOOK_OK ? backup_check_record(&backup->check, &record, arena) : status;
}

static enum daybook_status carry_on_checking(struct journal_backup *backup)
{
    size_t size = 0;
    struct arena *arena = arena_create(0);
    enum daybook_status status = arena == NULL ? DAYBOOK_NO_MEMORY : DAYBOOK_OK;
    while (status == DAYBOOK_OK && size < PIECE_SIZE) {
        size_t record_size = 0;
        arena_reset(arena);
        status = check_next(backup, arena, &record_size);
        size += record_size;
    }
    arena_free(arena);
    if (status == DAYBOOK_NOT_FOUND) {
        return end_checking(backup);
    }
    bool refused = status == DAYBOOK_FORGED || status == DAYBOOK_INVALID || status == DAYBOOK_FULL;
    return refused ? DAYBOOK_DAMAGED : status;
}

static void explain(enum daybook_status status, struct complaint *out_complaint)
{
    if (status == DAYBOOK_CONFLICT) {
        complaint_begin(out_complaint, "There is a file of that name already: choose another name, "
                                       "or replace it with --force.");
    } else if (status == DAYBOOK_FULL) {
        complaint_begin(out_complaint, "There is no room for the backup there: nothing was kept; "
                                       "free some space, or choose another place.");
    } else if (status == DAYBOOK_FAILED) {
        complaint_begin(out_complaint, "The backup cannot be written there: check that the folder "
                                       "exists and can be written to.");
    } else if (status == DAYBOOK_INTERRUPTED) {
        complaint_begin(out_complaint, "The journal was given a new key meanwhile, or took back "
                                       "what the others hold; nothing was kept: back it up again.");
    } else if (status == DAYBOOK_DAMAGED) {
        complaint_begin(out_complaint,
                        "What was written does not read back, so it was not kept: 'daybook verify' "
                        "says whether the journal is whole; otherwise choose another disk.");
    }
}

enum daybook_status journal_backup_carry_on(struct journal_backup *backup,
                                            struct complaint *out_complaint)
{
    assert(backup != NULL && out_complaint != NULL);
    enum daybook_status status = DAYBOOK_OK;
    switch (backup->stage) {
    case BACKUP_WRITING:
        status = carry_on_writing(backup);
        break;
    case BACKUP_CHECKING:
        status = carry_on_checking(backup);
        break;
    case BACKUP_DONE:
        break;
    }
    explain(status, out_complaint);
    return status;
}

static enum daybook_status begin(struct journal_backup *backup)
{
    const struct store_key *key = database_key(backup->journal->database);
    assert(key != NULL);
    backup->store = database_store_id(backup->journal->database);
    backup->arena = arena_create(0);
    enum daybook_status status =
        backup->arena == NULL
            ? DAYBOOK_NO_MEMORY
            : backup_sources_read(backup->journal->database, backup->arena, &backup->sources);
    if (status == DAYBOOK_OK) {
        status = backup_writer_begin(backup->place.descriptor, key,
                                     database_header(backup->journal->database), &backup->writer);
    }
    if (status == DAYBOOK_OK) {
        status = put_head(backup);
    }
    return status == DAYBOOK_OK && backup->sources.count > 0 ? put_circle(backup) : status;
}

enum daybook_status journal_backup_begin(struct journal *journal, const char *path, bool replace,
                                         struct journal_backup **out_backup,
                                         struct complaint *out_complaint)
{
    assert(journal != NULL && path != NULL && out_backup != NULL);
    struct journal_backup *backup = calloc(1, sizeof *backup);
    if (backup == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    backup->journal = journal;
    enum daybook_status status = backup_place_begin(path, replace, &backup->place);
    if (status == DAYBOOK_INVALID) {
        complaint_begin(out_complaint, "The backup's name must be a path that begins with /.");
    }
    if (status == DAYBOOK_OK) {
        status = begin(backup);
    }
    if (status != DAYBOOK_OK) {
        explain(status, out_complaint);
        journal_backup_free(backup);
        return status;
    }
    *out_backup = backup;
    return DAYBOOK_OK;
}

void journal_backup_state(const struct journal_backup *backup,
                          struct journal_backup_state *out_state)
{
    bool writing = backup->stage == BACKUP_WRITING;
    *out_state = (struct journal_backup_state){
        .checking = backup->stage == BACKUP_CHECKING,
        .done = backup->stage == BACKUP_DONE,
        .operations = writing ? backup->written.operations : backup->check.counted.operations,
        .total = backup->sources.operations,
        .circles = backup->written.circles,
        .size = backup->size,
    };
}

void journal_backup_free(struct journal_backup *backup)
{
    if (backup == NULL) {
        return;
    }
    backup_writer_free(backup->writer);
    backup_reader_free(backup->reader);
    backup_place_end(&backup->place);
    buffer_free(&backup->record);
    arena_free(backup->arena);
    free(backup);
}
