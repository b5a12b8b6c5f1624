/* The files of stores that are to be altered. */
#include "store/alteration_image.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"
#include "store/database.h"

static const char folder[] = MEMORY_DISK_FOLDER;
static const struct key_cost cheap = {1, 8};

/* A store in the making. */
struct studio {
    struct alteration_archive *archive;
    struct database *database;
    struct promise promise;
};

static void insist(bool condition)
{
    if (!condition) {
        abort();
    }
}

size_t alteration_image_find(const struct memory_disk_image *image, const char *name)
{
    for (size_t i = 0; i < image->count; i++) {
        if (strcmp(image->files[i].name, name) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

static struct secret *make_secret(const char *text)
{
    struct secret *secret = NULL;
    insist(secret_create(strlen(text), &secret) == DAYBOOK_OK);
    memcpy(secret_fill(secret), text, strlen(text));
    return secret;
}

static void create(struct studio *studio)
{
    struct store_key *key = NULL;
    uint8_t header[KEY_HEADER_SIZE];
    struct secret *first = make_secret("the first passphrase");
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, first, cheap};
    insist(store_key_create(&key) == DAYBOOK_OK);
    key_header_begin(key, header);
    insist(key_header_set_slot(header, key, &slot, false) == DAYBOOK_OK);
    insist(database_create(folder, key, header, &studio->database) == DAYBOOK_OK);
    insist(promise_begin(studio->database) == DAYBOOK_OK);
    secret_free(first);
}

static void change_passphrase(struct studio *studio)
{
    const struct key_slot slot = {KEY_SLOT_PASSPHRASE, studio->archive->passphrase, cheap};
    insist(database_change_slot(studio->database, &slot) == DAYBOOK_OK);
}

static void checkpoint(struct studio *studio)
{
    insist(connection_checkpoint(database_connection(studio->database)) == DAYBOOK_OK);
}

static void open_again(struct studio *studio)
{
    pid_t owner = 0;
    insist(database_open(folder, KEY_SLOT_PASSPHRASE, studio->archive->passphrase,
                         &studio->database, &owner) == DAYBOOK_OK);
}

static void reopen(struct studio *studio)
{
    database_close(studio->database);
    open_again(studio);
}

static void keep(struct studio *studio, const struct promise *after)
{
    insist(promise_keep(studio->database, &studio->promise, after) == DAYBOOK_OK);
    studio->promise = *after;
}

static void log_entries(struct studio *studio, unsigned count, unsigned body_size)
{
    struct promise after = studio->promise;
    for (unsigned i = 0; i < count; i++) {
        promise_log(&after, body_size + i % 40);
    }
    keep(studio, &after);
}

static void amend(struct studio *studio)
{
    struct promise after = studio->promise;
    promise_amend(&after, 70);
    keep(studio, &after);
}

static void erase(struct studio *studio)
{
    struct promise after = studio->promise;
    promise_erase(&after);
    keep(studio, &after);
}

static void remember(struct studio *studio)
{
    insist(studio->archive->past_count < ALTERATION_PAST_MAX);
    memory_disk_save(&studio->archive->past[studio->archive->past_count++]);
}

static void take(struct studio *studio, struct alteration_image *image, const char *name)
{
    memory_disk_save(&image->files);
    image->name = name;
    image->main_file = alteration_image_find(&image->files, "store.db");
    image->log_file = alteration_image_find(&image->files, "store.db-wal");
    image->answers[0] = studio->promise;
    image->answer_count = 1;
    remember(studio);
}

/* Commits of the log, the newest first. The file is that of the last one; what it answers without
 * some of them is what the store answered then. */
static void log_and_note(struct studio *studio, struct promise *answers, size_t count)
{
    for (size_t i = count; i > 0; i--) {
        answers[i - 1] = studio->promise;
        if (i > 1) {
            switch (i % 3) {
            case 0:
                amend(studio);
                break;
            case 1:
                erase(studio);
                break;
            case 2:
                log_entries(studio, 2, 300);
                break;
            }
        }
    }
}

/* Fill the log, move it into the main file without emptying it, and begin a new generation of it,
 * shorter than the last. */
static void start_log_over(struct studio *studio)
{
    for (int i = 0; i < 8; i++) {
        log_entries(studio, 2, 900);
    }
    remember(studio);
    sqlite3 *sqlite = database_connection(studio->database);
    insist(sqlite3_wal_checkpoint_v2(sqlite, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) ==
           SQLITE_OK);
}

/* Frames of a transaction that never ends spill behind the last commit. */
static void begin_and_spill(struct studio *studio)
{
    sqlite3 *sqlite = database_connection(studio->database);
    insist(connection_run(sqlite,
                          "PRAGMA cache_size=2; BEGIN; UPDATE operation SET received_ms = 0") ==
           DAYBOOK_OK);
}

static void take_with_log(struct studio *studio, struct alteration_image *image, const char *name,
                          bool spills)
{
    struct promise answers[ALTERATION_COMMITS_MAX];
    log_and_note(studio, answers, 6);
    if (spills) {
        begin_and_spill(studio);
    }
    take(studio, image, name);
    memcpy(image->answers, answers, 6 * sizeof answers[0]);
    image->answer_count = 6;
}

void alteration_image_make(struct alteration_archive *out_archive)
{
    struct studio studio = {.archive = out_archive};
    *out_archive = (struct alteration_archive){.passphrase = make_secret("the passphrase of now")};
    memory_disk_clear();
    create(&studio);
    log_entries(&studio, 70, 40);
    checkpoint(&studio);
    remember(&studio);
    change_passphrase(&studio);
    log_entries(&studio, 70, 40);
    amend(&studio);
    reopen(&studio);
    remember(&studio);
    log_entries(&studio, 70, 40);
    erase(&studio);
    amend(&studio);
    database_close(studio.database);
    take(&studio, &out_archive->states[0], "closed");
    insist(out_archive->states[0].log_file == SIZE_MAX);
    open_again(&studio);
    start_log_over(&studio);
    take_with_log(&studio, &out_archive->states[1], "killed, zeros behind the log", false);
    reopen(&studio);
    take_with_log(&studio, &out_archive->states[2], "killed within a transaction", true);
    database_close(studio.database);
}

void alteration_image_free(struct alteration_archive *archive)
{
    for (size_t i = 0; i < ALTERATION_STATES; i++) {
        memory_disk_free_image(&archive->states[i].files);
    }
    for (size_t i = 0; i < archive->past_count; i++) {
        memory_disk_free_image(&archive->past[i]);
    }
    secret_free(archive->passphrase);
}
