/* Restoring a backup as a new device. */
#include "journal/restore.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "journal/backup_check.h"
#include "journal/backup_file.h"
#include "journal/restore_rows.h"
#include "journal/state.h"
#include "store/path.h"

/* One restoring while it goes on. */
struct restore {
    const struct journal_restoring *how;
    const struct journal_ports *ports;
    bool made_home; /* the home was not there */
    int descriptor;
    struct backup_reader *reader;
    struct store_key *key;
    struct backup_check check; /* of the reading at hand */
    struct restore_rows rows;
};

static void tell(const struct restore *restore, const char *sentence)
{
    if (restore->how->tell != NULL) {
        restore->how->tell(restore->how->context, sentence);
    }
}

/* CONFLICT: there is a journal in that home. */
static enum daybook_status look_for_journal(const char *home)
{
    char *path = NULL;
    enum daybook_status status = path_join(home, "store.db", &path);
    if (status == DAYBOOK_OK && access(path, F_OK) == 0) {
        status = DAYBOOK_CONFLICT;
    }
    free(path);
    return status;
}

static enum daybook_status open_file(struct restore *restore)
{
    struct stat facts;
    restore->descriptor = open(restore->how->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (restore->descriptor < 0) {
        return errno == ENOENT || errno == ENOTDIR ? DAYBOOK_NOT_FOUND : DAYBOOK_OFFLINE;
    }
    if (fstat(restore->descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        return DAYBOOK_DAMAGED;
    }
    enum daybook_status status = backup_reader_begin(restore->descriptor, &restore->reader);
    return status == DAYBOOK_OK ? backup_reader_unlock(restore->reader, restore->how->type,
                                                       restore->how->secret, &restore->key)
                                : status;
}

/* What authentic bytes that mean nothing are called: the same as bytes that were altered. */
static enum daybook_status as_damage(enum daybook_status status)
{
    bool refused =
        status == DAYBOOK_FORGED || status == DAYBOOK_INVALID || status == DAYBOOK_CONFLICT;
    return refused ? DAYBOOK_DAMAGED : status;
}

static enum daybook_status read_next(struct restore *restore, struct arena *arena, bool storing)
{
    struct bytes bytes;
    struct backup_record record;
    enum daybook_status status = backup_reader_next(restore->reader, &bytes);
    if (status != DAYBOOK_OK) {
        return status;
    }
    status = backup_record_decode(bytes, arena, &record);
    if (status == DAYBOOK_FULL) {
        status = DAYBOOK_INVALID; /* a run of too many operations; FULL is the disk's */
    }
    if (status == DAYBOOK_OK) {
        status = backup_check_record(&restore->check, &record, arena);
    }
    return status == DAYBOOK_OK && storing ? restore_rows_put(&restore->rows, &record, arena)
                                           : status;
}

/* Read all of it, checking every chain; the second time each record is stored too. */
static enum daybook_status read_all(struct restore *restore, bool storing)
{
    struct arena *arena = arena_create(0);
    restore->check = (struct backup_check){0};
    enum daybook_status status =
        arena == NULL ? DAYBOOK_NO_MEMORY : backup_reader_rewind(restore->reader, restore->key);
    while (status == DAYBOOK_OK) {
        arena_reset(arena);
        status = read_next(restore, arena, storing);
    }
    arena_free(arena);
    if (status == DAYBOOK_NOT_FOUND) {
        status = backup_check_end(&restore->check);
    }
    return as_damage(status);
}

static enum daybook_status make_journal(struct restore *restore)
{
    restore->made_home = access(restore->how->folder, F_OK) != 0;
    enum daybook_status status = restore_rows_begin(restore->how, restore->ports, &restore->rows);
    if (status == DAYBOOK_OK) {
        status = read_all(restore, true);
    }
    if (status == DAYBOOK_OK) {
        tell(restore, "Everything is stored. Closing the new journal.");
        status = restore_rows_end(&restore->rows);
    }
    if (status == DAYBOOK_OK) {
        status = database_finish(restore->rows.journal->database);
    }
    restore->made_home = restore->made_home && status != DAYBOOK_OK;
    return status;
}

/* Close the new journal; one that is not whole is removed, with the home that was made for it. */
static void end_journal(struct restore *restore, bool whole)
{
    struct journal *journal = restore->rows.journal;
    if (journal != NULL && !whole) {
        database_discard(journal->database);
        journal->database = NULL;
    }
    journal_close(journal);
    if (restore->made_home) {
        enum daybook_status removed = path_remove(restore->how->folder, "store.lock");
        (void)removed; /* what is left is an empty folder */
        (void)rmdir(restore->how->folder);
    }
}

static void explain(enum daybook_status status, enum key_slot_type type,
                    struct complaint *out_complaint)
{
    const char *sentence = NULL;
    if (status == DAYBOOK_CONFLICT) {
        sentence = "There is a journal in that home already: restore to another --home.";
    } else if (status == DAYBOOK_NOT_FOUND) {
        sentence = "There is no such backup: check the file's name.";
    } else if (status == DAYBOOK_OFFLINE) {
        sentence = "The backup cannot be read: check who may read the file.";
    } else if (status == DAYBOOK_LOCKED && type == KEY_SLOT_PASSPHRASE) {
        sentence =
            "The passphrase does not open this backup: it is the one of the day it was made; "
            "or use the recovery words with --words.";
    } else if (status == DAYBOOK_LOCKED) {
        sentence =
            "These recovery words do not open this backup: they are of another sheet, or the "
            "file is another journal's.";
    } else if (status == DAYBOOK_NEWER) {
        sentence = "A newer Daybook made this backup: update the program; nothing was changed.";
    } else if (status == DAYBOOK_DAMAGED) {
        sentence = "The file is no whole backup: it was cut off or altered. Nothing was restored; "
                   "use another copy of it.";
    } else if (status == DAYBOOK_FULL) {
        sentence = "The disk is full: nothing was restored; free some space and try again.";
    } else if (status == DAYBOOK_FAILED) {
        sentence = "The new journal could not be made: check that --home can be written to.";
    } else if (status == DAYBOOK_BUSY) {
        sentence = "Another process restores to that home already: wait until it ends.";
    }
    if (sentence != NULL && out_complaint->text[0] == '\0') {
        complaint_begin(out_complaint, sentence);
    }
}

enum daybook_status journal_restore(const struct journal_restoring *restoring,
                                    const struct journal_ports *ports,
                                    struct journal_restored *out_restored,
                                    struct complaint *out_complaint)
{
    assert(restoring != NULL && restoring->secret != NULL && out_restored != NULL);
    struct restore restore = {.how = restoring, .ports = ports, .descriptor = -1};
    enum daybook_status status = journal_check_passphrase(restoring->passphrase, out_complaint);
    if (status == DAYBOOK_OK) {
        status = look_for_journal(restoring->folder);
    }
    if (status == DAYBOOK_OK) {
        status = open_file(&restore);
    }
    if (status == DAYBOOK_OK) {
        tell(&restore, "Checking the backup.");
        status = read_all(&restore, false);
    }
    if (status == DAYBOOK_OK) {
        tell(&restore, "The backup is whole. Making the new journal.");
        status = make_journal(&restore);
    }
    end_journal(&restore, status == DAYBOOK_OK);
    backup_reader_free(restore.reader);
    store_key_free(restore.key);
    if (restore.descriptor >= 0) {
        (void)close(restore.descriptor); /* it was only read */
    }
    explain(status, restoring->type, out_complaint);
    status = status == DAYBOOK_OFFLINE ? DAYBOOK_FAILED : status;
    if (status == DAYBOOK_OK) {
        *out_restored = restore.rows.result;
    }
    return status;
}
